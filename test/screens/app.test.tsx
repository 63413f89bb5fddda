import stringWidth from 'string-width';
import { describe, expect, it, vi } from 'vitest';
import { initialGenome, reduceGenome } from '../../src/screens/compute/genome.ts';
import { fieldWith } from '../../src/screens/field.ts';
import { startScreens } from './driver.tsx';

const text = (lines: readonly string[]): string => lines.join('\n');

describe.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 60, rows: 20 },
])('every screen at $columns x $rows', (size) => {
  it('fills the terminal exactly and says what to do', async () => {
    const app = await startScreens({ genotypes: '/data/sample.vcf.gz', size, samples: ['A', 'B'] });
    const shown: string[] = [];
    const look = (): void => {
      const lines = app.screen();
      expect(lines).toHaveLength(size.rows);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
      expect(lines[size.rows - 1]).toMatch(/quit|close|stay/);
      shown.push(text(lines));
    };
    look();
    await app.press('return', 'a', ']');
    look();
    await app.press('c');
    await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
    look();
    for (const key of ['return', 'G', 'escape', '?', 'escape', '1', 'return', 'escape', '/', 'escape', '2', 'escape']) {
      await app.press(key);
      look();
    }
    expect(new Set(shown).size).toBeGreaterThan(8);
  });
});

it('goes from nothing to a result with the keys the screen names', async () => {
  const app = await startScreens();
  expect(text(app.screen())).toContain('go down to one and press enter');
  await app.press('down', 'down', 'down', 'return');
  expect(text(app.screen())).toContain('Press enter to choose scores');
  await app.press('return');
  expect(text(app.screen())).toContain('Mark scores with space');
  await app.press('space', 'space');
  expect(text(app.screen())).toContain('c computes 2 scores');
  await app.press('c');
  await vi.waitFor(() => expect(text(app.screen())).toContain('Computed 2 scores'));
  expect(text(app.screen())).toContain('Research use only');
  await app.press('return');
  const detail = text(app.screen());
  expect(detail).toContain('0.123456');
  expect(detail).toContain('60 of 77');
});

it('makes ready to search while the list of scores is looked at, not before', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  const { scores } = app.state().compute;
  const prepare = vi.spyOn(scores as { prepareFind: () => boolean }, 'prepareFind');
  await app.press('j', 'k');
  expect(prepare).not.toHaveBeenCalled();
  await app.press('return');
  await vi.waitFor(() => expect(prepare).toHaveLastReturnedWith(false));
  expect(prepare.mock.calls.length).toBeGreaterThan(1);
});

it('keeps the selection through search and sort, and adds what is shown', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('return', 'space', 's', '/');
  await app.type('type 2');
  expect(app.state().compute.scores.visible).toHaveLength(2);
  await app.press('return', 'a', 'escape');
  expect([...app.state().compute.scores.selected].sort()).toEqual(['PGS000001', 'PGS000003', 'PGS000008']);
  await app.press('u');
  expect(app.state().compute.scores.selected.size).toBe(0);
});

it('searches scores whatever the letter case, typing errors forgiven, the best match under the cursor', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('return', '/');
  await app.type('xyzzy');
  expect(text(app.screen())).toContain('No score fits');
  await app.press('ctrl-w');
  await app.type('BRAEST n:<');
  expect(text(app.screen())).toContain('a filter is not readable');
  await app.type('500');
  expect(text(app.screen())).not.toContain('a filter is not readable');
  expect(app.state().compute.scores.visible.map((place) => place % 5)).toEqual([0, 0]);
  expect(app.state().compute.scores.grid.cursor).toBe(0);
  await app.press('ctrl-w', 'ctrl-w');
  await app.type('身');
  expect(app.state().compute.scores.visible).toEqual([11]);
});

it('shows a failed score as a row with its sentence, beside the others', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('return', 'a', 'c');
  await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
  expect(text(app.screen())).toMatch(/! PGS000003 PGS000003 for GRCh38 is not in/);
  expect(text(app.screen())).toContain('12 of 12 done, 1 failed');
});

it('cancels at once, keeps what is done and can compute again', async () => {
  const app = await startScreens({ genotypes: 'a.vcf', hangsAt: 'PGS000002' });
  await app.press('return', 'space', 'space', 'c');
  await vi.waitFor(() => expect(app.state().compute.results.run?.outcomes).toHaveLength(1));
  await app.press('escape');
  expect(app.state().compute.results.run?.status).toBe('cancelled');
  expect(text(app.screen())).toContain('Cancelled: 1 of 2 scores computed.');
  await app.press('c');
  expect(app.state().compute.results.run?.status).toBe('running');
});

it('asks before quitting during work only', async () => {
  const app = await startScreens({ genotypes: 'a.vcf', hangsAt: 'PGS000001' });
  await app.press('return', 'space', 'c', 'q');
  expect(text(app.screen())).toContain('Work is running');
  await app.press('n');
  expect(app.exits).toEqual([]);
  await app.press('ctrl-c', 'escape', 'q');
  expect(app.exits).toEqual([130, 0]);
});

it('never computes on a build the file denies unless it is forced', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('return', 'space', 'b', 'c');
  expect(app.state().compute.results.run).toBeNull();
  expect(text(app.screen())).toContain('The file is on GRCh38, not GRCh37');
  await app.press('F', 'c');
  expect(app.state().compute.results.run).not.toBeNull();
});

it('asks for the build of a file that does not tell', async () => {
  const app = await startScreens({ genotypes: 'a.vcf', genome_build: null });
  expect(text(app.screen())).toContain('choose it with b');
  await app.press('return', 'space', 'c');
  expect(app.state().compute.results.run).toBeNull();
  await app.press('b', 'c');
  expect(app.state().compute.results.run).not.toBeNull();
});

it('forgets results and the normalised file when the sample changes, not when it is taken again', async () => {
  const app = await startScreens({ genotypes: 'a.vcf', samples: ['A', 'B'] });
  await app.press('return', 'escape', 'n');
  const normalization = () => app.state().compute.genome.normalization.status;
  await vi.waitFor(() => expect(normalization()).toBe('done'));
  await app.press('return', 'space', 'c');
  await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
  await app.press('escape', 'escape', 'return', 'escape');
  expect(normalization()).toBe('done');
  expect(app.state().compute.results.run).not.toBeNull();
  await app.press('down', 'return');
  expect(app.state().compute.genome.sample).toBe('B');
  expect(normalization()).toBe('none');
  expect(app.state().compute.results.run).toBeNull();
});

it('says what is wrong with a path and lets it be corrected', async () => {
  const app = await startScreens();
  await app.type('missing.vcf');
  await app.press('return');
  expect(text(app.screen())).toContain('missing.vcf does not exist.');
  await app.press('ctrl-u');
  await app.type('sam');
  await app.press('tab');
  expect(app.state().compute.genome.field.text).toBe('sample');
  expect(text(app.screen())).not.toContain('does not exist');
});

it('completes a path that was typed faster than its directory is read', () => {
  const typed = ({ text }: { text: string }) => ({ type: 'path_edited', field: fieldWith(text) }) as const;
  let state = reduceGenome(initialGenome(null, null), typed({ text: 'sam' }));
  state = reduceGenome(state, { type: 'completion_awaited' });
  // The answer to an earlier key is none.
  state = reduceGenome(state, { type: 'path_completed', typed: '', completions: ['else.vcf'] });
  expect(state.field.text).toBe('sam');
  const completions = ['sample.vcf', 'samples.vcf'];
  expect(reduceGenome(state, { type: 'path_completed', typed: 'sam', completions }).field.text).toBe('sample');
  state = reduceGenome(state, typed({ text: 'sa' }));
  expect(reduceGenome(state, { type: 'path_completed', typed: 'sa', completions }).field.text).toBe('sa');
});

describe('a sheet', () => {
  it('finds text in any cell, step by step, and goes back where the search began', async () => {
    const app = await startScreens();
    await app.press('escape', '1', 'j', '/');
    const view = () => {
      const sheet = app.state().metadata.sheets.scores;
      if (sheet?.status !== 'ready') throw new Error('The sheet is not there.');
      return sheet.view;
    };
    await app.type('CELL 37.');
    expect(view().grid.cursor).toBe(37);
    await app.press('escape');
    expect(view().grid.cursor).toBe(1);
    await app.press('/');
    await app.type('ldl');
    await app.press('return', 'n', 'n', 'N');
    expect(view().grid.cursor).toBe(8);
    expect(text(app.screen())).toContain('2 of 40 rows');
    await app.press('return');
    expect(text(app.screen())).toContain('Column 9');
  });

  it('that is missing says what to do, and is read again on request', async () => {
    const app = await startScreens();
    await app.press('escape', '1', ...Array.from({ length: 8 }, () => ','));
    expect(text(app.screen())).toContain('There is no pgs_all_metadata_cohorts.csv');
    expect(text(app.screen())).toContain('Press U to fetch it');
    expect(text(app.screen())).toContain('Fetch the PGS Catalog bulk sheets');
    await app.press('r');
    expect(app.state().metadata.sheets.cohorts?.status).toBe('failed');
  });

  it('scrolls its columns no further than the last one', async () => {
    const app = await startScreens();
    await app.press('escape', '1', ...Array.from({ length: 30 }, () => 'l'));
    const lines = app.screen();
    expect(lines[3]).toMatch(/^ {3}Polygenic Score….*<.*Column 9\s*$/);
    expect(lines[4]).toMatch(/^> {2}PGS000001/);
  });

  it('opens the scoring file of its row', async () => {
    const app = await startScreens();
    await app.press('escape', '1', 'j', 'o');
    const screen = text(app.screen());
    expect(screen).toContain('PGS000002  PRS77  Breast cancer');
    expect(screen).toContain('77 variants');
  });
});

it('looks scores up on the build of the open genome', async () => {
  const app = await startScreens({ genotypes: 'sample.vcf.gz', genome_build: 'GRCh37' });
  await app.press('2');
  expect(app.screen().join('\n')).toContain('harmonised to GRCh37');
});

it('types commands as text while a field has the focus', async () => {
  const app = await startScreens();
  await app.type('q?1 c');
  expect(app.state().compute.genome.field.text).toBe('q?1 c');
  expect(app.exits).toEqual([]);
});

it('shows the size needed on a small terminal and still quits', async () => {
  const app = await startScreens({ size: { columns: 50, rows: 15 } });
  expect(text(app.screen())).toContain('50x15');
  expect(text(app.screen())).toContain('60x20');
  await app.press('q');
  expect(app.exits).toEqual([0]);
});

it('shows the grades of the model and of the sample apart, each saying what it is about', async () => {
  const app = await startScreens({ genotypes: 'a.vcf', size: { columns: 100, rows: 70 } });
  await app.press('return', 'space', 'space', 'space', 'c');
  await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
  await app.press('return');
  const graded = app.screen();
  const lineOf = (words: string): number => graded.findIndex((line) => line.includes(words));
  expect(graded[lineOf('Coverage grade')]).toMatch(/A {2}\(A best, F worst; about the sample, not the model\)/);
  expect(graded[lineOf('Evidence grade')]).toMatch(/Low {2}\(22\.5 of 100; about the model, not the sample\)/);
  expect(lineOf('How good the published evidence')).toBeGreaterThan(lineOf('Coverage grade'));
  expect(text(graded)).toContain('OR=1.10 [1.00-1.20], AUROC=0.550');
  expect(text(graded)).toContain('Its best evaluation reports AUROC=0.550.');
  expect(text(graded)).toContain('effect-allele frequencies of the scoring file, 60 of 60 variants counted');
  await app.press('right');
  expect(text(app.screen())).toContain('The catalogue here does not have this score.');
});
