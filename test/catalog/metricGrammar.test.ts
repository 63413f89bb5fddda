import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMetric } from '../../src/core/catalog/metricGrammar.ts';

const compact = (text: string | null) => {
  const { estimate, ci_lower, ci_upper, se } = parseMetric(text);
  return [estimate, ci_lower, ci_upper, se];
};
const _ = null;

describe('forms of the Catalogue', () => {
  test.each([
    ['1.55 [1.52,1.58]', [1.55, 1.52, 1.58, _]],
    ['1.55[1.52 , 1.58]', [1.55, 1.52, 1.58, _]],
    ['-0.7 (0.15)', [-0.7, _, _, 0.15]],
    ['1.41', [1.41, _, _, _]],
    ['  1.41\t', [1.41, _, _, _]],
    ['0.62 [0.6,0.64] (0.01)', [0.62, 0.6, 0.64, 0.01]],
    ['.5', [0.5, _, _, _]],
    ['5.', [5, _, _, _]],
  ])('%s', (text, expected) => {
    expect(compact(text)).toEqual(expected);
  });

  test.each([
    null,
    '',
    'some text = 0.04',
    "Nagelkerke's R2 = 0.04",
    '1.2 (0.9,1.5)',
    '(1.2)',
    '1.2.3',
    '.',
    '-',
    '1.2 [1.1.1,1.3]',
    '1.2 ( 0.1)',
    '1.2 (0.1 )',
    '1.2 [ 1.1,1.3]',
    '0.62 (0.01) [0.6,0.64]',
    '1.2 [1.1,1.3',
    '1e999',
    'Infinity',
    'NaN',
    '0x10',
    '%',
  ])('%j is nothing', (text) => {
    expect(compact(text)).toEqual([_, _, _, _]);
  });
});

describe('forms beyond it', () => {
  test.each([
    ['1.35E-06', [1.35e-6, _, _, _]],
    ['-2.84e-05 (1.28e-05)', [-2.84e-5, _, _, 1.28e-5]],
    ['+1.2', [1.2, _, _, _]],
    ['−0.7 [−0.9,−0.5]', [-0.7, -0.9, -0.5, _]],
    ['12%', [0.12, _, _, _]],
    ['62 % [60,64]', [0.62, 0.6, 0.64, _]],
    ['1.2 [1.1;1.3]', [1.2, 1.1, 1.3, _]],
    ['1.2 [1.1–1.3]', [1.2, 1.1, 1.3, _]],
    ['1.2 [1.1-1.3]', [1.2, 1.1, 1.3, _]],
    ['-0.5 [-0.6--0.4]', [-0.5, -0.6, -0.4, _]],
    ['1.55 [1.52,1.58], p<0.001', [1.55, 1.52, 1.58, _]],
    ['1.55 [1.52,1.58] (P = 3e-8)', [1.55, 1.52, 1.58, _]],
    ['0.3 (0.1); p-value ≤ 5x10^-8', [0.3, _, _, 0.1]],
  ])('%s', (text, expected) => {
    expect(compact(text)).toEqual(expected);
  });
});

/** The reference's own pattern, as it stands in its documentation; a number it cannot convert is nothing here. */
function readAsReference(text: string): (number | null)[] {
  const found =
    /^(-?[\d.]+)(?:\s*\[(-?[\d.]+)\s*,\s*(-?[\d.]+)\])?(?:\s*\((-?[\d.]+)\))?$/.exec(text.trim())?.slice(1) ?? [];
  const numbers = [0, 1, 2, 3].map((i) => (found[i] === undefined ? null : Number(found[i])));
  return numbers.some((number) => Number.isNaN(number)) ? [_, _, _, _] : numbers;
}

describe('properties', () => {
  const piece = fc.constantFrom('-', '.', '1', '0', '25', '9.5', ',', '[', ']', '(', ')', ' ', '\t');
  const number = fc
    .tuple(fc.constantFrom('', '-'), fc.stringMatching(/^[\d.]{1,5}$/))
    .map(([sign, digits]) => sign + digits);
  const space = fc.constantFrom('', ' ', '\t ');
  const metric = fc
    .tuple(number, fc.option(fc.tuple(space, number, space, space, number)), fc.option(fc.tuple(space, number)), space)
    .map(([estimate, interval, error, end]) => {
      const limits = interval && `${interval[0]}[${interval[1]}${interval[2]},${interval[3]}${interval[4]}]`;
      return `${end}${estimate}${limits ?? ''}${error === null ? '' : `${error[0]}(${error[1]})`}${end}`;
    });

  test('every form of the reference is read as the reference reads it', () => {
    fc.assert(
      fc.property(metric, (text) => {
        expect(compact(text)).toEqual(readAsReference(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('whatever the reference reads is read the same, in any soup of its characters', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const expected = readAsReference(text);
        if (expected[0] !== null) expect(compact(text)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('no text throws, and every number is finite', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), metric), (text) => {
        for (const number of compact(text)) expect(number === null || Number.isFinite(number)).toBe(true);
      }),
    );
  });

  test('a long run of blanks or digits does not take long', () => {
    const started = performance.now();
    parseMetric(`${'1'.repeat(20_000)}[`);
    parseMetric(`1${' '.repeat(20_000)}x`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
