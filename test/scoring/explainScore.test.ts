import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';
import { explainScore } from '../../src/core/scoring/explainScore.ts';
import { matchRows } from '../../src/core/scoring/matchKernel.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { ALL_CHROMOSOMES, indexOf, scoringText } from '../support/scoring.ts';

const POLICIES = { ...DEFAULT_POLICIES, ambiguous: 'keep', chromosomes: ALL_CHROMOSOMES } as const;

function explain(rows: readonly string[], records: readonly string[]) {
  const scoring = parseScoringFile(Buffer.from(scoringText(rows)), 'a.txt');
  const index = indexOf(records);
  return explainScore({ scoring, matches: matchRows(index, scoring, POLICIES), index });
}

describe('explaining a score', () => {
  it('gives shares of weight and of variance by state, and both records of each row', () => {
    const { states, rows } = explain(
      // Variances 2p(1-p)w²: 0.5, 0.32 × 4 = 1.28, none without a frequency, 0.5.
      ['1 100 A G 1 0.5', '1 200 A G -2 0.2', '1 300 A G 1 -', 'X 400 T C 1 0.5'],
      ['1 100 G A 1/1', '1 300 T A 0/1', 'X 400 C T 1', '2 100 G A 0/1'],
    );
    expect(states).toEqual([
      { state: 'absent_unknown', is_counted: false, n_rows: 1, weight_share: 0.4, variance_share: 1.28 / 2.28 },
      { state: 'allele_mismatch', is_counted: false, n_rows: 1, weight_share: 0.2, variance_share: 0 },
      { state: 'exact', is_counted: true, n_rows: 2, weight_share: 0.4, variance_share: expect.closeTo(1 / 2.28, 12) },
    ]);
    expect(rows.map(({ line, state, dosage, contribution }) => [line, state, dosage, contribution])).toEqual([
      [3, 'absent_unknown', null, null],
      [4, 'allele_mismatch', null, null],
      [2, 'exact', 2, 2],
      [5, 'exact', 1, 1],
    ]);
    expect(rows[0]).toMatchObject({ chrom: '1', pos: 200, effect_weight: -2, frequency: 0.2, records: [] });
    expect(rows[1].records).toEqual([{ ref: 'T', alts: ['A'], genotype: '0/1', dosages: null, is_filtered: false }]);
    expect(rows[3].records).toMatchObject([{ genotype: '1' }]);
  });

  it('tells the heaviest of many rows', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `1 ${i + 1} A G ${(i * 7) % 1000}`);
    const { rows, states } = explain(many, []);
    expect(states).toMatchObject([{ state: 'absent_unknown', n_rows: 1000, weight_share: expect.closeTo(1, 12) }]);
    expect(rows).toHaveLength(400);
    expect(rows.map(({ effect_weight }) => effect_weight)).toEqual(Array.from({ length: 400 }, (_, i) => 999 - i));
  });

  it('has no shares where a score has no weight', () => {
    const { states } = explain(['1 100 A G 0'], []);
    expect(states).toMatchObject([{ weight_share: 0, variance_share: null }]);
  });
});
