import { describe, expect, it, vi } from 'vitest';
import type { FakeOptions } from '../tui/fakeSession.ts';
import { type Driver, startScreens } from './driver.tsx';

const text = (app: Driver): string => app.screen().join('\n');

async function compute(options: FakeOptions = {}, size = { columns: 120, rows: 40 }): Promise<Driver> {
  const app = await startScreens({ genotypes: 'a.vcf', size, ...options });
  await app.press('return', 'space', 'space', 'c');
  await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
  return app;
}

describe('results held against others', () => {
  it('are compared with an earlier run, what moved most first; a row says which variants moved it', async () => {
    const app = await compute();
    await app.press('=');
    // The run of the options in force is the one on the screen.
    expect(text(app)).toContain('> Run 2026-01-02 09:30, ambiguous: drop, SYNTH1, GRCh38, a.vcf');
    expect(text(app)).not.toMatch(/09:30, SYNTH1/);
    // Runs of the same person come first, whichever is the latest.
    expect(text(app)).toMatch(/SYNTH1, GRCh38, a.vcf\s+Run 2026-01-02 09:30, SYNTH9/);
    await app.press('return');
    await vi.waitFor(() => expect(text(app)).toContain('1 score moved, 1 score same, 1 score only in A'));
    // 0.123456 − −0.126544 = 0.25, of a spread of 0.02 / 0.9.
    expect(text(app)).toMatch(/PGS000002 +Coronary artery d\S* +0.25 +11.25 +60.00 +87.93 +75.0% +83.3%/);
    expect(text(app)).toMatch(/PGS009999 .*only in A/);
    await app.press('return');
    await vi.waitFor(() => expect(text(app)).toContain('6 of 77 rows changed'));
    expect(text(app)).toContain('+0.25  (B less A; +11.25 SD)');
    expect(text(app)).toContain('Policies differ: ambiguous drop → auto.');
    expect(text(app)).toMatch(/ambiguous +10 in A +5 in B +-5/);
    expect(text(app)).toMatch(/ambiguous -> exact +5 rows +\+0.5/);
    await app.press('G');
    expect(text(app)).toContain('2:200 A/T weight 0.5: +0.5');
    expect(text(app)).toContain('A ambiguous (no record); B exact, dosage 1 (T>A 0/1)');
    await app.press('right');
    expect(text(app)).toContain('PGS009999  score 2 of 3 compared');
    expect(text(app)).toContain('It is only in A');
    await app.press('escape', 'escape');
    expect(text(app)).toContain('> 3. Results');
  });

  it('are compared with a file, which names no genome, and say what is wrong with one', async () => {
    const app = await compute();
    await app.press('=');
    await app.type('ear');
    expect(text(app)).toContain('File earlier.json');
    await app.press('tab', 'down', 'return');
    await vi.waitFor(() => expect(text(app)).toContain('A: earlier.json'));
    await app.press('return');
    expect(text(app)).toContain('The genome of A is not known here');
    await app.press('escape', 'escape', '=');
    await app.type('odd.json');
    await app.press('return');
    await vi.waitFor(() => expect(text(app)).toContain('odd.json:3: this is not the result of a score'));
    expect(text(app)).toContain('esc goes back');
    await app.press('escape');
    expect(text(app)).toContain('> 3. Results');
  });

  it('are compared with another sample of the genome, which is computed', async () => {
    const app = await compute({ samples: ['SYNTH1', 'OTHER'] });
    await app.press('=');
    await app.type('other');
    await app.press('return');
    await vi.waitFor(() => expect(text(app)).toContain('A: Sample OTHER, computed now'));
    expect(text(app)).toContain('2 scores same');
    await app.press('return');
    await vi.waitFor(() => expect(text(app)).toContain('scoring files with other rows or weights'));
    await app.press('escape', 'escape', '4');
    expect(text(app)).toContain('Compute 2 scores for sample OTHER, to compare');
  });

  it('wait for another sample until esc, which cancels it', async () => {
    const app = await compute({ samples: ['SYNTH1', 'OTHER'], msPerScore: 20 });
    await app.press('=');
    await app.type('other');
    await app.press('return');
    expect(text(app)).toContain('A is Sample OTHER');
    await app.press('escape');
    expect(text(app)).toContain('> 3. Results');
    expect(app.state().jobs.list[0]?.status).toBe('cancelled');
  });

  it('are there before anything can be compared', async () => {
    const app = await startScreens({ genotypes: 'a.vcf' });
    await app.press('return', 'space', ']', '=');
    expect(app.state().notice?.text).toContain('There is no result to compare yet');
  });

  it('fit 80 columns', async () => {
    const app = await compute({}, { columns: 80, rows: 24 });
    await app.press('=', 'return');
    await vi.waitFor(() => expect(text(app)).toMatch(/PGS000002 +Coronary.* +0.25 +11.25 +60.00 +87.93/));
    expect(app.screen()).toHaveLength(24);
  });
});
