/**
 * APOE: its ε alleles are haplotypes of two SNVs, and in the scores that name them they weigh most.
 *
 * | allele | rs429358 | rs7412 |
 * |---|---|---|
 * | ε2 | T | T |
 * | ε3 (the reference) | T | C |
 * | ε4 | C | C |
 *
 * ε1 (C, T) is so rare that it is left out: a genotype heterozygous at both is ε2/ε4, as is the convention.
 */

/** `e4`, `ε4`, `APOE_e4`; `e2/e4` for a genotype. A Greek letter arrives as the two bytes of its UTF-8. */
const NAME = /^(?:APOE[-_ ]?)?(?:E|Îµ)([234])(?:\/(?:E|Îµ)?([234]))?$/i;

/** The ε alleles that an effect allele names, one or two; null for anything else. */
export function parseEpsilon(effectAllele: string): readonly number[] | null {
  const match = NAME.exec(effectAllele);
  return match === null ? null : match.slice(1).flatMap((digit) => (digit === undefined ? [] : [Number(digit)]));
}

/** Copies of ε2, ε3 and ε4, by number, from the copies of C at both sites (0 to 2); null for a genotype with ε1. */
export function countEpsilon(rs429358: number, rs7412: number): Readonly<Record<number, number>> | null {
  return rs429358 > rs7412 ? null : { 2: 2 - rs7412, 3: rs7412 - rs429358, 4: rs429358 };
}
