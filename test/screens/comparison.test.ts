import { expect, it, vi } from 'vitest';
import { startScreens } from './driver.tsx';

/** The overview of PGS000003, with PGS000001 and PGS000002 marked. */
async function openOverview(missing: readonly string[] = []) {
  const app = await startScreens({ genotypes: 'a.vcf', size: { columns: 120, rows: 40 }, missing });
  await app.press('return', 'space', 'space', '2');
  await app.type('PGS000003');
  await app.press('return', 'i');
  await vi.waitFor(() => expect(app.state().scoring.overview?.overview.status).toBe('ready'));
  return app;
}

it('compares the open score with a marked one, locus by locus', async () => {
  const app = await openOverview();
  await app.press('c');
  expect(app.screen().join('\n')).toContain('Compare with:');
  expect(app.screen().join('\n')).toMatch(/PGS000001 .*\n.*PGS000002 /);
  await app.press('down', 'down', 'return');
  await vi.waitFor(() => expect(app.state().scoring.comparison?.comparison.status).toBe('ready'));
  const text = app.screen().join('\n');
  expect(text).toContain('PGS000003 and PGS000002, locus by locus');
  expect(text).toMatch(/Shared +40 positions/);
  expect(text).toMatch(/of PGS000003 +50.0% of its 80 positions, 62.5% of its weight$/m);
  expect(text).toMatch(/of PGS000002 +100.0% of its 40 positions, 100.0% of its weight; 1 row without a position/);
  expect(text).toMatch(/Correlation +0.8125 {2}Pearson, over 38 variants, towards the effect alleles of PGS000003/);
  expect(text).toMatch(/Around zero +0.75/);
  expect(text).toContain('Only in PGS000003, the heaviest of 40');
  expect(text).toMatch(/5:500 +A\/- +-0.5 {3}12.5% of the weight/);
  expect(text).toContain('Every position of PGS000002 is shared.');
  await app.press('escape');
  expect(app.screen().join('\n')).toContain('PGS000003 at a glance');
});

it('takes a score by id or path, says what is wrong, and goes back with esc', async () => {
  const app = await openOverview();
  await app.press('c');
  await app.type('pgs000007');
  await app.press('return');
  await vi.waitFor(() => expect(app.state().scoring.comparison).toMatchObject({ other: 'PGS000007' }));
  await app.press('c');
  await app.type('weights.txt');
  await app.press('return');
  await vi.waitFor(() => expect(app.screen().join('\n')).toContain('positions would agree by accident only'));
  await app.press('c', 'escape', 'escape', 'escape');
  expect(app.screen().join('\n')).toContain('Citation');
});

it('says how to get a score that is not here', async () => {
  const app = await openOverview(['PGS000001']);
  await app.press('c');
  await vi.waitFor(() => expect(app.screen().join('\n')).toContain('not here'));
  await app.press('down', 'return');
  expect(app.state().notice?.text).toBe('PGS000001 is not here: esc, esc, then o opens and fetches it.');
});
