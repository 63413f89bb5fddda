/**
 * One spelling for each insertion, deletion and replacement: the fewest bases, as far left as the reference allows.
 * Tan, Abecasis & Kang 2015, "Unified representation of genetic variants", doi 10.1093/bioinformatics/btv112.
 */

/** A variant of one chromosome, as a VCF spells it. */
export interface Variant {
  /** Of the first base of `ref`, 1-based. */
  readonly position: number;
  /** Upper-case bases, at least one each. */
  readonly ref: string;
  readonly alt: string;
}

/** Upper-case reference bases of the variant's chromosome from a 1-based position on; fewer at its end. */
export type ReadReference = (position: number, length: number) => Promise<string>;

/** Reference bases read at a time while a variant moves left: more than nearly all repeats have. */
const READ_LENGTH = 256;

/** Takes away the bases that both alleles end with, then those that both start with; each allele keeps one. */
export function trimAlleles(ref: string, alt: string, position: number): Variant {
  const suffix = countSuffix(ref, alt);
  const prefix = countPrefix(ref, alt, suffix);
  return {
    position: position + prefix,
    ref: ref.slice(prefix, ref.length - suffix),
    alt: alt.slice(prefix, alt.length - suffix),
  };
}

/** How far `trimAlleles` moves the position. */
export const trimmedBases = (ref: string, alt: string): number => countPrefix(ref, alt, countSuffix(ref, alt));

function countSuffix(ref: string, alt: string): number {
  const most = Math.min(ref.length, alt.length) - 1;
  let suffix = 0;
  while (suffix < most && ref.charCodeAt(ref.length - 1 - suffix) === alt.charCodeAt(alt.length - 1 - suffix)) suffix++;
  return suffix;
}

function countPrefix(ref: string, alt: string, suffix: number): number {
  const most = Math.min(ref.length, alt.length) - suffix - 1;
  let prefix = 0;
  while (prefix < most && ref.charCodeAt(prefix) === alt.charCodeAt(prefix)) prefix++;
  return prefix;
}

/**
 * The trimmed spelling furthest to the left: two variants that make the same sequence of the reference have the same
 * one. Null when `ref` is not what the reference has there, or when the alleles are the same.
 */
export async function leftAlign(variant: Variant, readReference: ReadReference): Promise<Variant | null> {
  if (variant.ref === variant.alt) return null;
  if ((await readReference(variant.position, variant.ref.length)) !== variant.ref) return null;
  let { position, ref, alt } = trimAlleles(variant.ref, variant.alt, variant.position);
  let before = '';
  // Alleles that still end alike have one of them down to its last base: that base can go for one on the left.
  while (position > 1 && ref.at(-1) === alt.at(-1)) {
    if (before === '') {
      const length = Math.min(READ_LENGTH, position - 1);
      before = await readReference(position - length, length);
    }
    const base = before.slice(-1);
    before = before.slice(0, -1);
    ref = base + ref.slice(0, -1);
    alt = base + alt.slice(0, -1);
    position--;
  }
  return { position, ref, alt };
}
