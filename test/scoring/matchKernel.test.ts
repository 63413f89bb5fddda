import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vcfText } from '../support/genotypes.ts';
import { score, scoreText, scoringText } from '../support/scoring.ts';
import { askOracle, type OracleRow } from './oracle.ts';

/** One record, one row: state and score at weight 1. */
function one(record: string, row: string, policies = {}): [string, number] {
  const { states, sums } = score([record], [`${row} 1`], policies);
  return [states[0], sums.score];
}

describe('one row against one record', () => {
  it.each([
    ['1 5 A G 0/1', '1 5 G A', ['exact', 1]],
    ['1 5 A G 1|1', '1 5 G A', ['exact', 2]],
    ['1 5 A G 0/0', '1 5 G A', ['exact', 0]],
    ['1 5 A G 0/0', '1 5 A G', ['swapped', 2]],
    ['1 5 A G 0/1', '1 5 A G', ['swapped', 1]],
    ['1 5 A G 0/1', '1 5 C T', ['flipped', 1]],
    ['1 5 A G 0/0', '1 5 T C', ['flipped', 2]],
    ['1 5 A G 0/1', '1 5 G T', ['allele_mismatch', 0]],
    ['1 5 A G 0/1', '1 5 C A', ['allele_mismatch', 0]],
    ['1 5 A G 0/1', '1 6 G A', ['absent_unknown', 0]],
    ['1 5 A G 0/1', '2 5 G A', ['absent_unknown', 0]],
    ['1 5 A G ./.', '1 5 G A', ['no_call', 0]],
    ['1 5 A G ./1', '1 5 G A', ['no_call', 0]],
    // a malformed call of an allele that the record does not have
    ['1 5 A G 0/2', '1 5 A G', ['no_call', 0]],
    ['1 5 A . 0/1', '1 5 A G', ['no_call', 0]],
    ['X 5 A G 2', 'X 5 A G', ['no_call', 0]],
    ['1 5 A G 0/1 filtered', '1 5 G A', ['filtered', 0]],
    // a call of an allele that the record does not list contradicts it
    ['1 5 A G 0/2', '1 5 A G', ['no_call', 0]],
    ['1 5 A G 2/1', '1 5 G A', ['no_call', 0]],
    ['1 5 A G,T 0/3', '1 5 A T', ['no_call', 0]],
    ['1 5 A . 0/1', '1 5 A G', ['no_call', 0]],
    ['X 5 A G 2', 'X 5 A G', ['no_call', 0]],
    ['1 5 A G,,T 0/3', '1 5 T A', ['exact', 1]],
    ['chr1 5 a g 0/1', '1 5 G A', ['exact', 1]],
    // more than one ALT
    ['1 5 A G,T 1/2', '1 5 G A', ['exact', 1]],
    ['1 5 A G,T 1/2', '1 5 T A', ['exact', 1]],
    ['1 5 A G,T 2/2', '1 5 T G', ['exact', 2]],
    ['1 5 A G,T 1/2', '1 5 A G', ['swapped', 0]],
    ['1 5 A G,T 0/2', '1 5 A G', ['swapped', 1]],
    // haploid
    ['X 5 A G 1', 'X 5 G A', ['exact', 1]],
    ['X 5 A G 0', 'X 5 A G', ['swapped', 1]],
    ['MT 5 A G 1', 'M 5 G A', ['exact', 1]],
    // insertions and deletions
    ['1 5 A AT 0/1', '1 5 AT A', ['exact', 1]],
    ['1 5 ATG A 1/1', '1 5 A ATG', ['exact', 2]],
    ['1 5 ATG A 1/1', '1 5 ATG A', ['swapped', 0]],
    ['1 5 A AC 0/1', '1 5 GT T', ['flipped', 1]],
    // a record that spells out no ALT vouches for REF only
    ['1 5 A . 0/0', '1 5 G A', ['exact', 0]],
    ['1 5 A . 0/0', '1 5 A G', ['swapped', 2]],
    ['1 5 A <NON_REF> 0/0', '1 5 A G', ['swapped', 2]],
    ['1 5 A <*> 0/0', '1 5 C T', ['flipped', 0]],
    ['1 5 A G,<NON_REF> 0/1', '1 5 G A', ['exact', 1]],
    ['1 5 A * 0/1', '1 5 A G', ['swapped', 1]],
    ['1 5 A . 0/0', '1 5 A AT', ['allele_mismatch', 0]],
    ['1 5 A . 0/0', '1 5 AT A', ['allele_mismatch', 0]],
    ['1 5 A . 0/0', '1 5 C G', ['allele_mismatch', 0]],
    // the other allele is not known: no guess about the strand
    ['1 5 A G 0/1', '1 5 G -', ['exact', 1]],
    ['1 5 A G 0/1', '1 5 A -', ['swapped', 1]],
    ['1 5 A G 0/1', '1 5 T -', ['allele_mismatch', 0]],
    // effect and other allele the same
    ['1 5 A G 0/1', '1 5 G G', ['allele_mismatch', 0]],
  ] as const)('%s with %s', (record, row, expected) => expect(one(record, row)).toEqual(expected));
});

describe('palindromic pairs', () => {
  it('are kept or dropped by policy', () => {
    expect(one('1 5 A T 0/1', '1 5 T A', { ambiguous: 'keep' })).toEqual(['exact', 1]);
    expect(one('1 5 A T 0/1', '1 5 T A', { ambiguous: 'drop' })).toEqual(['ambiguous', 0]);
    expect(one('1 5 C G 1/1', '1 5 C G', { ambiguous: 'drop' })).toEqual(['ambiguous', 0]);
    expect(one('1 5 A G 0/1', '1 5 G A', { ambiguous: 'drop' })).toEqual(['exact', 1]);
  });

  it('of a row that names one allele are told by the record', () => {
    expect(one('1 5 A T 0/1', '1 5 T -', { ambiguous: 'drop' })).toEqual(['ambiguous', 0]);
    expect(one('1 5 A G 0/1', '1 5 G -', { ambiguous: 'drop' })).toEqual(['exact', 1]);
  });

  /** One A/T pair, named and not, beside `forward` SNVs that fit as they are and `flipped` ones that fit as complements. */
  const withOthers = (forward: number, flipped: number, { harmonised = false } = {}): string[] => {
    const others = Array.from({ length: forward + flipped }, (_, i) => ({ pos: 10 + i, flips: i >= forward }));
    const records = ['1 5 A T 0/1', '1 6 A T 0/1', ...others.map(({ pos }) => `1 ${pos} A G 0/1`)];
    const rows = ['1 5 T A 1', '1 6 T - 1', ...others.map(({ pos, flips }) => `1 ${pos} ${flips ? 'C T' : 'G A'} 1`)];
    const text = harmonised
      ? scoringText(rows, '#HmPOS_build=GRCh38\n').replace('chr_name\tchr_position', 'hm_chr\thm_pos')
      : scoringText(rows);
    return [...scoreText(records, text, { ambiguous: 'auto' }).states.slice(0, 2)];
  };

  it('are kept by auto when the other SNVs show that the file is on the forward strand', () => {
    expect(withOthers(73, 0)).toEqual(['exact', 'ambiguous']);
    expect(withOthers(72, 0)).toEqual(['ambiguous', 'ambiguous']);
  });

  it('are kept by auto in a harmonised file, unless its other SNVs contradict', () => {
    expect(withOthers(3, 0, { harmonised: true })).toEqual(['exact', 'ambiguous']);
    expect(withOthers(50, 50, { harmonised: true })).toEqual(['ambiguous', 'ambiguous']);
    expect(withOthers(0, 100, { harmonised: true })).toEqual(['ambiguous', 'ambiguous']);
  });

  it('are never flipped', () => expect(one('1 5 A G 0/1', '1 5 A T')).toEqual(['allele_mismatch', 0]));
});

describe('policies', () => {
  it('flip off: alleles that fit only as their complement are a mismatch', () => {
    expect(one('1 5 A G 0/1', '1 5 C T', { flip: 'off' })).toEqual(['allele_mismatch', 0]);
    expect(one('1 5 A AC 0/1', '1 5 GT T', { flip: 'off' })).toEqual(['allele_mismatch', 0]);
    expect(one('1 5 A G 0/1', '1 5 G A', { flip: 'off' })).toEqual(['exact', 1]);
  });

  it('duplicates first: a later row with the same two alleles is left out, either way round', () => {
    const rows = ['1 5 G A 1', '1 5 A G 10', '1 5 G A 100', '1 5 G T 1000', '1 6 G A 1'];
    const records = ['1 5 A G 0/1', '1 6 A G 0/1'];
    expect(score(records, rows).sums.score).toBe(112);
    const { states, sums } = score(records, rows, { duplicates: 'first' });
    expect(states).toEqual(['exact', 'excluded', 'excluded', 'allele_mismatch', 'exact']);
    expect(sums.score).toBe(2);
  });
});

describe('several records at one locus', () => {
  it('are searched for the one that fits', () => {
    const records = ['1 5 A C 0/0', '1 5 A G 0/1', '1 5 A AT 1/1'];
    expect(score(records, ['1 5 G A 1', '1 5 AT A 10', '1 5 C A 100']).sums.score).toBe(1 + 20);
  });

  it('with the same genotype count once', () => {
    const { states, sums } = score(['1 5 A G 0/1', '1 5 A G 0/1'], ['1 5 G A 1']);
    expect([states[0], sums.score]).toEqual(['exact', 1]);
  });

  it('that contradict each other are no call', () => {
    expect(score(['1 5 A G 0/1', '1 5 A G 1/1'], ['1 5 G A 1']).states).toEqual(['no_call']);
  });

  it('an insertion and the deletion of the same bases are no call for a row that may mean either, in any order', () => {
    const records = ['1 5 C CTA 0/1', '1 5 CTA C 0/0'];
    for (const order of [records, records.toReversed()])
      for (const row of ['1 5 CTA C 1', '1 5 C CTA 1']) expect(score(order, [row]).states).toEqual(['no_call']);
    expect(score(['1 5 C CTA 1/1', '1 5 CTA C 0/0'], ['1 5 CTA C 1'])).toMatchObject({
      states: ['exact'],
      dosages: [2],
    });
  });

  it('a variant beside the same one with more alleles must agree with it', () => {
    expect(score(['1 5 A G 0/1', '1 5 A G,T 0/1'], ['1 5 G A 1']).sums.score).toBe(1);
    for (const order of [
      ['1 5 A G 0/1', '1 5 A G,T 1/1'],
      ['1 5 A G,T 1/1', '1 5 A G 0/1'],
    ])
      expect(score(order, ['1 5 G A 1']).states).toEqual(['no_call']);
  });

  it('use the called one of a missing and a called record', () => {
    expect(score(['1 5 A G ./.', '1 5 A G 1/1'], ['1 5 G A 1']).sums.score).toBe(2);
  });

  it('count REF within the record that fits, as plink2 does with split multi-allelic sites', () => {
    expect(score(['1 5 A G 1|0', '1 5 A T 0|1'], ['1 5 A G 1']).sums.score).toBe(1);
  });

  it('never push the match rate above 1', () => {
    const { sums } = score(['1 5 A G 0/1', '1 5 A G 0/1', '1 5 A T 0/1'], ['1 5 G A 1', '1 5 G A 1']);
    expect(sums.states.exact).toBe(2);
    expect(sums.score).toBe(2);
  });
});

describe('effects other than additive', () => {
  const columns =
    'chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_dominant\tis_recessive\tis_interaction';
  const at = (gt: string, flags: string): number =>
    scoreText([`1 5 A G ${gt}`], `${columns}\n1\t5\tG\tA\t3\t${flags}`).sums.score;

  it('dominant: the weight once with one copy or two', () => {
    expect(['0/0', '0/1', '1/1'].map((gt) => at(gt, 'True\tFalse\t'))).toEqual([0, 3, 3]);
  });
  it('recessive: the weight once with two copies', () => {
    expect(['0/0', '0/1', '1/1'].map((gt) => at(gt, 'False\tTrue\t'))).toEqual([0, 0, 3]);
  });
  it('are also told by the column effect_type, as pygscatalog writes it', () => {
    const scored = (type: string): [string, number] => {
      const text = `chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\teffect_type\n1\t5\tG\tA\t3\t${type}`;
      const { states, sums } = scoreText(['1 5 A G 1/1'], text);
      return [states[0] ?? '', sums.score];
    };
    expect(scored('additive')).toEqual(['exact', 6]);
    expect(scored('dominant')).toEqual(['exact', 3]);
    expect(scored('recessive')).toEqual(['exact', 3]);
    expect(scored('nonadditive')).toEqual(['unsupported', 0]);
    expect(scored('')).toEqual(['exact', 6]);
  });
  it('interactions are counted and never added', () => {
    const { states, sums } = scoreText(['1 5 A G 1/1'], `${columns}\n1\t5\tG\tA\t3\t\t\tTRUE`);
    expect([states[0], sums.score, sums.weightMassTotal, sums.weightMassMatched]).toEqual(['unsupported', 0, 3, 0]);
  });
  it('one weight per dosage', () => {
    const text =
      'chr_name\tchr_position\teffect_allele\tother_allele\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight\n1\t100\tG\tA\t0.1\t0.5\t0.9\n1\t200\tT\tC\t0\t1\t4';
    const { sums } = scoreText(['1 100 A G 0/1'], text);
    expect(sums.score).toBe(0.5);
    expect(sums.weightMassMatched / sums.weightMassTotal).toBeCloseTo(0.9 / 4.9, 15);
  });
});

describe('sums', () => {
  it('expects mean 2.2 and variance 2.34 of weights 1 and 2 at frequencies 0.3 and 0.4', () => {
    const { sums } = score(['1 5 A G 0/1', '1 6 A G 0/0'], ['1 5 G A 1 0.3', '1 6 G A 2 0.4']);
    expect(sums.expected?.mean).toBeCloseTo(2.2, 12);
    expect(sums.expected?.std).toBeCloseTo(1.5297058540778354, 12);
    expect(sums.expected?.score).toBe(1);
  });

  it('expects over matched rows with a frequency between 0 and 1 only', () => {
    const rows = ['1 5 G A 0.5 0', '1 6 G A -0.3 1', '1 7 G A 0.1 0.5', '1 9 G A 7 0.5'];
    const { sums } = score(['1 5 A G 0/1', '1 6 A G 0/1', '1 7 A G 0/1'], rows);
    expect(sums.expected?.rows).toBe(1);
    expect(sums.expected?.mean).toBeCloseTo(0.1, 15);
    expect(sums.expected?.std).toBeCloseTo(Math.sqrt(0.01 * 0.5), 15);
    expect(sums.expected?.score).toBe(0.1);
  });

  it('knows the share of the variance that is covered', () => {
    // 2p(1−p)w² of the rows: 0.5, 0.32 × 4 = 1.28, 0.5 × 9 = 4.5; the last is absent.
    const rows = ['1 5 G A 1 0.5', '1 6 G A 2 0.2', '1 9 G A 3 0.5'];
    const { sums } = score(['1 5 A G 0/1', '1 6 A G 0/0'], rows);
    expect(sums.expected?.std).toBeCloseTo(Math.sqrt(1.78), 12);
    expect(sums.expected?.fullStd).toBeCloseTo(Math.sqrt(6.28), 12);
  });

  it('tells apart what A/T and C/G pairs contribute', () => {
    const { sums } = score(['1 5 A T 1/1', '1 6 A G 0/1'], ['1 5 T A 3 0.5', '1 6 G A 1 0.5']);
    expect(sums.expected?.palindromic).toEqual({ mean: 3, variance: 4.5, score: 6 });
  });

  it('loses nothing to cancellation', () => {
    const rows = ['1 5 G A 1e16', '1 6 G A 1', '1 7 G A -1e16'];
    expect(score(['1 5 A G 0/1', '1 6 A G 0/1', '1 7 A G 0/1'], rows).sums.score).toBe(1);
  });

  it('leaves out chromosomes by policy', () => {
    const { states } = score(['1 5 A G 0/1', 'X 5 A G 1'], ['1 5 G A 1', 'X 5 G A 1'], { chromosomes: [0] });
    expect(states).toEqual(['exact', 'excluded']);
  });
});

const base = fc.constantFrom('A', 'C', 'G', 'T');
const allele = fc.oneof({ weight: 4, arbitrary: base }, { weight: 1, arbitrary: fc.stringMatching(/^[ACGT]{2,4}$/) });
const alt = fc.oneof(
  { weight: 6, arbitrary: fc.uniqueArray(allele, { minLength: 1, maxLength: 3 }).map((alts) => alts.join(',')) },
  { weight: 1, arbitrary: fc.constantFrom('.', '<NON_REF>', '*') },
);
const record = fc
  .record({
    pos: fc.integer({ min: 1, max: 60 }),
    chrom: fc.constantFrom('1', '2', 'X'),
    ref: allele,
    alt,
    gt: fc.constantFrom('0/0', '0/1', '1|0', '1/1', './.', '1', '0'),
  })
  .filter(({ ref, alt: alts }) => !alts.split(',').includes(ref));
const records = fc
  .uniqueArray(record, { maxLength: 40, selector: ({ chrom, pos }) => `${chrom}:${pos}` })
  .map((list) => list.map((r) => ({ ...r, gt: r.alt === '.' ? r.gt.replaceAll('1', '0') : r.gt })));
const row = fc
  .record({
    chrom: fc.constantFrom('1', '2', 'X'),
    pos: fc.integer({ min: 1, max: 60 }),
    effect: allele,
    other: fc.option(allele, { freq: 8 }),
    weight: fc.integer({ min: -1000, max: 1000 }).map((w) => w / 64),
  })
  .filter(({ effect, other }) => effect !== other);
const rows = fc.array(row, { minLength: 1, maxLength: 60 });

type Drawn = Omit<typeof record extends fc.Arbitrary<infer R> ? R : never, 'gt'> & { readonly gt: string };
const recordText = ({ chrom, pos, ref, alt: alts, gt }: Drawn): string => `${chrom} ${pos} ${ref} ${alts} ${gt}`;
const rowText = ({ chrom, pos, effect, other, weight }: OracleRow): string =>
  `${chrom} ${pos} ${effect} ${other ?? '-'} ${weight}`;

describe('properties', () => {
  it('agrees with a slow, independent oracle row by row', () => {
    fc.assert(
      fc.property(records, rows, fc.constantFrom('keep' as const, 'drop' as const), (drawn, scored, ambiguous) => {
        const answer = askOracle(vcfText(drawn.map(recordText)), scored, ambiguous);
        const ours = score(drawn.map(recordText), scored.map(rowText), { ambiguous });
        expect(ours.states).toEqual(answer.states);
        expect(ours.sums.score).toBe(answer.score);
      }),
      { numRuns: 300 },
    );
  });

  it('states sum to rows, coverage and match rate stay within 0 and 1', () => {
    fc.assert(
      fc.property(records, rows, (drawn, scored) => {
        const { sums } = score(drawn.map(recordText), scored.map(rowText));
        expect(Object.values(sums.states).reduce((a, b) => a + b)).toBe(scored.length);
        expect(sums.weightMassMatched).toBeLessThanOrEqual(sums.weightMassTotal);
      }),
    );
  });

  it('the order of records and of rows changes nothing', () => {
    const shuffled = fc.tuple(records, rows).chain(([drawn, scored]) =>
      fc.record({
        before: fc.constant({ drawn, scored }),
        drawn: fc.shuffledSubarray(drawn, { minLength: drawn.length }),
        scored: fc.shuffledSubarray(scored, { minLength: scored.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ before, drawn, scored }) => {
        const a = score(before.drawn.map(recordText), before.scored.map(rowText)).sums;
        const b = score(drawn.map(recordText), scored.map(rowText)).sums;
        expect(b.score).toBe(a.score);
        expect(b.states).toEqual(a.states);
      }),
    );
  });

  it('doubling every weight doubles the score', () => {
    fc.assert(
      fc.property(records, rows, (drawn, scored) => {
        const double = scored.map((r) => ({ ...r, weight: r.weight * 2 }));
        const once = score(drawn.map(recordText), scored.map(rowText)).sums.score;
        expect(score(drawn.map(recordText), double.map(rowText)).sums.score).toBe(2 * once);
      }),
    );
  });

  it('stating the rows of unambiguous SNVs on the other strand changes nothing but the state', () => {
    const COMPLEMENT: Record<string, string> = { A: 'T', C: 'G', G: 'C', T: 'A' };
    const plain = records.map((list) =>
      list.filter(({ ref, alt: alts }) => ref.length === 1 && /^[ACGT]$/.test(alts) && alts !== COMPLEMENT[ref]),
    );
    fc.assert(
      fc.property(plain, (drawn) => {
        fc.pre(drawn.length > 0);
        const forward = drawn.map((r) => ({ ...r, effect: r.alt, other: r.ref, weight: 0.5 }));
        const reverse = forward.map((r) => ({
          ...r,
          effect: COMPLEMENT[r.effect],
          other: COMPLEMENT[r.other],
        }));
        const a = score(drawn.map(recordText), forward.map(rowText)).sums;
        const b = score(drawn.map(recordText), reverse.map(rowText)).sums;
        expect(b.score).toBe(a.score);
        expect(b.states.flipped).toBe(a.states.exact);
      }),
    );
  });

  it('swapping REF and ALT together with the genotype changes nothing but the state', () => {
    const biallelic = records.map((list) => list.filter(({ alt: alts }) => /^[ACGT]+$/.test(alts)));
    const swapCall = (gt: string): string => gt.replaceAll(/[01]/g, (index) => (index === '0' ? '1' : '0'));
    fc.assert(
      fc.property(biallelic, rows, (drawn, scored) => {
        const swapped = drawn.map((r) => ({ ...r, ref: r.alt, alt: r.ref, gt: swapCall(r.gt) }));
        const a = score(drawn.map(recordText), scored.map(rowText)).sums;
        const b = score(swapped.map(recordText), scored.map(rowText)).sums;
        expect(b.score).toBe(a.score);
        expect(b.states.exact + b.states.swapped).toBe(a.states.exact + a.states.swapped);
      }),
    );
  });

  it('rows at loci the genome does not have add nothing', () => {
    fc.assert(
      fc.property(records, rows, (drawn, scored) => {
        const extra = [...scored, { chrom: '3', pos: 9, effect: 'A', other: 'G', weight: 5 }];
        const a = score(drawn.map(recordText), scored.map(rowText)).sums;
        const b = score(drawn.map(recordText), extra.map(rowText)).sums;
        expect(b.score).toBe(a.score);
        expect(b.states.absent_unknown).toBe(a.states.absent_unknown + 1);
      }),
    );
  });
});
