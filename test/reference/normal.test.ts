import { describe, expect, test } from 'vitest';
import { erfc, normalCdf, normalQuantile } from '../../src/core/reference/normal.ts';

describe('normalCdf', () => {
  test.each([
    [-8, 6.220960574271819e-16],
    [-1.96, 0.024997895148220435],
    [-1, 0.15865525393145707],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [0.25, 0.5987063256829237],
    [1, 0.8413447460685429],
    [1.96, 0.9750021048517795],
    [2.5, 0.9937903346742238],
    [5, 0.9999997133484281],
  ])('Φ(%f) is %f', (x, expected) => {
    expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThan(2e-15);
  });

  test('saturates without leaving 0 to 1', () => {
    for (const x of [37, 100, Number.POSITIVE_INFINITY]) {
      expect(normalCdf(x)).toBe(1);
      expect(Math.abs(normalCdf(-x))).toBeLessThan(1e-15);
    }
    expect(normalCdf(-37)).toBeGreaterThan(0);
    expect(normalCdf(Number.NaN)).toBeNaN();
  });

  test('is symmetric and rises everywhere, across the joints of its pieces too', () => {
    for (let x = 0; x < 9; x += 1 / 64) {
      expect(Math.abs(normalCdf(x) + normalCdf(-x) - 1)).toBeLessThan(3e-16);
      expect(normalCdf(-x)).toBeGreaterThan(normalCdf(-x - 1 / 64));
    }
  });
});

describe('normalQuantile', () => {
  test('is the inverse of normalCdf', () => {
    for (const x of [-5, -1.959963984540054, -0.3, 0, 1e-9, 0.5244005127080409, 3])
      expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(1e-9);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  });

  test('reaches infinity at 0 and 1, and nothing outside', () => {
    expect([0, 1, -0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe('erfc', () => {
  // math.erfc of CPython on glibc.
  test.each([
    [-3, 1.9999779095030015],
    [-1, 1.842700792949715],
    [0.1, 0.8875370839817152],
    [0.5, 0.4795001221869535],
    [0.84375, 0.23277433876765835],
    [1, 0.15729920705028513],
    [1.25, 0.07709987174354177],
    [2, 0.004677734981047265],
    [3, 2.2090496998585438e-5],
    [5, 1.5374597944280351e-12],
    [10, 2.088487583762545e-45],
    [20, 5.3958656116079005e-176],
    [26, 5.663192408856143e-296],
  ])('erfc(%f) is %f', (x, expected) => {
    expect(Math.abs(erfc(x) / expected - 1)).toBeLessThan(1e-15);
  });
});
