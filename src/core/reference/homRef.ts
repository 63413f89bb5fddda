/** What a homozygous-reference genome carries at a scoring row, from the reference sequence there. */
import { reverseComplement } from '../genotype/alleles.ts';

/** Copies of the effect allele in a diploid reference genome, or why that cannot be told. */
export type ReferenceVerdict =
  | { readonly copies: 0 | 2; readonly flipped: boolean }
  /** The sequence has neither of the alleles, on either strand. */
  | 'allele_mismatch'
  /** The sequence does not settle which allele is the reference. */
  | 'unknown';

/**
 * Compares a row's alleles with the reference sequence that starts at its position and is at least as long as the
 * longer allele. Both alleles are needed: without the other one, nothing vouches for the strand when the effect allele
 * is not the reference. Single bases are also tried on the other strand, unless the pair reads the same from both. Where
 * the sequence starts with both alleles (a deletion looks like that, and so does an insertion into a repeat), neither is
 * taken.
 */
export function judgeByReference(effect: string, other: string | null, sequence: string): ReferenceVerdict {
  if (other === null)
    return sequence.startsWith(effect) && effect.length === 1 ? { copies: 2, flipped: false } : 'unknown';
  if (effect === other || /[^ACGT]/.test(sequence.slice(0, Math.max(effect.length, other.length)))) return 'unknown';
  const verdict = compare(effect, other, sequence);
  if (verdict !== 'allele_mismatch' || effect.length > 1 || other.length > 1) return verdict;
  const [flippedEffect, flippedOther] = [reverseComplement(effect), reverseComplement(other)];
  if (flippedEffect === null || flippedOther === null || flippedEffect === other) return verdict;
  const flipped = compare(flippedEffect, flippedOther, sequence);
  return typeof flipped === 'string' ? flipped : { ...flipped, flipped: true };
}

function compare(effect: string, other: string, sequence: string): ReferenceVerdict {
  const isEffect = sequence.startsWith(effect);
  const isOther = sequence.startsWith(other);
  if (isEffect && isOther) return 'unknown';
  if (isEffect) return { copies: 2, flipped: false };
  return isOther ? { copies: 0, flipped: false } : 'allele_mismatch';
}
