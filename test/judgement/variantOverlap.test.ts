import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sketchVariants, variantOverlap } from '../../src/core/judgement/variantOverlap.ts';

/** A score of loci with weights; loci are sorted, as a parsed file is. */
function sketch(weights: ReadonlyMap<number, number> | readonly (readonly [number, number])[]) {
  const sorted = [...weights].sort(([a], [b]) => a - b);
  return sketchVariants({
    keys: Uint32Array.from(sorted, ([key]) => key),
    weights: Float64Array.from(sorted, ([, weight]) => weight),
    dosageWeights: null,
  });
}
const overlap = (a: Parameters<typeof sketch>[0], b: Parameters<typeof sketch>[0]) =>
  variantOverlap(sketch(a), sketch(b));

describe('the overlap of two scores', () => {
  it('is 1 for the same loci with proportional weights, whatever their sign and scale', () => {
    expect(
      overlap(
        [
          [5, 1],
          [9, -2],
        ],
        [
          [5, -10],
          [9, 20],
        ],
      ),
    ).toBeCloseTo(1, 12);
  });

  it('is 0 for other loci', () => {
    expect(overlap([[5, 1]], [[6, 1]])).toBe(0);
    expect(overlap([[5, 0]], [[5, 0]])).toBe(0);
    expect(overlap([], [[5, 1]])).toBe(0);
  });

  it('is the mean share at common loci times how alike the weights are there', () => {
    // Common: 5 and 9. Of the first 3 of 4 lie there, of the second 4 of 8: mean 0.625. Scaled to 1 there the weights are
    // ⅓, ⅔ and ¾, ¼; the smaller ones sum to 7⁄12.
    expect(
      overlap(
        [
          [5, 1],
          [9, 2],
          [11, 1],
        ],
        [
          [5, 3],
          [9, 1],
          [13, 4],
        ],
      ),
    ).toBeCloseTo((0.625 * 7) / 12, 12);
  });

  it('does not take a score of one variant for a version of every score that has it', () => {
    const large = Array.from({ length: 400 }, (_, i) => [i + 1, 1] as const);
    expect(overlap([[7, 1]], large)).toBeCloseTo((1 + 1 / 400) / 2, 12);
  });

  it('adds up rows of one locus, and leaves out rows without one', () => {
    expect(
      overlap(
        [
          [0, 99],
          [5, 1],
          [5, 2],
          [9, 3],
        ],
        [
          [5, 3],
          [9, 3],
        ],
      ),
    ).toBeCloseTo(1, 12);
    expect(
      sketch([
        [0, 99],
        [5, 1],
        [5, 2],
      ]),
    ).toMatchObject({ loci: 1, masses: [3] });
  });

  it('weighs a locus with three weights by the largest difference they make', () => {
    const { masses } = sketchVariants({
      keys: Uint32Array.from([5]),
      weights: new Float64Array(1),
      dosageWeights: Float64Array.from([1, -2, 0.5]),
    });
    expect(masses).toEqual([3]);
  });
});

describe('the overlap of two large scores, from samples of 512 loci', () => {
  /** A generator with a seed, of weights as genome-wide scores have them. */
  const draw = (seed: number) => {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return -Math.log((state + 1) / 2 ** 32);
    };
  };
  const score = (seed: number, loci: number, first = 1): [number, number][] => {
    const next = draw(seed);
    return Array.from({ length: loci }, (_, i) => [first + i * 7, next()]);
  };

  it('keeps 512, whatever the number', () => {
    expect(sketch(score(1, 512)).hashes).toHaveLength(512);
    const large = sketch(score(1, 50_000));
    expect(large).toMatchObject({ loci: 50_000 });
    expect(large.hashes).toHaveLength(512);
    expect([...large.hashes]).toEqual([...large.hashes].sort((a, b) => a - b));
  });

  it('tells a version from a score that only has the same loci', () => {
    const original = score(1, 50_000);
    const retuned = original.map(([key, weight], i) => [key, weight * (i % 2 === 0 ? 1.1 : 0.9)] as const);
    expect(overlap(original, retuned)).toBeGreaterThan(0.9);
    // Independent exponential weights: ½.
    expect(overlap(original, score(2, 50_000))).toBeGreaterThan(0.4);
    expect(overlap(original, score(2, 50_000))).toBeLessThan(0.6);
  });

  it('is near the exact value for a version that keeps the heavier loci', () => {
    const original = score(3, 20_000);
    const kept = original.filter(([, weight]) => weight > 0.5);
    const share = kept.reduce((sum, [, w]) => sum + w, 0) / original.reduce((sum, [, w]) => sum + w, 0);
    expect(Math.abs(overlap(original, kept) - (1 + share) / 2)).toBeLessThan(0.04);
  });

  it('is the same both ways', () => {
    const scores = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.double({ min: -5, max: 5, noNaN: true })), {
      maxLength: 1500,
    });
    fc.assert(
      fc.property(scores, scores, (a, b) => {
        const value = overlap(a, b);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-9);
        expect(overlap(b, a)).toBeCloseTo(value, 12);
      }),
      { numRuns: 50 },
    );
  });
});
