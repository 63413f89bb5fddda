import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aggregateDistribution } from '../../src/core/reference/distributions.ts';

const aggregate = (scores: readonly number[]) => aggregateDistribution(Float64Array.from(scores), 'PGS900001', 'EUR');

describe('aggregateDistribution', () => {
  test('by hand: 0 to 10', () => {
    // Σ(x−5)² = 110, so std = √(110/10); ranks round(0.5), round(2.5), round(7.5), round(9.5) of 0..10.
    expect(aggregate([10, 0, 9, 1, 8, 2, 7, 3, 6, 4, 5])).toEqual({
      pgs_id: 'PGS900001',
      superpopulation: 'EUR',
      mean: 5,
      std: Math.sqrt(11),
      n: 11,
      median: 5,
      p5: 1,
      p25: 3,
      p75: 8,
      p95: 10,
    });
  });

  test.each([
    [5, [0, 1, 3, 4]],
    [11, [1, 3, 8, 10]],
    [633, [32, 158, 474, 600]],
  ])('quantile ranks of %i people', (n, ranks) => {
    const { p5, p25, p75, p95 } = aggregate(Array.from({ length: n }, (_, i) => i));
    expect([p5, p25, p75, p95]).toEqual(ranks);
  });

  test('the median of an even number is between the middle two', () => {
    expect(aggregate([4, 1, 3, 2]).median).toBe(2.5);
  });

  test('people without a score do not count', () => {
    expect(aggregate([1, Number.NaN, 3])).toEqual(aggregate([1, 3]));
  });

  test('equal scores have no spread at all, one person none that is known', () => {
    expect(aggregate([0.1, 0.1, 0.1]).std).toBe(0);
    expect(aggregate([0.1, 0.1, 0.1]).mean).toBe(0.1);
    expect(aggregate([7]).std).toBeNaN();
    expect(aggregate([7])).toMatchObject({ n: 1, mean: 7, median: 7, p5: 7, p95: 7 });
    expect(aggregate([])).toMatchObject({ n: 0, mean: Number.NaN, std: Number.NaN, median: Number.NaN });
  });

  test('does not depend on the order of the people, scales with the score, and leaves its input alone', () => {
    const scores = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(scores, (list) => {
        const people = Float64Array.from(list);
        const before = aggregateDistribution(people, 'PGS900001', 'EUR');
        expect(Array.from(people)).toEqual(list);
        expect(aggregate(list.toReversed())).toEqual(before);
        const doubled = aggregate(list.map((score) => 2 * score));
        expect(doubled).toMatchObject({ mean: 2 * before.mean, std: 2 * before.std, p5: 2 * before.p5 });
      }),
    );
  });
});
