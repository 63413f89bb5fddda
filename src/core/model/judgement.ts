/** What is said about a score (its evidence) and about one sample's result (its coverage): two grades, never mixed. */

/** One evaluation of a score: a row of the cleaned performance sheet. Estimates are null when not reported. */
export interface PerformanceRow {
  readonly ppm_id: string;
  readonly pgs_id: string;
  readonly or_estimate: number | null;
  readonly or_ci_lower: number | null;
  readonly or_ci_upper: number | null;
  readonly or_se: number | null;
  readonly hr_estimate: number | null;
  readonly hr_ci_lower: number | null;
  readonly hr_ci_upper: number | null;
  readonly hr_se: number | null;
  readonly beta_estimate: number | null;
  readonly beta_ci_lower: number | null;
  readonly beta_ci_upper: number | null;
  readonly beta_se: number | null;
  readonly auroc_estimate: number | null;
  readonly auroc_ci_lower: number | null;
  readonly auroc_ci_upper: number | null;
  readonly auroc_se: number | null;
  readonly cindex_estimate: number | null;
  readonly cindex_ci_lower: number | null;
  readonly cindex_ci_upper: number | null;
  readonly cindex_se: number | null;
  /** People in the evaluation. */
  readonly n_individuals: number | null;
  readonly ancestry_broad: string | null;
}

/** A reason for a grade or for withholding a number: a code for programs, a sentence for people. */
export interface Reason {
  readonly code: string;
  readonly sentence: string;
}

/** A: nearly the whole score; B: most of it; C: a good part; D: less than half; F: too little to say anything. */
export type CoverageGrade = 'A' | 'B' | 'C' | 'D' | 'F';
