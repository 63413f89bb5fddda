import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftAlign, type ReadReference, trimAlleles, type Variant } from '../../src/core/genotype/normalizeIndel.ts';
import { hasRealData, realData } from '../support/realData.ts';

const reader =
  (reference: string): ReadReference =>
  async (position, length) =>
    reference.slice(position - 1, position - 1 + length);

/** The chromosome with the variant in it. */
const haplotype = (reference: string, { position, ref, alt }: Variant): string =>
  reference.slice(0, position - 1) + alt + reference.slice(position - 1 + ref.length);

const spell = (variant: Variant | null): string =>
  variant === null ? 'null' : `${variant.position} ${variant.ref} ${variant.alt}`;

const parse = (text: string): Variant => {
  const [position, ref, alt] = text.split(' ') as [string, string, string];
  return { position: Number(position), ref, alt };
};

describe('trimAlleles', () => {
  it.each([
    ['5 A G', '5 A G'],
    ['5 A AT', '5 A AT'],
    ['5 CA CAT', '6 A AT'],
    ['5 ATG AG', '5 AT A'],
    ['5 ATT AT', '5 AT A'],
    ['5 CATT CATG', '8 T G'],
    ['5 GCATC GTTTC', '6 CA TT'],
    ['5 TA A', '5 TA A'],
    ['5 TT T', '5 TT T'],
    ['5 ATGA ACA', '6 TG C'],
    ['5 AA AA', '5 A A'],
  ])('%s is %s', (text, expected) => {
    const { position, ref, alt } = parse(text);
    expect(spell(trimAlleles(ref, alt, position))).toBe(expected);
  });
});

describe('leftAlign', () => {
  //                 123456789012
  const reference = 'GCATTTTGACAC';
  it.each([
    // one T less of four, wherever it is said to be
    ['3 AT A', '3 AT A'],
    ['4 TT T', '3 AT A'],
    ['6 TT T', '3 AT A'],
    ['7 TG G', '3 AT A'],
    ['2 CATTTTG CATTTG', '3 AT A'],
    // one T more
    ['7 T TT', '3 A AT'],
    ['8 G TG', '3 A AT'],
    // a repeat of two bases, to the end of the chromosome
    ['10 CAC C', '8 GAC G'],
    ['12 C CAC', '8 G GAC'],
    // up to the first base, and no further
    ['1 GC C', '1 GC C'],
    ['1 G GG', '1 G GG'],
    // replacements do not move
    ['3 ATT GCT', '3 AT GC'],
    ['6 TTGA TTCCA', '8 G CC'],
    ['8 G C', '8 G C'],
    // not the reference, past its end, no variant
    ['3 TT T', 'null'],
    ['12 CA C', 'null'],
    ['3 A A', 'null'],
  ])('%s is %s', async (text, expected) => {
    expect(spell(await leftAlign(parse(text), reader(reference)))).toBe(expected);
  });

  it('moves to the first base of a chromosome that starts with the repeat', async () => {
    expect(spell(await leftAlign(parse('4 TT T'), reader('TTTTTG')))).toBe('1 TT T');
  });

  it('reads a long repeat in stretches, not by the base', async () => {
    const long = `G${'CA'.repeat(500)}T`;
    let reads = 0;
    const count: ReadReference = (position, length) => {
      reads++;
      return reader(long)(position, length);
    };
    expect(spell(await leftAlign(parse('999 ACA A'), count))).toBe('1 GCA G');
    expect(reads).toBeLessThan(6);
  });
});

/** A reference of short repeats, and a variant of it that may be padded. */
const inRepeats = fc
  .record({
    units: fc.array(fc.tuple(fc.stringMatching(/^[ACGT]{1,3}$/), fc.integer({ min: 1, max: 8 })), {
      minLength: 2,
      maxLength: 8,
    }),
    start: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    refLength: fc.integer({ min: 1, max: 9 }),
    alt: fc.stringMatching(/^[ACGT]{1,9}$/),
  })
  .map(({ units, start, refLength, alt }) => {
    const reference = units.map(([unit, times]) => unit.repeat(times)).join('');
    const position = 1 + Math.floor(start * reference.length);
    const ref = reference.slice(position - 1, position - 1 + refLength);
    return { reference, variant: { position, ref, alt } };
  })
  .filter(({ variant }) => variant.ref !== variant.alt);

describe('any variant in repeats', () => {
  it('makes the same sequence as before, and stays as it is the second time', async () => {
    await fc.assert(
      fc.asyncProperty(inRepeats, async ({ reference, variant }) => {
        const trimmed = trimAlleles(variant.ref, variant.alt, variant.position);
        const aligned = (await leftAlign(variant, reader(reference))) as Variant;
        for (const other of [trimmed, aligned]) expect(haplotype(reference, other)).toBe(haplotype(reference, variant));
        expect(trimAlleles(trimmed.ref, trimmed.alt, trimmed.position)).toEqual(trimmed);
        expect(await leftAlign(aligned, reader(reference))).toEqual(aligned);
      }),
      { numRuns: 2000 },
    );
  });

  it('has one spelling, whichever bases were added around it', async () => {
    await fc.assert(
      fc.asyncProperty(inRepeats, fc.nat(6), fc.nat(6), async ({ reference, variant }, before, after) => {
        const start = Math.max(1, variant.position - before);
        const end = variant.position - 1 + variant.ref.length;
        const left = reference.slice(start - 1, variant.position - 1);
        const right = reference.slice(end, end + after);
        const padded = { position: start, ref: left + variant.ref + right, alt: left + variant.alt + right };
        expect(await leftAlign(padded, reader(reference))).toEqual(await leftAlign(variant, reader(reference)));
      }),
      { numRuns: 2000 },
    );
  });

  it('has the spelling of every insertion or deletion of one stretch that makes the same sequence', async () => {
    await fc.assert(
      fc.asyncProperty(inRepeats, async ({ reference, variant: { position, ref } }) => {
        fc.pre(ref.length > 1);
        const removed = ref.length - 1;
        const deletion = { position, ref, alt: ref[0] as string };
        const expected = await leftAlign(deletion, reader(reference));
        for (let at = 1; at + removed <= reference.length; at++) {
          const longer = reference.slice(at - 1, at + removed);
          const moved = { position: at, ref: longer, alt: longer[0] as string };
          const turned = { position: at, ref: moved.alt, alt: longer };
          const isSame = haplotype(reference, moved) === haplotype(reference, deletion);
          expect(spell(await leftAlign(moved, reader(reference))) === spell(expected)).toBe(isSame);
          // Read the other way round, as an insertion, it goes to the same place.
          if (isSame && expected !== null)
            expect(await leftAlign(turned, reader(reference))).toEqual({
              position: expected.position,
              ref: expected.alt,
              alt: expected.ref,
            });
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Records of a gzipped VCF as `position ref alt`. */
const variantsOf = (path: string): string[] =>
  gunzipSync(readFileSync(path))
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, position, , ref, alt] = line.split('\t');
      return `${position} ${ref} ${alt}`;
    });

describe.skipIf(!hasRealData)('the test pairs of vt', () => {
  // The pairs named decompose and decompose_blocksub are of other operations: splitting records, and splitting a
  // replacement into single bases. They are on chromosome 1, of which there is no sequence either.
  it('normalize', async () => {
    const fasta = gunzipSync(readFileSync(join(realData, 'reference/GRCh37_chr20_fasta/20.fa.gz'))).toString('latin1');
    const chromosome = fasta.slice(fasta.indexOf('\n') + 1).replaceAll('\n', '');
    const pairs = join(realData, 'vcf/normalize_pairs/normalize');
    const aligned: string[] = [];
    for (const variant of variantsOf(join(pairs, '01_IN.vcf.gz')))
      aligned.push(spell(await leftAlign(parse(variant), reader(chromosome))));
    const expected = variantsOf(join(pairs, '01_OUT.vcf.gz'));
    expect(expected.length).toBe(194);
    expect([...aligned].sort()).toEqual([...expected].sort());
  });
});
