import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';
import { compareRows } from '../../src/core/scoring/compareRows.ts';
import type { MatchedRows } from '../../src/core/scoring/explainScore.ts';
import { type MatchPolicies, matchRows } from '../../src/core/scoring/matchKernel.ts';
import { sumScore } from '../../src/core/scoring/scoreSums.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { ALL_CHROMOSOMES, indexOf, scoringText } from '../support/scoring.ts';

const POLICIES = { ...DEFAULT_POLICIES, ambiguous: 'keep', chromosomes: ALL_CHROMOSOMES } as const;

function match(
  rows: readonly string[],
  records: readonly string[],
  policies: Partial<MatchPolicies> = {},
): MatchedRows {
  const scoring = parseScoringFile(Buffer.from(scoringText(rows)), 'a.txt');
  const index = indexOf(records);
  return { scoring, index, matches: matchRows(index, scoring, { ...POLICIES, ...policies }) };
}

describe('rows of a score in two genomes', () => {
  // Written out of key order, so that a row is known by its line and not by its place.
  const rows = ['2 200 A G -2', '1 100 A G 1', '1 300 A T 0.5', '1 400 C T 4'];

  it('say what became of which rows, and what each change added', () => {
    const a = match(rows, ['1 100 G A 0/1', '1 300 T A 0/1', '2 200 G A 0/1']);
    const b = match(rows, ['1 100 G A 1/1', '1 300 T A 0/1', '1 400 T G 0/1'], { ambiguous: 'drop' });
    const compared = compareRows(a, b);
    expect(compared).toMatchObject({ n_rows: 4, n_changed: 4 });
    expect(compared?.changes).toEqual([
      { from: 'exact', to: 'absent_unknown', n_rows: 1, difference: 2 },
      { from: 'exact', to: 'exact', n_rows: 1, difference: 1 },
      { from: 'exact', to: 'ambiguous', n_rows: 1, difference: -0.5 },
      { from: 'absent_unknown', to: 'allele_mismatch', n_rows: 1, difference: 0 },
    ]);
    expect(compared?.rows.map(({ line, chrom, pos, difference }) => [line, chrom, pos, difference])).toEqual([
      [2, '2', 200, 2],
      [3, '1', 100, 1],
      [4, '1', 300, -0.5],
      [5, '1', 400, 0],
    ]);
    expect(compared?.rows[1]).toMatchObject({
      a: { state: 'exact', dosage: 1, records: [{ genotype: '0/1' }] },
      b: { state: 'exact', dosage: 2, records: [{ genotype: '1/1' }] },
    });
    expect(compared?.rows[3]?.b).toMatchObject({ state: 'allele_mismatch', dosage: null });
  });

  it('are not held against each other where the files have other rows', () => {
    const records = ['1 100 G A 0/1'];
    expect(compareRows(match(['1 100 A G 1'], records), match(['1 100 A G 2'], records))).toBeNull();
    expect(compareRows(match(['1 100 A G 1'], records), match(['1 100 A G 1', '1 200 A G 1'], records))).toBeNull();
    // One score, lifted to another build.
    expect(compareRows(match(['1 100 A G 1'], records), match(['1 150 A G 1'], records))?.n_changed).toBe(1);
  });

  it('tell no more rows than anybody reads, and count all', () => {
    const many = Array.from({ length: 500 }, (_, i) => `1 ${i + 1} A G ${i + 1}`);
    const records = many.map((_, i) => `1 ${i + 1} G A 0/1`);
    const compared = compareRows(match(many, []), match(many, records));
    expect(compared?.rows).toHaveLength(200);
    expect(compared?.rows[0]?.difference).toBe(500);
    expect(compared?.changes).toEqual([
      { from: 'absent_unknown', to: 'exact', n_rows: 500, difference: (500 * 501) / 2 },
    ]);
  });

  const genotype = fc.constantFrom('0/0', '0/1', '1/1', './.', null);
  const weights = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 12 });
  it('sum to the difference of the scores', () => {
    fc.assert(
      fc.property(weights, fc.array(genotype), fc.array(genotype), (values, inA, inB) => {
        const text = values.map((weight, i) => `1 ${1000 - i} A G ${weight}`);
        const genome = (calls: readonly (string | null)[]) =>
          values.flatMap((_, i) => (calls[i] ? [`1 ${1000 - i} G A ${calls[i]}`] : [])).reverse();
        const [a, b] = [match(text, genome(inA)), match(text, genome(inB))];
        const difference = sumScore(b.scoring, b.matches).score - sumScore(a.scoring, a.matches).score;
        const compared = compareRows(a, b);
        const sum = (moves: readonly { readonly difference: number }[] = []) =>
          moves.reduce((total, move) => total + move.difference, 0);
        expect(sum(compared?.changes)).toBe(difference);
        expect(sum(compared?.rows)).toBe(difference);
        expect(compareRows(a, a)?.n_changed).toBe(0);
      }),
    );
  });
});
