import { describe, expect, it } from 'vitest';
import { readDosageField, readProbabilityField } from '../../src/core/genotype/dosage.ts';

const read = (field: typeof readDosageField, text: string, alts: number): number[] | null => {
  const dosages = new Float64Array(4);
  const bytes = Buffer.from(`x:${text}:y`);
  return field(bytes, 2, 2 + text.length, dosages, alts) ? [...dosages.subarray(0, alts)] : null;
};

describe('readDosageField', () => {
  it.each([
    ['0.73', 1, [0.73]],
    ['2', 1, [2]],
    ['1e-3', 1, [0.001]],
    ['0.5,1.25', 2, [0.5, 1.25]],
    ['.', 1, null],
    ['', 1, null],
    ['0.5,.', 2, null],
    ['0.5', 2, null],
    ['0.5,1', 1, null],
    ['2.01', 1, null],
    ['-0.1', 1, null],
    ['x', 1, null],
    ['', 0, null],
  ])('%j of %i ALTs', (text, alts, expected) => expect(read(readDosageField, text, alts)).toEqual(expected));
});

describe('readProbabilityField', () => {
  it.each([
    ['0.25,0.5,0.25', 1, [1]],
    ['0,0,1', 1, [2]],
    // of a haploid call
    ['0.25,0.75', 1, [0.75]],
    // 0/0 0/1 1/1 0/2 1/2 2/2
    ['0,0.5,0,0,0.5,0', 2, [1, 0.5]],
    ['0,0,0.25,0,0,0.75', 2, [0.5, 1.5]],
    ['0.5,0.25,0.25', 2, [0.25, 0.25]],
    // phred-scaled, incomplete, negative
    ['46,0.0001,49', 1, null],
    ['0.5,0.5,.', 1, null],
    ['-1,1,1', 1, null],
    ['0.1,0.2,0.3', 1, null],
    ['1', 0, null],
  ])('%j of %i ALTs', (text, alts, expected) => expect(read(readProbabilityField, text, alts)).toEqual(expected));

  it('evens out rounding', () => {
    const [dosage] = read(readProbabilityField, '0.33,0.33,0.33', 1) as number[];
    expect(dosage).toBeCloseTo(1, 12);
  });
});
