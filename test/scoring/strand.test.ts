import { describe, expect, it } from 'vitest';
import { judgeStrand, strandByFrequency, wilsonInterval } from '../../src/core/scoring/strand.ts';

describe('wilsonInterval', () => {
  // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i', (hits, count, low, high) => {
    expect(wilsonInterval(hits, count).low).toBeCloseTo(low, 4);
    expect(wilsonInterval(hits, count).high).toBeCloseTo(high, 4);
  });

  it('leaves everything open without a count', () => expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 }));
});

describe('judgeStrand', () => {
  it.each([
    [73, 0, 'forward'],
    [72, 0, 'unknown'],
    [1000, 30, 'forward'],
    [1000, 60, 'unknown'],
    [1000, 100, 'mixed'],
    [0, 73, 'reverse'],
    [5, 5, 'mixed'],
    [0, 0, 'unknown'],
  ])('%i forward and %i flipped are %s', (forward, flipped, verdict) => {
    expect(judgeStrand({ forward, flipped })).toBe(verdict);
  });
});

describe('strandByFrequency', () => {
  it.each([
    [0.2, 0.25, 'forward'],
    [0.8, 0.7, 'forward'],
    [0.2, 0.8, 'reverse'],
    [0.2, 0.45, 'unknown'],
    [0.58, 0.9, 'unknown'],
    [Number.NaN, 0.9, 'unknown'],
    [0.2, Number.NaN, 'unknown'],
  ])('%f in the file and %f in the cohort: %s', (inFile, inCohort, strand) => {
    expect(strandByFrequency(inFile, inCohort)).toBe(strand);
  });
});
