import {
  type CatalogTable,
  type DownloadRequest,
  errors,
  type GenotypeInspection,
  type KeptRun,
  type MetadataSheet,
  NO_FILTERS,
  type PrsResult,
  ROW_STATES,
  type RowComparison,
  type RunOptions,
  type ScoreComparison,
  type ScoreDetail,
  type ScoreDownload,
  type ScoreExplanation,
  type ScoreOutcome,
  type ScoreOverview,
  type ScoreReference,
  type ScoreSummary,
  type ScoringFileReading,
  type ScoringFileView,
  type Session,
  type StateCounts,
  type TextTable,
} from '../../src/core/index.ts';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';

export interface FakeOptions {
  /** Hears of every file written. */
  readonly onWritten?: (path: string, text: string) => void;
  /** Scores in the list; the third always fails, and the last one is named `Höhe 身長`. */
  readonly scores?: number;
  /** How long each score takes. */
  readonly msPerScore?: number;
  /** This score never finishes: only cancelling ends it. */
  readonly hangsAt?: string;
  readonly samples?: readonly string[];
  readonly genome_build?: GenotypeInspection['genome_build'];
  /** What the app kept before, and what it keeps. */
  readonly appState?: unknown;
  readonly onAppState?: (state: unknown) => void;
  /** Scores without a file. */
  readonly missing?: readonly string[];
  /** Rows of every scoring file; a long one comes in two parts. */
  readonly variants?: number;
  readonly hasNoCatalog?: boolean;
  /** Whether the network is out of reach. */
  readonly offline?: boolean;
}

const TRAITS = ['Breast cancer', 'Coronary artery disease', 'Type 2 diabetes', 'LDL cholesterol', 'Body mass index'];

const FAKE_OVERVIEW: ScoreOverview = {
  n_rows: 4,
  effects: { additive: 3, dominant: 0, recessive: 0, per_dosage: 0, unsupported: 0, unmapped: 1, apoe: 0 },
  ...{ n_palindromic: 1, n_indels: 0, n_without_other: 1, n_with_frequency: 2 },
  weights: { least: -1, mean: 0.25, most: 2, n_positive: 2, n_negative: 1, n_zero: 0, bins: [1, 0, 2] },
  chromosomes: [
    { chrom: '1', n_rows: 2, weight_share: 0.75 },
    { chrom: 'X', n_rows: 1, weight_share: 0.25 },
  ],
};

const FAKE_EXPLANATION: ScoreExplanation = {
  states: [
    { state: 'absent_unknown', is_counted: false, n_rows: 1, weight_share: 0.6, variance_share: 0.5 },
    { state: 'allele_mismatch', is_counted: false, n_rows: 1, weight_share: 0.1, variance_share: null },
    { state: 'exact', is_counted: true, n_rows: 1, weight_share: 0.3, variance_share: 0.5 },
  ],
  rows: [
    {
      ...{ line: 20, chrom: '1', pos: 100, effect_allele: 'A', other_allele: 'G', effect_weight: 0.6 },
      ...{ frequency: 0.25, state: 'absent_unknown', dosage: null, contribution: null, weight_share: 0.6, records: [] },
    },
    {
      ...{ line: 21, chrom: '2', pos: 200, effect_allele: 'A', other_allele: 'G', effect_weight: 0.1 },
      ...{ frequency: null, state: 'allele_mismatch', dosage: null, contribution: null, weight_share: 0.1 },
      records: [{ ref: 'C', alts: ['T'], genotype: '0/1', dosages: null, is_filtered: false }],
    },
    {
      ...{ line: 22, chrom: 'X', pos: 300, effect_allele: 'T', other_allele: 'C', effect_weight: -0.3 },
      ...{ frequency: 0.5, state: 'exact', dosage: 2, contribution: -0.6, weight_share: 0.3 },
      records: [{ ref: 'C', alts: ['T'], genotype: '1/1', dosages: null, is_filtered: false }],
    },
  ],
};

const FAKE_COMPARISON: ScoreComparison = {
  ...{ n_shared: 40, n_same: 30, n_opposite: 8, n_other_alleles: 1, n_other_effects: 1 },
  ...{ n_compared: 38, pearson: 0.8125, cosine: 0.75 },
  one: {
    ...{ n_rows: 80, n_loci: 80, n_without_position: 0, shared_weight: 0.625 },
    only: [
      {
        ...{ line: 9, chrom: '5', pos: 500, effect_allele: 'A', other_allele: null, effect_weight: -0.5 },
        weight_share: 0.125,
      },
    ],
  },
  other: { n_rows: 41, n_loci: 40, n_without_position: 1, shared_weight: 1, only: [] },
};

const FAKE_MOVES: RowComparison = {
  ...{ n_rows: 77, n_changed: 6 },
  changes: [
    { from: 'ambiguous', to: 'exact', n_rows: 5, difference: 0.5 },
    { from: 'exact', to: 'exact', n_rows: 1, difference: -0.25 },
  ],
  rows: [
    {
      ...{ line: 22, chrom: '2', pos: 200, effect_allele: 'A', other_allele: 'T', effect_weight: 0.5, difference: 0.5 },
      a: { state: 'ambiguous', dosage: null, records: [] },
      b: {
        ...{ state: 'exact', dosage: 1 },
        records: [{ ref: 'T', alts: ['A'], genotype: '0/1', dosages: null, is_filtered: false }],
      },
    },
  ],
};

const fakeKeptRun = (genotypes: string, ambiguous: 'auto' | 'drop', sample = 'SYNTH1'): KeptRun => ({
  path: `/fake/results/${ambiguous}.ndjson`,
  modified_ms: Date.UTC(2026, 0, 2, 9, 30),
  tool_version: '0.0.0',
  request: {
    ...{ genotypes, sample, build: 'GRCh38', forceBuild: false, population: 'EUR' },
    filters: NO_FILTERS,
    policies: { ...DEFAULT_POLICIES, ambiguous },
  },
});

const noBundle = (): Promise<never> => Promise.reject(errors.usage('The fake session has no bundles.'));

const fakeId = (index: number): string => `PGS${String(index + 1).padStart(6, '0')}`;

/** A session of made-up data that lives in memory: what the screens can meet, on demand. */
export function createFakeSession(options: FakeOptions = {}): Session {
  const summaries = Array.from({ length: options.scores ?? 12 }, (_, index) =>
    fakeSummary(index, options.scores ?? 12),
  );
  const held = new Set(['PGS000001', 'PGS000004']);
  return {
    catalogDirectory: '/fake/catalog',
    inspectGenotypes: async (path) => {
      if (path.includes('missing')) throw errors.fileSystem(path, Object.assign(new Error('gone'), { code: 'ENOENT' }));
      return fakeInspection(path, options);
    },
    normalize: async (request, run) => {
      for (let done = 0; done <= 10; done++) {
        run?.onProgress?.({ phase: 'Reading', done: done * 1e6, total: 1e7, unit: 'bytes' });
        await pause(options.msPerScore ?? 5, run);
      }
      return fakeNormalization(request.vcf, request.output);
    },
    compute: (request, run) => fakeOutcomes(request.scores, options, run),
    findNormalized: async () => null,
    readAppState: async () => options.appState ?? null,
    writeAppState: async (state) => options.onAppState?.(state),
    computeCohort: () => Promise.reject(errors.usage('The fake session has no cohort.')),
    async *downloadScores(request, run) {
      for await (const outcome of fakeDownloads(request, options, run)) {
        if (outcome.error === null) held.add(outcome.pgs_id);
        yield outcome;
      }
    },
    findMissingScores: async (pgs_ids) => pgs_ids.filter((id) => options.missing?.includes(id)),
    bundles: { create: noBundle, add: noBundle, inspect: noBundle, use: noBundle },
    listCache: async () => ({ cache_directory: '/fake', catalog_directory: '/fake', kinds: [], bytes: 0 }),
    pruneCache: async () => ({ files: [], bytes: 0, remaining_bytes: 0, applied: false }),
    verifyCache: async () => ({ checked: 0, problems: [], leftovers: 0 }),
    lookUp: () => Promise.reject(errors.offline('The service of the fake session')),
    updateCatalog: async () => {
      if (options.offline) throw errors.offline('The catalogue of the fake session');
      const manifest = { source: 'https://fake.example', fetched_at: '2026-01-01', tool_version: '0.1.0', files: [] };
      return {
        directory: '/fake/catalog/metadata/raw',
        manifest,
        unchanged: [],
        changes: { added: ['PGS000013'], removed: [], revised: [] },
      };
    },
    pullHub: () => Promise.reject(errors.offline('The catalogue of the fake session')),
    planHubPush: () => Promise.reject(errors.offline('The catalogue of the fake session')),
    pushHub: () => Promise.reject(errors.offline('The catalogue of the fake session')),
    completePath: async (typed, kind) =>
      (kind === 'scores'
        ? ['weights/', 'weights.txt', 'weights_2.txt.gz']
        : kind === 'results'
          ? ['earlier/', 'earlier.json', 'odd.json']
          : ['genomes/', 'sample one.vcf', 'sample.vcf.gz', 'samples.vcf.gz']
      ).filter((path) => path.startsWith(typed)),
    listKeptRuns: async () => [
      fakeKeptRun('b.vcf', 'auto', 'SYNTH9'),
      fakeKeptRun('a.vcf', 'auto'),
      fakeKeptRun('a.vcf', 'drop'),
    ],
    readStoredResults: async ({ path }) => {
      if (path === 'odd.json') throw errors.badResults(path, 3, 'this is not the result of a score');
      return FAKE_EARLIER;
    },
    compareRows: async (a) => {
      if (a.policies.ambiguous !== 'drop') throw errors.otherScoringFile();
      return FAKE_MOVES;
    },
    writeNewFile: async (path, content) => {
      if (path.includes('taken')) throw errors.fileExists(path);
      const decoder = new TextDecoder();
      let text = '';
      for await (const chunk of typeof content === 'string' ? [content] : content)
        text += typeof chunk === 'string' ? chunk : decoder.decode(chunk);
      options.onWritten?.(path, text);
      return path;
    },
    readSheet: async (sheet) => {
      if (sheet === 'cohorts') throw errors.catalogMissing('/fake/catalog', 'pgs_all_metadata_cohorts.csv');
      return fakeSheet(sheet);
    },
    readTable: async (table) => fakeTable(table, summaries),
    readCatalogChanges: async () => ({
      columns: ['pgs_id', 'change', 'field', 'before', 'after', 'updated'],
      rows: [],
      total: 0,
    }),
    describeScore: async (pgs_id) => {
      const score = summaries.find((summary) => summary.pgs_id === pgs_id);
      return score === undefined ? null : fakeDetail(score);
    },
    listScores: async () => {
      if (options.hasNoCatalog) throw errors.catalogMissing('/fake/catalog', 'pgs_all_metadata_scores.csv');
      return { scores: summaries, evidence: new Map() };
    },
    readGenotypeRows: async ({ first, rows }) => fakeRecords(first, rows),
    // A record every 100 bases, a million of them on each of five chromosomes.
    findLocus: async ({ chrom, pos }) =>
      /^[1-5]$/.test(chrom) ? (Number(chrom) - 1) * 1e6 + Math.min(1e6 - 1, Math.ceil(pos / 100)) : null,
    listHeldScores: async () => ({ GRCh37: new Set(['PGS000004']), GRCh38: held }),
    cleanMetadata: () => Promise.reject(errors.usage('The fake session cleans nothing.')),
    openCatalog: () => Promise.reject(errors.usage('The fake session has no catalogue.')),
    openScoringFile: async (reference) => fakeScoringFile(reference),
    readScoringFile: (reference) => fakeReading(reference, options),
    overviewScore: async (_, __, others) => ({
      overview: FAKE_OVERVIEW,
      overlaps: others.map((other, place) => ({
        name: other.kind === 'id' ? other.pgs_id : other.path,
        overlap: place === 0 ? 0.25 : null,
      })),
    }),
    compareScores: async (_, other) => {
      if (other.kind === 'file')
        throw errors.comparedBuilds({ file: 'a', build: 'GRCh38' }, { file: 'b', build: 'GRCh37' });
      return FAKE_COMPARISON;
    },
    packReference: () => Promise.reject(errors.usage('The fake session has no reference.')),
    homRefConstants: () => Promise.reject(errors.usage('The fake session has no reference.')),
    lintScores: async () => [],
    convertWeights: () => Promise.reject(errors.usage('The fake session converts nothing.')),
    fetchHubScore: () => Promise.reject(errors.usage('The fake session fetches nothing.')),
    readScoringText: () => Promise.reject(errors.usage('The fake session has no scoring files.')),
    convertScore: () => Promise.reject(errors.usage('The fake session converts nothing.')),
    explainScore: async ({ scores }) => {
      if (scores[0]?.kind === 'file') throw errors.usage('The fake session explains no files.');
      return FAKE_EXPLANATION;
    },
    explainRow: async (_, row) => {
      if (row === 1) throw errors.usage('The fake session cannot explain the second row.');
      return FAKE_EXPLANATION.rows.slice(2);
    },
    readLocus: async ({ chrom, pos }) => ({
      read_by: 'index',
      warnings: [],
      records: [
        {
          ...{ chrom: `chr${chrom}`, pos, id: 'rs77', ref: 'C', alts: ['T'], qual: '50', filter: 'PASS' },
          info: [{ name: 'AF', value: '0.25', description: 'Allele frequency' }],
          sample: [{ name: 'GT', value: '1/1', description: 'Genotype' }],
        },
      ],
    }),
    estimate: async ({ scores }) => ({
      milliseconds: 2000 * scores.length,
      memory_bytes: 3e8,
      n_variants: 1000 * scores.length,
      missing: scores.length > 2 ? ['PGS000003'] : [],
      download_bytes: scores.length > 2 ? 12e6 : 0,
      is_calibrated: false,
    }),
    examine: async ({ network }) => [
      { id: 'node', title: 'Node.js', state: 'good', said: '20.19.0, linux x64', mend: null },
      { id: 'cache', title: 'Cache folder', state: 'bad', said: '/fake is full', mend: 'Make room.' },
      {
        id: 'ebi',
        title: 'PGS Catalog files',
        state: network ? 'good' : 'unknown',
        said: network ? 'https://mirror answered in 5 ms' : 'https://mirror was not asked',
        mend: null,
      },
    ],
    createDemo: () => Promise.reject(errors.usage('The fake session has no demo.')),
    close: async () => undefined,
  };
}

/** PGS000002 is not on the server. */
async function* fakeDownloads(
  { pgs_ids, build }: DownloadRequest,
  options: FakeOptions,
  run: RunOptions | undefined,
): AsyncGenerator<ScoreDownload> {
  if (options.offline) throw errors.offline('The catalogue of the fake session');
  for (const pgs_id of pgs_ids) {
    const item = { name: pgs_id, done: 5e5, total: 1e6, isThere: false };
    run?.onProgress?.({ phase: 'Downloading scores', done: 5e5, total: null, unit: 'bytes', item });
    await pause(options.msPerScore ?? 5, run);
    const place = {
      pgs_id,
      genome_build: build,
      path: `/fake/catalog/scores/${pgs_id}.txt.gz`,
      license: null,
      warnings: [],
    };
    yield pgs_id === 'PGS000002'
      ? {
          ...place,
          status: 'failed',
          bytes: null,
          rows: null,
          error: { code: 'not_on_server', message: 'The fake server does not have it.', hint: 'Ask for another.' },
        }
      : { ...place, status: 'downloaded', bytes: 1e6, rows: 77, error: null };
  }
}

const fakeSummary = (index: number, count: number): ScoreSummary => ({
  pgs_id: fakeId(index),
  name: `PRS${index + 1}`,
  trait_reported: index === count - 1 ? 'Höhe 身長' : TRAITS[index % TRAITS.length],
  trait_efo: TRAITS[index % TRAITS.length].toLowerCase(),
  trait_efo_id: 'EFO_0000000',
  genome_build: 'GRCh37',
  n_variants: ((index * 7919) % 1000) + 1,
  weight_type: 'beta',
  pgp_id: 'PGP000001',
  pmid: null,
  ftp_link: null,
  release_date: '2020-01-01',
  license: null,
});

const fakeInspection = (path: string, options: FakeOptions): GenotypeInspection => ({
  path,
  kind: 'vcf',
  compression: 'bgzf',
  bytes: 12_345_678,
  samples: options.samples ?? ['SYNTH1'],
  genome_build: options.genome_build === undefined ? 'GRCh38' : options.genome_build,
  build_cue: options.genome_build === null ? 'the header names no contig lengths' : '24 of 24 contig lengths',
  synthetic: false,
  records: null,
});

const fakeNormalization = (vcf: string, output: string) => ({
  output,
  source_name: vcf,
  source_bytes: 1e7,
  source_mtime_ms: 0,
  source_sha256: '0'.repeat(64),
  sample: 'SYNTH1',
  genome_build: 'GRCh38' as const,
  build_cue: '24 of 24 contig lengths',
  filters: { pass_filters: null, min_depth: null, min_qual: null, min_gq: null, sex: null },
  format_fields: ['GT', 'DP'],
  records_read: 1000,
  records_kept: 900,
  dropped_filter: 100,
  dropped_depth: 0,
  dropped_qual: 0,
  dropped_gq: 0,
  columns: {},
  synthetic: false,
  warnings: [],
  tool_version: '0.0.0',
});

async function* fakeOutcomes(
  scores: readonly ScoreReference[],
  options: FakeOptions,
  run: RunOptions | undefined,
): AsyncGenerator<ScoreOutcome> {
  for (const [done, score] of scores.entries()) {
    const pgs_id = score.kind === 'id' ? score.pgs_id : score.path;
    run?.onProgress?.({ phase: 'Scoring', done, total: scores.length, unit: 'scores' });
    await pause(pgs_id === options.hangsAt ? Infinity : (options.msPerScore ?? 5), run);
    yield pgs_id === fakeId(2) ? fakeFailure(pgs_id) : { status: 'ok', result: fakeResult(pgs_id) };
  }
}

const fakeFailure = (pgs_id: string): ScoreOutcome => {
  const { code, message, hint } = errors.scoreNotFound(pgs_id, 'GRCh38', '/fake/catalog');
  return { status: 'failed', pgs_id, error: { code, message, hint } };
};

const FAKE_EVIDENCE: PrsResult['evidence'] = {
  grade: 'Low',
  quality_score: 22.5,
  reasons: [{ code: 'metric', sentence: 'Its best evaluation reports AUROC=0.550.' }],
  ppm_id: 'PPM000001',
  auroc: 0.55,
  effect_size: 'OR=1.10 [1.00-1.20]',
  classification: 'AUROC=0.550',
  ancestry: 'East Asian',
  n_individuals: 500,
};

/** 60 of 77 rows matched, as the states say. */
function fakeResult(pgs_id: string): PrsResult {
  const counted: Partial<StateCounts> = { exact: 40, swapped: 20, ambiguous: 5, absent_unknown: 12 };
  const states = Object.fromEntries(ROW_STATES.map((state) => [state, counted[state] ?? 0])) as StateCounts;
  return {
    pgs_id,
    trait_reported: TRAITS[(Number(pgs_id.slice(3)) - 1) % TRAITS.length],
    trait_efo: null,
    trait_efo_id: null,
    pgp_id: 'PGP000001',
    score: 0.123456,
    score_ref_anchored: 0.1,
    hom_ref_score: null,
    score_from_anchor: null,
    variants_matched: 60,
    variants_total: 77,
    match_rate: 60 / 77,
    variants_observed: 65,
    variants_reference_block: 0,
    variants_assumed_hom_ref: 0,
    variants_frequency_filled: 0,
    variants_ref_resolved_fasta: 0,
    variants_unscorable_absent: 12,
    variants_no_call: 0,
    states,
    weight_mass_matched: 3.5,
    weight_mass_total: 4.2,
    weight_mass_coverage: 3.5 / 4.2,
    weight_mass_observed: 3.5,
    weight_mass_reference_block: 0,
    weight_mass_assumed_hom_ref: 0,
    weight_mass_frequency_filled: 0,
    expected_variance_share: 0.81,
    expected_correlation: 0.9,
    score_without_ambiguous: 0.12,
    strand: 'forward',
    strand_forward: 75,
    strand_flipped: 0,
    genotype_input_mode: 'all_sites',
    input_mode_cue: '900 of 1,000 calls are homozygous reference',
    has_allele_frequencies: true,
    theoretical_mean: 0.1,
    theoretical_std: 0.02,
    percentile: 87.93,
    percentile_method: 'theoretical',
    percentile_source: 'effect-allele frequencies of the scoring file, 60 of 60 variants counted',
    z_score: 1.17,
    percentile_empirical: null,
    percentile_empirical_source: null,
    withheld: [],
    coverage_grade: 'A',
    coverage_reasons: [
      { code: 'weight_coverage', sentence: '97.0 % of the weight of the score is known for this sample.' },
    ],
    reference_mean: null,
    reference_std: null,
    reference_n: null,
    reference_not_used: { code: 'no_distribution', sentence: 'There is no reference distribution of this score.' },
    population: 'EUR',
    ancestry: null,
    genome_build: 'GRCh38',
    detected_genome_build: 'GRCh38',
    build_mismatch: false,
    sample: 'SYNTH1',
    sex: 'Female',
    policies: DEFAULT_POLICIES,
    license: 'CC BY 4.0',
    citation: 'Nobody A et al. Journal of Made-up Results (2020).',
    synthetic: true,
    quality_label: null,
    quality_summary: null,
    warnings: pgs_id === fakeId(1) ? ['A warning that only this score has.'] : [],
    evidence: pgs_id === fakeId(0) ? FAKE_EVIDENCE : null,
    provenance: {
      tool_version: '0.0.0',
      genotypes_file: 'sample.vcf.gz',
      genotypes_sha256: null,
      normalized_from: null,
      genome_build_evidence: '24 of 24 contig lengths',
      scoring_file: `${pgs_id}_hmPOS_GRCh38.txt.gz`,
      scoring_file_sha256: '0'.repeat(64),
      catalog_release: '2020-01-01',
      reference_alleles: null,
    },
  };
}

/** The first two scores, of which the second was less then, and one that is in no list. */
const FAKE_EARLIER: readonly PrsResult[] = [
  fakeResult('PGS000001'),
  {
    ...fakeResult('PGS000002'),
    ...{ score: -0.126544, percentile: 60, weight_mass_coverage: 0.75, variants_matched: 55 },
    states: { ...fakeResult('PGS000002').states, exact: 35, ambiguous: 10 },
    policies: { ...DEFAULT_POLICIES, ambiguous: 'drop' },
  },
  fakeResult('PGS009999'),
];

const FAKE_RECORDS = 5_000_000;

function fakeRecords(first: number, rows: number): TextTable {
  const count = Math.max(0, Math.min(rows, FAKE_RECORDS - first));
  return {
    columns: ['chrom', 'start', 'end', 'pos', 'rsid', 'ref', 'alt', 'qual', 'filter', 'GT', 'DP', 'genotype'],
    rows: Array.from({ length: count }, (_, at) => {
      const row = first + at;
      const pos = String((row % 1e6) * 100);
      const chrom = String(Math.floor(row / 1e6) + 1);
      return [chrom, pos, pos, pos, `rs${row}`, 'A', 'G', '50', 'PASS', '0/1', '30', 'A/G'];
    }),
    total: FAKE_RECORDS,
  };
}

function fakeTable(table: CatalogTable, summaries: readonly ScoreSummary[]): TextTable {
  const rows =
    table === 'cleaned_traits'
      ? [['EFO_0000000', 'made up', null]]
      : summaries.map(({ pgs_id, trait_efo_id, pgp_id }) => [pgs_id, trait_efo_id, pgp_id]);
  const columns = table === 'cleaned_traits' ? ['efo_id', 'label', 'pgp_id'] : ['pgs_id', 'trait_efo_id', 'pgp_id'];
  return { columns, rows, total: rows.length };
}

const fakeDetail = (score: ScoreSummary): ScoreDetail => ({
  score: { ...score, is_harmonized: true },
  best_performance: null,
  evidence: { grade: 'Low', quality_score: 12, reasons: [{ code: 'made_up', sentence: 'The score is made up.' }] },
  effect_size: '',
  classification: '',
  performance: [],
  publications: [
    {
      ...{ pgp_id: 'PGP000001', first_author: 'Nobody N', pmid: 123, doi: '10.1000/none', title: 'A made-up paper' },
      ...{ authors: null, journal: 'J Fake', date_publication: '2020-01-01' },
    },
  ],
  development: null,
  citation: 'Nobody et al. 2020',
  traits: [{ efo_id: 'EFO_0000000', label: 'made up', description: null, url: null, pgs_ids: ['PGS000001'] }],
});

function fakeSheet(sheet: MetadataSheet): TextTable {
  const columns = [
    'Polygenic Score (PGS) ID',
    'Reported Trait',
    ...Array.from({ length: 10 }, (_, index) => `Column ${index}`),
  ];
  const rows = Array.from({ length: 200 }, (_, row) => [
    fakeId(row),
    `${TRAITS[row % TRAITS.length]} (${sheet})`,
    ...Array.from({ length: 10 }, (_, column) => (column === 3 ? null : `cell ${row}.${column}`)),
  ]);
  return { columns, rows, total: rows.length };
}

/** `CRASH.txt`, `REJECT.txt` and `RENDER.txt` stand for faults of ours: in a timer, in a promise, while drawing. */
function fakeReading(reference: ScoreReference, { variants = 77, msPerScore = 0 }: FakeOptions): ScoringFileReading {
  const readRows = async (first: number, count: number) =>
    Array.from({ length: Math.max(0, Math.min(count, variants - first)) }, (_, i) => fakeVariant(first + i));
  return {
    views: (async function* () {
      const file = fakeScoringFile(reference);
      const held = await readRows(0, Math.min(variants, 100_000));
      const half = { ...file.variants, rows: held.slice(0, 40), total: 40 };
      if (variants > 100) {
        yield { ...file, variants: half, isWhole: false };
        await pause(msPerScore, undefined);
      }
      yield { ...file, variants: { ...file.variants, rows: held, total: variants }, isWhole: true };
    })(),
    readRows,
    close: async () => undefined,
  };
}

const fakeVariant = (row: number): readonly (string | null)[] => [
  String((row % 22) + 1),
  String(1000 + row),
  'A',
  row % 7 === 0 ? 'T' : 'G',
  String((row - 30) / 100),
  row % 2 === 0 ? '0.25' : null,
];

function fakeScoringFile(reference: ScoreReference): ScoringFileView {
  const name = reference.kind === 'id' ? reference.pgs_id : reference.path;
  if (name === 'CRASH.txt')
    setTimeout(() => {
      throw new Error('boom in a timer');
    }, 1);
  if (name === 'REJECT.txt') void Promise.reject(new Error('boom in a promise'));
  if (name.includes('missing')) throw errors.scoreNotFound(name, 'GRCh38', '/fake/catalog');
  const rows = Array.from({ length: 77 }, (_, row) => fakeVariant(row));
  const header = {
    pgs_id: name,
    pgs_name: 'PRS77',
    trait_reported: 'Breast cancer',
    genome_build: 'GRCh37',
    HmPOS_build: 'GRCh38',
    weight_type: 'beta',
    license: 'CC BY 4.0',
    citation: 'Nobody A et al. (2020).',
  };
  return {
    source: name,
    header: name === 'RENDER.txt' ? (null as unknown as typeof header) : header,
    variants: {
      columns: ['hm_chr', 'hm_pos', 'effect_allele', 'other_allele', 'effect_weight', 'allelefrequency_effect'],
      rows,
      total: 77,
    },
    isWhole: true,
  };
}

/** Waits, or throws `cancelled` as soon as the signal fires. */
function pause(milliseconds: number, run: RunOptions | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const signal = run?.signal;
    if (signal?.aborted) return reject(errors.cancelled());
    const cancel = (): void => {
      clearTimeout(timer);
      reject(errors.cancelled());
    };
    const finish = (): void => {
      signal?.removeEventListener('abort', cancel);
      resolve();
    };
    const timer = Number.isFinite(milliseconds) ? setTimeout(finish, milliseconds) : undefined;
    signal?.addEventListener('abort', cancel);
  });
}
