import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/demo/random.ts';
import { type CohortRun, cohortPartTask, cohortTask } from '../../src/core/jobs/cohortTask.ts';
import { computeTask } from '../../src/core/jobs/computeTask.ts';
import { planLocusSpans } from '../../src/core/jobs/planLocusSpans.ts';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { compressBgzf } from '../../src/core/vcf/bgzf.ts';
import { quietContext, temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { scoringText } from '../support/scoring.ts';

const directory = temporaryDirectory();
let serial = 0;

/** A VCF of several samples from `chrom pos ref alt` and a call a sample. */
function cohortText(records: readonly (readonly [site: string, calls: readonly string[]])[], samples: number): string {
  const names = Array.from({ length: samples }, (_, i) => `P${i + 1}`);
  const text = vcfText(
    records.map(([site, calls]) => `${site} ${calls[0]}`),
    { sample: names.join('\t') },
  );
  const calls = records.map(([, all]) =>
    all
      .slice(1)
      .map((call) => `\t${call}:9`)
      .join(''),
  );
  let record = 0;
  return text.replaceAll(/^[^#\n].*$/gm, (line) => line + calls[record++]);
}

const header = '#pgs_id=PGS000001\n#genome_build=GRCh38\n';

async function scoreCohort(vcf: string, scores: readonly string[], change: Partial<CohortRun> = {}) {
  const input: CohortRun = {
    genotypes: vcf,
    scores: scores.map((path) => ({ kind: 'file', path })),
    build: null,
    forceBuild: false,
    filters: NO_FILTERS,
    policies: { ...DEFAULT_POLICIES, ambiguous: 'keep', chromosomes: 'all' },
    population: 'EUR',
    catalogDirectory: directory,
    output: join(directory, `matrix${++serial}.parquet`),
    ...change,
  };
  const report = await cohortTask(input, quietContext);
  return { report, input };
}

async function readMatrix(path: string): Promise<Record<string, unknown>[]> {
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return (await parquetReadObjects({ file, compressors })) as Record<string, unknown>[];
}

describe('a cohort', () => {
  const vcf = writeFixture(
    directory,
    'cohort.vcf',
    cohortText(
      [
        ['1 5 A G', ['0/0', '0/1', '1/1']],
        ['2 6 A G', ['./.', '1/1', '0|1']],
        ['X 7 C T', ['1', '0/1', '0']],
      ],
      3,
    ),
  );
  const one = writeFixture(
    directory,
    'one.txt',
    scoringText(['1 5 G A 1', '2 6 A G 10', 'X 7 T C 100', '9 9 A G 7'], header),
  );
  const two = writeFixture(directory, 'two.txt', scoringText(['1 5 A G 0.5'], header));

  it('counts nothing of a call of an allele that the record does not list', async () => {
    const contradictory = writeFixture(
      directory,
      'contradictory.vcf',
      vcfText(['1 5 A G 0/1', '2 6 A G 0/2'], { sample: 'P1\tP2' })
        .replaceAll(/:30$/gm, '\t0/0')
        .replaceAll('GT:DP', 'GT'),
    );
    const score = writeFixture(directory, 'refs.txt', scoringText(['1 5 A G 1', '2 6 A G 10'], header));
    const { input } = await scoreCohort(contradictory, [score]);
    const [first, second] = await readMatrix(input.output);
    expect([first?.PGS000001, second?.PGS000001]).toEqual([1, 22]);
  });

  it('gets a row a sample and a column a score', async () => {
    const bad = writeFixture(directory, 'bad.txt', 'chr_name\tchr_position\n1\t5\n');
    const { report, input } = await scoreCohort(vcf, [one, bad, two]);
    expect(await readMatrix(input.output)).toEqual([
      { sample: 'P1', PGS000001: 100, PGS000001_2: 1 },
      { sample: 'P2', PGS000001: 101, PGS000001_2: 0.5 },
      { sample: 'P3', PGS000001: 12, PGS000001_2: 0 },
    ]);
    expect(report).toMatchObject({ samples: 3, failures: [{ pgs_id: 'bad.txt', code: 'bad_scoring_file' }] });
    expect(report.scores[0]).toMatchObject({ variants_total: 4, variants_matched: 3, no_call_share: 1 / 9 });
  });

  it('may be written as text', async () => {
    const { input } = await scoreCohort(vcf, [two], { output: join(directory, 'matrix.tsv') });
    expect(readFileSync(input.output, 'utf8')).toBe('sample\tPGS000001\nP1\t1.0\nP2\t0.5\nP3\t0.0\n');
  });

  it('fills missing genotypes by the frequency of the file, else of the cohort', async () => {
    const path = writeFixture(
      directory,
      'fill.txt',
      scoringText(['2 6 A G 1', '2 6 A G 10 0.4', '9 9 A G 100 0.25'], header),
    );
    const { input } = await scoreCohort(vcf, [path], { policies: { ...DEFAULT_POLICIES, missing: 'mean' } });
    // P1 has no call where P2 and P3 have 0 and 1 copies of A; nobody has a record on chromosome 9.
    expect((await readMatrix(input.output)).map((row) => row.PGS000001)).toEqual([0.5 + 8 + 50, 50, 11 + 50]);
  });

  it('leaves rows out for everyone that one person lacks, with --missing exclude', async () => {
    const { input, report } = await scoreCohort(vcf, [one], { policies: { ...DEFAULT_POLICIES, missing: 'exclude' } });
    expect((await readMatrix(input.output)).map((row) => row.PGS000001)).toEqual([100, 101, 2]);
    expect(report.scores[0]).toMatchObject({ variants_matched: 2, no_call_share: 0 });
  });

  it('tells the strand of A/T and C/G pairs by frequency', async () => {
    const records = [
      ['1 5 A T', ['0/0', '0/1', '0/0']],
      ['1 6 A T', ['0/0', '0/1', '0/0']],
      ['1 7 A T', ['1/1', '0/1', '0/0']],
    ] as const;
    const pairs = writeFixture(directory, 'pairs.vcf', cohortText(records, 3));
    const path = writeFixture(
      directory,
      'pairs.txt',
      scoringText(['1 5 T A 1 0.2', '1 6 T A 10 0.9', '1 7 T A 100 0.5'], header),
    );
    const { input } = await scoreCohort(pairs, [path], { policies: { ...DEFAULT_POLICIES, ambiguous: 'frequency' } });
    expect((await readMatrix(input.output)).map((row) => row.PGS000001)).toEqual([20, 1 + 10, 20]);
  });

  it('fails scores below the coverage that was asked for', async () => {
    const { report } = await scoreCohort(vcf, [one, two], { policies: { ...DEFAULT_POLICIES, min_coverage: 0.95 } });
    expect(report.failures).toMatchObject([{ pgs_id: 'PGS000001', code: 'low_coverage' }]);
    expect(report.scores).toHaveLength(1);
  });

  it('is refused when a line has fewer samples than the header, with the line', async () => {
    const cut = writeFixture(directory, 'cut.vcf', readFileSync(vcf, 'utf8').replace('\t1/1:9\t0|1:9', '\t1/1:9'));
    await expect(scoreCohort(cut, [one])).rejects.toThrow(/cut\.vcf:7: the record has 2 of 3 samples/);
  });

  it('scores each sample as that sample alone would be', { timeout: 60_000 }, async () => {
    const calls = fc.array(fc.constantFrom('0/0', '0/1', '1|0', '1/1', './.', '1', '0/2', '.'), {
      minLength: 4,
      maxLength: 4,
    });
    const site = fc.record({
      pos: fc.integer({ min: 1, max: 30 }),
      ref: fc.constantFrom('A', 'C', 'AT'),
      alt: fc.constantFrom('G', 'T', 'G,T', 'A'),
    });
    const record = fc.tuple(site, calls).filter(([{ ref, alt }]) => ref !== alt);
    const row = fc
      .tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom('A G', 'G A', 'T A', 'C G', 'AT A', 'T C', 'T -'))
      .map(([pos, pair]) => `1 ${pos} ${pair} ${pos / 8} ${pos / 32}`);
    const policies = fc.record({
      ambiguous: fc.constantFrom('auto' as const, 'keep' as const, 'drop' as const),
      flip: fc.constantFrom('on' as const, 'off' as const),
      duplicates: fc.constantFrom('keep' as const, 'first' as const),
      missing: fc.constantFrom('zero' as const, 'mean' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 20 }),
        fc.array(row, { minLength: 1, maxLength: 20 }),
        policies,
        async (records, rows, drawn) => {
          const sorted = [...records].sort(([a], [b]) => a.pos - b.pos);
          const text = cohortText(
            sorted.map(([{ pos, ref, alt }, all]) => [`1 ${pos} ${ref} ${alt}`, all]),
            4,
          );
          const path = writeFixture(directory, 'drawn.vcf', text);
          const score = writeFixture(directory, 'drawn.txt', scoringText(rows, header));
          const { input } = await scoreCohort(path, [score], { policies: { ...DEFAULT_POLICIES, ...drawn } });
          const matrix = await readMatrix(input.output);
          for (const [i, sample] of ['P1', 'P2', 'P3', 'P4'].entries())
            for await (const outcome of computeTask({ ...input, sample }, quietContext))
              if (outcome.status === 'ok') expect(matrix[i]?.PGS000001).toBeCloseTo(outcome.result.score, 12);
        },
      ),
      { numRuns: 40 },
    );
  });
});

const vcfOfOne = writeFixture(directory, 'small.vcf', cohortText([['1 5 A G', ['0/1']]], 1));
const scoreOfOne = writeFixture(directory, 'small.txt', scoringText(['1 5 G A 1'], header));

describe('a cohort that is read in parts', () => {
  const samples = 400;
  const random = createRandom(7, 'cohort');
  const call = (): string => random.pick(['0/0', '0|1', '1/1', './.', '1|0']);
  const calls = (): string[] => Array.from({ length: samples }, call);
  // Loci of one to three records each, so that a cut between any two lines would part many of them.
  const records = Array.from({ length: 300 }, (_, i) => {
    const alts = ['G', 'C', 'T'].slice(0, 1 + (i % 3));
    return alts.map((alt) => [`1 ${10 + i} A ${alt}`, calls()] as const);
  });
  const rows = records.map((_, i) => `1 ${10 + i} G A ${random.normal().toFixed(9)}`);

  async function compareParts(shape: readonly (readonly [string, string[]])[], name: string, count: number) {
    const path = join(directory, `${name}.vcf.gz`);
    writeFileSync(path, Buffer.concat([...compressBgzf([cohortText(shape, samples)])]));
    const { size } = statSync(path);
    const spans = await planLocusSpans({ path, bytes: size }, count);
    const score = writeFixture(directory, `${name}.txt`, scoringText(rows, header));
    const whole = await scoreCohort(path, [score]);
    const parts = await Promise.all(spans.map((span) => cohortPartTask({ ...whole.input, span }, quietContext)));
    const output = join(directory, `${name}-parts.parquet`);
    const report = await cohortTask({ ...whole.input, parts, output }, quietContext);
    expect(await readMatrix(output)).toEqual(await readMatrix(whole.input.output));
    expect(report.scores).toEqual(whole.report.scores);
    return spans;
  }

  it.each([2, 3, 7])('of %i has the same scores to the last digit', async (count) => {
    expect(await compareParts(records.flat(), `sorted${count}`, count)).toHaveLength(count);
  });

  it('has them, too, when the file is not sorted and a locus comes again', async () => {
    await compareParts([...records.flat(), ...records.slice(0, 5).flat()], 'unsorted', 3);
  });

  it('is cut nowhere when there is one locus', async () => {
    const same = records.flat().map(([, all]) => ['1 10 A G', all] as const);
    expect(await compareParts(same, 'same', 3)).toHaveLength(1);
  });

  it('misses no end of a file that is cut off', async () => {
    const path = join(directory, 'cut.vcf.gz');
    const bytes = Buffer.concat([...compressBgzf([cohortText(records.flat(), samples)])]);
    writeFileSync(path, bytes.subarray(0, -28));
    const spans = await planLocusSpans({ path, bytes: bytes.length - 28 }, 2);
    const { input } = await scoreCohort(vcfOfOne, [scoreOfOne]);
    const last = { ...input, genotypes: path, span: spans[1] as (typeof spans)[0] };
    await expect(cohortPartTask(last, quietContext)).rejects.toMatchObject({ code: 'truncated' });
  });
});
