import type { RowState } from './rowState.ts';

/** What a score's rows came to, and those that matter most: why it is what it is, and what is missing. */
export interface ScoreExplanation {
  /** Every state with rows, those that are not counted first, the heaviest first. */
  readonly states: readonly StateShare[];
  /** The heaviest rows that are not counted, then the counted ones that add or take away most. */
  readonly rows: readonly ExplainedRow[];
}

export interface StateShare {
  readonly state: RowState;
  readonly is_counted: boolean;
  readonly n_rows: number;
  /** Share of Σ|w|, 0 to 1; 0 for a score without weight. */
  readonly weight_share: number;
  /** Share of Σ Var[contribution] over rows with a frequency, 0 to 1; null when the file has none. */
  readonly variance_share: number | null;
}

/** A row of the scoring file beside what the genome has there. */
export interface ExplainedRow {
  /** Of the scoring file, from 1. */
  readonly line: number;
  /** Null without a position. */
  readonly chrom: string | null;
  readonly pos: number | null;
  readonly effect_allele: string | null;
  readonly other_allele: string | null;
  readonly effect_weight: number;
  /** Effect-allele frequency of the file. */
  readonly frequency: number | null;
  readonly state: RowState;
  /** Copies of the effect allele, 0 to 2; null for a row that is not counted. */
  readonly dosage: number | null;
  /** What the row adds to the score; null for a row that is not counted. */
  readonly contribution: number | null;
  /** Share of Σ|w|, 0 to 1. */
  readonly weight_share: number;
  /** Records of the genome at the position. */
  readonly records: readonly RecordSketch[];
}

export interface RecordSketch {
  readonly ref: string;
  readonly alts: readonly string[];
  /** `0/1`, `1`, `./.`; whether it was phased is not kept. */
  readonly genotype: string;
  /** Imputed copies of each ALT; null for called genotypes. */
  readonly dosages: readonly number[] | null;
  readonly is_filtered: boolean;
}
