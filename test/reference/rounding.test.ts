import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatFixed, roundTo } from '../../src/core/reference/rounding.ts';

describe('formatFixed', () => {
  // Printed by CPython's format(x, '.kf').
  test.each([
    [0.125, 2, '0.12'],
    [62.5, 0, '62'],
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
    [9.5, 0, '10'],
    [1.005, 2, '1.00'],
    [2.675, 2, '2.67'],
    [-0.125, 2, '-0.12'],
    [-0.5, 0, '-0'],
    [-0.001, 2, '-0.00'],
    [-0, 1, '-0.0'],
    [0.0625, 3, '0.062'],
    [0.1875, 3, '0.188'],
    [99.99609375, 7, '99.9960938'],
    [1e22, 2, '10000000000000000000000.00'],
  ])('%f with %i decimals is %s', (x, k, expected) => {
    expect(formatFixed(x, k)).toBe(expected);
  });

  test('is the exact value rounded half to even, whatever the value', () => {
    const anyNumber = fc.double({ min: -1e18, max: 1e18, noNaN: true });
    // Sixteenths and the like: most of these are exact ties for some k.
    const dyadic = fc.tuple(fc.integer({ min: -99999, max: 99999 }), fc.integer({ min: 0, max: 8 }));
    const value = fc.oneof(
      anyNumber,
      dyadic.map(([m, e]) => m / 2 ** e),
    );
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 6 }), (x, k) => {
        expect(formatFixed(x, k)).toBe(formatExactly(x, k));
      }),
      { numRuns: 2000 },
    );
  });
});

test('roundTo keeps what cannot be rounded', () => {
  expect(roundTo(0.125, 2)).toBe(0.12);
  expect(roundTo(Number.POSITIVE_INFINITY, 2)).toBe(Number.POSITIVE_INFINITY);
  expect(roundTo(Number.NaN, 2)).toBeNaN();
});

/** The same by integer arithmetic on the mantissa: x = m·2^e, and the quotient m·2^e·10^k is rounded by its remainder. */
function formatExactly(x: number, k: number): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const raw = bits.getBigUint64(0);
  const exponent = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  const m = exponent === 0 ? fraction : fraction | (1n << 52n);
  const e = BigInt(Math.max(exponent, 1) - 1075);
  const numerator = m * 10n ** BigInt(k) * (e > 0n ? 1n << e : 1n);
  const denominator = e < 0n ? 1n << -e : 1n;
  let quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient++;
  const digits = quotient.toString().padStart(k + 1, '0');
  const whole = digits.slice(0, digits.length - k);
  return `${raw >> 63n ? '-' : ''}${whole}${k > 0 ? `.${digits.slice(-k)}` : ''}`;
}
