/** The engine against real data, in a folder beside the project that is not part of it. Skipped without it. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, it } from 'vitest';
import { MISSING } from '../src/core/genotype/call.ts';
import { genomeKey } from '../src/core/genotype/chromosome.ts';
import { CohortCalls } from '../src/core/genotype/cohortCalls.ts';
import { type GenotypeIndex, GenotypeIndexBuilder } from '../src/core/genotype/genotypeIndex.ts';
import { GENOTYPE_FIELDS } from '../src/core/genotype/sampleGenotype.ts';
import { cohortTask } from '../src/core/jobs/cohortTask.ts';
import { type ComputeInput, computeTask } from '../src/core/jobs/computeTask.ts';
import { homRefConstantsTask } from '../src/core/jobs/homRefConstantsTask.ts';
import { openReferenceAlleleTable } from '../src/core/jobs/referenceAlleleTable.ts';
import { openVcf } from '../src/core/jobs/vcfRecords.ts';
import { DEFAULT_POLICIES, type PrsResult, type ScoreOutcome } from '../src/core/model/result.ts';
import { NO_FILTERS } from '../src/core/model/vcf.ts';
import { writeRowsParquet } from '../src/core/polars.ts';
import { sumHomRef } from '../src/core/scoring/homRefScore.ts';
import { type Calls, isMatched, planMatches, readDosages, STATE } from '../src/core/scoring/matchKernel.ts';
import { matchPolicies } from '../src/core/scoring/prsResult.ts';
import { judgeRows } from '../src/core/scoring/referenceVerdicts.ts';
import { sumScore } from '../src/core/scoring/scoreSums.ts';
import { parseScoringFile } from '../src/core/scoring/scoringFile.ts';
import { indexRecord } from '../src/core/vcf/indexRecord.ts';
import { FormatReader } from '../src/core/vcf/recordScanner.ts';
import { quietContext, temporaryDirectory, writeFixture } from './support/genotypes.ts';
import { createNormalizer } from './support/normalize.ts';
import { hasRealData, realData } from './support/realData.ts';
import { scoringText, withoutProvenance } from './support/scoring.ts';

const normalize = createNormalizer();

const truth = join(realData, 'ground_truth/pgsc_calc_PGS000586_1000G');
const chr21 = join(realData, 'vcf/thousand_genomes_chr21/HG02102.vcf.gz');

async function compute(change: Partial<ComputeInput>): Promise<ScoreOutcome[]> {
  const input: ComputeInput = {
    genotypes: '',
    scores: [],
    build: null,
    forceBuild: false,
    filters: NO_FILTERS,
    policies: { ...DEFAULT_POLICIES, ambiguous: 'drop', chromosomes: 'autosomes' },
    population: 'EUR',
    catalogDirectory: realData,
    ...change,
  };
  const outcomes: ScoreOutcome[] = [];
  for await (const outcome of computeTask(input, quietContext)) outcomes.push(outcome);
  return outcomes;
}

const resultOf = (outcome: ScoreOutcome | undefined): PrsResult => {
  if (outcome?.status !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.result;
};

describe.skipIf(!hasRealData)('published sums of PGS000586 on 1000 Genomes', () => {
  const expected = hasRealData
    ? readFileSync(join(truth, 'derived_single_sample/expected_v2.tsv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
    : [];

  it('covers six people', () => expect(expected).toHaveLength(6));

  it.each(expected)('%s', async (iid, _population, _subpopulation, sum) => {
    const [outcome] = await compute({
      genotypes: join(truth, `derived_single_sample/${iid}.PGS000586.GRCh38.vcf.gz`),
      scores: [{ kind: 'file', path: join(truth, 'data/PGS000586_hmPOS_GRCh38.txt.gz') }],
    });
    const result = resultOf(outcome);
    expect(result.variants_matched).toBe(809);
    expect(Math.abs(result.score / Number(sum) - 1)).toBeLessThan(1e-9);
  });
});

describe.skipIf(!hasRealData)('PGS000586 on all 3,202 people', () => {
  const vcf = join(truth, 'data/vcf/PGS000586_GRCh38.vcf.gz');
  const score = join(truth, 'data/PGS000586_hmPOS_GRCh38.txt.gz');

  it('gives each the sum that was published', async () => {
    const published = gunzipSync(readFileSync(join(truth, 'pgs000586/data/v2_scores.txt.gz')))
      .toString()
      .trim()
      .split('\n')
      .slice(1);
    const output = join(temporaryDirectory(), 'cohort.tsv');
    const report = await cohortTask(
      {
        genotypes: vcf,
        scores: [{ kind: 'file', path: score }],
        build: null,
        forceBuild: false,
        filters: NO_FILTERS,
        policies: { ...DEFAULT_POLICIES, ambiguous: 'drop', chromosomes: 'autosomes' },
        population: 'EUR',
        catalogDirectory: realData,
        output,
      },
      quietContext,
    );
    expect(report).toMatchObject({ samples: 3202, scores: [{ variants_matched: 809, variants_total: 1023 }] });
    const ours = new Map(
      readFileSync(output, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t') as [string, string]),
    );
    const worst = Math.max(
      ...published.map((line) => {
        const [iid, , sum] = line.split(',');
        return Math.abs(Number(ours.get(iid)) / Number(sum) - 1);
      }),
    );
    expect(published).toHaveLength(3202);
    expect(worst).toBeLessThan(1e-9);
  });

  it('ranks them alike by the anchored score of variants only, and not by their naive sum', async () => {
    const { index, calls } = await readCohort(vcf);
    const scoring = parseScoringFile(gunzipSync(readFileSync(score)), 'PGS000586');
    const plan = planMatches(index, scoring, {
      ...DEFAULT_POLICIES,
      ambiguous: 'drop',
      chromosomes: Array.from({ length: 22 }, (_, code) => code),
    });
    const complete: number[] = [];
    const naive: number[] = [];
    const anchored: number[] = [];
    for (let person = 0; person < calls.samples; person++) {
      const own = callsOf(index, calls, person);
      const all = readDosages(plan, own);
      complete.push(sumScore(scoring, all).score);
      const variants = sumScore(scoring, readDosages(plan, withoutHomRef(own)));
      naive.push(variants.score);
      anchored.push(variants.anchoredScore);
    }
    expect(correlate(complete, anchored)).toBeGreaterThan(0.9999999);
    // 0.54 on 2,575 unrelated people.
    expect(correlate(complete, naive)).toBeGreaterThan(0.5);
    expect(correlate(complete, naive)).toBeLessThan(0.6);
  });
});

describe.skipIf(!hasRealData)('the anchored score of variants only, and the constant of PGS000586', () => {
  const directory = temporaryDirectory();
  const single = (iid: string): readonly string[] =>
    gunzipSync(readFileSync(join(truth, `derived_single_sample/${iid}.PGS000586.GRCh38.vcf.gz`)))
      .toString('latin1')
      .trimEnd()
      .split('\n');
  const people = ['HG00096', 'HG00403', 'HG00551', 'HG01583', 'HG01879', 'NA12878'];

  /** The reference alleles that the VCF shows, and the SNVs of the score that it has: no reference genome is needed. */
  function prepare(): { readonly reference: string; readonly score: string; readonly rows: number } {
    const sites = single('NA12878')
      .filter((line) => !line.startsWith('#'))
      .map((line) => line.split('\t'));
    const reference = join(directory, 'alleles.parquet');
    writeRowsParquet(
      sites.map(([chrom, pos, , ref]) => ({ genome_build: 'GRCh38', chrom, pos: Number(pos), ref })),
      reference,
    );
    const pairs = new Set(
      sites.flatMap(([chrom, pos, , a, b]) => [`${chrom} ${pos} ${a} ${b}`, `${chrom} ${pos} ${b} ${a}`]),
    );
    const text = gunzipSync(readFileSync(join(truth, 'data/PGS000586_hmPOS_GRCh38.txt.gz'))).toString('latin1');
    const lines = text.trimEnd().split('\n');
    const head = lines.findIndex((line) => !line.startsWith('#'));
    const kept = lines.slice(head + 1).filter((line) => {
      const [, , effect, other, , , , chrom, pos] = line.split('\t');
      return (
        /^\d+$/.test(chrom ?? '') && /^[ACGT]$/.test(effect ?? '') && pairs.has(`${chrom} ${pos} ${effect} ${other}`)
      );
    });
    const score = writeFixture(directory, 'PGS000586.txt', `${[...lines.slice(0, head + 1), ...kept].join('\n')}\n`);
    return { reference, score, rows: kept.length };
  }

  const constantsOf = async (reference: string, score: string): Promise<string> => {
    const output = join(directory, 'constants.tsv');
    const request = { scoringFiles: [score], reference, build: null, output, cacheDirectory: directory };
    expect(await homRefConstantsTask(request, quietContext)).toMatchObject({ written: 1, failures: [] });
    return output;
  };

  it.each(['keep', 'drop'] as const)(
    'are the complete score of six people, A/T and C/G pairs: %s',
    async (ambiguous) => {
      const { reference, score, rows } = prepare();
      expect(rows).toBeGreaterThan(900);
      const homRefTable = await constantsOf(reference, score);
      const policies = { ...DEFAULT_POLICIES, ambiguous };
      const scores = [{ kind: 'file' as const, path: score }];
      for (const iid of people) {
        const lines = single(iid);
        const write = (name: string, kept: readonly string[]): string =>
          writeFixture(directory, name, `${kept.join('\n')}\n`);
        const variants = lines.filter((line) => line.startsWith('#') || !/\t0([|/]0)?$/.test(line));
        const genotypes = write('complete.vcf', lines);
        const complete = resultOf((await compute({ genotypes, scores, policies }))[0]);
        const only = { genotypes: write('variants.vcf', variants), scores, policies };
        const anchored = resultOf((await compute({ ...only, homRefTable }))[0]);
        expect(complete.genotype_input_mode).toBe('all_sites');
        expect(anchored.genotype_input_mode).toBe('variant_only');
        expect(Math.abs((anchored.score_from_anchor ?? Number.NaN) - complete.score)).toBeLessThan(1e-9);
        expect(Math.abs(anchored.score - complete.score)).toBeGreaterThan(0.05);
        const restored = resultOf((await compute({ ...only, fasta: reference }))[0]);
        expect(Math.abs(restored.score - complete.score)).toBeLessThan(1e-9);
      }
    },
  );

  it('are the complete score of all 3,202', async () => {
    const { reference, score } = prepare();
    const { index, calls } = await readCohort(join(truth, 'data/vcf/PGS000586_GRCh38.vcf.gz'));
    const scoring = parseScoringFile(readFileSync(score), 'PGS000586');
    const plan = planMatches(index, scoring, { ...matchPolicies(DEFAULT_POLICIES), ambiguous: 'drop' });
    const source = await openReferenceAlleleTable(reference, 'GRCh38');
    const constant = sumHomRef(scoring, await judgeRows(scoring, source));
    expect(constant.unknown).toBe(0);
    const differences = Array.from({ length: calls.samples }, (_, person) => {
      const own = callsOf(index, calls, person);
      const complete = sumScore(scoring, readDosages(plan, own)).score;
      const { anchoredScore } = sumScore(scoring, readDosages(plan, withoutHomRef(own)));
      return Math.abs(anchoredScore + constant.score - constant.palindromic - complete);
    });
    expect(differences).toHaveLength(3202);
    expect(Math.max(...differences)).toBeLessThan(1e-9);
  });
});

describe.skipIf(!hasRealData)('the expected correlation with the full score', () => {
  it('is near the one that 3,202 people show for parts of PGS000586', async () => {
    const { index, calls } = await readCohort(join(truth, 'data/vcf/PGS000586_GRCh38.vcf.gz'));
    const text = gunzipSync(readFileSync(join(truth, 'data/PGS000586_hmPOS_GRCh38.txt.gz')));
    const parsed = parseScoringFile(text, 'PGS000586');
    const plan = planMatches(index, parsed, { ...matchPolicies(DEFAULT_POLICIES), ambiguous: 'drop' });
    const people = Array.from({ length: calls.samples }, (_, person) =>
      readDosages(plan, callsOf(index, calls, person)),
    );
    const frequencies = Float64Array.from({ length: parsed.rows }, (_, row) => {
      const total = people.reduce((sum, { dosages }) => sum + dosages[row], 0);
      return total / (2 * people.length);
    });
    const scoring = { ...parsed, frequencies };
    const full = people.map((matches) => sumScore(scoring, matches).score);
    const variance = (row: number): number => frequencies[row] * (1 - frequencies[row]) * scoring.weights[row] ** 2;
    const byVariance = Array.from(parsed.keys, (_, row) => row)
      .filter((row) => isMatched(plan.states[row]))
      .sort((a, b) => variance(b) - variance(a));
    const answers = [0.05, 0.25, 0.5, 0.75].map((lostShare) => {
      const lost = new Set(byVariance.slice(0, lostShare * byVariance.length));
      const parts = people.map((matches) => {
        const states = matches.states.map((state, row) => (lost.has(row) ? STATE.absent_unknown : state));
        return sumScore(scoring, { ...matches, states });
      });
      const expected = parts.map(({ expected: e }) => (e === null ? Number.NaN : e.std / e.fullStd))[0] ?? Number.NaN;
      return {
        expected,
        shown: correlate(
          full,
          parts.map(({ score }) => score),
        ),
      };
    });
    // Several ancestries in one cohort make rows correlate, so parts tell more of the whole than independence expects:
    // 0.77, 0.56, 0.39 and 0.22 are expected where 0.84, 0.71, 0.53 and 0.26 show.
    for (const { expected, shown } of answers) {
      expect(shown - expected).toBeLessThan(0.16);
      expect(expected).toBeLessThan(shown);
    }
  });
});

/** All records and calls of a multi-sample VCF. */
async function readCohort(path: string): Promise<{ index: GenotypeIndex; calls: CohortCalls }> {
  const vcf = await openVcf(path);
  const samples = vcf.header.samples.length;
  const builder = new GenotypeIndexBuilder();
  const calls = new CohortCalls(samples, 2000, 'auto');
  const format = new FormatReader(GENOTYPE_FIELDS);
  const { scanner, batches } = vcf.records(0, quietContext);
  for await (const batch of batches)
    for (let record = 0; record < batch.count; record++) {
      const key = genomeKey(scanner.contigs[batch.contigs[record]].code, batch.positions[record]);
      indexRecord(builder, batch, { record, key, first: 0, second: 0, filtered: false, dosages: null });
      calls.add(batch, record, format.places(batch, record));
    }
  await vcf.close();
  return { index: builder.finish(), calls };
}

function callsOf(index: GenotypeIndex, { samples, firsts, seconds }: CohortCalls, person: number): Calls {
  const pick = (column: Uint8Array) =>
    Uint8Array.from({ length: index.count }, (_, record) => column[record * samples + person]);
  return { ...index, firsts: pick(firsts), seconds: pick(seconds) };
}

/** The same person in a VCF of variants only: a homozygous-reference call is not there, which adds nothing. */
const withoutHomRef = (calls: Calls): Calls => ({
  ...calls,
  firsts: calls.firsts.map((first, record) => (first === 0 && calls.seconds[record] === 0 ? MISSING : first)),
});

/** Pearson's correlation. */
function correlate(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
}

describe.skipIf(!hasRealData)('a HapMap genome', () => {
  it('normalises to exactly its records, in order, and scores alike before and after', {
    timeout: 60_000,
  }, async () => {
    const vcf = join(realData, 'vcf/hapmap_single/hapmap_r22_CEU_Sample01.chr1-4_20.GRCh37.vcf.gz');
    const output = join(temporaryDirectory(), 'hapmap.parquet');
    const filters = { ...NO_FILTERS, pass_filters: ['PASS', '.'] };
    const report = await normalize({ vcf, output, filters });
    expect(report).toMatchObject({ records_read: 815220, records_kept: 815220, genome_build: 'GRCh37' });
    const lines = gunzipSync(readFileSync(vcf))
      .toString('latin1')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    const bytes = readFileSync(output);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const rows = (await parquetReadObjects({
      file,
      compressors,
      columns: ['chrom', 'pos', 'rsid', 'ref', 'alt', 'qual', 'filter', 'GT'],
    })) as Record<string, unknown>[];
    expect(rows).toHaveLength(lines.length);
    const differing = rows.findIndex((row, i) => {
      const [chrom, pos, id, ref, alt, qual, filter, , , sample] = lines[i].split('\t');
      const written = [chrom, pos, id, ref, alt?.replaceAll(',', '|'), qual, filter, sample].join();
      return written !== [row.chrom, row.pos, row.rsid ?? '.', row.ref, row.alt, row.qual, row.filter, row.GT].join();
    });
    expect(differing).toBe(-1);
    const scores = ['PGS000001', 'PGS000074', 'PGS000740'].map((id) => ({
      kind: 'file' as const,
      path: join(realData, `scoring_files/diseasome/${id}_hmPOS_GRCh37.txt`),
    }));
    const before = await compute({ genotypes: vcf, scores, filters });
    const after = await compute({ genotypes: output, scores, filters });
    const comparable = (outcomes: readonly ScoreOutcome[]) =>
      outcomes.map((outcome) => withoutProvenance(resultOf(outcome)));
    expect(comparable(after)).toEqual(comparable(before));
    expect(resultOf(after[0]).variants_matched).toBeGreaterThan(10);
  });
});

describe.skipIf(!hasRealData)('chromosome 20 of a HapMap genome, reduced to its variants', () => {
  it('gets the score of the complete one back from the reference', { timeout: 60_000 }, async () => {
    const directory = temporaryDirectory();
    const complete = gunzipSync(
      readFileSync(join(realData, 'vcf/hapmap_single/hapmap_r22_CEU_Sample01.chr1-4_20.GRCh37.vcf.gz')),
    )
      .toString('latin1')
      .split('\n')
      .filter((line) => line.startsWith('#') || line.startsWith('20\t'));
    const variants = complete.filter((line) => line.startsWith('#') || !line.endsWith('\t0|0'));
    const sites = complete.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));
    const rows = sites
      .filter(([, , , , alt], i) => i % 5 === 0 && !alt.includes(','))
      .map(([, pos, , ref, alt], i) => `20 ${pos} ${i % 2 ? `${ref} ${alt}` : `${alt} ${ref}`} ${((i % 13) - 6) / 8}`);
    const score = writeFixture(directory, 'score.txt', scoringText(rows, '#genome_build=GRCh37\n'));
    const fasta = writeFixture(
      directory,
      '20.fa',
      gunzipSync(readFileSync(join(realData, 'reference/GRCh37_chr20_fasta/20.fa.gz'))),
    );
    const scoreOf = async (lines: readonly string[], change: Partial<ComputeInput>) =>
      resultOf(
        (
          await compute({
            genotypes: writeFixture(directory, 'genome.vcf', lines.join('\n')),
            scores: [{ kind: 'file', path: score }],
            policies: { ...DEFAULT_POLICIES, ambiguous: 'keep', chromosomes: 'all' },
            cacheDirectory: directory,
            ...change,
          })
        )[0],
      );
    const full = await scoreOf(complete, {});
    const restored = await scoreOf(variants, { fasta });
    expect(full).toMatchObject({ genotype_input_mode: 'all_sites', variants_matched: rows.length });
    expect(restored).toMatchObject({ genotype_input_mode: 'variant_only', variants_matched: rows.length });
    expect(restored.variants_assumed_hom_ref).toBeGreaterThan(rows.length / 3);
    expect(restored.score).toBe(full.score);
    expect(restored.score_ref_anchored).toBe(full.score_ref_anchored);
    const naive = await scoreOf(variants, {});
    expect(naive.score).not.toBe(full.score);
    expect(naive.score_ref_anchored).toBe(full.score_ref_anchored);
  });
});

describe.skipIf(!hasRealData)('a genome of chromosome 21', () => {
  const path = join(realData, 'scoring_files/pygscatalog_core/PGS000001_hmPOS_GRCh37.txt.gz');

  it('says how little of a genome-wide score matched', async () => {
    const result = resultOf((await compute({ genotypes: chr21, scores: [{ kind: 'file', path }] }))[0]);
    expect(result).toMatchObject({ genome_build: 'GRCh37', variants_total: 77, percentile: null });
    expect(result.match_rate).toBeLessThan(0.1);
    expect(result.warnings.join(' ')).toMatch(/No variant of this score was matched|Only \d+ of 77 variants matched/);
  });

  it('is refused as GRCh38, unless forced', async () => {
    const run = compute({ genotypes: chr21, scores: [{ kind: 'file', path }], build: 'GRCh38' });
    await expect(run).rejects.toMatchObject({ code: 'build_mismatch', message: expect.stringContaining('GRCh37') });
    const file = { kind: 'file' as const, path: path.replace('GRCh37', 'GRCh38') };
    const forced = await compute({ genotypes: chr21, scores: [file], build: 'GRCh38', forceBuild: true });
    expect(resultOf(forced[0]).build_mismatch).toBe(true);
  });
});

const walk = (directory: string): string[] =>
  readdirSync(directory, { recursive: true })
    .map((name) => join(directory, String(name)))
    .filter((path) => statSync(path).isFile());

describe.skipIf(!hasRealData)('files from everywhere', () => {
  it('scoring files are scored or refused with a reason, none crashes', { timeout: 60_000 }, async () => {
    const files = hasRealData ? walk(join(realData, 'scoring_files')).filter((path) => /\.txt(\.gz)?$/.test(path)) : [];
    expect(files.length).toBeGreaterThan(50);
    const scores = files.map((path) => ({ kind: 'file' as const, path }));
    const outcomes = await compute({ genotypes: chr21, scores, build: 'GRCh37', forceBuild: true });
    const codes = outcomes.map((outcome) => (outcome.status === 'ok' ? 'ok' : outcome.error.code));
    expect(codes.filter((code) => code !== 'ok' && code !== 'bad_scoring_file')).toEqual([]);
    expect(codes.filter((code) => code === 'ok').length).toBeGreaterThan(45);
    for (const outcome of outcomes)
      if (outcome.status === 'ok') {
        const { states, variants_total, match_rate } = outcome.result;
        expect(Object.values(states).reduce((a, b) => a + b)).toBe(variants_total);
        expect(match_rate).toBeLessThanOrEqual(1);
      }
  });
});
