import { expect, it, vi } from 'vitest';
import { startScreens } from './driver.tsx';

async function openLong(variants: number) {
  const app = await startScreens({ genotypes: 'a.vcf', variants, size: { columns: 120, rows: 40 } });
  await app.press('2');
  await app.type('PGS000003');
  await app.press('return');
  await vi.waitFor(() => expect(app.state().scoring.opened).toMatchObject({ status: 'ready', isWhole: true }));
  return app;
}

const held = (app: Awaited<ReturnType<typeof openLong>>): number => {
  const { opened } = app.state().scoring;
  return opened.status === 'ready' ? opened.view.table.rows.length : 0;
};

it('goes to any row of a file of seven million, with a few rows in memory', async () => {
  const app = await openLong(7_000_000);
  expect(app.screen().join('\n')).toContain('7,000,000 variants');
  expect(app.screen().join('\n')).toContain('row 1 of 7,000,000');
  expect(app.screen().join('\n')).toMatch(/of the first 100,000|100,000 +│/);
  expect(held(app)).toBe(600);
  await app.press('#');
  await app.type('5000000');
  await app.press('return');
  // Row n has position 1000 + n - 1.
  await vi.waitFor(() => expect(app.screen().join('\n')).toContain('5000999'));
  expect(app.screen().join('\n')).toContain('row 5,000,000 of 7,000,000');
  await app.press('G');
  await vi.waitFor(() => expect(app.screen().join('\n')).toContain('7000999'));
  await app.press('pageup', 'up', 'g');
  // Columns stay as wide as they had to be.
  await vi.waitFor(() => expect(app.screen().join('\n')).toMatch(/> +1 +1000/));
  expect(held(app)).toBe(600);
  await app.press('j', 'j', 'return');
  await vi.waitFor(() => expect(app.state().scoring.inspection).toMatchObject({ row: 2 }));
  expect(app.screen().join('\n')).toContain('Variant 3 of PGS000003');
});

it('says what cannot be done with so many rows, and up to how many it can', async () => {
  const app = await openLong(200_000);
  expect(app.screen().join('\n')).toContain('Sort, filter, search: up to 100,000 rows.');
  for (const key of ['s', 'S', 'f', 'F', '/', 'n', 'N', 'a', 'v', 'u', 'space', 'x']) {
    await app.press(key);
    expect(app.state().notice?.text).toContain('work up to 100,000 rows. This file has 200,000');
  }
  await app.press('-', 'z', 'y');
  expect(app.copied.at(-1)).toContain('1\t1000\tA');
});

it('sorts and searches files of up to 100,000 rows as before, with rows that came while it was read', async () => {
  const app = await openLong(100_000);
  await app.press('l', 's', 's', 'g');
  expect(app.screen().join('\n')).toMatch(/> +1[0-9]? +100999/);
  expect(app.screen().join('\n')).toContain('row 1 of 100,000');
});
