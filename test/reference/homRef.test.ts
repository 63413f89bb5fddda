import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeByReference } from '../../src/core/reference/homRef.ts';

const resolved = (copies: 0 | 2, flipped = false) => ({ copies, flipped });

describe('judgeByReference', () => {
  it.each([
    ['A', 'G', 'ACC', resolved(2)],
    ['G', 'A', 'ACC', resolved(0)],
    ['T', 'C', 'ACC', resolved(2, true)],
    ['C', 'T', 'ACC', resolved(0, true)],
    ['C', 'G', 'ACC', 'allele_mismatch'],
    ['A', 'T', 'ACC', resolved(2)],
    ['A', 'T', 'TCC', resolved(0)],
    ['A', 'T', 'CCC', 'allele_mismatch'],
    // without the other allele only a match is certain
    ['A', null, 'ACC', resolved(2)],
    ['G', null, 'ACC', 'unknown'],
    // an insertion: the longer allele is not what the sequence says
    ['AT', 'A', 'ACC', resolved(0)],
    ['A', 'AT', 'ACC', resolved(2)],
    // a deletion, or an insertion into a repeat
    ['ACC', 'A', 'ACC', 'unknown'],
    ['A', 'ACC', 'ACC', 'unknown'],
    ['AG', 'AT', 'AGC', resolved(2)],
    ['GG', 'TT', 'ACC', 'allele_mismatch'],
    // not called in the reference, or off its end
    ['A', 'G', 'N', 'unknown'],
    ['A', 'G', '', 'allele_mismatch'],
    ['A', 'A', 'A', 'unknown'],
  ] as const)('%s, other %s, at %s', (effect, other, sequence, verdict) => {
    expect(judgeByReference(effect, other, sequence)).toEqual(verdict);
  });

  const bases = fc.stringMatching(/^[ACGT]{1,4}$/);
  it('gives the two alleles of a pair two copies together', () => {
    fc.assert(
      fc.property(bases, bases, fc.stringMatching(/^[ACGT]{4}$/), (effect, other, sequence) => {
        const [one, two] = [judgeByReference(effect, other, sequence), judgeByReference(other, effect, sequence)];
        if (typeof one === 'string' || typeof two === 'string') expect(one).toEqual(two);
        else expect(one.copies + two.copies).toBe(2);
      }),
    );
  });
});
