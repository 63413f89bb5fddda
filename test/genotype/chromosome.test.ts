import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chromosomeCode, genomeKey, locusOfKey, NO_KEY } from '../../src/core/genotype/chromosome.ts';
import { CHROMOSOME_LENGTHS, CHROMOSOMES, GENOME_BUILDS } from '../../src/core/model/genome.ts';

describe('chromosomeCode', () => {
  it.each([
    ['chr1', '1'],
    ['CHR22', '22'],
    ['X', 'X'],
    ['chrx', 'X'],
    ['23', 'X'],
    ['24', 'Y'],
    ['26', 'MT'],
    ['chrM', 'MT'],
    ['MT', 'MT'],
    ['01', '1'],
  ] as const)('%s is %s', (name, chromosome) => expect(CHROMOSOMES[chromosomeCode(name)]).toBe(chromosome));

  it.each(['chrUn_KI270742v1', 'GL000191.1', '', 'chr', '0'])('"%s" is none', (name) =>
    expect(chromosomeCode(name)).toBe(-1),
  );
});

describe('genomeKey', () => {
  it('tells loci apart, in genome order, on either build, within 32 bits', () => {
    const anyLocus = fc
      .record({
        build: fc.constantFrom(...GENOME_BUILDS),
        code: fc.nat(CHROMOSOMES.length - 1),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ build, code, share }) => ({
        code,
        position: Math.max(1, Math.round(share * (CHROMOSOME_LENGTHS[build][code] as number))),
      }));
    fc.assert(
      fc.property(anyLocus, anyLocus, (a, b) => {
        const [keyA, keyB] = [genomeKey(a.code, a.position), genomeKey(b.code, b.position)];
        expect(locusOfKey(keyA)).toEqual(a);
        expect(keyA).toBeLessThan(2 ** 32);
        expect(Math.sign(keyA - keyB)).toBe(Math.sign(a.code - b.code || a.position - b.position));
      }),
    );
  });

  it('has none for a position off the chromosome', () => {
    expect(genomeKey(0, 0)).toBe(NO_KEY);
    expect(genomeKey(0, 250_000_000)).toBe(NO_KEY);
    expect(genomeKey(-1, 5)).toBe(NO_KEY);
  });
});
