/** Two scores locus by locus, on one build. */
export interface ScoreComparison {
  readonly one: ComparedScore;
  readonly other: ComparedScore;
  /** Positions that both have. */
  readonly n_shared: number;
  /** Variants of both with the same effect allele, and with the effect allele of one as the other allele of the other. */
  readonly n_same: number;
  readonly n_opposite: number;
  /** Shared positions where no variant of one has the alleles of one of the other. */
  readonly n_other_alleles: number;
  /** Variants of the same alleles whose weights cannot be compared: per dosage, dominant or recessive in one of them. */
  readonly n_other_effects: number;
  /** Variants that the correlations are over. */
  readonly n_compared: number;
  /** Of the weights, turned to the effect allele of `one`; null where one of them does not vary. */
  readonly pearson: number | null;
  /** The same around 0 instead of around the means: does not depend on which allele is the effect allele. */
  readonly cosine: number | null;
}

export interface ComparedScore {
  readonly n_rows: number;
  /** Positions. */
  readonly n_loci: number;
  /** Rows without a position on the build: not compared. */
  readonly n_without_position: number;
  /** Share of Σ|w| at shared positions, 0 to 1; null without any weight. */
  readonly shared_weight: number | null;
  /** The heaviest rows at positions that the other score does not have. */
  readonly only: readonly ComparedRow[];
}

export interface ComparedRow {
  readonly line: number;
  readonly chrom: string;
  readonly pos: number;
  readonly effect_allele: string | null;
  readonly other_allele: string | null;
  readonly effect_weight: number;
  /** Share of Σ|w| of its score, 0 to 1. */
  readonly weight_share: number;
}
