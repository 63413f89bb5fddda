import { describe, expect, it } from 'vitest';
import { groupByTrait, type Voter } from '../../src/core/judgement/traitConsensus.ts';
import type { TraitConsensus, VariantSketch } from '../../src/core/model/judgement.ts';
import { normalQuantile } from '../../src/core/reference/normal.ts';

let last = 0;

/** A usable result at a percentile, of a publication of its own. */
function voter(percentile: number | null, change: Partial<Voter['result']> = {}, sketch?: VariantSketch): Voter {
  last++;
  return {
    result: {
      pgs_id: `PGS${String(last).padStart(6, '0')}`,
      trait_reported: 'Breast cancer',
      trait_efo: 'breast carcinoma',
      trait_efo_id: 'EFO_0000305',
      pgp_id: `PGP${last}`,
      percentile,
      percentile_method: percentile === null ? 'unavailable' : 'theoretical',
      z_score: percentile === null ? null : normalQuantile(percentile / 100),
      weight_mass_coverage: 1,
      build_mismatch: false,
      ...change,
    },
    sketch: sketch ?? null,
  };
}

const only = (voters: readonly Voter[]): TraitConsensus => {
  const traits = groupByTrait(voters);
  expect(traits).toHaveLength(1);
  return traits[0] as TraitConsensus;
};
const judge = (...percentiles: readonly number[]) => only(percentiles.map((percentile) => voter(percentile)));
const outlierPercentiles = ({ voices }: TraitConsensus) =>
  voices.filter(({ is_outlier }) => is_outlier).map(({ percentile }) => percentile);

describe('what several scores say together', () => {
  it('is nothing more than the one there is', () => {
    expect(judge(50)).toMatchObject({
      signal: 'Only one model',
      agreement: 'None to compare',
      votes: 1,
      percentile_median: 50,
      percentile_spread: 0,
      percentile_sd: null,
      outlier_ids: [],
    });
  });

  it('is a disagreement when two lie 35 points and more apart', () => {
    expect(judge(20, 60)).toMatchObject({
      signal: 'Mixed',
      agreement: 'Wide spread',
      percentile_spread: 40,
      percentile_median: 40,
      percentile_lowest: 20,
      percentile_highest: 60,
      outlier_ids: [],
    });
    expect(judge(20, 54.9).signal).toBe('Mostly average');
    expect(judge(20, 55).signal).toBe('Mixed');
  });

  it('is consistent for 40, 52, 55 and 60: a standard deviation of 8.5', () => {
    const found = judge(40, 52, 55, 60);
    expect(found).toMatchObject({ agreement: 'Consistent', signal: 'Mostly average', outlier_ids: [] });
    // Deviations from 51.75: −11.75, 0.25, 3.25, 8.25; squares 216.75; ÷ 3 = 72.25.
    expect(found.percentile_sd).toBeCloseTo(8.5, 10);
    expect(found.percentile_median).toBe(53.5);
    // Φ⁻¹(0.52) = 0.0502 and Φ⁻¹(0.55) = 0.1257.
    expect(found.z_median).toBeCloseTo(0.0879, 4);
  });

  it('flags 98 among 50, 52, 54 and 55', () => {
    const found = judge(50, 52, 54, 55, 98);
    expect(outlierPercentiles(found)).toEqual([98]);
    expect(found).toMatchObject({ signal: 'Possible outlier', agreement: 'Possible outlier', percentile_median: 54 });
  });

  it('flags 90 alone among four of 50, which have no spread at all', () => {
    expect(outlierPercentiles(judge(50, 50, 50, 50, 90))).toEqual([90]);
    expect(outlierPercentiles(judge(50, 50, 50, 50, 84))).toEqual([]);
  });

  it('sees an outlier in the tail, where percentiles crowd together', () => {
    // z 2.05, 2.10, 2.15, 2.20 and 4.5: percentiles 98.0, 98.2, 98.4, 98.6 and 100.0.
    const voters = [2.05, 2.1, 2.15, 2.2, 4.5].map((z_score) => voter(98, { z_score }));
    expect(only(voters).outlier_ids).toEqual([voters[4].result.pgs_id]);
  });

  it('is consistently elevated from a median of 75 on, and elevated in some from one', () => {
    expect(judge(80, 85, 90)).toMatchObject({ signal: 'Consistently elevated', agreement: 'Consistent' });
    expect(judge(50, 60, 76)).toMatchObject({ signal: 'Elevated in some models', agreement: 'Some variation' });
  });

  it('has no outlier among three', () => {
    expect(judge(50, 50.1, 80).outlier_ids).toEqual([]);
  });
});

describe('who has a vote', () => {
  it('is not a result without a percentile, of another build, of too little of the score, or guessed by AUROC', () => {
    const found = only([
      voter(50),
      voter(60),
      voter(null),
      voter(99, { build_mismatch: true }),
      voter(99, { weight_mass_coverage: 0.49 }),
      voter(99, { weight_mass_coverage: null }),
      voter(99, { percentile_method: 'auroc_approx' }),
    ]);
    expect(found).toMatchObject({
      models: 7,
      usable: 2,
      votes: 2,
      percentile_median: 55,
      reliability: 'Partly usable',
    });
    expect(only([voter(null)])).toMatchObject({
      signal: 'No percentile',
      reliability: 'No usable model',
      votes: 0,
      z_median: null,
      percentile_spread: null,
    });
  });

  it('is one for all scores of a publication', () => {
    const found = only([...[90, 91, 95].map((p) => voter(p, { pgp_id: 'PGP9' })), voter(40), voter(45)]);
    expect(found).toMatchObject({ models: 5, votes: 3, percentile_median: 45 });
    expect(found.voices[0]).toMatchObject({ percentile: 91, shared_because: 'publication' });
    expect(found.voices[0].pgs_ids).toHaveLength(3);
    expect(found.voices[1].shared_because).toBeNull();
  });

  it('is one for ten versions of a score, whoever published them', () => {
    const sketch = (factor: number): VariantSketch => ({ loci: 3, hashes: [1, 2, 3], masses: [factor, 2 * factor, 1] });
    const versions = Array.from({ length: 10 }, (_, i) => voter(90 + i / 10, {}, sketch(1 + i / 100)));
    const other = { loci: 3, hashes: [1, 5, 6], masses: [1, 4, 4] };
    const found = only([...versions, voter(20, {}, other), voter(25)]);
    expect(found).toMatchObject({ models: 12, usable: 12, votes: 3, percentile_median: 25 });
    expect(found.voices[0]).toMatchObject({ shared_because: 'variants' });
    expect(only(versions)).toMatchObject({ votes: 1, signal: 'Only one independent model' });
  });

  it('goes through a chain: the first like the second, the second published with the third', () => {
    const sketch = { loci: 1, hashes: [7], masses: [1] };
    const found = only([
      voter(50, { pgp_id: 'PGP_A' }, sketch),
      voter(60, { pgp_id: 'PGP_B' }, sketch),
      voter(70, { pgp_id: 'PGP_B' }),
    ]);
    expect(found.voices).toMatchObject([{ percentile: 60, shared_because: 'variants and publication' }]);
  });

  it('is not shared by scores without a publication', () => {
    expect(only([voter(50, { pgp_id: null }), voter(60, { pgp_id: null })]).votes).toBe(2);
  });
});

describe('traits', () => {
  it('are told apart by EFO id, in every way that sheets and headers write several', () => {
    const two = { trait_efo_id: 'EFO_0000712|HP_0002140', trait_efo: 'stroke|Ischemic stroke' };
    const found = groupByTrait([
      voter(10, { ...two, trait_reported: 'Stroke' }),
      voter(20, { trait_efo_id: 'HP:0002140, EFO_0000712', trait_efo: null, trait_reported: 'Apoplexy' }),
      voter(30, { trait_efo_id: null, trait_efo: null, trait_reported: 'Luck' }),
      voter(40, { trait_efo_id: null, trait_efo: null, trait_reported: 'luck' }),
      voter(50, { trait_efo_id: '', trait_efo: null, trait_reported: null }),
    ]);
    expect(found.map(({ trait, trait_efo_id, models }) => [trait, trait_efo_id, models])).toEqual([
      ['Ischemic stroke', 'HP_0002140', 2],
      ['Luck', null, 2],
      ['stroke', 'EFO_0000712', 2],
      ['not given', null, 1],
    ]);
  });

  it('are none for no results', () => {
    expect(groupByTrait([])).toEqual([]);
  });
});
