import { CHROMOSOME_LENGTHS, CHROMOSOMES } from '../model/genome.ts';

/** Alias (upper case, without `chr`) → index in CHROMOSOMES. plink's 23–26 are X, Y, the X/Y PAR and MT. */
const CODES = new Map<string, number>([
  ...CHROMOSOMES.map((name, code) => [name, code] as const),
  ...CHROMOSOMES.slice(0, 9).map((name, code) => [`0${name}`, code] as const),
  ['23', CHROMOSOMES.indexOf('X')],
  ['24', CHROMOSOMES.indexOf('Y')],
  ['25', CHROMOSOMES.indexOf('X')],
  ['26', CHROMOSOMES.indexOf('MT')],
  ['XY', CHROMOSOMES.indexOf('X')],
  ['PAR1', CHROMOSOMES.indexOf('X')],
  ['PAR2', CHROMOSOMES.indexOf('X')],
  ['M', CHROMOSOMES.indexOf('MT')],
]);

/** A contig name without its leading `chr`, in any letter case; otherwise as written. */
export const stripChr = (name: string): string => (/^chr/i.test(name) ? name.slice(3) : name);

/** Index in CHROMOSOMES of a contig name in any common spelling, or −1 (decoys, alternate contigs …). */
export function chromosomeCode(name: string): number {
  return CODES.get(stripChr(name).toUpperCase()) ?? -1;
}

/**
 * Genome key: one Uint32 per locus, offset of the chromosome + 1-based position. The offsets take the longer of
 * both builds' chromosomes, so that keys sort alike on either build and stay below 2^32 (3.15e9 bases).
 */
const SPANS = CHROMOSOMES.map(
  (_, code) => Math.max(CHROMOSOME_LENGTHS.GRCh37[code], CHROMOSOME_LENGTHS.GRCh38[code]) + 1,
);
const OFFSETS = SPANS.map((_, code) => SPANS.slice(0, code).reduce((sum, span) => sum + span, 0));

/** No locus has this key: positions start at 1. */
export const NO_KEY = 0;

/** Genome key of a 1-based position, or NO_KEY when the chromosome is unknown or shorter than that. */
export function genomeKey(code: number, position: number): number {
  if (code < 0 || position < 1 || position >= SPANS[code]) return NO_KEY;
  return OFFSETS[code] + position;
}

/** First key of a chromosome, and the first key after it. */
export function chromosomeKeyRange(code: number): readonly [first: number, end: number] {
  const offset = OFFSETS[code];
  return [offset + 1, offset + SPANS[code]];
}

export interface Locus {
  readonly code: number;
  readonly position: number;
}

/** The locus of a key made by `genomeKey`. */
export function locusOfKey(key: number): Locus {
  let code = CHROMOSOMES.length - 1;
  while (code > 0 && OFFSETS[code] >= key) code--;
  return { code, position: key - OFFSETS[code] };
}
