import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareScores } from '../../src/core/scoring/compareScores.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { scoringText } from '../support/scoring.ts';

const compare = (one: readonly string[], other: readonly string[]) => {
  const parse = (rows: readonly string[]) => parseScoringFile(Buffer.from(scoringText(rows)), 'a.txt');
  return compareScores(parse(one), parse(other));
};

describe('comparing two scores', () => {
  it('gives hand-worked counts, shares and correlations', () => {
    const found = compare(
      ['1 100 A G 1', '1 200 C T 2', '1 300 A G 3', '1 400 A C -1', '2 500 A G 3', '- - A G 7'],
      ['1 100 A G 2', '1 200 T C -1', '1 300 A G 6', '1 400 G T 1', '3 500 A G 10'],
    );
    // Turned to the effect alleles of the first, the weights are (1, 2), (2, 1), (3, 6). Around the means 2 and 3:
    // (-1, -1), (0, -2), (1, 3): xy = 1 + 0 + 3 = 4, xx = 2, yy = 1 + 4 + 9 = 14. Around 0: xy = 2 + 2 + 18 = 22,
    // xx = 1 + 4 + 9 = 14, yy = 4 + 1 + 36 = 41.
    expect(found).toMatchObject({ n_shared: 4, n_same: 2, n_opposite: 1, n_other_alleles: 1, n_other_effects: 0 });
    expect(found.n_compared).toBe(3);
    expect(found.pearson).toBeCloseTo(4 / Math.sqrt(28), 12);
    expect(found.cosine).toBeCloseTo(22 / Math.sqrt(14 * 41), 12);
    // |w|: 1 + 2 + 3 + 1 of 17, and 2 + 1 + 6 + 1 of 20.
    expect(found.one).toMatchObject({ n_rows: 6, n_loci: 5, n_without_position: 1 });
    expect(found.one.shared_weight).toBeCloseTo(7 / 17, 12);
    expect(found.other).toMatchObject({ n_loci: 5, n_without_position: 0, shared_weight: 0.5 });
    expect(found.one.only).toEqual([
      {
        ...{ line: 6, chrom: '2', pos: 500, effect_allele: 'A', other_allele: 'G', effect_weight: 3 },
        weight_share: 3 / 17,
      },
    ]);
    expect(found.other.only).toMatchObject([{ chrom: '3', pos: 500, weight_share: 0.5 }]);
  });

  it('pairs several rows of a locus by their alleles, and indels by their letters', () => {
    const found = compare(
      ['1 100 A G 1', '1 100 T G 2', '1 200 AT A 3'],
      ['1 100 T G 2', '1 100 G A 1', '1 200 A AT 3'],
    );
    expect(found).toMatchObject({ n_shared: 2, n_same: 1, n_opposite: 2, n_other_alleles: 0 });
  });

  it('takes an other allele that is not given for whatever fits, and guesses nothing from two effect alleles', () => {
    expect(compare(['1 100 A - 1'], ['1 100 A G 1'])).toMatchObject({ n_same: 1 });
    expect(compare(['1 100 A - 1'], ['1 100 G A 1'])).toMatchObject({ n_opposite: 1 });
    expect(compare(['1 100 A - 1'], ['1 100 G - 1'])).toMatchObject({ n_other_alleles: 1 });
    expect(compare(['1 100 A G 1'], ['1 100 A T 1'])).toMatchObject({ n_other_alleles: 1 });
  });

  it('has no correlation where weights do not vary, and compares nothing without shared loci', () => {
    expect(compare(['1 1 A G 1', '1 2 A G 1'], ['1 1 A G 1', '1 2 A G 2'])).toMatchObject({ pearson: null });
    expect(compare(['1 1 A G 0'], ['1 2 A G 1'])).toMatchObject({
      ...{ n_shared: 0, pearson: null, cosine: null },
      one: { shared_weight: null },
      other: { shared_weight: 0 },
    });
  });

  it('leaves weights of different kinds out', () => {
    const header = 'chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_dominant\n';
    const parse = (text: string) => parseScoringFile(Buffer.from(header + text), 'a.txt');
    const one = parse('1\t1\tA\tG\t1\tTrue\n1\t2\tA\tG\t1\tTrue\n1\t3\tA\tG\t1\tTrue\n');
    const other = parse('1\t1\tA\tG\t1\tTrue\n1\t2\tG\tA\t1\tTrue\n1\t3\tA\tG\t1\tFalse\n');
    expect(compareScores(one, other)).toMatchObject({ n_same: 1, n_opposite: 0, n_other_effects: 2, n_compared: 1 });
  });

  const rows = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('A G', 'G A', 'A C'), fc.integer({ min: -9, max: 9 })),
    { selector: ([pos]) => pos, minLength: 1 },
  );

  it('says the same both ways round, and a score is itself whichever allele it counts', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const text = (list: typeof a) => list.map(([pos, alleles, weight]) => `1 ${pos} ${alleles} ${weight}`);
        const [there, back] = [compare(text(a), text(b)), compare(text(b), text(a))];
        const counted = ({ one: _, other: __, pearson: ___, cosine: ____, ...counts }: typeof there) => counts;
        expect(counted(back)).toEqual(counted(there));
        expect([back.one, back.other]).toEqual([there.other, there.one]);
        if (there.cosine === null) expect(back.cosine).toBeNull();
        else expect(back.cosine).toBeCloseTo(there.cosine, 9);
        const turned = a.map(([pos, alleles, weight], i) => {
          const [effect, other] = alleles.split(' ');
          return i % 2 === 0 ? `1 ${pos} ${alleles} ${weight}` : `1 ${pos} ${other} ${effect} ${-weight}`;
        });
        const self = compare(text(a), turned);
        expect(self).toMatchObject({ n_shared: a.length, n_other_alleles: 0, n_compared: a.length });
        if (self.cosine !== null) expect(self.cosine).toBeCloseTo(1, 9);
        if (self.pearson !== null) expect(self.pearson).toBeCloseTo(1, 9);
      }),
    );
  });
});
