import { expect, it } from 'vitest';
import { expectRestored, prepareApp, processIdOf, type StartOptions, start } from './start.ts';
import type { Terminal } from './terminal.ts';

const ESC = '\x1b';
const CTRL_L = '\x0c';

prepareApp();

const startPlain = ({ environment, ...options }: StartOptions = {}): Terminal =>
  start({ columns: 400, rows: 300, ...options, environment: { FAKE_PLAIN: '1', TERM: 'dumb', ...environment } });

/** What is told after keys, up to the last line that is waited for. */
async function hear(terminal: Terminal, keys: string, last: string): Promise<readonly string[]> {
  const from = terminal.output.length;
  terminal.keys(keys);
  await terminal.until(() => terminal.output.slice(from).includes(last));
  return terminal.output
    .slice(from)
    .split('\r\n')
    .filter((line) => line !== '');
}

it('tells a whole run of the demo as lines, without one escape sequence', async () => {
  const terminal = startPlain({ genotypes: 'a.vcf', fake: { msPerScore: 1 }, environment: { FAKE_DEMO: '1' } });
  await terminal.until('Press enter to choose scores.');
  expect(terminal.output).toMatch(
    /ctrl-l tells all again, q quits\.\r\nCompute, Genome \(synthetic demo\)\r\nGenome: a\.vcf/,
  );
  const place = await hear(terminal, '\r', 'Mark scores');
  // The genome is as it was, so only the rest is told.
  expect(place[0]).toBe('Compute, Scores (synthetic demo)');
  expect(place[1]).toBe('12 scores, 0 marked, sorted by best match.');
  expect(place[2]).toMatch(
    /^Row 1 of 12\. PGS ID: PGS000001; Trait: Breast cancer; Variants: 1; Here: 38; Build: GRCh37;/,
  );
  expect(await hear(terminal, ' ', 'c computes')).toEqual([
    '12 scores, 1 marked, sorted by best match.',
    expect.stringMatching(/^Row 2 of 12\. PGS ID: PGS000002; Trait: Coronary artery disease;/),
    'c computes 1 score.',
  ]);
  expect(await hear(terminal, '/', 'Search: ')).toContain(
    'Search: empty (trait, name, id or author; n:<1000 ancestry:EUR tier:high here:yes)',
  );
  // Typed letter by letter, told once.
  expect(await hear(terminal, 'breast', 'Row 1 of 3')).toEqual([
    'Search: breast',
    '3 scores of 12, 1 marked, sorted by best match.',
    expect.stringMatching(/^Row 1 of 3, marked\. PGS ID: PGS000001;/),
  ]);
  await hear(terminal, '\ra', '3 marked');
  const run = await hear(terminal, 'c', 'done after');
  expect(run).toContain('Research use only, not a diagnosis. Do not compare scores across models.');
  expect(run.filter((line) => line.startsWith('Row '))).toEqual([
    expect.stringMatching(/^Row 1 of 1\. PGS ID: PGS000001;/),
  ]);
  expect(run.filter((line) => line.startsWith('Results: '))).toEqual([
    'Results: computing, 0 of 3 done.',
    'Results: 3 of 3 done.',
  ]);
  const result = await hear(terminal, '\r', 'w says why.');
  expect(result[0]).toBe('Compute, Results, One result, PGS000001, result 1 of 3 (synthetic demo)');
  expect(result).toContain('Percentile: 87.93 (theoretical, from allele frequencies, z 1.17)');
  expect(result).toContain('observed 83.3%, unknown 16.7% (of the weight)');
  expect(result.join('\n')).not.toMatch(/[─█░▁▲├]/);
  await hear(terminal, ESC, 'Row 1 of 3');
  expect(await hear(terminal, 'e', 'Format')).toEqual([
    'Compute, Results, Export (synthetic demo)',
    'Write 3 results to: prs_results.txt',
    'Format 1 of 2: lines, A line a result',
  ]);
  await hear(terminal, '\r', 'Written to prs_results.txt');
  await hear(terminal, 'q', 'exit=0');
  await expectRestored(terminal, 0);
  expect(terminal.output).not.toContain(ESC);
});

it('tells how far work is every few seconds at most, and at once how it ended', async () => {
  const terminal = startPlain({ genotypes: 'a.vcf', fake: { msPerScore: 100 } });
  await terminal.until('Press enter to choose scores.');
  await hear(terminal, '\r', 'Mark scores');
  await hear(terminal, 'a', '12 marked');
  const run = await hear(terminal, 'c', 'done after');
  expect(run.filter((line) => line.startsWith('Compute 12 scores')).length).toBeLessThanOrEqual(3);
  expect(run.at(-1)).toMatch(/^Compute 12 scores for a\.vcf: done after \d+ s\.$|^.*c to compute again/);
});

it('tells all again when asked to, what a key cannot do each time, and the column when it changed', async () => {
  const terminal = startPlain({ genotypes: 'a.vcf' });
  await terminal.until('Press enter to choose scores.');
  expect(await hear(terminal, CTRL_L, 'Press enter')).toContain('Genome: a.vcf, sample SYNTH1, GRCh38.');
  for (const _ of [1, 2]) expect(await hear(terminal, 'c', 'Mark at')).toEqual(['Mark at least one score with space.']);
  await hear(terminal, '1', 'Row 1 of 200');
  expect(await hear(terminal, 'l', 'Column 2')).toEqual([expect.stringMatching(/^Column 2 of \d+, [^:]+: /)]);
  await hear(terminal, 's', 'sorted by');
});

it('gives the terminal back on a signal, and suspends', async () => {
  const terminal = startPlain({ genotypes: 'a.vcf' });
  await terminal.until('Press enter to choose scores.');
  process.kill(processIdOf(terminal), 'SIGTERM');
  await expectRestored(terminal, 143);
  expect(terminal.output).not.toContain(ESC);
});
