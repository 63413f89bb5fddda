import { expect, it } from 'vitest';
import { summarizeWeights } from '../../src/screens/scoring/weights.ts';

it('summarises weights by hand-worked numbers', () => {
  const columns = ['effect_allele', 'other_allele', 'effect_weight', 'allelefrequency_effect'];
  const rows = [
    ['A', 'T', '-2', '0.5'],
    ['c', 'g', '1', null],
    ['A', 'G', '3', 'NA'],
    ['A', 'C', '4', '0'],
    ['T', 'A', 'none', null],
  ];
  // |w| = 2 + 1 + 3 + 4 = 10, of which 3 in A/T and C/G; median of -2 1 3 4 is 2; 2 of 5 rows with frequency.
  expect(summarizeWeights({ columns, rows, total: 5 })).toEqual({
    rows: 5,
    min: -2,
    median: 2,
    max: 4,
    palindromic_mass: 0.3,
    with_frequency: 0.4,
  });
});

it('says unknown, not zero, without other alleles or rows', () => {
  const noOther = summarizeWeights({
    columns: ['effect_allele', 'effect_weight'],
    rows: [['A', '1']],
    total: 1,
  });
  expect(noOther.palindromic_mass).toBeNull();
  expect(summarizeWeights({ columns: [], rows: [], total: 0 })).toEqual({
    rows: 0,
    min: null,
    median: null,
    max: null,
    palindromic_mass: null,
    with_frequency: 0,
  });
});
