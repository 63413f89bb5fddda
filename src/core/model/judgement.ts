/** What is said about a score (its evidence) and about one sample's result (its coverage): two grades, never mixed. */

/** How good the published evidence for a score is, whoever is scored. */
export interface EvidenceGrade {
  /** Thresholds of just-prs: High from 70, Normal from 50, Moderate from 30. */
  readonly grade: 'High' | 'Normal' | 'Moderate' | 'Low';
  /** 0 to 100, one decimal. */
  readonly quality_score: number;
  readonly reasons: readonly Reason[];
}

/** A reason for a grade or for withholding a number: a code for programs, a sentence for people. */
export interface Reason {
  readonly code: string;
  readonly sentence: string;
}

/** A: nearly the whole score; B: most of it; C: a good part; D: less than half; F: too little to say anything. */
export type CoverageGrade = 'A' | 'B' | 'C' | 'D' | 'F';
