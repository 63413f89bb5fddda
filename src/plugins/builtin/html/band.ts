/** How sure a standing is, where the fields of a result tell. */
import { normalCdf } from '../../../core/index.ts';
import type { ResultRow } from '../../api.ts';
import { composition, percentileText } from '../words.ts';

export interface Band {
  /** 95 % limits, in standard deviations from the mean of the population. */
  readonly low: number;
  readonly high: number;
}

/** A band, or none; and in words what it holds or why there is none. */
export interface Sureness {
  readonly band: Band | null;
  readonly sentence: string;
}

/** Half of the width of a 95 % interval, in standard deviations. */
const NINETY_FIVE = 1.959964;
/** Sums of many weights end a little off. */
const COMPLETE = 1 - 1e-9;

/**
 * Theoretical: given z of the rows counted, which carry the share s of the variance, the z of the complete score is normal
 * with mean √s·z and variance 1 − s (independent variants, Hardy–Weinberg). Reference panel, complete score: mean and SD of
 * n people have the sampling error √((1 + z²/2)/n) at z. What the errors of the weights add is not known in either case.
 */
export function surenessOf(row: ResultRow): Sureness | null {
  const { z_score: z, expected_variance_share: share, reference_n: n, percentile_method: method } = row;
  if (z === null) return null;
  const { unknown, filled } = composition(row);
  if (method === 'theoretical') {
    if (filled > 0) return none('some of the score was filled in from allele frequencies');
    if (share === null) return none('the scoring file lacks the allele frequencies that would tell');
    if (share >= COMPLETE && unknown === 0) return none('the error of the allele frequencies is not known');
    if (share >= COMPLETE) return none('the variants not known have no allele frequencies');
    const band = around(Math.sqrt(share) * z, Math.sqrt(1 - share));
    return {
      band,
      sentence: `The band is where the complete score would lie with a probability of 95 %, ${rangeOf(band)}, if the variants that are not known are as in the model population. ${LEFT_OUT}`,
    };
  }
  if (method !== 'reference_panel' || n === null || n < 2) return null;
  if (unknown > 0 || filled > 0)
    return none('part of the score is not known, which moves it by an amount that the reference panel does not tell');
  const band = around(z, Math.sqrt((1 + (z * z) / 2) / n));
  return {
    band,
    sentence: `The band is the 95 % sampling error of the mean and standard deviation of ${n.toLocaleString('en-US')} people, ${rangeOf(band)}. ${LEFT_OUT}`,
  };
}

const LEFT_OUT = 'The uncertainty of the effect weights, often larger, is not in it.';

const none = (why: string): Sureness => ({
  band: null,
  sentence: `No band is drawn: ${why}. The standing is less sure than the line looks.`,
});

const around = (center: number, error: number): Band => ({
  low: center - NINETY_FIVE * error,
  high: center + NINETY_FIVE * error,
});

const rangeOf = ({ low, high }: Band): string =>
  `from the ${ordinal(low)} to the ${ordinal(high)}`
    .replaceAll('the below the', 'below the')
    .replaceAll('the above the', 'above the');

const ordinal = (z: number): string => percentileText(100 * normalCdf(z));
