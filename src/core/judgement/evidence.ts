/** How good the published evidence for a score is: about the model alone, before anybody is scored. */
import type { Evaluation as AnyEvaluation, MetricColumn } from '../model/catalog.ts';
import type { EvidenceGrade, Reason } from '../model/judgement.ts';
import { normalCdf } from '../reference/normal.ts';
import { formatFixed, roundTo } from '../reference/rounding.ts';

/** What a grade needs of an evaluation of a score. */
export type PerformanceRow = Pick<
  AnyEvaluation,
  MetricColumn | 'ppm_id' | 'pgs_id' | 'n_individuals' | 'ancestry_broad'
>;

type Evaluation = Pick<
  PerformanceRow,
  'auroc_estimate' | 'cindex_estimate' | 'beta_estimate' | 'or_estimate' | 'hr_estimate' | 'n_individuals'
>;

/** Share of the score left to a harmonised file, whose positions were lifted from another build. */
const HARMONISED_FACTOR = 0.9;

/** Grade of a score from its best evaluation (null: none is published). A constant of just-prs, not calibrated on outcomes. */
export function gradeEvidence(evaluation: Evaluation | null, isHarmonized: boolean): EvidenceGrade {
  const quality_score = syntheticQuality(evaluation, isHarmonized);
  const grade =
    quality_score >= 70 ? 'High' : quality_score >= 50 ? 'Normal' : quality_score >= 30 ? 'Moderate' : 'Low';
  return { grade, quality_score, reasons: explainEvidence(evaluation, isHarmonized) };
}

/**
 * just-prs's synthetic quality: 100 · discrimination · cohort · match · tier penalty · harmonisation, to one decimal.
 * `matchRate` (0 to 1) brings one sample into it and is left out of our grade.
 */
export function syntheticQuality(evaluation: Evaluation | null, isHarmonized: boolean, matchRate = 1): number {
  const { discrimination, penalty } = discriminationOf(evaluation);
  const harmonised = isHarmonized ? HARMONISED_FACTOR : 1;
  const n = evaluation?.n_individuals ?? null;
  return roundTo(100 * discrimination * cohortFactor(n) * clamp(matchRate, 0, 1) * penalty * harmonised, 1);
}

interface Discrimination {
  /** 0.5, no better than chance, to 1. */
  readonly discrimination: number;
  readonly penalty: number;
  readonly basis: string;
}

const NO_METRIC: Discrimination = { discrimination: 0.51, penalty: 0.6, basis: 'No metric' };

function discriminationOf(evaluation: Evaluation | null): Discrimination {
  if (evaluation === null) return NO_METRIC;
  const concordance = evaluation.auroc_estimate ?? evaluation.cindex_estimate;
  if (concordance !== null) {
    const label = evaluation.auroc_estimate === null ? 'C-index' : 'AUROC';
    const exponent = concordance >= 0.6 ? 0.78 : 0.88;
    const discrimination = concordance <= 0.5 ? 0.5 : 0.5 + 0.5 * ((concordance - 0.5) / 0.5) ** exponent;
    return { discrimination, penalty: 1, basis: `${label}=${formatFixed(concordance, 3)}` };
  }
  if (evaluation.beta_estimate !== null) {
    const size = Math.abs(evaluation.beta_estimate);
    const basis = `Beta=${formatFixed(size, 2)}`;
    return { discrimination: 0.5 + 0.5 * Math.tanh(Math.log1p(size)), penalty: 0.95, basis };
  }
  const ratio = evaluation.or_estimate ?? evaluation.hr_estimate;
  if (ratio === null) return NO_METRIC;
  const basis = `${evaluation.or_estimate === null ? 'HR' : 'OR'}=${formatFixed(ratio, 2)}`;
  if (ratio <= 0) return { ...NO_METRIC, basis };
  // ½·(1 + erf(ln r / 2)) is the normal distribution function at ln r / √2.
  return { discrimination: clamp(normalCdf(Math.log(ratio) / Math.SQRT2), 0.5, 1), penalty: 0.9, basis };
}

/** Evaluations of 316,000 people and more count in full. */
const cohortFactor = (n: number | null): number => (n === null || n <= 0 ? 0.5 : clamp(Math.log10(n) / 5.5, 0, 1));

function explainEvidence(evaluation: Evaluation | null, isHarmonized: boolean): Reason[] {
  const { basis, penalty } = discriminationOf(evaluation);
  const n = evaluation?.n_individuals ?? null;
  return [
    penalty === NO_METRIC.penalty
      ? { code: 'no_metric', sentence: 'No usable measure of how well this score predicts is published.' }
      : { code: 'metric', sentence: `Its best evaluation reports ${basis}.` },
    n === null || n <= 0
      ? { code: 'cohort_unknown', sentence: 'The size of the evaluation is not reported.' }
      : { code: 'cohort', sentence: `It was evaluated in ${n.toLocaleString('en-US')} people.` },
    ...(isHarmonized ? [{ code: 'harmonised', sentence: 'Its positions were lifted from another genome build.' }] : []),
  ];
}

const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));
