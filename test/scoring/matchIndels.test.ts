import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES, ROW_STATES, type RowState } from '../../src/core/model/result.ts';
import { IndelMatcher } from '../../src/core/scoring/matchIndels.ts';
import { planMatches, readDosages } from '../../src/core/scoring/matchKernel.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { ALL_CHROMOSOMES, indexOf, scoringText } from '../support/scoring.ts';

/** A reference whose only sequence is chromosome 1. */
function referenceOf(bases: string) {
  let reads = 0;
  return {
    has: (code: number) => code === 0,
    read: async (_: number, position: number, length: number) => {
      reads++;
      return bases.slice(position - 1, position - 1 + length);
    },
    reads: () => reads,
  };
}

type Answer = readonly [state: RowState, dosage: number];

/** State and dosage of each row, `chrom pos effect other`, in key order. */
async function match(
  records: readonly string[],
  rows: readonly string[],
  reference: ReturnType<typeof referenceOf> | null = null,
  flip: 'on' | 'off' = 'on',
): Promise<Answer[]> {
  const text = scoringText(rows.map((row) => `${row} 1`));
  const scoring = parseScoringFile(Buffer.from(text), 'test.txt');
  const index = indexOf(records);
  const policies = { ...DEFAULT_POLICIES, flip, chromosomes: ALL_CHROMOSOMES };
  const plan = planMatches(index, scoring, policies);
  const matched = await new IndelMatcher(index, reference).match(scoring, plan, policies);
  const { states, dosages } = readDosages(matched, index);
  return Array.from(states, (state, row) => [ROW_STATES[state] as RowState, dosages[row] as number]);
}

describe('without a reference, alleles are compared trimmed', () => {
  it.each([
    // a record of several ALTs is spelled after its longest deletion
    ['1 5 ATT AT,A 1/2', '1 5 A AT', ['exact', 1]],
    ['1 5 ATT AT,A 1/1', '1 5 AT A', ['swapped', 0]],
    ['1 5 ATT AT,A 0/1', '1 5 AT A', ['swapped', 1]],
    ['1 5 ATT AT,A 1/2', '1 5 A ATT', ['exact', 1]],
    ['1 5 ATT AT,A 2/2', '1 5 A ATT', ['exact', 2]],
    ['1 5 CGAT CG,CGACAT 1/2', '1 6 G GAT', ['exact', 1]],
    ['1 5 CGAT CG,CGACAT 2/2', '1 6 GAC G', ['exact', 2]],
    ['1 5 CGAT CG,CGACAT 2/2', '1 7 ACA A', ['absent_unknown', 0]],
    ['1 5 ATTT ATT,A 1/2', '1 5 A ATT', ['allele_mismatch', 0]],
    // two ALTs that cannot be the reference are what they say
    ['1 5 AT GT,AC 1/1', '1 5 GT AC', ['exact', 2]],
    // bases added before or after
    ['1 5 CA CAT 0/1', '1 6 AT A', ['exact', 1]],
    ['1 6 A AT 0/1', '1 5 CAT CA', ['exact', 1]],
    ['1 6 A AT 1/1', '1 5 CATG CAG', ['exact', 2]],
    ['1 6 A AT 0/0', '1 5 CA CAT', ['swapped', 2]],
    ['1 4 GGCAT GGCA 0/1', '1 7 A AT', ['exact', 1]],
    // replacements of several bases
    ['1 5 CAG CTC 0/1', '1 6 TC AG', ['exact', 1]],
    ['1 6 AG TC 0/1', '1 5 CAGT CTCT', ['swapped', 1]],
    ['1 5 ATT GTT,A 0/1', '1 4 CG CA', ['exact', 1]],
    // the call, or the filter, of the record that fits
    ['1 5 CA CAT ./.', '1 6 AT A', ['no_call', 0]],
    ['1 5 CA CAT 0/1 filtered', '1 6 AT A', ['filtered', 0]],
    ['X 5 CA CAT 1', 'X 6 AT A', ['exact', 1]],
    // another length, other bases, another place, another chromosome
    ['1 5 ATTT ATT 1/1', '1 5 A ATT', ['allele_mismatch', 0]],
    ['1 5 CA CAT 0/1', '1 6 AC A', ['absent_unknown', 0]],
    ['1 5 CA CAT 0/1', '1 7 AT A', ['absent_unknown', 0]],
    ['1 5 CA CAT 0/1', '2 6 AT A', ['absent_unknown', 0]],
    // the other strand, a missing allele, symbols: nothing to compare
    ['1 5 CA CAT 0/1', '1 6 AT T', ['absent_unknown', 0]],
    ['1 5 CA CAT 0/1', '1 6 AT -', ['absent_unknown', 0]],
    ['1 5 CA CAT 0/1', '1 6 D I', ['unsupported', 0]],
    ['1 5 CA <INS>,* 0/1', '1 6 AT A', ['absent_unknown', 0]],
    // one record lists both the deletion and the insertion of a base; the row may be either
    ['1 5 ATT AT,ATTT 1/2', '1 5 AT A', ['allele_mismatch', 0]],
    ['1 5 CGAT CG,CGATAT 1/2', '1 6 G GAT', ['allele_mismatch', 0]],
  ] as const)('%s with %s', async (record, row, expected) => expect(await match([record], [row])).toEqual([expected]));

  it('leaves what the kernel matched as it is', async () => {
    const records = ['1 5 A AT 0/1', '1 5 ATG A 1/1', '1 9 C T 0/1'];
    expect(await match(records, ['1 5 AT A', '1 5 A ATG', '1 9 T C'])).toEqual([
      ['exact', 1],
      ['exact', 2],
      ['exact', 1],
    ]);
  });

  it('lets several records of one variant agree, or contradict each other', async () => {
    expect(await match(['1 5 CA CAT 0/1', '1 4 GCA GCAT 0/1'], ['1 6 AT A'])).toEqual([['exact', 1]]);
    expect(await match(['1 5 CA CAT 0/1', '1 4 GCA GCAT 1/1'], ['1 6 AT A'])).toEqual([['no_call', 0]]);
    expect(await match(['1 5 CA CAT ./.', '1 4 GCA GCAT 1/1'], ['1 6 AT A'])).toEqual([['exact', 2]]);
  });

  it('does not choose between an insertion and a deletion of the same base', async () => {
    expect(await match(['1 5 CA CAT 0/1', '1 4 GCAT GCA 0/1'], ['1 6 AT A'])).toEqual([['allele_mismatch', 0]]);
  });

  it('takes back what the kernel found in two records that list both alleles as ALTs', async () => {
    const records = ['1 5 ATTT ATT,A 1/2', '1 5 ATTT ATT,A 1/2'];
    expect(await match(records, ['1 5 A ATT'])).toEqual([['allele_mismatch', 0]]);
  });

  it('does not reach into the next chromosome', async () => {
    expect(await match(['1 249250621 CA CAT 0/1', '2 4 GCA GCAT 1/1'], ['2 6 AT A'])).toEqual([['exact', 2]]);
    expect(await match(['1 249250621 CA CAT 0/1'], ['2 6 AT A'])).toEqual([['absent_unknown', 0]]);
  });

  it('looks as far as alleles reach', async () => {
    const padding = 'G'.repeat(900);
    expect(await match([`1 100 ${padding}A ${padding}AT 0/1`], ['1 1000 AT A'])).toEqual([['exact', 1]]);
  });
});

describe('with a reference, alleles are compared left-aligned', () => {
  //                 12345678901234
  const reference = 'GCATTTTGACACAG';
  it.each([
    // a base of a run of four Ts less
    ['1 3 AT A 0/1', '1 6 T TT', ['exact', 1]],
    ['1 3 AT A 1/1', '1 7 G TG', ['exact', 2]],
    ['1 3 AT A 0/1', '1 4 TT T', ['swapped', 1]],
    ['1 6 TT T 0/1', '1 3 A AT', ['exact', 1]],
    ['1 2 CATTT CATT,C 1/2', '1 7 G TG', ['exact', 1]],
    // a base more
    ['1 3 A AT 0/1', '1 7 TT T', ['exact', 1]],
    ['1 3 A AT 0/1', '1 8 TG G', ['exact', 1]],
    ['1 3 A AT 0/0', '1 8 G TG', ['swapped', 2]],
    // a repeat of two
    ['1 8 GAC G 0/1', '1 10 C CAC', ['exact', 1]],
    ['1 8 G GAC 0/1', '1 12 CAC C', ['exact', 1]],
    // another number of repeats
    ['1 3 ATT A 0/1', '1 6 T TT', ['absent_unknown', 0]],
    ['1 3 A ATT 0/1', '1 6 TT T', ['absent_unknown', 0]],
    ['1 8 GACAC G 0/1', '1 10 C CAC', ['absent_unknown', 0]],
    // the reference tells a deletion from an insertion: after the last T, a T more is no T less
    ['1 3 AT A 0/1', '1 8 TG G', ['absent_unknown', 0]],
    ['1 3 A AT 0/1', '1 7 G TG', ['absent_unknown', 0]],
    // bases that are not the reference's are no spelling of anything
    ['1 3 A AT 0/1', '1 2 GAT GA', ['absent_unknown', 0]],
    ['1 2 GA GAT 0/1', '1 3 AT A', ['absent_unknown', 0]],
    // the other strand, where the reference has nothing on this one
    ['1 2 CA CAG 0/1', '1 3 CT T', ['flipped', 1]],
    ['1 8 G GAC 0/1', '1 12 GTG G', ['flipped', 1]],
    // two records of one locus for a row that may be either
    ['1 3 ATT AT,ATTT 1/2', '1 5 TT T', ['allele_mismatch', 0]],
  ] as const)('%s with %s', async (record, row, expected) =>
    expect(await match([record], [row], referenceOf(reference))).toEqual([expected]),
  );

  it('does not try the other strand when told so', async () => {
    const [record, row] = ['1 2 CA CAG 0/1', '1 3 CT T'];
    expect(await match([record], [row], referenceOf(reference), 'off')).toEqual([['absent_unknown', 0]]);
  });

  it('falls back to trimming on a chromosome that the reference lacks', async () => {
    expect(await match(['2 5 CA CAT 0/1'], ['2 6 AT A'], referenceOf(reference))).toEqual([['exact', 1]]);
  });

  it('is not asked for anything where no record could fit', async () => {
    const source = referenceOf(reference);
    await match(['1 9 A AGG 0/1', '1 3 A G 0/1'], ['1 3 G A', '1 6 T TT', '1 20 C G', '1 9 AGG A'], source);
    expect(source.reads()).toBe(0);
  });
});

const haplotype = (reference: string, pos: number, ref: string, alt: string): string =>
  reference.slice(0, pos - 1) + alt + reference.slice(pos - 1 + ref.length);

describe('any row near any record, in repeats', () => {
  const deletionOrInsertion = fc.record({
    start: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    length: fc.integer({ min: 2, max: 5 }),
    isDeletion: fc.boolean(),
    inserted: fc.stringMatching(/^[ACGT]{1,3}$/),
    before: fc.nat(3),
    after: fc.nat(3),
  });
  const spell = (reference: string, given: typeof deletionOrInsertion extends fc.Arbitrary<infer T> ? T : never) => {
    const pos = 1 + Math.floor(given.start * (reference.length - 1));
    const ref = reference.slice(pos - 1, pos - 1 + (given.isDeletion ? given.length : 1));
    const alt = given.isDeletion ? (ref[0] as string) : ref + given.inserted;
    const start = Math.max(1, pos - given.before);
    const left = reference.slice(start - 1, pos - 1);
    const right = reference.slice(pos - 1 + ref.length, pos - 1 + ref.length + given.after);
    return { pos: start, ref: left + ref + right, alt: left + alt + right };
  };
  const repeats = fc
    .array(fc.tuple(fc.stringMatching(/^[ACGT]{1,2}$/), fc.integer({ min: 1, max: 5 })), { minLength: 2, maxLength: 4 })
    .map((units) => units.map(([unit, times]) => unit.repeat(times)).join(''))
    .filter((reference) => reference.length > 6);

  it('fits when, and only when, both make the same sequence', async () => {
    let fits = 0;
    await fc.assert(
      fc.asyncProperty(
        repeats,
        deletionOrInsertion,
        deletionOrInsertion,
        fc.boolean(),
        async (reference, one, two, isEffectRef) => {
          const record = spell(reference, one);
          const row = spell(reference, two);
          fc.pre(record.ref !== record.alt && row.ref !== row.alt);
          // A row that spells its alleles like the record is the kernel's; one whose ALT is also the reference may be read
          // the other way round.
          fc.pre(!(record.pos === row.pos && [record.ref, record.alt].includes(row.ref)));
          fc.pre(!reference.startsWith(row.alt, row.pos - 1));
          const isSame =
            haplotype(reference, record.pos, record.ref, record.alt) ===
            haplotype(reference, row.pos, row.ref, row.alt);
          if (isSame) fits++;
          const alleles = isEffectRef ? `${row.ref} ${row.alt}` : `${row.alt} ${row.ref}`;
          const [[state, dosage]] = (await match(
            [`1 ${record.pos} ${record.ref} ${record.alt} 1/1`],
            [`1 ${row.pos} ${alleles}`],
            referenceOf(reference),
          )) as [Answer];
          if (isSame) expect([state, dosage]).toEqual(isEffectRef ? ['swapped', 0] : ['exact', 2]);
          else expect(dosage === 0 && ['absent_unknown', 'allele_mismatch'].includes(state)).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
    expect(fits).toBeGreaterThan(50);
  });

  it('fits without a reference only what makes the same sequence', async () => {
    let fits = 0;
    await fc.assert(
      fc.asyncProperty(repeats, deletionOrInsertion, deletionOrInsertion, async (reference, one, two) => {
        const record = spell(reference, one);
        const row = spell(reference, two);
        fc.pre(record.ref !== record.alt && row.ref !== row.alt);
        fc.pre(!reference.startsWith(row.alt, row.pos - 1));
        const [[state]] = (await match(
          [`1 ${record.pos} ${record.ref} ${record.alt} 1/1`],
          [`1 ${row.pos} ${row.alt} ${row.ref}`],
        )) as [Answer];
        if (state !== 'exact') return;
        fits++;
        const made = haplotype(reference, row.pos, row.ref, row.alt);
        expect(haplotype(reference, record.pos, record.ref, record.alt)).toBe(made);
      }),
      { numRuns: 5000 },
    );
    expect(fits).toBeGreaterThan(20);
  });
});
