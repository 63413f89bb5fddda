import type { GenotypeInputMode } from '../model/result.ts';
import { BASES } from './alleles.ts';
import { HAPLOID, MISSING } from './call.ts';
import type { GenotypeIndex } from './genotypeIndex.ts';

export interface InputModeEvidence {
  readonly mode: GenotypeInputMode;
  /** What decided, for a person. */
  readonly cue: string;
}

/** A call set of variants only has hardly any homozygous-reference calls; one of all sites has mostly those. */
const VARIANT_ONLY_SHARE = 0.005;
/** What an array measures: some 100,000 to 2.5 million sites, few of them indels. */
const ARRAY_SITES = [100_000, 2_500_000] as const;
const ARRAY_INDEL_SHARE = 0.02;

/** Decides what a file lists, from all of its records. */
export function detectInputMode(index: GenotypeIndex): InputModeEvidence {
  const { count, blocks } = index;
  const { called, homRef, imputed, indels } = countCalls(index);
  if (blocks !== null) return { mode: 'gvcf', cue: `it has ${number(blocks.starts.length)} sure reference blocks` };
  if (imputed > count / 2)
    return { mode: 'imputed', cue: `${number(imputed)} of ${number(count)} records have dosages` };
  const share = called === 0 ? 0 : homRef / called;
  const calls = `${number(homRef)} of ${number(called)} calls are homozygous reference`;
  if (share < VARIANT_ONLY_SHARE) return { mode: 'variant_only', cue: calls };
  const isArray = count >= ARRAY_SITES[0] && count <= ARRAY_SITES[1] && indels < count * ARRAY_INDEL_SHARE;
  return isArray
    ? { mode: 'array', cue: `${calls}, and of ${number(count)} sites ${number(indels)} are indels` }
    : { mode: 'all_sites', cue: calls };
}

const number = (value: number): string => value.toLocaleString('en-US');

function countCalls({ count, firsts, seconds, refs, alts, altStarts, altDosages }: GenotypeIndex) {
  let called = 0;
  let homRef = 0;
  let imputed = 0;
  let indels = 0;
  for (let record = 0; record < count; record++) {
    const alt = altStarts[record];
    if (altDosages !== null && alt < altStarts[record + 1] && !Number.isNaN(altDosages[alt])) imputed++;
    if (refs[record] >= BASES.length || (alt < altStarts[record + 1] && alts[alt] >= BASES.length)) indels++;
    if (firsts[record] === MISSING) continue;
    called++;
    if (firsts[record] === 0 && (seconds[record] === 0 || seconds[record] === HAPLOID)) homRef++;
  }
  return { called, homRef, imputed, indels };
}
