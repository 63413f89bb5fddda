/** Which strand the alleles of a scoring file are on, told by those of its SNVs that fit one strand only. */
import type { ScoringPolicies, StrandEvidence, StrandVerdict } from '../model/result.ts';

/** Two-sided 95 % of a normal distribution. */
const Z = 1.959963984540054;
/** A file counts as on one strand when, with 95 % confidence, at most this share of it is on the other. */
const TOLERATED_SHARE = 0.05;

/**
 * `forward` or `reverse` when nearly all are on that strand, `mixed` when surely some are on each, `unknown` when there
 * are too few to tell. By the 95 % score interval of the flipped share (Wilson 1927, doi 10.1080/01621459.1927.10502953).
 */
export function judgeStrand({ forward, flipped }: StrandEvidence): StrandVerdict {
  const { low, high } = wilsonInterval(flipped, forward + flipped);
  if (high <= TOLERATED_SHARE) return 'forward';
  if (low >= 1 - TOLERATED_SHARE) return 'reverse';
  return low > TOLERATED_SHARE && high < 1 - TOLERATED_SHARE ? 'mixed' : 'unknown';
}

/** 95 % confidence interval of a share, 0 to 1; everything is possible without a count. */
export function wilsonInterval(hits: number, count: number): { readonly low: number; readonly high: number } {
  if (count === 0) return { low: 0, high: 1 };
  const share = hits / count;
  const centre = share + (Z * Z) / (2 * count);
  const half = Z * Math.sqrt((share * (1 - share)) / count + (Z * Z) / (4 * count * count));
  const scale = 1 + (Z * Z) / count;
  return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) };
}

/** Which A/T and C/G pairs count: all that fit, those of rows that name both alleles, or none. */
export function keepsAmbiguous(
  policy: ScoringPolicies['ambiguous'],
  evidence: StrandEvidence,
  harmonised: boolean,
): 'all' | 'named' | 'none' {
  if (policy !== 'auto') return policy === 'drop' ? 'none' : 'all';
  const verdict = judgeStrand(evidence);
  return verdict === 'forward' || (verdict === 'unknown' && harmonised) ? 'named' : 'none';
}

/** Frequencies nearer to one half than this do not tell the strands apart. */
const NEAR_HALF = 0.1;

/** The strand of an A/T or C/G row, from the effect-allele frequency in the file and in the cohort, each 0 to 1. */
export function strandByFrequency(inFile: number, inCohort: number): 'forward' | 'reverse' | 'unknown' {
  const [a, b] = [inFile - 0.5, inCohort - 0.5];
  if (!(Math.abs(a) > NEAR_HALF && Math.abs(b) > NEAR_HALF)) return 'unknown';
  return a > 0 === b > 0 ? 'forward' : 'reverse';
}
