import { describe, expect, it } from 'vitest';
import { gradeCoverage, reasonsWithheld } from '../../src/core/judgement/coverage.ts';

const WHOLE = {
  match_rate: 1,
  weight_mass_coverage: 1,
  weight_mass_total: 2,
  weight_mass_frequency_filled: 0,
  weight_mass_assumed_hom_ref: 0,
  expected_variance_share: null,
  genotype_input_mode: 'all_sites',
  variants_unscorable_absent: 0,
  build_mismatch: false,
} as const;

describe('gradeCoverage', () => {
  it.each([
    [1, 'A'],
    [0.95, 'A'],
    [0.94, 'B'],
    [0.8, 'B'],
    [0.5, 'C'],
    [0.2, 'D'],
    [0.19, 'F'],
    [null, 'F'],
  ])('weight coverage %s is %s', (weight_mass_coverage, grade) => {
    expect(gradeCoverage({ ...WHOLE, weight_mass_coverage }).coverage_grade).toBe(grade);
  });
  it.each([
    [{ expected_variance_share: 0.6 }, 'C', 'variance_share'],
    [{ match_rate: 0.05 }, 'D', 'low_match_rate'],
    [{ genotype_input_mode: 'variant_only', variants_unscorable_absent: 1 }, 'C', 'absent_unknown'],
    [{ build_mismatch: true }, 'F', 'build_mismatch'],
    [{ weight_mass_assumed_hom_ref: 1.8 }, 'A', 'assumed_reference'],
    [{ weight_mass_frequency_filled: 0.04 }, 'B', 'frequency_filled'],
  ] as const)('%j gives %s with its reason', (fields, grade, code) => {
    const judged = gradeCoverage({ ...WHOLE, ...fields });
    expect(judged.coverage_grade).toBe(grade);
    expect(judged.coverage_reasons.map((reason) => reason.code)).toContain(code);
  });
  it('does not count what was filled from frequencies as known', () => {
    const { coverage_grade, coverage_reasons } = gradeCoverage({ ...WHOLE, weight_mass_frequency_filled: 1.5 });
    expect(coverage_grade).toBe('D');
    expect(coverage_reasons[0].sentence).toContain('25.0 %');
  });
  it('leaves a file that lists every site alone about absent variants', () => {
    expect(gradeCoverage({ ...WHOLE, variants_unscorable_absent: 3 }).coverage_grade).toBe('A');
  });
});

describe('reasonsWithheld', () => {
  it('is empty when there is a percentile, and one reason when there is none', () => {
    expect(reasonsWithheld('theoretical')).toEqual([]);
    expect(reasonsWithheld('insufficient_coverage').map(({ code }) => code)).toEqual(['insufficient_coverage']);
  });
});
