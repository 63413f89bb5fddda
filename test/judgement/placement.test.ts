import { describe, expect, it } from 'vitest';
import {
  approximateByAuroc,
  explainGap,
  placeInPopulation,
  type ScoredSample,
} from '../../src/core/judgement/placement.ts';
import type { ReferenceDistribution } from '../../src/core/model/score.ts';

const EUR: ReferenceDistribution = {
  pgs_id: 'PGS000001',
  superpopulation: 'EUR',
  mean: 1.2,
  std: 0.4,
  n: 633,
  median: 1.2,
  p5: 0.5,
  p25: 0.9,
  p75: 1.5,
  p95: 1.9,
};

const place = (change: Partial<ScoredSample> = {}) =>
  placeInPopulation({
    score: 1.7,
    expected: { score: 1.6, mean: 1, std: 0.3, rows: 70 },
    coverage: 1,
    matched: 77,
    hasUnlisted: false,
    genome_build: 'GRCh38',
    detected_genome_build: 'GRCh38',
    population: 'EUR',
    distributions: [EUR],
    ...change,
  });

describe('a percentile', () => {
  it('is of the reference distribution first, normal and empirical, both with their source', () => {
    // (1.7 − 1.2) ÷ 0.4 = 1.25; 75 + 20 · (1.7 − 1.5) ÷ (1.9 − 1.5) = 85.
    const placed = place();
    expect(placed).toMatchObject({
      percentile: 89.44,
      percentile_method: 'reference_panel',
      percentile_source:
        'a normal distribution with the mean and SD of EUR, 633 people, of the reference distributions',
      percentile_empirical: 85,
      percentile_empirical_source: 'between p75 and p95 of EUR, 633 people, of the reference distributions',
      reference_n: 633,
      reference_not_used: null,
      ancestry: 'EUR',
      population: 'EUR',
    });
    expect(placed.z_score).toBeCloseTo(1.25, 12);
    expect(explainGap(placed)).toEqual([
      'The percentile is 89.4 if scores are normally distributed, and 85.0 between the quantiles of the same people.',
    ]);
    expect(explainGap(place({ score: 1.2 }))).toEqual([]);
  });

  it('says that a score is beyond the known quantiles instead of guessing', () => {
    expect(place({ score: 2 })).toMatchObject({
      percentile: 97.72,
      percentile_empirical: null,
      percentile_empirical_source: 'above p95 of EUR, 633 people, of the reference distributions',
    });
  });

  const refused = (change: Partial<ScoredSample>) => {
    const placed = place(change);
    return [placed.percentile_method, placed.reference_not_used?.code];
  };

  it('is by allele frequencies where the distribution does not fit, and says why', () => {
    // (1.6 − 1) ÷ 0.3 = 2.
    expect(place({ distributions: [] })).toMatchObject({
      percentile: 97.72,
      percentile_method: 'theoretical',
      percentile_source: 'effect-allele frequencies of the scoring file, 70 of 77 variants counted',
      percentile_empirical: null,
      reference_not_used: { code: 'no_distribution' },
      ancestry: null,
    });
    expect(refused({ coverage: 0.94 })).toEqual(['theoretical', 'low_coverage']);
    expect(refused({ distributions: [{ ...EUR, panel_build: 'GRCh37' }] })).toEqual([
      'theoretical',
      'panel_build_mismatch',
    ]);
    expect(refused({ distributions: [{ ...EUR, panel_build: 'GRCh38' }] })).toEqual(['reference_panel', undefined]);
    expect(refused({ population: 'AFR' })).toEqual(['theoretical', 'population_not_in_panel']);
    expect(place({ population: 'AFR', expected: null })).toMatchObject({
      percentile: null,
      percentile_method: 'unavailable',
      population: 'AFR',
      reference_not_used: {
        sentence: 'The reference distributions of this score are of EUR, not of AFR.',
      },
    });
  });

  it('does not rest on a broken distribution', () => {
    for (const change of [{ std: 0 }, { std: Number.NaN }, { mean: Number.NaN }, { mean: 1e6, std: 1e7 }])
      expect(refused({ distributions: [{ ...EUR, ...change }] })).toEqual(['theoretical', 'distribution_unusable']);
    // Large numbers that fit together are only large.
    const large = { ...EUR, mean: 1.2e6, std: 4e5, median: 1.2e6, p5: 5e5, p25: 9e5, p75: 1.5e6, p95: 1.9e6 };
    expect(refused({ distributions: [large] })).toEqual(['reference_panel', undefined]);
  });

  it('is withheld for another build, before low coverage, before what is not listed', () => {
    expect(place({ detected_genome_build: 'GRCh37', coverage: 0.1 })).toMatchObject({
      percentile: null,
      z_score: null,
      percentile_method: 'build_mismatch',
      percentile_source: null,
    });
    expect(refused({ coverage: 0.19, hasUnlisted: true })).toEqual(['insufficient_coverage', 'low_coverage']);
    expect(refused({ coverage: null })).toEqual(['insufficient_coverage', 'low_coverage']);
    expect(refused({ coverage: 0.9, hasUnlisted: true })).toEqual(['variant_only_input', 'low_coverage']);
    expect(refused({ coverage: 0.96, hasUnlisted: true })).toEqual(['reference_panel', undefined]);
  });
});

describe('the approximation by AUROC', () => {
  const unavailable = { percentile_method: 'unavailable', score: 1, warnings: ['w'] } as const;

  it('replaces only a percentile that could not be had', () => {
    expect(approximateByAuroc(unavailable, { auroc: 0.7, ppm_id: 'PPM000001' })).toMatchObject({
      percentile: 82.58,
      percentile_method: 'auroc_approx',
      percentile_source: 'AUROC 0.700 of PPM000001, with mean 0 assumed',
      withheld: [],
      warnings: ['w', expect.stringContaining('may be far off')],
    });
    for (const percentile_method of ['theoretical', 'insufficient_coverage', 'build_mismatch'] as const)
      expect(approximateByAuroc({ ...unavailable, percentile_method }, { auroc: 0.7, ppm_id: null })).toBeNull();
  });

  it('needs an AUROC above 0.5 and below 1', () => {
    for (const auroc of [null, 0.5, 0.4, 1])
      expect(approximateByAuroc(unavailable, { auroc, ppm_id: null })).toBeNull();
    expect(approximateByAuroc(unavailable, null)).toBeNull();
  });
});
