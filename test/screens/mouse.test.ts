import { expect, it } from 'vitest';
import { type Driver, startScreens } from './driver.tsx';

/** The place on the screen where a text stands. */
function placeOf(app: Driver, text: string): readonly [column: number, row: number] {
  const lines = app.screen();
  const row = lines.findLastIndex((line) => line.includes(text));
  expect(row).toBeGreaterThanOrEqual(0);
  return [lines[row].indexOf(text), row];
}

const clickOn = (app: Driver, text: string): Promise<void> => app.point('click', ...placeOf(app, text));
const cursorLine = (app: Driver): string =>
  app.screen().find((line) => line.startsWith('>') && !/^> \d\. /.test(line)) ?? '';

it('chooses the row, the tab and the key that are clicked on', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await clickOn(app, 'choose scores');
  expect(app.state().compute.step).toBe('scores');
  await clickOn(app, 'PGS000004');
  expect(cursorLine(app)).toContain('PGS000004');
  await clickOn(app, 'mark');
  expect([...app.state().compute.scores.selected]).toEqual(['PGS000004']);
  await app.press('c');
  await clickOn(app, 'PGS000004');
  expect(cursorLine(app)).toContain('PGS000004');
  await clickOn(app, '1 Metadata');
  expect(app.state().screen).toBe('metadata');
  await clickOn(app, 'PGS000009');
  expect(cursorLine(app)).toContain('PGS000009');
  await clickOn(app, '4 Jobs');
  await clickOn(app, 'Compute 1 score');
  expect(app.state().jobs.grid.cursor).toBe(0);
  await clickOn(app, '6 Help');
  expect(app.state().screen).toBe('help');
});

it('reaches rows of every table', async () => {
  const app = await startScreens({ genotypes: 'a.vcf', size: { columns: 120, rows: 40 } });
  await app.press('return', 'space', 'c');
  while (app.state().compute.results.run?.status !== 'done') await app.press('up');
  await app.press('w', 'up');
  await clickOn(app, '2:200');
  expect(cursorLine(app)).toContain('2:200');
  await app.press('2');
  await app.type('PGS000007');
  await app.press('return');
  const [, top] = placeOf(app, cursorLine(app));
  await app.point('click', 5, top + 4);
  expect(app.state().scoring.opened).toMatchObject({ view: { grid: { cursor: 4 } } });
});

it('scrolls by the wheel, in lists over the screen, too, and ignores clicks beside everything', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('1');
  await app.point('wheel-down', 10, 10);
  await app.point('wheel-down', 10, 10);
  await app.point('wheel-up', 10, 10);
  expect(cursorLine(app)).toContain('PGS000004');
  await app.press(':');
  await app.point('wheel-down', 10, 10);
  expect(app.state().overlay).toMatchObject({ kind: 'palette', choice: 1 });
  const before = app.state();
  await app.point('click', 2, 1);
  await app.point('click', 79, 0);
  expect(app.state()).toEqual(before);
});

it('is deaf after it was turned off', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press(':');
  await app.type('mouse');
  await app.press('return');
  expect(app.state().notice?.text).toBe('The mouse is off.');
  await clickOn(app, '1 Metadata');
  expect(app.state().screen).toBe('compute');
});
