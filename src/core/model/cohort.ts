import type { ComputeRequest } from './result.ts';

export interface CohortRequest extends Omit<ComputeRequest, 'sample' | 'dumpVariants'> {
  /** Matrix to write: a row a sample, a column a score. Parquet, or TSV for a name that ends in .tsv. */
  readonly output: string;
}

/** How one score fared over a cohort. */
export interface CohortScore {
  readonly pgs_id: string;
  readonly trait_reported: string | null;
  /** Rows of the scoring file. */
  readonly variants_total: number;
  /** Rows whose alleles were found among the records. */
  readonly variants_matched: number;
  /** Missing calls among matched rows × samples, 0 to 1. */
  readonly no_call_share: number;
  readonly warnings: readonly string[];
}

export interface CohortReport {
  readonly output: string;
  readonly samples: number;
  readonly scores: readonly CohortScore[];
  /** Scores that could not be read; they have no column. */
  readonly failures: readonly {
    readonly pgs_id: string;
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
  }[];
}
