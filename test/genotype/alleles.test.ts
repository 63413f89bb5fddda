import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlleleTable, complementBase, NO_ALLELE, reverseComplement } from '../../src/core/genotype/alleles.ts';

const intern = (table: AlleleTable, text: string): number => table.intern(Buffer.from(text), 0, text.length);

describe('AlleleTable', () => {
  it('gives equal alleles equal ids and different alleles different ids, in either case', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ACGTNacgtn<>*]{1,12}$/), { maxLength: 400 }), (alleles) => {
        const table = new AlleleTable();
        const ids = new Map(alleles.map((allele) => [allele.toUpperCase(), intern(table, allele)]));
        expect(new Set(ids.values()).size).toBe(ids.size);
        for (const [allele, id] of ids) {
          expect(table.lookup(allele)).toBe(id);
          expect(table.lookup(allele.toLowerCase())).toBe(id);
          expect(table.text(id)).toBe(allele);
        }
      }),
    );
  });

  it('does not know what it was never told', () => {
    const table = new AlleleTable();
    intern(table, 'ACG');
    expect(table.lookup('ACGT')).toBe(NO_ALLELE);
    expect(table.lookup('')).toBe(NO_ALLELE);
    expect(table.lookup('N')).toBe(NO_ALLELE);
  });

  it('complements bases', () => {
    const table = new AlleleTable();
    for (const [base, partner] of ['AT', 'CG', 'GC', 'TA'])
      expect(table.text(complementBase(table.lookup(base as string)))).toBe(partner);
  });
});

describe('reverseComplement', () => {
  it('reads the other strand', () => expect(reverseComplement('AACG')).toBe('CGTT'));
  it('has none for other letters', () => expect(reverseComplement('ANT')).toBeNull());
  it('is its own inverse', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ACGT]{1,20}$/), (allele) => {
        expect(reverseComplement(reverseComplement(allele) as string)).toBe(allele);
      }),
    );
  });
});
