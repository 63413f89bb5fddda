/** What a scoring file is made of, over all of its rows. */
export interface ScoreOverview {
  readonly n_rows: number;
  /** Rows by how their effect is scored. */
  readonly effects: Readonly<Record<EffectType, number>>;
  /** Rows with A/T or C/G as alleles, whose strand cannot be seen; rows that are not single bases; rows without other allele. */
  readonly n_palindromic: number;
  readonly n_indels: number;
  readonly n_without_other: number;
  readonly n_with_frequency: number;
  /** Over rows with a weight. Null without any. */
  readonly weights: WeightDistribution | null;
  /** In genome order; rows without a position are left out. */
  readonly chromosomes: readonly ChromosomeShare[];
}

export const EFFECT_TYPES = [
  'additive',
  'dominant',
  'recessive',
  'per_dosage',
  'unsupported',
  'unmapped',
  'apoe',
] as const;
export type EffectType = (typeof EFFECT_TYPES)[number];

export interface WeightDistribution {
  readonly least: number;
  readonly mean: number;
  readonly most: number;
  readonly n_positive: number;
  readonly n_negative: number;
  readonly n_zero: number;
  /** Rows in bins of equal width from `least` to `most`. */
  readonly bins: readonly number[];
}

export interface ChromosomeShare {
  readonly chrom: string;
  readonly n_rows: number;
  /** Share of Σ|w|, 0 to 1. */
  readonly weight_share: number;
}

/** How much of one score lies in another: see variantOverlap.ts. */
export interface ScoreOverlap {
  readonly name: string;
  /** 0 (nothing in common) to 1 (the same loci with proportional weights); null when that file cannot be read. */
  readonly overlap: number | null;
}

export interface Overviewed {
  readonly overview: ScoreOverview;
  /** In the order asked for. */
  readonly overlaps: readonly ScoreOverlap[];
}
