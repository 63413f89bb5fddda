import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareRowsTask } from '../../src/core/jobs/compareRowsTask.ts';
import { type ComputeInput, computeTask } from '../../src/core/jobs/computeTask.ts';
import { describedBy } from '../../src/core/jobs/resultCache.ts';
import { listKeptRuns, storedResultsTask } from '../../src/core/jobs/storedResults.ts';
import { DEFAULT_POLICIES, type PrsResult } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { quietContext, temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { resultOf } from '../support/results.ts';
import { scoringText } from '../support/scoring.ts';

const directory = temporaryDirectory();
const genome = writeFixture(directory, 'genome.vcf', vcfText(['1 5 A G 0/1', '1 6 A G 1/1', '3 9 A T 0/1']));
const score = writeFixture(
  directory,
  'score.txt',
  scoringText(['1 5 G A 1', '1 6 G A 2', '3 9 T A 4'], '#pgs_id=PGS000001\n#genome_build=GRCh38\n'),
);

const input = (change: Partial<ComputeInput> = {}): ComputeInput => ({
  genotypes: genome,
  scores: [{ kind: 'file', path: score }],
  ...{ build: 'GRCh38', forceBuild: false, filters: NO_FILTERS, population: 'EUR', catalogDirectory: directory },
  policies: { ...DEFAULT_POLICIES, ambiguous: 'keep' },
  ...change,
});
const DROPPED = { ...DEFAULT_POLICIES, ambiguous: 'drop' } as const;

async function run(change: Partial<ComputeInput>): Promise<PrsResult> {
  for await (const outcome of computeTask(input(change), quietContext))
    if (outcome.status === 'ok') return outcome.result;
  throw new Error('nothing was computed');
}

describe('runs kept on disk', () => {
  const cacheDirectory = join(directory, 'kept');
  const resumed = { cacheDirectory, resume: true } as const;

  it('are listed with their options, the last used first, and read as they were computed', async () => {
    const kept = await run(resumed);
    const dropped = await run({ ...resumed, policies: DROPPED });
    expect([kept.score, dropped.score]).toEqual([9, 5]);
    const runs = await listKeptRuns(cacheDirectory);
    const [first] = runs;
    if (first === undefined) throw new Error('no run is kept');
    expect(runs).toHaveLength(2);
    expect(statSync(describedBy(first.path)).mode & 0o777).toBe(0o600);
    utimesSync(describedBy(first.path), 0, 0);
    const [now, before] = await listKeptRuns(cacheDirectory);
    expect(before?.path).toBe(first.path);
    expect(now?.request).toMatchObject({ genotypes: genome, build: 'GRCh38', filters: NO_FILTERS });
    const [result] = await storedResultsTask({ path: now?.path ?? '', isKept: true }, quietContext);
    expect(result?.score).toBe(now?.request.policies.ambiguous === 'drop' ? 5 : 9);
    // Used again, it is the latest, though nothing was added to it.
    await run({ ...resumed, policies: first.request.policies });
    expect((await listKeptRuns(cacheDirectory))[0]?.path).toBe(first.path);
  });

  it('are left out when nobody knows their options, and results that are none with them', async () => {
    const [one] = await listKeptRuns(cacheDirectory);
    if (one === undefined) throw new Error('no run is kept');
    writeFileSync(
      one.path,
      `${readFileSync(one.path, 'utf8')}\n{"key":"x y","scored":{"result":{"pgs_id":1}}}\nnull\n`,
    );
    expect(await storedResultsTask({ path: one.path, isKept: true }, quietContext)).toHaveLength(1);
    writeFileSync(describedBy(one.path), '{"genotypes":7}');
    expect(await listKeptRuns(cacheDirectory)).toHaveLength(1);
    expect(await listKeptRuns(join(directory, 'nowhere'))).toEqual([]);
  });
});

describe('files of results', () => {
  const read = (name: string, content: string) =>
    storedResultsTask({ path: writeFixture(directory, name, content), isKept: false }, quietContext);

  it('are arrays or lines of one sample each', async () => {
    const [one, two] = [resultOf(), resultOf({ pgs_id: 'PGS000002' })];
    expect(await read('a.json', JSON.stringify([one, two]))).toEqual([one, two]);
    expect(await read('a.ndjson', `${JSON.stringify(one)}\n${JSON.stringify(two)}\n`)).toEqual([one, two]);
    await expect(read('b.json', JSON.stringify([one, resultOf({ sample: 'S2' })]))).rejects.toThrow('several samples');
    await expect(read('c.json', '[]')).rejects.toThrow('no results');
    await expect(read('d.json', '[{"pgs_id":7}]')).rejects.toThrow('d.json:1');
    const gone = storedResultsTask({ path: join(directory, 'gone.json'), isKept: false }, quietContext);
    await expect(gone).rejects.toThrow('does not exist');
  });
});

describe('the rows of a score', () => {
  const compare = (a: Partial<ComputeInput>, b: Partial<ComputeInput>) =>
    compareRowsTask({ a: input(a), b: input(b) }, quietContext);

  it('are held against each other under two policies, and in two genomes', async () => {
    const policies = await compare({}, { policies: DROPPED });
    expect(policies.changes).toEqual([{ from: 'exact', to: 'ambiguous', n_rows: 1, difference: -4 }]);
    const other = writeFixture(directory, 'other.vcf', vcfText(['1 5 A G 1/1', '3 9 A T 0/1']));
    const genomes = await compare({}, { genotypes: other });
    expect(genomes.rows.map(({ pos, difference }) => [pos, difference])).toEqual([
      [6, -4],
      [5, 1],
    ]);
    expect((await compare({}, {})).n_changed).toBe(0);
  });

  it('say what is in the way', async () => {
    const longer = writeFixture(directory, 'longer.txt', scoringText(['1 5 G A 1'], '#genome_build=GRCh38\n'));
    await expect(compare({}, { scores: [{ kind: 'file', path: longer }] })).rejects.toThrow('other rows or weights');
    await expect(compare({ genotypes: join(directory, 'gone.vcf') }, {})).rejects.toThrow('does not exist');
  });
});
