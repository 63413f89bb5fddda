/** Allele index in a call that is not there (`.`), and the second index of a haploid call. */
export const MISSING = 255;
export const HAPLOID = 254;
/** Highest allele index a call can hold. */
const MAX_INDEX = 250;

const DOT = 46;
const SLASH = 47;
const PIPE = 124;
const ZERO = 48;

/** The alleles of one genotype call, as indices into REF, ALT1, ALT2 …; a half-missing call is missing. */
export interface Call {
  first: number;
  second: number;
}

/** Whether a record with that many ALTs lists the alleles of a call; a missing call names none. */
export const isListed = ({ first, second }: Call, alts: number): boolean =>
  (first <= alts || first === MISSING) && (second <= alts || second >= HAPLOID);

/**
 * Reads GT from `bytes[start, end)`: `0/1`, `1|1`, haploid `1`, `./.`; also VCF 4.4's leading phase mark. Half-missing,
 * polyploid and malformed calls are missing: nothing is guessed.
 */
export function readCall(bytes: Uint8Array, start: number, end: number, call: Call): void {
  call.first = MISSING;
  call.second = MISSING;
  let from = start;
  if (bytes[from] === SLASH || bytes[from] === PIPE) from++;
  let first = MISSING;
  let index = -1;
  let alleles = 0;
  for (let at = from; at <= end; at++) {
    const byte = at === end ? SLASH : bytes[at];
    if (byte === SLASH || byte === PIPE) {
      if (index < 0 || alleles === 2) return;
      if (alleles === 0) first = index;
      alleles++;
      if (at === end) break;
      index = -1;
      continue;
    }
    const digit = byte - ZERO;
    if (byte === DOT || digit < 0 || digit > 9) return;
    index = (index < 0 ? 0 : index * 10) + digit;
    if (index > MAX_INDEX) return;
  }
  call.first = first;
  call.second = alleles === 1 ? HAPLOID : index;
}
