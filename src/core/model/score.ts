import type { GenomeBuild } from './genome.ts';

/** Header of a PGS Catalog scoring file: `#key=value` lines, keys as written. */
export type ScoringHeader = Readonly<Record<string, string>>;

/** One row of the cleaned scores sheet. */
export interface ScoreSummary {
  readonly pgs_id: string;
  readonly name: string | null;
  readonly trait_reported: string | null;
  readonly trait_efo: string | null;
  readonly trait_efo_id: string | null;
  /** Original build, normalised: GRCh36, GRCh37, GRCh38, NR. */
  readonly genome_build: string | null;
  readonly n_variants: number | null;
  readonly weight_type: string | null;
  readonly pgp_id: string | null;
  readonly pmid: number | null;
  readonly ftp_link: string | null;
  readonly release_date: string | null;
  /** Terms of use, as the Catalogue gives them. */
  readonly license: string | null;
}

/** A table as read, every cell text; null is an empty or NA cell. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Rows in the file; more than `rows.length` when only a part was read. */
  readonly total: number;
  /** Of a table too long to be held: `rows` are a part of it that starts at this row. */
  readonly first?: number | undefined;
}

export interface ScoringFileView {
  readonly source: string;
  readonly header: ScoringHeader;
  readonly variants: TextTable;
  /** Whether it was read to its end; `total` is what there is so far. */
  readonly isWhole: boolean;
}

/** A scoring file that is being read. Close it. */
export interface ScoringFileReading {
  /** What is known so far, at once and then a few times a second. To be gone through once; throws what reading it fails with. */
  readonly views: AsyncIterable<ScoringFileView>;
  /** Rows anywhere in what was read so far, of a file with more than `views` give. */
  readRows(first: number, count: number): Promise<TextTable['rows']>;
  close(): Promise<void>;
}

/** The seven bulk sheets of the PGS Catalog, in the order they are shown. */
export const METADATA_SHEETS = [
  { key: 'scores', label: 'Scores' },
  { key: 'publications', label: 'Publications' },
  { key: 'efo_traits', label: 'EFO Traits' },
  { key: 'score_development_samples', label: 'Dev Samples' },
  { key: 'performance_metrics', label: 'Performance' },
  { key: 'evaluation_sample_sets', label: 'Eval Samples' },
  { key: 'cohorts', label: 'Cohorts' },
] as const;
export type MetadataSheet = (typeof METADATA_SHEETS)[number]['key'];

/** Distribution of a score in one superpopulation of a reference panel. */
export interface ReferenceDistribution {
  readonly pgs_id: string;
  readonly superpopulation: string;
  readonly mean: number;
  /** Sample standard deviation (n − 1). */
  readonly std: number;
  readonly n: number;
  readonly median: number;
  readonly p5: number;
  readonly p25: number;
  readonly p75: number;
  readonly p95: number;
  /** Build of the genomes it was computed from, where the table says so. */
  readonly panel_build?: string | null | undefined;
}

/** One thing a careful reader would find in a scoring file. */
export interface LintFinding {
  /** `error`: the score would be wrong or empty; `warning`: part of it is; `note`: worth knowing. */
  readonly severity: 'error' | 'warning' | 'note';
  readonly code: string;
  /** A sentence for a person. */
  readonly message: string;
  /** 1-based line of the first row it is about. */
  readonly line: number | null;
}

/** A file that was read, or why it cannot be used. */
export type ScoreLintOutcome =
  | { readonly status: 'ok'; readonly lint: ScoreLint }
  | {
      readonly status: 'failed';
      readonly error: { readonly code: string; readonly message: string; readonly hint: string | null };
    };

export interface ScoreLint {
  readonly file: string;
  readonly pgs_id: string | null;
  readonly rows: number;
  readonly findings: readonly LintFinding[];
}

/** Programs whose files of weights can be turned into scoring files; `auto` tells them apart by their columns. */
export const WEIGHT_LAYOUTS = ['auto', 'prsice', 'ldpred2', 'prs-cs', 'plink'] as const;
export type WeightLayout = (typeof WEIGHT_LAYOUTS)[number];

/** Columns of a scoring file that a column of another file can be mapped to; the first five make a score. */
export const WEIGHT_COLUMNS = [
  'chr_name',
  'chr_position',
  'effect_allele',
  'other_allele',
  'effect_weight',
  'odds_ratio',
  'allelefrequency_effect',
  'rsID',
] as const;
export type WeightColumn = (typeof WEIGHT_COLUMNS)[number];

export interface ConvertWeightsRequest {
  readonly input: string;
  /** Scoring file to write; packed when its name ends in `.gz`. */
  readonly output: string;
  readonly layout: WeightLayout;
  /** Names of the input's columns, which override the layout. */
  readonly columns?: Readonly<Partial<Record<WeightColumn, string>>> | undefined;
  readonly build: GenomeBuild;
  /** Name of the score in the header. */
  readonly name: string;
}

export interface ConvertWeightsReport {
  readonly output: string;
  readonly layout: Exclude<WeightLayout, 'auto'> | 'columns';
  readonly rows: number;
  /** Which column each was taken from, for a person. */
  readonly mapping: readonly string[];
  readonly warnings: readonly string[];
}

/** Ids of the scores whose scoring file is in the catalogue folder, by the build of the file. */
export type HeldScores = Readonly<Record<GenomeBuild, ReadonlySet<string>>>;
