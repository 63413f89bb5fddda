import { describe, expect, it, vi } from 'vitest';
import type { PrsResult } from '../../src/core/index.ts';
import { drawBellCurve, drawCoverage } from '../../src/screens/compute/drawings.ts';
import { type Driver, startScreens } from './driver.tsx';

const text = (app: Driver): string => app.screen().join('\n');

async function compute(marked: number, size = { columns: 120, rows: 40 }): Promise<Driver> {
  const app = await startScreens({ genotypes: 'a.vcf', size });
  await app.press('return', ...Array.from({ length: marked }, () => 'space'), 'c');
  await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
  return app;
}

describe('the table of results', () => {
  it('has the usual columns, and any other by its name', async () => {
    const app = await compute(2);
    expect(text(app)).toMatch(/PGS ID +Trait +PRS Score +Percentile/);
    expect(text(app)).not.toContain('Hom-ref Score');
    await app.press('C');
    await app.type('hom-ref');
    expect(text(app)).toContain('[ ] Hom-ref Score');
    await app.press('return', 'escape');
    const shown = app.state().compute.results.view.arrangement.columns.length;
    await app.press('G', 'g', ...Array.from({ length: shown }, () => 'right'));
    expect(text(app)).toContain('Hom-ref Score');
  });

  it('keeps its columns for the next run, but not a filter that would hide results', async () => {
    const app = await compute(2);
    await app.press('-', 'f');
    await app.type('nothing');
    await app.press('return');
    expect(app.state().compute.results.view.rows.length).toBe(0);
    const { columns } = app.state().compute.results.view.arrangement;
    await app.press('c');
    await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
    expect(app.state().compute.results.view.rows.length).toBe(2);
    expect(app.state().compute.results.view.arrangement.columns).toEqual(columns);
  });

  it('is sorted, and opens the row that is under the cursor', async () => {
    const app = await compute(4);
    await app.press('s', 's');
    // The cursor stays on its row, now the last one.
    expect(app.state().compute.results.view.grid.cursor).toBe(3);
    await app.press('g', 'return');
    expect(text(app)).toContain('PGS000004  result 1 of 4');
    await app.press('right');
    expect(text(app)).toContain('PGS000003  result 2 of 4');
    await app.press('escape');
    expect(text(app)).toContain('> 3. Results');
  });

  it('says by trait what the scores say together, and back', async () => {
    const app = await compute(4);
    await app.press('t');
    expect(text(app)).toMatch(/Trait +Signal/);
    await app.press('return');
    expect(text(app)).toContain('Higher is taken as more of the trait');
    await app.press('escape', 't');
    expect(text(app)).toMatch(/PGS ID +Trait/);
  });
});

describe('why a score is what it is', () => {
  it('shows states by weight, then variants, then one with both records and what would count it', async () => {
    const app = await compute(1);
    await app.press('w');
    expect(text(app)).toContain('PGS000001: what became of its variants');
    expect(text(app)).toMatch(/absent_unknown +1 row, 60.0% of the weight, 50.0% of the variance/);
    expect(text(app)).toMatch(/2:200 +allele_mismatch +0.1 +10.0% +A +G +C>T 0\/1/);
    await app.press('return');
    expect(text(app)).toContain('What would count it');
    expect(text(app)).toContain('no record there');
    await app.press('escape', 'G', 'return');
    expect(text(app)).toContain('dosage 2 of T, weight -0.3: adds -0.6');
    await app.press('escape', 'escape');
    expect(text(app)).toContain('> 3. Results');
  });

  it('is reached from the open result, and says when there is nothing to explain', async () => {
    const app = await compute(3);
    await app.press('return', 'w');
    expect(text(app)).toContain('what became of its variants');
    await app.press('escape', 'escape', 'G', 'w');
    expect(app.state().notice?.text).toBe('Go to a score that was computed first.');
  });
});

describe('writing results', () => {
  it('shows the formats with the first lines, and writes those that are selected', async () => {
    const written: [string, string][] = [];
    const app = await startScreens({ genotypes: 'a.vcf', onWritten: (path, content) => written.push([path, content]) });
    await app.press('return', 'space', 'space', 'c');
    await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
    await app.press('j', 'space', 'e');
    await vi.waitFor(() => expect(text(app)).toContain('PGS000002 0.1'));
    expect(text(app)).toContain('Write 1 result to:');
    expect(text(app)).toContain('prs_results.txt');
    await app.press('down');
    await vi.waitFor(() => expect(text(app)).toContain('A binary file'));
    expect(text(app)).toContain('prs_results.bin');
    await app.press('up', 'return');
    await vi.waitFor(() => expect(written).toHaveLength(1));
    expect(written[0]?.[0]).toBe('prs_results.txt');
    expect(written[0]?.[1]).toMatch(/^PGS000002 \S+\n$/);
    expect(text(app)).toContain('Written to prs_results.txt');
    const [job] = app.state().jobs.list;
    expect(job).toMatchObject({
      status: 'done',
      title: expect.stringMatching(/^Write \d results? as lines to prs_results/),
    });
    expect(job.log[0].text).toMatch(/^wrote PGS/);
    expect(text(app)).toContain('> 3. Results');
  });

  it('leaves a file alone that is there already, and says so', async () => {
    const app = await compute(1);
    await app.press('e', 'ctrl-u');
    await app.type('taken.txt');
    await app.press('return');
    await vi.waitFor(() => expect(app.state().notice?.text).toContain('taken.txt'));
    expect(app.state().overlay?.kind).toBe('export');
    await app.press('escape');
    expect(text(app)).toContain('> 3. Results');
  });
});

describe('a pipe', () => {
  it('sends what is selected through a program, shows its answer, and keeps it among the jobs', async () => {
    const app = await compute(2);
    await app.press('j', 'space', '|');
    expect(text(app)).toContain('1 result as JSON lines');
    await app.type('cat -');
    await app.press('return');
    await vi.waitFor(() => expect(text(app)).toContain('cat -: PGS000002'));
    expect(text(app)).toContain('Answer of cat -');
    await app.press('escape', '4');
    expect(text(app)).toContain('Send 1 result through cat -');
  });

  it('says how the program failed', async () => {
    const app = await compute(1);
    await app.press('|');
    await app.type('false');
    await app.press('return');
    await vi.waitFor(() => expect(text(app)).toContain('It ended with exit code 1.'));
    await app.press('escape');
    expect(text(app)).toContain('> 3. Results');
  });
});

describe('drawings', () => {
  const result = {
    z_score: 1,
    percentile: 84,
    expected_correlation: 0.8,
    ancestry: 'EUR',
    weight_mass_total: 10,
    weight_mass_observed: 5,
    weight_mass_reference_block: 1,
    weight_mass_assumed_hom_ref: 1,
    weight_mass_frequency_filled: 1,
  } as PrsResult;

  it('place the sample and what is not known on the curve', () => {
    const axis = drawBellCurve(result, 71).at(-2)?.text ?? '';
    // One SD is a tenth of the width; the full score is expected at 0.8 ± √(1 − 0.8²) = 0.2 … 1.4.
    expect(axis.length).toBe(71);
    expect([axis.indexOf('├'), axis.indexOf('▲'), axis.indexOf('┤')]).toEqual([37, 45, 49]);
    expect(
      drawBellCurve({ ...result, z_score: 9 }, 71)
        .at(-2)
        ?.text.at(-1),
    ).toBe('▲');
    expect(drawBellCurve({ ...result, z_score: null }, 71)).toEqual([]);
  });

  it('divide the weight exactly', () => {
    const [bar, ...lines] = drawCoverage(result, 40);
    const legend = lines.map((line) => line.text).join(' ');
    expect(bar?.text).toBe('█'.repeat(20) + '▓'.repeat(8) + '▒'.repeat(4) + '░'.repeat(8));
    expect(legend).toContain('observed 50.0%');
    expect(legend).toMatch(/unknown +20.0%/);
    expect(drawCoverage({ ...result, weight_mass_total: 0 }, 40)).toEqual([]);
  });
});
