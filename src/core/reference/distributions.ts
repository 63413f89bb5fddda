import type { ReferenceDistribution } from '../model/score.ts';

/**
 * Mean, spread and quantiles of one score over the people of one superpopulation, in the unit of the weights.
 *
 * NaN scores (people who could not be scored) are left out. `std` is the sample standard deviation, Σ(x−x̄)²/(n−1)
 * under the root; it is NaN for fewer than two people, and exactly 0 when all scores are equal. The median is the
 * mean of the middle two; the other quantiles are scores themselves, that at index round(q·(n−1)) in rising order,
 * halves up, as by Polars' `nearest`. With nobody left all are NaN.
 */
export function aggregateDistribution(
  scores: Float64Array,
  pgs_id: string,
  superpopulation: string,
): ReferenceDistribution {
  const sorted = scores.filter((score) => !Number.isNaN(score)).sort();
  const n = sorted.length;
  const quantile = (q: number) => sorted[Math.round(q * (n - 1))] ?? Number.NaN;
  const mean = meanOf(sorted);
  return {
    pgs_id,
    superpopulation,
    mean,
    std: sampleDeviation(sorted, mean),
    n,
    median: ((sorted[(n - 1) >> 1] ?? Number.NaN) + (sorted[n >> 1] ?? Number.NaN)) / 2,
    p5: quantile(0.05),
    p25: quantile(0.25),
    p75: quantile(0.75),
    p95: quantile(0.95),
  };
}

/** Summed as distances from the first value, so that the mean of equal values is that value, to the last bit. */
function meanOf(values: Float64Array): number {
  const origin = values[0] ?? Number.NaN;
  let sum = 0;
  for (const value of values) sum += value - origin;
  return origin + sum / values.length;
}

function sampleDeviation(values: Float64Array, mean: number): number {
  if (values.length < 2) return Number.NaN;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}
