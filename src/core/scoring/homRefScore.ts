/**
 * What a diploid genome that is the reference everywhere scores: the constant between `score_ref_anchored` and the score.
 * X counts twice, the mitochondrion once, Y not at all, as in a woman.
 */
import { createHash } from 'node:crypto';
import { BASES, complementBase, NO_ALLELE } from '../genotype/alleles.ts';
import { locusOfKey } from '../genotype/chromosome.ts';
import { type GenotypeIndex, seekKey } from '../genotype/genotypeIndex.ts';
import { AUTOSOME_COUNT, CHROMOSOMES } from '../model/genome.ts';
import type { ScoringPolicies, StateCounts } from '../model/result.ts';
import { CompensatedSum } from './compensatedSum.ts';
import { type RowMatches, STATE } from './matchKernel.ts';
import { VERDICT } from './referenceVerdicts.ts';
import { epsilonOfReference } from './scoreApoe.ts';
import { contribution } from './scoreSums.ts';
import { EFFECT, type ScoringFile } from './scoringFile.ts';

const Y = CHROMOSOMES.indexOf('Y');
const MT = CHROMOSOMES.indexOf('MT');

export interface HomRefSums {
  /** Σ contribution of the rows, in the unit of the weights, and the part of it that comes from A/T and C/G pairs. */
  readonly score: number;
  readonly palindromic: number;
  /** Rows whose reference allele is not known; above 0, the sums are not those of the whole score. */
  readonly unknown: number;
}

/** Adds up the rows that are scored and that `counts` does not leave out. */
export function sumHomRef(
  scoring: ScoringFile,
  verdicts: Uint8Array,
  counts: (row: number) => boolean = () => true,
): HomRefSums {
  const score = new CompensatedSum();
  const palindromic = new CompensatedSum();
  let unknown = 0;
  for (let row = 0; row < scoring.rows; row++) {
    const kind = scoring.kinds[row];
    if (kind === EFFECT.apoe && counts(row)) score.add(contribution(scoring, row, epsilonOfReference(scoring, row)));
    if (kind >= EFFECT.unsupported || !counts(row)) continue;
    const { code } = locusOfKey(scoring.keys[row]);
    if (code === Y) continue;
    const verdict = verdicts[row];
    if (verdict === VERDICT.unknown) unknown++;
    if (verdict === VERDICT.unknown || verdict === VERDICT.mismatch) continue;
    const value = contribution(scoring, row, code === MT ? verdict / 2 : verdict);
    score.add(value);
    if (isComplementaryPair(scoring, row)) palindromic.add(value);
  }
  return { score: score.value, palindromic: palindromic.value, unknown };
}

/** Whether a row's alleles are A and T, or C and G. */
export function isComplementaryPair({ effects, others }: ScoringFile, row: number): boolean {
  return effects[row] >= 0 && effects[row] < BASES.length && others[row] === complementBase(effects[row]);
}

/**
 * SHA-256 of everything in a scoring file that its sums depend on (loci, alleles, kinds of effect, weights, in order of
 * locus), and of nothing else: not its header, packing or columns that are not scored. In hexadecimal.
 */
export function digestRows({ keys, effects, others, weights, dosageWeights, kinds, alleles }: ScoringFile): string {
  const hash = createHash('sha256').update('rows 2\0').update(alleles.pack());
  for (const column of [keys, effects, others, weights, dosageWeights ?? new Float64Array(0), kinds])
    hash.update(`${column.byteLength}\0`).update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return hash.digest('hex');
}

/** What the constant is to be added to. */
export interface AnchoredSample {
  readonly index: GenotypeIndex;
  readonly states: StateCounts;
  readonly policies: ScoringPolicies;
  readonly filteredOut: number;
  /** Whether a row that is not listed cannot be taken for the reference. */
  readonly isDoubtful: (row: number) => boolean;
}

/**
 * Why the anchored score of a file of differences, plus the constant, is not the complete score; null when it is. The
 * constant counts every row, so every row must be listed with a usable genotype, or be not listed for being the reference,
 * or surely lack the effect allele, as the reference does.
 */
export function refuseConstant(scoring: ScoringFile, matches: RowMatches, sample: AnchoredSample): string | null {
  const { states, policies, filteredOut } = sample;
  const rows = (count: number, what: string): string => `${count} of its variants ${what}`;
  if (policies.flip === 'off') return 'alleles on the other strand were left out (--flip off)';
  if (policies.compat !== 'none') return `the score was computed as ${policies.compat} does`;
  if (filteredOut > 0) return `${filteredOut} records were filtered out when the VCF was normalised`;
  for (const [state, what] of UNUSABLE) if (states[state] > 0) return rows(states[state], what);
  const found = { elsewhere: 0, doubtful: 0, unnamed: 0, otherAlleles: 0 };
  for (let row = 0; row < scoring.rows; row++) {
    if (scoring.kinds[row] >= EFFECT.unsupported) continue;
    if (locusOfKey(scoring.keys[row]).code >= AUTOSOME_COUNT) found.elsewhere++;
    const state = matches.states[row];
    if (state === STATE.absent_unknown && sample.isDoubtful(row)) found.doubtful++;
    if (state === STATE.ambiguous && scoring.others[row] === NO_ALLELE) found.unnamed++;
    if (state === STATE.allele_mismatch && !lacksEffect(scoring, row, sample.index)) found.otherAlleles++;
  }
  if (found.elsewhere > 0) return rows(found.elsewhere, 'lie on X, Y or MT, whose copies depend on the sample');
  if (found.doubtful > 0) return rows(found.doubtful, 'lie inside deletions or outside the callable regions');
  if (found.otherAlleles > 0) return rows(found.otherAlleles, 'are listed with other alleles');
  return found.unnamed > 0 ? rows(found.unnamed, 'are A/T or C/G sites of which the file names one allele') : null;
}

/** States of rows that the constant counts, but of which the sample has no genotype. */
const UNUSABLE = [
  ['no_call', 'have no call'],
  ['filtered', 'were filtered out'],
  ['frequency_filled', 'were filled from frequencies'],
  ['excluded', 'were left out'],
] as const;

/**
 * Whether no copy of a row's effect allele can be there, although no record fits the row: an SNV whose other allele is the
 * REF base of every record at its locus, each of which has other single bases, or leaves the base as it is, as indels do.
 */
function lacksEffect({ keys, effects, others }: ScoringFile, row: number, index: GenotypeIndex): boolean {
  const effect = effects[row];
  if (effect >= BASES.length || others[row] >= BASES.length) return false;
  const other = BASES[others[row]];
  const key = keys[row];
  for (let record = seekKey(index.keys, key, 0); index.keys[record] === key; record++) {
    const ref = index.refs[record];
    if (index.alleles.text(ref)[0] !== other) return false;
    for (let at = index.altStarts[record]; at < index.altStarts[record + 1]; at++) {
      const alt = index.alts[at];
      const isOtherBase = ref < BASES.length && alt >= 0 && alt < BASES.length && alt !== effect;
      if (!isOtherBase && index.alleles.text(alt)[0] !== other) return false;
    }
  }
  return true;
}
