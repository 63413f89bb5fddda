/** Sex of a sample, as its calls on chromosome X tell, and where X behaves like an autosome. */
import { CHROMOSOMES, type GenomeBuild } from '../model/genome.ts';
import type { Sex } from '../model/vcf.ts';
import { HAPLOID, MISSING } from './call.ts';
import { chromosomeKeyRange, genomeKey } from './chromosome.ts';
import { type GenotypeIndex, seekKey } from './genotypeIndex.ts';

const X = CHROMOSOMES.indexOf('X');

/** Pseudoautosomal regions of X, first and last position (Genome Reference Consortium). */
const PSEUDOAUTOSOMAL: Readonly<Record<GenomeBuild, readonly (readonly [first: number, last: number])[]>> = {
  GRCh37: [
    [60001, 2699520],
    [154931044, 155260560],
  ],
  GRCh38: [
    [10001, 2781479],
    [155701383, 156030895],
  ],
};

/** Whether a locus is on X and of one copy in a male. */
export function isHemizygous(key: number, build: GenomeBuild): boolean {
  const [first, end] = chromosomeKeyRange(X);
  if (key < first || key >= end) return false;
  return !PSEUDOAUTOSOMAL[build].some(([from, to]) => key >= genomeKey(X, from) && key <= genomeKey(X, to));
}

export interface SexEvidence {
  readonly sex: Sex | null;
  /** What decided, for a person. */
  readonly cue: string;
}

/** Fewer calls than this tell nothing. */
const LEAST_CALLS = 50;
/** Share of heterozygous calls: next to none in a male, whatever his calls look like; a third and more in a female. */
const MALE_HETEROZYGOUS = 0.1;
const FEMALE_HETEROZYGOUS = 0.25;

/** Sex by the calls on X outside the pseudoautosomal regions; homozygous-reference calls tell nothing and are left out. */
export function inferSex({ keys, firsts, seconds }: GenotypeIndex, build: GenomeBuild): SexEvidence {
  const [first, end] = chromosomeKeyRange(X);
  let calls = 0;
  let haploid = 0;
  let heterozygous = 0;
  for (let record = seekKey(keys, first, 0); record < keys.length && keys[record] < end; record++) {
    if (firsts[record] === MISSING || !isHemizygous(keys[record], build)) continue;
    if (firsts[record] === 0 && seconds[record] === 0) continue;
    calls++;
    if (seconds[record] === HAPLOID) haploid++;
    else if (firsts[record] !== seconds[record]) heterozygous++;
  }
  if (calls < LEAST_CALLS) return { sex: null, cue: `only ${calls} calls on chromosome X` };
  const share = heterozygous / calls;
  const cue = `of ${calls.toLocaleString('en-US')} calls on chromosome X, ${percent(haploid / calls)} are haploid and ${percent(share)} heterozygous`;
  if (haploid > calls / 2 || share < MALE_HETEROZYGOUS) return { sex: 'Male', cue };
  return { sex: share > FEMALE_HETEROZYGOUS ? 'Female' : null, cue };
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
