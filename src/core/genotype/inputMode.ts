import type { GenotypeInputMode } from '../model/result.ts';
import { HAPLOID, MISSING } from './call.ts';
import type { GenotypeIndex } from './genotypeIndex.ts';

export interface InputModeEvidence {
  readonly mode: GenotypeInputMode;
  /** What decided, for a person. */
  readonly cue: string;
}

/** A call set of variants only has hardly any homozygous-reference calls; one of all sites has mostly those. */
const VARIANT_ONLY_SHARE = 0.005;

/** Decides whether a file lists all sites or only those where the sample differs from the reference. */
export function detectInputMode({ count, firsts, seconds }: GenotypeIndex): InputModeEvidence {
  let called = 0;
  let homRef = 0;
  for (let record = 0; record < count; record++) {
    if (firsts[record] === MISSING) continue;
    called++;
    if (firsts[record] === 0 && (seconds[record] === 0 || seconds[record] === HAPLOID)) homRef++;
  }
  const share = called === 0 ? 0 : homRef / called;
  const cue = `${homRef.toLocaleString('en-US')} of ${called.toLocaleString('en-US')} calls are homozygous reference`;
  return { mode: share < VARIANT_ONLY_SHARE ? 'variant_only' : 'all_sites', cue };
}
