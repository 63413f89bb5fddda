/** The conventions of plink2 on X, Y and the mitochondrion, for people who must compare with it. */
import { HAPLOID } from '../genotype/call.ts';
import { locusOfKey } from '../genotype/chromosome.ts';
import { isHemizygous } from '../genotype/sex.ts';
import { CHROMOSOMES, type GenomeBuild } from '../model/genome.ts';
import type { ScoringPolicies } from '../model/result.ts';
import type { Sex } from '../model/vcf.ts';
import { type Calls, isMatched, type MatchPlan, type RowMatches, STATE } from './matchKernel.ts';
import type { ScoringFile } from './scoringFile.ts';

const X = CHROMOSOMES.indexOf('X');

export interface XchrContext {
  readonly scoring: ScoringFile;
  readonly plan: MatchPlan;
  readonly calls: Calls;
  /** Null when nobody knows; then X is counted as called. */
  readonly sex: Sex | null;
  readonly build: GenomeBuild;
}

/**
 * Changes dosages as `plink2 --score --xchr-model` counts them: `0` leaves chromosome X out; a male's loci on X outside the
 * pseudoautosomal regions count 0 to 1 copies (`1`) or 0 to 2 (`2`); Y and the mitochondrion 0 to 1, however the call is
 * written. A heterozygous call where there is one copy counts half, as in plink2.
 */
export function applyXchrModel(
  matches: RowMatches,
  model: Exclude<ScoringPolicies['xchr_model'], 'called'>,
  context: XchrContext,
): void {
  const { scoring, build, sex } = context;
  for (let row = 0; row < scoring.rows; row++) {
    const state = matches.states[row];
    if (!isMatched(state)) continue;
    const { code } = locusOfKey(scoring.keys[row]);
    if (code < X) continue;
    if (code === X && model === '0') matches.states[row] = STATE.excluded;
    else if (code > X) countOnce(matches, row, context);
    else if (sex === 'Male' && isHemizygous(scoring.keys[row], build)) {
      countOnce(matches, row, context);
      if (model === '2') {
        matches.dosages[row] *= 2;
        matches.anchors[row] *= 2;
      }
    }
  }
}

/** A dosage of 0 to 1, from one that was read from a call of one or two alleles. */
function countOnce(matches: RowMatches, row: number, { plan, calls }: XchrContext): void {
  const record = plan.records[row];
  const isHaploid = record >= 0 ? calls.seconds[record] === HAPLOID : matches.anchors[row] <= 1;
  if (isHaploid) return;
  matches.dosages[row] /= 2;
  matches.anchors[row] /= 2;
}
