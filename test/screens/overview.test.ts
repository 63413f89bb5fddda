import { expect, it, vi } from 'vitest';
import { startScreens } from './driver.tsx';

it('shows a scoring file at a glance, with what it shares', async () => {
  const app = await startScreens({ genotypes: 'a.vcf', size: { columns: 120, rows: 40 } });
  await app.press('return', 'space', 'space', '2');
  await app.type('PGS000003');
  await app.press('return', 'i');
  await vi.waitFor(() => expect(app.state().scoring.overview?.overview).toMatchObject({ inGenome: { states: {} } }));
  const text = app.screen().join('\n');
  expect(text).toContain('PGS000003 at a glance');
  expect(text).toContain('mean 0.25; 2 above 0, 1 below, 0 are 0');
  expect(text).toMatch(/1 +█{30} +75.0% +2 rows/);
  expect(text).toMatch(/X +█{10}░{20} +25.0% +1 row$/m);
  expect(text).toContain('absent_unknown');
  expect(text).toMatch(/PGS000001 +█+░+ 25.0%/);
  expect(text).toContain('its file is not here');
  await app.press('escape');
  expect(app.screen().join('\n')).toContain('Citation');
});
