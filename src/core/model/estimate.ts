import type { GenomeBuild } from './genome.ts';
import type { ScoreReference, ScoringPolicies } from './result.ts';

export interface EstimateRequest {
  /** A VCF or a normalised Parquet. */
  readonly genotypes: string;
  /** With the variants that the catalogue names; null where nobody knows before the file is read. */
  readonly scores: readonly { readonly reference: ScoreReference; readonly n_variants: number | null }[];
  readonly build: GenomeBuild;
  readonly dosage: ScoringPolicies['dosage'];
}

/** What a computation will take, about. */
export interface RunEstimate {
  readonly milliseconds: number;
  readonly memory_bytes: number;
  /** Variants of all scores, as far as known. */
  readonly n_variants: number;
  /** Scores without a scoring file here. */
  readonly missing: readonly string[];
  /** Size of those files. */
  readonly download_bytes: number;
  /** Whether earlier runs on this machine set the pace, and not only the machine of the measurements. */
  readonly is_calibrated: boolean;
}
