import type { ExplainedRow } from './explanation.ts';
import type { Reason } from './judgement.ts';
import type { ComputeRequest, PrsResult } from './result.ts';
import type { RowState } from './rowState.ts';
import type { VcfFilterConfig } from './vcf.ts';

/** Results that are compared: A is what was there before, or the other one; B is held against it. */
export interface ComparedRun {
  readonly results: readonly PrsResult[];
  /** Filters of its genotypes; results do not name them, so they are known of some runs only. */
  readonly filters?: VcfFilterConfig | undefined;
}

/** `same` is a difference that is nothing but rounding. */
export type ComparisonStatus = 'moved' | 'same' | 'only_a' | 'only_b';

/** One score in two runs. All differences are B less A; null where either side has no number. */
export interface ResultComparison {
  readonly pgs_id: string;
  readonly trait_reported: string | null;
  readonly status: ComparisonStatus;
  readonly a: PrsResult | null;
  readonly b: PrsResult | null;
  readonly difference: number | null;
  /** The difference in standard deviations of the score among people; null where no spread is known. */
  readonly difference_sd: number | null;
  readonly percentile_difference: number | null;
  /** Of the share of the weight that is counted. */
  readonly coverage_difference: number | null;
  /** States whose rows are not as many in both. */
  readonly states: readonly StateChange[];
  /** Whatever the two were computed with, where it is not the same. */
  readonly settings: readonly SettingChange[];
  /** Why it moved, as far as both results say it. */
  readonly reasons: readonly Reason[];
}

export interface StateChange {
  readonly state: RowState;
  readonly rows_a: number;
  readonly rows_b: number;
}

export interface SettingChange {
  readonly name: string;
  readonly a: string;
  readonly b: string;
}

/** What became of the rows of one scoring file in two genomes, or in one genome twice. */
export interface RowComparison {
  readonly n_rows: number;
  /** Rows that changed their state or what they add. */
  readonly n_changed: number;
  /** By what became of them, those that moved the score most first; `difference`s sum to that of the scores. */
  readonly changes: readonly StateMove[];
  /** Those that moved the score most, then the heaviest. */
  readonly rows: readonly MovedRow[];
}

/** Rows of one state in A and one in B. Where both are the same, rows of another dosage. */
export interface StateMove {
  readonly from: RowState;
  readonly to: RowState;
  readonly n_rows: number;
  readonly difference: number;
}

/** A row of the scoring file in A and in B. */
export interface MovedRow
  extends Pick<ExplainedRow, 'line' | 'chrom' | 'pos' | 'effect_allele' | 'other_allele' | 'effect_weight'> {
  readonly a: RowSide;
  readonly b: RowSide;
  /** What B adds less what A adds; a row that is not counted adds nothing. */
  readonly difference: number;
}

export type RowSide = Pick<ExplainedRow, 'state' | 'dosage' | 'records'>;

/** A run whose finished results are kept in the cache: everything but its scores. */
export interface KeptRun {
  readonly path: string;
  readonly request: Omit<ComputeRequest, 'scores'>;
  readonly tool_version: string;
  /** When it was last added to, milliseconds since 1970. */
  readonly modified_ms: number;
}
