/** What is said about a score (its evidence) and about one sample's result (its coverage): two grades, never mixed. */

/** How good the published evidence for a score is, whoever is scored. */
export interface EvidenceGrade {
  /** Thresholds of just-prs: High from 70, Normal from 50, Moderate from 30. */
  readonly grade: 'High' | 'Normal' | 'Moderate' | 'Low';
  /** 0 to 100, one decimal. */
  readonly quality_score: number;
  /** Why the grade is what it is. */
  readonly reasons: readonly Reason[];
}

/** The best evaluation of a score and what it says of the model. */
export interface PublishedEvidence extends EvidenceGrade {
  /**
   * The evaluation: of those in people of `population` in their majority, else of all, the one with the most people. Null, like
   * all that follows, when none is published.
   */
  readonly ppm_id: string | null;
  /** 0 to 1. */
  readonly auroc: number | null;
  /** As just-prs writes it: `OR=1.55 [1.52-1.58]`; empty without one. */
  readonly effect_size: string;
  /** Likewise: `AUROC=0.721`. */
  readonly classification: string;
  /**
   * In whom it was evaluated (not developed): categories of the PGS Catalog, as `European` or `African American or
   * Afro-Caribbean`; several with `, ` between, where a comma inside brackets is part of one; `NR` or `Not reported` where the
   * authors do not say. Of several samples that of the first. Null when the catalogue says nothing.
   */
  readonly ancestry: string | null;
  /** How many people, in all its samples. */
  readonly n_individuals: number | null;
}

/** A reason for a grade or for withholding a number: a code for programs, a sentence for people. */
export interface Reason {
  readonly code: string;
  readonly sentence: string;
}

/** A: nearly the whole score; B: most of it; C: a good part; D: less than half; F: too little to say anything. */
export type CoverageGrade = 'A' | 'B' | 'C' | 'D' | 'F';

/** A sample of a score's loci with their weights, small whatever the score, by which two scores are compared. */
export interface VariantSketch {
  /** Loci of the score. */
  readonly loci: number;
  /** Hashes of the sampled loci, rising; all loci, unless there are too many. */
  readonly hashes: readonly number[];
  /** Σ|weight| at each sampled locus. */
  readonly masses: readonly number[];
}

/** What several scores for one trait say together about one person. */
export interface TraitConsensus {
  readonly trait: string;
  readonly trait_efo_id: string | null;
  /** Scores computed for the trait. */
  readonly models: number;
  /** Those with a percentile of their own distribution and at least half of their weight known. */
  readonly usable: number;
  /** Independent voices among the usable: near-duplicates share one. */
  readonly votes: number;
  /** Median over the votes, null without one. */
  readonly z_median: number | null;
  readonly percentile_median: number | null;
  readonly percentile_lowest: number | null;
  readonly percentile_highest: number | null;
  /** Highest − lowest, in percentile points. */
  readonly percentile_spread: number | null;
  /** Sample standard deviation of the votes' percentiles; null for fewer than two. */
  readonly percentile_sd: number | null;
  readonly signal:
    | 'No percentile'
    | 'Only one model'
    | 'Only one independent model'
    | 'Possible outlier'
    | 'Mixed'
    | 'Consistently elevated'
    | 'Elevated in some models'
    | 'Mostly average';
  readonly agreement: 'None to compare' | 'Possible outlier' | 'Wide spread' | 'Consistent' | 'Some variation';
  readonly reliability: 'No usable model' | 'Partly usable' | 'Usable';
  readonly outlier_ids: readonly string[];
  readonly pgs_ids: readonly string[];
  readonly voices: readonly TraitVote[];
}

/** One vote: a score, or near-duplicates together. */
export interface TraitVote {
  readonly pgs_ids: readonly string[];
  /** Why they share a vote; null for a score on its own. */
  readonly shared_because: 'variants' | 'publication' | 'variants and publication' | null;
  /** Medians of its scores. */
  readonly z_score: number;
  readonly percentile: number;
  readonly is_outlier: boolean;
}
