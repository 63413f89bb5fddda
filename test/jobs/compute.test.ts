import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, it } from 'vitest';
import { type ComputeInput, computeTask } from '../../src/core/jobs/computeTask.ts';
import type { PrsResult, ScoreOutcome } from '../../src/core/model/result.ts';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { quietContext, temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';
import { scoringText, withoutProvenance } from '../support/scoring.ts';

const normalize = createNormalizer();

const directory = temporaryDirectory();
const header =
  '#pgs_id=PGS000001\n#trait_reported=Height\n#genome_build=GRCh38\n#license=CC BY\n#citation=Doe J (2020)\n';
const scoreFile = (name: string, rows: readonly string[], head = header): string =>
  writeFixture(directory, name, gzipSync(scoringText(rows, head)));

const genome = writeFixture(
  directory,
  'genome.vcf',
  vcfText([
    '1 5 A G 0/1',
    '1 6 A G 1/1',
    '2 7 C T ./.',
    '2 8 C T 0/1 LowQual',
    '3 9 A T 0/1',
    '4 1 C G 0/0',
    'X 10 G A 1',
  ]),
);

function input(change: Partial<ComputeInput>): ComputeInput {
  return {
    genotypes: genome,
    scores: [],
    build: null,
    forceBuild: false,
    filters: NO_FILTERS,
    policies: { ...DEFAULT_POLICIES, ambiguous: 'auto', chromosomes: 'all' },
    population: 'EUR',
    catalogDirectory: directory,
    ...change,
  };
}

async function compute(change: Partial<ComputeInput>): Promise<ScoreOutcome[]> {
  const outcomes: ScoreOutcome[] = [];
  for await (const outcome of computeTask(input(change), quietContext)) outcomes.push(outcome);
  return outcomes;
}

async function result(path: string, change: Partial<ComputeInput> = {}): Promise<PrsResult> {
  const [outcome] = await compute({ scores: [{ kind: 'file', path }], ...change });
  if (outcome?.status !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}

const ROWS = [
  '1 5 G A 1 0.5',
  '1 6 A G 10 0.25',
  '2 7 T C 100 0.5',
  '2 8 T C 1000 0.5',
  '3 9 T A 10000 0.5',
  'X 10 A G 0.5',
  '9 9 A G 5',
];

describe('a score', () => {
  it('says everything it knows', async () => {
    const path = scoreFile('full.txt.gz', ROWS);
    const r = await result(path, { policies: { ...DEFAULT_POLICIES, ambiguous: 'keep', chromosomes: 'all' } });
    expect(r).toMatchObject({
      pgs_id: 'PGS000001',
      trait_reported: 'Height',
      score: 1 + 0 + 1000 + 10000 + 0.5,
      variants_matched: 5,
      variants_total: 7,
      match_rate: 5 / 7,
      variants_observed: 6,
      variants_unscorable_absent: 1,
      variants_no_call: 1,
      weight_mass_matched: 11011.5,
      weight_mass_total: 11116.5,
      has_allele_frequencies: true,
      percentile_method: 'theoretical',
      genome_build: 'GRCh38',
      detected_genome_build: 'GRCh38',
      build_mismatch: false,
      sample: 'S1',
      license: 'CC BY',
      citation: 'Doe J (2020)',
      synthetic: false,
    });
    expect(r.states).toMatchObject({ exact: 4, swapped: 1, no_call: 1, absent_unknown: 1 });
    expect(r.warnings.join(' ')).toContain('1 of 7 variants, 0.0 % of the weight, are absent and add 0');
    expect(r.warnings.join(' ')).toContain('Allele frequencies are known for 4 of 5 matched variants');
  });

  it('drops A/T pairs of a file that is not harmonised, unless told otherwise', async () => {
    const path = scoreFile('at.txt.gz', ['3 9 T A 2']);
    expect((await result(path)).states.ambiguous).toBe(1);
    expect(
      (await result(path, { policies: { ...DEFAULT_POLICIES, ambiguous: 'keep', chromosomes: 'all' } })).score,
    ).toBe(2);
    const harmonised = writeFixture(
      directory,
      'hm.txt',
      '#HmPOS_build=GRCh38\nhm_chr\thm_pos\teffect_allele\tother_allele\teffect_weight\n3\t9\tT\tA\t2\n',
    );
    expect((await result(harmonised)).score).toBe(2);
  });

  it('counts a row without a genotype at twice its frequency, when asked to', async () => {
    const path = scoreFile('filled.txt.gz', ROWS);
    const r = await result(path, {
      policies: { ...DEFAULT_POLICIES, ambiguous: 'keep', missing: 'mean' },
      filters: { ...NO_FILTERS, pass_filters: ['PASS'] },
    });
    expect(r.states).toMatchObject({ frequency_filled: 2, no_call: 0, filtered: 0, absent_unknown: 1 });
    expect(r.score).toBe(1 + 0 + 100 + 1000 + 10000 + 0.5);
    expect(r).toMatchObject({ weight_mass_observed: 10011.5, weight_mass_frequency_filled: 1100 });
    expect(r.warnings.join(' ')).toContain('2 of 7 variants have no usable genotype and were counted at twice');
    // What is filled does not vary: 2p(1−p)w² of the three rows with a genotype.
    expect(r.theoretical_std).toBeCloseTo(Math.sqrt(0.5 + 0.375 * 100 + 0.5 * 1e8), 9);
  });

  it('fails below the coverage that was asked for', async () => {
    const path = scoreFile('coverage.txt.gz', ['1 5 G A 3', '9 9 A G 1']);
    const [outcome] = await compute({
      scores: [{ kind: 'file', path }],
      policies: { ...DEFAULT_POLICIES, min_coverage: 0.8 },
    });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'low_coverage' } });
    expect(JSON.stringify(outcome)).toContain('carry 75.0 % of the weight; 80.0 % were asked for');
  });

  it('says what it would be without the A/T and C/G pairs when much hangs on them', async () => {
    const path = scoreFile('hangs.txt.gz', ['3 9 T A 2 0.1', '1 5 G A 1 0.5']);
    const r = await result(path, { policies: { ...DEFAULT_POLICIES, ambiguous: 'keep' } });
    expect(r).toMatchObject({ score: 3, score_without_ambiguous: 1 });
    // z = (3 − 1.4)/√(0.72 + 0.5) = 1.45 with it, (1 − 1)/√0.5 = 0 without.
    expect(r.warnings.join(' ')).toContain('z would be 0.00 instead of 1.45, and the score 1.00000 instead of 3.00000');
  });

  it('counts chromosome X as plink2 does when asked to, and asks for the sex where it is not clear', async () => {
    const path = scoreFile('onX.txt.gz', ['1 5 G A 1', 'X 10 G A 10']);
    const model = (xchr_model: '0' | '2') => ({ policies: { ...DEFAULT_POLICIES, xchr_model } });
    expect((await result(path)).score).toBe(1);
    expect(await result(path, model('0'))).toMatchObject({ score: 1, states: { excluded: 1 } });
    const male = { ...model('2'), filters: { ...NO_FILTERS, sex: 'Male' } } as const;
    const inverse = scoreFile('refOnX.txt.gz', ['X 10 A G 10']);
    expect(await result(inverse, male)).toMatchObject({ score: 20, score_ref_anchored: 20, sex: 'Male' });
    await expect(result(path, model('2'))).rejects.toThrow('The sex of the sample is not clear (only 1 calls');
  });

  it('has the numbers of just-prs when asked to, and says so', async () => {
    const path = scoreFile('compat.txt.gz', ['1 5 G T 1 0.3', '2 7 T C 5', '9 9 A G 2 0.4']);
    const r = await result(path, { policies: { ...DEFAULT_POLICIES, compat: 'just-prs' } });
    expect(r).toMatchObject({ score: 1, variants_matched: 2, match_rate: 2 / 3, percentile: 21.64 });
    expect(r.states).toMatchObject({ allele_mismatch: 1, no_call: 1, absent_unknown: 1 });
    expect(r.warnings[0]).toContain('as the Python just-prs does');
  });

  it('is the same from the VCF and from its normalised Parquet', async () => {
    const path = scoreFile('same.txt.gz', ROWS);
    const output = join(directory, 'genome.parquet');
    await normalize({ vcf: genome, output, filters: NO_FILTERS });
    const fromParquet = await result(path, { genotypes: output });
    expect(fromParquet.provenance.genotypes_file).toBe('genome.parquet');
    expect(withoutProvenance(fromParquet)).toEqual(withoutProvenance(await result(path)));
  });

  it('applies the VCF filters when a VCF is scored directly', async () => {
    const filters = { ...NO_FILTERS, pass_filters: ['PASS', '.'] };
    const r = await result(scoreFile('filtered.txt.gz', ROWS), { filters });
    expect(r.states.filtered).toBe(1);
  });

  it('is withheld from a percentile when little of its weight is matched', async () => {
    const r = await result(scoreFile('poor.txt.gz', ['1 5 G A 1 0.5', '9 9 A G 99 0.5']));
    expect([r.percentile, r.percentile_method]).toEqual([null, 'insufficient_coverage']);
    expect(r.withheld.map(({ code }) => code)).toEqual(['insufficient_coverage']);
    expect(r.coverage_grade).toBe('F');
  });

  it('warns when hardly anything matches', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `9 ${i + 1} A G 1`);
    const r = await result(scoreFile('none.txt.gz', rows));
    expect(r.warnings.join(' ')).toContain('No variant of this score was matched');
    expect(r.score).toBe(0);
  });
});

describe('a VCF that lists only differences', () => {
  const genotypes = writeFixture(directory, 'variants.vcf', vcfText(['1 5 A G 0/1', '1 6 A G 1/1']));
  const path = scoreFile('partly.txt.gz', ['1 5 G A 1 0.5', '1 6 A G 10 0.5', '1 7 A G 2 0.5']);

  it('is told by its calls, and gets no percentile while absent sites are unknown', async () => {
    const r = await result(path, { genotypes });
    expect(r).toMatchObject({
      genotype_input_mode: 'variant_only',
      input_mode_cue: '0 of 2 calls are homozygous reference',
      percentile: null,
      percentile_method: 'variant_only_input',
    });
  });

  it('may be declared to be complete', async () => {
    const r = await result(path, { genotypes, inputMode: 'all_sites' });
    expect(r).toMatchObject({ genotype_input_mode: 'all_sites', percentile_method: 'theoretical' });
  });

  it('is anchored at the score of a reference genome', async () => {
    // G at 5: one copy where the reference has none; A at 6: none where the reference has two.
    expect((await result(path, { genotypes })).score_ref_anchored).toBe(1 - 20);
  });
});

describe('the genome build', () => {
  const path = scoreFile('build.txt.gz', ROWS);
  it('of the genotypes must be the one asked for', async () => {
    await expect(result(path, { build: 'GRCh37' })).rejects.toMatchObject({ code: 'build_mismatch' });
  });
  it('may be overruled', async () => {
    const r = await result(path, { build: 'GRCh37', forceBuild: true });
    expect([r.build_mismatch, r.genome_build, r.detected_genome_build]).toEqual([true, 'GRCh37', 'GRCh38']);
    expect(r).toMatchObject({ percentile: null, z_score: null, coverage_grade: 'F' });
    expect(r.withheld.map(({ code }) => code)).toEqual(['build_mismatch']);
  });
  it('must be known', async () => {
    const genotypes = writeFixture(directory, 'silent.vcf', vcfText(['1 5 A G 0/1'], { header: [] }));
    await expect(result(path, { genotypes })).rejects.toMatchObject({ code: 'build_unknown', exitCode: 2 });
    expect((await result(path, { genotypes, build: 'GRCh38' })).detected_genome_build).toBeNull();
  });
  it('of the scoring file must be the same', async () => {
    const other = scoreFile('other.txt.gz', ROWS, '#genome_build=hg19\n');
    const [outcome] = await compute({ scores: [{ kind: 'file', path: other }] });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'score_build_mismatch' } });
  });
  it('is assumed, with a warning, for a scoring file that does not say', async () => {
    const r = await result(scoreFile('nr.txt.gz', ROWS, '#genome_build=NR\n'));
    expect(r.warnings[0]).toContain('does not say its genome build');
  });
});

describe('the dump of variants', () => {
  const path = scoreFile('dumped.txt.gz', ['9 9 A G 5', ...ROWS.slice(0, 3), '- - T - 1']);
  const expected = [
    ['PGS000001', 7, '9', 9, 'A', 'G', 5, 'absent_unknown', null, null],
    ['PGS000001', 8, '1', 5, 'G', 'A', 1, 'exact', 1, 1],
    ['PGS000001', 9, '1', 6, 'A', 'G', 10, 'swapped', 0, 0],
    ['PGS000001', 10, '2', 7, 'T', 'C', 100, 'no_call', null, null],
    ['PGS000001', 11, null, null, 'T', null, 1, 'unmapped', null, null],
  ];

  it('tells of every row, in the order of the file, what became of it', async () => {
    const dumpVariants = join(directory, 'dump.parquet');
    const score = { kind: 'file' as const, path };
    await compute({ scores: [score, score], dumpVariants });
    const bytes = readFileSync(dumpVariants);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const rows = (await parquetReadObjects({ file, compressors })) as Record<string, unknown>[];
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'pgs_id',
      'line',
      'chrom',
      'pos',
      'effect_allele',
      'other_allele',
      'effect_weight',
      'state',
      'dosage',
      'contribution',
    ]);
    const plain = rows.map((row) =>
      Object.values(row).map((value) => (typeof value === 'bigint' ? Number(value) : value)),
    );
    expect(plain).toEqual([...expected, ...expected]);
    expect(statSync(dumpVariants).mode & 0o777).toBe(0o600);
  });

  it('is a table of text for a name that says so', async () => {
    const dumpVariants = join(directory, 'dump.tsv');
    await compute({ scores: [{ kind: 'file', path }], dumpVariants });
    const lines = readFileSync(dumpVariants, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[2]).toBe('PGS000001\t8\t1\t5\tG\tA\t1.0\texact\t1.0\t1.0');
    expect(readdirSync(directory).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });
});

describe('many scores', () => {
  it('arrive in order, and one bad score never stops the rest', async () => {
    const good = scoreFile('good.txt.gz', ROWS);
    const noWeights = writeFixture(directory, 'noweights.txt', 'chr_name\tchr_position\teffect_allele\n1\t5\tA\n');
    const cut = writeFixture(directory, 'cut.txt.gz', gzipSync(scoringText(ROWS, header)).subarray(0, 90));
    const outcomes = await compute({
      scores: [
        { kind: 'file', path: good },
        { kind: 'file', path: noWeights },
        { kind: 'file', path: cut },
        { kind: 'id', pgs_id: 'PGS999999' },
        { kind: 'file', path: good },
      ],
    });
    expect(outcomes.map((o) => (o.status === 'ok' ? 'ok' : o.error.code))).toEqual([
      'ok',
      'bad_scoring_file',
      'truncated',
      'score_not_found',
      'ok',
    ]);
    expect(outcomes[1]).toMatchObject({
      pgs_id: 'noweights.txt',
      error: { message: expect.stringContaining('noweights.txt:1: no weights') },
    });
    expect(outcomes[4]).toEqual(outcomes[0]);
  });

  it('stop when cancelled', async () => {
    let calls = 0;
    const context = {
      ...quietContext,
      checkCancelled: () => {
        if (++calls > 3) throw new Error('cancelled');
      },
    };
    const path = scoreFile('again.txt.gz', ROWS);
    const run = async () => {
      for await (const _ of computeTask(input({ scores: Array(50).fill({ kind: 'file', path }) }), context));
    };
    await expect(run()).rejects.toThrow('cancelled');
    expect(calls).toBe(4);
  });
});

describe('a run that is resumed', () => {
  const path = scoreFile('resumed.txt.gz', ['1 5 G A 1']);
  const other = scoreFile('resumed-too.txt.gz', ['1 6 G A 1']);
  /** Options with a cache of their own, and the file that the first run with them makes there. */
  const newCache = (name: string) => {
    const folder = join(directory, name, 'results');
    const options = { cacheDirectory: join(directory, name), resume: true } as const;
    return {
      resumed: options,
      file: () => join(folder, readdirSync(folder).find((file) => file.endsWith('.ndjson')) as string),
    };
  };

  it('takes over what was finished, and only that', async () => {
    const { resumed, file } = newCache('resume');
    expect((await result(path, resumed)).score).toBe(1);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    // What is kept is made to differ from what would be computed, so that it can be told apart.
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('"score":1,', '"score":77,'));
    const score = async (scoring: string, change: Partial<ComputeInput> = {}) =>
      (await result(scoring, { ...resumed, ...change })).score;
    expect(await score(path)).toBe(77);
    expect(await score(path, { resume: false })).toBe(1);
    expect(await score(other)).toBe(2);
    expect(await score(path, { policies: { ...DEFAULT_POLICIES, flip: 'off' } })).toBe(1);
    expect(await score(path, { filters: { ...NO_FILTERS, min_depth: 1 } })).toBe(1);
    expect(await score(path, { dumpVariants: join(directory, 'resumed.tsv') })).toBe(1);
    scoreFile('resumed.txt.gz', ['1 5 G A 3']);
    expect(await score(path)).toBe(3);
  });

  it('loses no more than the line at which an earlier one was killed', async () => {
    const { resumed, file } = newCache('killed');
    await result(path, resumed);
    await result(other, resumed);
    const kept = readFileSync(file(), 'utf8');
    writeFileSync(file(), kept.slice(0, -40));
    expect((await result(path, resumed)).score).toBe(3);
    expect((await result(other, resumed)).score).toBe(2);
    expect(readFileSync(file(), 'utf8').split('\n').length).toBe(kept.split('\n').length + 1);
  });
});
