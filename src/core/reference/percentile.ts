import type { ReferenceDistribution } from '../model/score.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { roundTo } from './rounding.ts';

/** Where a score lies in a distribution assumed normal. */
export interface Standing {
  /** 100·Φ(z), 0 to 100, rounded to two decimals. */
  readonly percentile: number;
  /** (score − mean) ÷ std, in standard deviations, not rounded. */
  readonly z_score: number;
}

export interface TheoreticalDistribution {
  readonly mean: number;
  /** Zero when the variance is. */
  readonly std: number;
  /** Rows with a usable frequency, of those given. */
  readonly n: number;
}

/**
 * Percentile of a score among a population with this mean and standard deviation, as round(100·Φ(z), 2).
 *
 * Null when there is no spread to compare with (std null, NaN or not above 0) or no number to compare.
 * A normal distribution is assumed: sound for a sum over many variants, poor for a score of a few.
 */
export function percentileFromDistribution(
  score: number,
  distribution: { readonly mean: number; readonly std: number | null },
): Standing | null {
  const { mean, std } = distribution;
  if (std === null || !(std > 0) || std === Number.POSITIVE_INFINITY) return null;
  const z_score = (score - mean) / std;
  return Number.isNaN(z_score) ? null : { percentile: roundTo(100 * normalCdf(z_score), 2), z_score };
}

/**
 * Mean and standard deviation of a score expected from effect allele frequencies alone, in the unit of the weights:
 * μ = Σ 2·w·p and σ² = Σ 2·w²·p·(1−p), the moments of a sum of independent Binomial(2, p) dosages.
 *
 * Assumes Hardy–Weinberg proportions and linkage equilibrium (D. S. Falconer & T. F. C. Mackay, Introduction to
 * Quantitative Genetics, 4th ed., ch. 7–8); real σ is larger where effect alleles in linkage add up.
 * Arrays run parallel, one row of the scoring file each; NaN is a missing value. Rows count when both are numbers
 * and 0 < p < 1. Null when none does.
 */
export function theoreticalDistribution(
  weights: Float64Array,
  frequencies: Float64Array,
): TheoreticalDistribution | null {
  let mean = 0;
  let carry = 0;
  let variance = 0;
  let n = 0;
  for (let row = 0; row < weights.length; row++) {
    const w = weights[row];
    const p = frequencies[row];
    if (Number.isNaN(w) || !(p > 0 && p < 1)) continue;
    // Kahan's compensated sum: weights of both signs cancel, over up to millions of rows.
    const term = 2 * w * p - carry;
    const next = mean + term;
    carry = next - mean - term;
    mean = next;
    variance += 2 * w * w * p * (1 - p);
    n++;
  }
  return n === 0 ? null : { mean, std: Math.sqrt(variance), n };
}

/** Where a score lies among people of whom five quantiles are known. */
export interface EmpiricalStanding {
  /** 5 to 95, two decimals; null beyond the quantiles known. */
  readonly percentile: number | null;
  /** `between p75 and p95`, `below p5` or `above p95`. */
  readonly where: string;
}

const QUANTILES = [
  ['p5', 5],
  ['p25', 25],
  ['median', 50],
  ['p75', 75],
  ['p95', 95],
] as const;

/**
 * Percentile by linear interpolation between the known quantiles, whatever the shape of the distribution. Beyond the
 * outermost nothing is known, and nothing is extrapolated. Null when a quantile is missing or they do not rise.
 */
export function empiricalPercentile(
  score: number,
  distribution: Pick<ReferenceDistribution, (typeof QUANTILES)[number][0]>,
): EmpiricalStanding | null {
  const values = QUANTILES.map(([name]) => distribution[name]);
  const rises = values.every((value, i) => Number.isFinite(value) && (i === 0 || value >= values[i - 1]));
  if (!rises || values[0] === values[4] || Number.isNaN(score)) return null;
  if (score < values[0]) return { percentile: null, where: 'below p5' };
  if (score > values[4]) return { percentile: null, where: 'above p95' };
  const upper = values.findIndex((value, i) => i > 0 && score <= value);
  const [low, high] = [QUANTILES[upper - 1], QUANTILES[upper]];
  const width = values[upper] - values[upper - 1];
  const share = width === 0 ? 0.5 : (score - values[upper - 1]) / width;
  return {
    percentile: roundTo(low[1] + share * (high[1] - low[1]), 2),
    where: `between ${low[0]} and ${high[0]}`,
  };
}

/**
 * just-prs's approximation where no distribution is known: d = √2·Φ⁻¹(AUROC) between the means of cases and controls, a
 * population of both, half and half, with mean 0 and σ = √(1 + d²/4). `auroc` is above 0.5 and below 1.
 */
export function percentileFromAuroc(score: number, auroc: number): Standing | null {
  const d = Math.SQRT2 * normalQuantile(auroc);
  return percentileFromDistribution(score, { mean: 0, std: Math.sqrt(1 + (d * d) / 4) });
}
