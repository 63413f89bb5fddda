import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aggregateDistribution } from '../../src/core/reference/distributions.ts';
import {
  empiricalPercentile,
  percentileFromAuroc,
  percentileFromDistribution,
  theoreticalDistribution,
} from '../../src/core/reference/percentile.ts';
import { hasRealData, realData } from '../support/realData.ts';

const percentile = (score: number, mean: number, std: number | null) =>
  percentileFromDistribution(score, { mean, std })?.percentile;

describe('percentileFromDistribution', () => {
  test.each([
    [-8, 0],
    [-1.96, 2.5],
    [-1, 15.87],
    [-0.5, 30.85],
    [0, 50],
    [0.25, 59.87],
    [1, 84.13],
    [1.96, 97.5],
    [2.5, 99.38],
    [5, 100],
  ])('z = %f is percentile %f', (z, expected) => {
    expect(percentile(z, 0, 1)).toBe(expected);
    expect(percentile(3 + 2 * z, 3, 2)).toBe(expected);
  });

  test('z is not rounded', () => {
    expect(percentileFromDistribution(3, { mean: 1, std: 2 })).toEqual({ percentile: 84.13, z_score: 1 });
    expect(percentileFromDistribution(1, { mean: 0, std: 3 })?.z_score).toBe(1 / 3);
  });

  test('there is none without a spread or without a number', () => {
    for (const std of [null, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(percentileFromDistribution(1, { mean: 0, std })).toBeNull();
    expect(percentileFromDistribution(Number.NaN, { mean: 0, std: 1 })).toBeNull();
    expect(percentileFromDistribution(1, { mean: Number.NaN, std: 1 })).toBeNull();
  });
});

describe('theoreticalDistribution', () => {
  const expected = (weights: readonly number[], frequencies: readonly number[]) =>
    theoreticalDistribution(Float64Array.from(weights), Float64Array.from(frequencies));

  test('by hand: weights 1 and 2, frequencies 0.3 and 0.4', () => {
    // 2·1·0.3 + 2·2·0.4 = 2.2;  2·1·0.3·0.7 + 2·4·0.4·0.6 = 2.34
    const distribution = expected([1, 2], [0.3, 0.4]);
    expect(distribution?.mean).toBeCloseTo(2.2, 14);
    expect(distribution?.std).toBeCloseTo(1.5297058540778354, 14);
    expect(distribution?.n).toBe(2);
    const standing = percentileFromDistribution(1, distribution ?? { mean: 0, std: null });
    expect(standing?.z_score).toBeCloseTo(-0.7844645405527363, 14);
    expect(standing?.percentile).toBe(21.64);
  });

  test('only rows with a weight and a frequency between 0 and 1 count', () => {
    const middle = expected([0.5, -0.3, 0.1], [0, 1, 0.5]);
    expect(middle).toMatchObject({ mean: 0.1, n: 1 });
    expect(middle?.std).toBeCloseTo(Math.sqrt(0.01 * 0.5), 14);
    expect(expected([1, Number.NaN, 2], [0.3, 0.5, 0.4])).toEqual(expected([1, 2], [0.3, 0.4]));
    expect(expected([1, 2], [Number.NaN, Number.NaN])).toBeNull();
    expect(expected([], [])).toBeNull();
  });

  test('weights of zero leave a distribution without spread', () => {
    expect(expected([0, 0], [0.3, 0.4])).toEqual({ mean: 0, std: 0, n: 2 });
  });

  test('counting the other allele instead shifts the mean and keeps the spread', () => {
    const row = fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: 0.01, max: 0.99, noNaN: true }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const weights = rows.map(([w]) => w);
        const effect = expected(
          weights,
          rows.map(([, p]) => p),
        );
        const other = expected(
          weights.map((w) => -w),
          rows.map(([, p]) => 1 - p),
        );
        const total = weights.reduce((sum, w) => sum + 2 * w, 0);
        expect(other?.mean).toBeCloseTo((effect?.mean ?? Number.NaN) - total, 9);
        expect(other?.std).toBeCloseTo(effect?.std ?? Number.NaN, 9);
      }),
    );
  });

  test('agrees with the moments of every possible genotype, counted out', () => {
    const weights = [0.7, -1.1, 0.4];
    const frequencies = [0.2, 0.55, 0.9];
    let mean = 0;
    let square = 0;
    for (const [score, probability] of enumerateScores(weights, frequencies)) {
      mean += probability * score;
      square += probability * score * score;
    }
    expect(expected(weights, frequencies)?.mean).toBeCloseTo(mean, 12);
    expect(expected(weights, frequencies)?.std).toBeCloseTo(Math.sqrt(square - mean * mean), 12);
  });
});

/** [score, probability] of each of the 3^n genotypes under Hardy–Weinberg. */
function enumerateScores(weights: readonly number[], frequencies: readonly number[]) {
  let outcomes: [score: number, probability: number][] = [[0, 1]];
  for (const [i, w] of weights.entries()) {
    const p = frequencies[i];
    const genotypes = [(1 - p) ** 2, 2 * p * (1 - p), p ** 2];
    outcomes = outcomes.flatMap(([score, probability]) =>
      genotypes.map((share, dosage): [number, number] => [score + dosage * w, probability * share]),
    );
  }
  return outcomes;
}

describe('empiricalPercentile', () => {
  const quantiles = { p5: 0.5, p25: 0.9, median: 1.2, p75: 1.5, p95: 1.9 };

  test.each([
    [0.5, 5, 'between p5 and p25'],
    [0.7, 15, 'between p5 and p25'],
    [1.2, 50, 'between p25 and median'],
    [1.3, 58.33, 'between median and p75'],
    [1.7, 85, 'between p75 and p95'],
    [1.9, 95, 'between p75 and p95'],
    [0.49, null, 'below p5'],
    [1.91, null, 'above p95'],
  ])('%f is %s', (score, percentile, where) => {
    expect(empiricalPercentile(score, quantiles)).toEqual({ percentile, where });
  });

  test('quantiles that are equal leave the middle between them', () => {
    expect(empiricalPercentile(1, { p5: 1, p25: 1, median: 1, p75: 2, p95: 3 })?.percentile).toBe(15);
  });

  test('there is none of quantiles that are missing, fall, or are all the same', () => {
    expect(empiricalPercentile(1, { ...quantiles, p25: Number.NaN })).toBeNull();
    expect(empiricalPercentile(1, { ...quantiles, p25: 1.3 })).toBeNull();
    expect(empiricalPercentile(1, { p5: 1, p25: 1, median: 1, p75: 1, p95: 1 })).toBeNull();
    expect(empiricalPercentile(Number.NaN, quantiles)).toBeNull();
  });
});

describe.skipIf(!hasRealData)('six scores of 2,504 people of all populations', () => {
  const file = join(realData, 'ground_truth/1000G_score_distributions/1000G.sscore.gz');
  const lines = hasRealData ? gunzipSync(readFileSync(file)).toString().trimEnd().split('\n') : [''];
  const names = (lines[0] ?? '').split('\t').slice(1);

  test.each(names.map((name, i) => [name, i + 1] as const))(
    '%s: the empirical percentile is near the rank',
    (name, column) => {
      const scores = Float64Array.from(lines.slice(1), (line) => Number(line.split('\t')[column]));
      const distribution = aggregateDistribution(scores, name, 'ALL');
      const sorted = [...scores].sort((a, b) => a - b);
      let empirical = 0;
      let known = 0;
      for (const [place, score] of sorted.entries()) {
        const rank = (100 * (place + 0.5)) / sorted.length;
        const found = empiricalPercentile(score, distribution)?.percentile ?? null;
        if (found === null) expect(rank < 5.1 || rank > 94.9).toBe(true);
        else {
          known++;
          empirical = Math.max(empirical, Math.abs(found - rank));
        }
      }
      expect(known).toBeGreaterThan(0.89 * sorted.length);
      // Straight lines between quantiles 20 points apart: what the curve of the distribution leaves.
      expect(empirical).toBeLessThan(5);
    },
  );
});

describe('percentileFromAuroc', () => {
  test.each([
    [0.55, 84.04],
    [0.6, 83.75],
    [0.65, 83.27],
    [0.7, 82.58],
    [0.8, 80.49],
  ])('AUROC %f puts the score 1 at %f', (auroc, expected) => {
    expect(percentileFromAuroc(1, auroc)?.percentile).toBe(expected);
    expect(percentileFromAuroc(0, auroc)?.percentile).toBe(50);
  });
});
