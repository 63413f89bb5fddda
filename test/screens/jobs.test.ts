import { expect, it, vi } from 'vitest';
import { startScreens } from './driver.tsx';

it('downloads the marked scores, and lists what became of each', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('return');
  await app.press('d');
  expect(app.state().notice?.text).toContain('Mark scores');
  await app.press('space', 'space', 'd');
  await app.press('4');
  await vi.waitFor(() => expect(app.state().jobs.list[0].status).toBe('failed'));
  const text = app.screen().join('\n');
  expect(text).toContain('Download 2 scores for GRCh38');
  expect(text).toContain('$ just-prs-tui catalog download PGS000001 PGS000002 --build GRCh38');
  expect(text).toContain('PGS000001: downloaded, 1.0 MB, 77 variants');
  expect(text).toContain('PGS000002: The fake server does not have it.');
  await app.press('return');
  expect(app.screen().join('\n')).toContain('Jobs > Log');
  await app.press('escape', 'r');
  expect(app.state().jobs.list.length).toBe(2);
});

it('cancels a job from the list, and asks before quitting while one runs', async () => {
  const app = await startScreens({ genotypes: 'a.vcf', hangsAt: 'PGS000001' });
  await app.press('return', 'space', 'c');
  expect(app.state().jobs.list[0]).toMatchObject({ status: 'running', title: 'Compute 1 score for a.vcf' });
  await app.press('4', 'q');
  expect(app.state().overlay?.kind).toBe('confirm_quit');
  await app.press('n', 'x');
  expect(app.state().jobs.list[0].status).toBe('cancelled');
  expect(app.state().compute.results.run?.status).toBe('cancelled');
  await app.press('q');
  expect(app.exits).toEqual([0]);
});

it('updates the catalogue, and says what changed', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('1', 'U');
  expect(app.state().notice?.text).toBe('The catalogue is up to date: 1 score added, 0 revised, 0 removed.');
  await app.press('4');
  expect(app.screen().join('\n')).toContain('added: PGS000013');
});

it('says what computing takes before it runs, and what is to be fetched', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('return', 'space');
  expect(app.screen().join('\n')).toContain('c computes 1 score: 2 s, 300 MB.');
  await app.press('space', 'space');
  expect(app.screen().join('\n')).toContain('c computes 3 scores: 6 s, 300 MB; 1 to fetch');
  await app.press('u');
  expect(app.state().compute.estimate).toBeNull();
});
