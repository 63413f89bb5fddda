/** Dosages of imputed genotypes: FORMAT/DS, or what FORMAT/GP amounts to. */
import { parseDecimal } from '../text/ascii.ts';

const COMMA = 44;
/** Probabilities that were rounded to two decimals may miss 1 by this much. */
const ROUNDING = 0.05;

/** More ALTs than this at one site have no dosages: GP would need thousands of values. */
export const MOST_ALTS = 64;

const values = new Float64Array(((MOST_ALTS + 1) * (MOST_ALTS + 2)) / 2);

/** Reads comma-separated numbers into `values`; returns how many, 0 when one is missing or there are too many. */
function readNumbers(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let from = start; from <= end && start < end; ) {
    let to = from;
    while (to < end && bytes[to] !== COMMA) to++;
    const value = parseDecimal(bytes, from, to);
    if (!Number.isFinite(value) || count === values.length) return 0;
    values[count++] = value;
    from = to + 1;
  }
  return count;
}

/**
 * Reads DS from `bytes[start, end)`: copies of each ALT, 0 to 2, into `dosages`. False, with nothing to use in `dosages`,
 * when a value is missing or out of range, or there are not as many as ALTs.
 */
export function readDosageField(
  bytes: Uint8Array,
  start: number,
  end: number,
  dosages: Float64Array,
  alts: number,
): boolean {
  if (readNumbers(bytes, start, end) !== alts) return false;
  for (let alt = 0; alt < alts; alt++) {
    if (values[alt] < 0 || values[alt] > 2) return false;
    dosages[alt] = values[alt];
  }
  return alts > 0;
}

/**
 * The same from GP, the probabilities of the genotypes 0/0, 0/1, 1/1, 0/2 … (VCF 4.3, section 1.6.2), or of the alleles
 * 0, 1, 2 … of a haploid call: dosage of an ALT = Σ probability × its copies. False for values that do not add up to 1,
 * such as the phred-scaled GP of VCF 4.2 and before.
 */
export function readProbabilityField(
  bytes: Uint8Array,
  start: number,
  end: number,
  dosages: Float64Array,
  alts: number,
): boolean {
  if (alts === 0 || alts > MOST_ALTS) return false;
  const count = readNumbers(bytes, start, end);
  const isHaploid = count === alts + 1;
  if (!isHaploid && count !== ((alts + 1) * (alts + 2)) / 2) return false;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    if (values[i] < 0) return false;
    sum += values[i];
  }
  if (Math.abs(sum - 1) > ROUNDING) return false;
  dosages.fill(0, 0, alts);
  if (isHaploid) {
    for (let alt = 0; alt < alts; alt++) dosages[alt] = values[alt + 1] / sum;
    return true;
  }
  let genotype = 0;
  for (let second = 0; second <= alts; second++)
    for (let first = 0; first <= second; first++, genotype++) {
      const probability = values[genotype] / sum;
      if (first > 0) dosages[first - 1] += probability;
      if (second > 0) dosages[second - 1] += probability;
    }
  return true;
}
