/** Reference alleles for the rows that a variant-only file does not list: there, the genome is as the reference. */
import { HAPLOID } from '../genotype/call.ts';
import { chromosomeKeyRange, locusOfKey } from '../genotype/chromosome.ts';
import { type GenotypeIndex, seekKey } from '../genotype/genotypeIndex.ts';
import { isInBlock, type ReferenceBlocks } from '../genotype/referenceBlocks.ts';
import { findReplacedLoci } from '../genotype/spanningDeletions.ts';
import { CHROMOSOMES } from '../model/genome.ts';
import { isComplementaryPair } from '../scoring/homRefScore.ts';
import { type RowMatches, STATE } from '../scoring/matchKernel.ts';
import { rowLength, VERDICT } from '../scoring/referenceVerdicts.ts';
import type { ScoringFile } from '../scoring/scoringFile.ts';

const X = CHROMOSOMES.indexOf('X');
const Y = CHROMOSOMES.indexOf('Y');
const MT = CHROMOSOMES.indexOf('MT');

export class ReferenceRestorer {
  readonly #isReplaced: (key: number) => boolean;
  readonly #haploidX: boolean;
  readonly #blocks: ReferenceBlocks | null;
  readonly #callable: ReferenceBlocks | null;

  /** `callable` are the only regions to restore in; null for everywhere. */
  constructor(index: GenotypeIndex, callable: ReferenceBlocks | null) {
    this.#isReplaced = findReplacedLoci(index);
    this.#haploidX = isMostlyHaploid(index, X);
    this.#blocks = index.blocks;
    this.#callable = callable;
  }

  /**
   * Turns rows that are `absent_unknown` into `assumed_hom_ref`, or into `reference_block` for a gVCF, of which only what
   * lies in a sure block is known, with the dosage of the reference; into `allele_mismatch` where the reference has neither
   * allele, or into `ambiguous` for an A/T or C/G pair that `keepAmbiguous` leaves out. `verdicts` are the reference's, by
   * row. Rows inside a deletion, on chromosome Y, outside the callable regions, or that the reference does not settle stay.
   * Returns how many stayed because they are not all inside those regions.
   */
  restore(scoring: ScoringFile, matches: RowMatches, verdicts: Uint8Array, keepAmbiguous: boolean): number {
    let notCallable = 0;
    for (let row = 0; row < scoring.rows; row++) {
      if (matches.states[row] !== STATE.absent_unknown || verdicts[row] === VERDICT.unknown) continue;
      const key = scoring.keys[row];
      const { code } = locusOfKey(key);
      const isKnown = this.#blocks === null ? code !== Y : isInBlock(this.#blocks, key);
      if (!isKnown || this.#isReplaced(key)) continue;
      if (this.#isCallable(scoring, row))
        this.#restoreRow(scoring, matches, { row, code, verdict: verdicts[row], keepAmbiguous });
      else notCallable++;
    }
    return notCallable;
  }

  /** Whether a row that is not listed cannot be taken for the reference: it may be deleted, or was not looked at. */
  isDoubtful(scoring: ScoringFile, row: number): boolean {
    return this.#isReplaced(scoring.keys[row]) || !this.#isCallable(scoring, row);
  }

  #isCallable(scoring: ScoringFile, row: number): boolean {
    const key = scoring.keys[row];
    return this.#callable === null || isInBlock(this.#callable, key, key + rowLength(scoring, row) - 1);
  }

  #restoreRow(scoring: ScoringFile, matches: RowMatches, { row, code, verdict, keepAmbiguous }: JudgedRow): void {
    if (verdict === VERDICT.mismatch) matches.states[row] = STATE.allele_mismatch;
    else if (isComplementaryPair(scoring, row) && !keepAmbiguous) matches.states[row] = STATE.ambiguous;
    else {
      const ploidy = code === MT || code === Y || (code === X && this.#haploidX) ? 1 : 2;
      matches.states[row] = this.#blocks === null ? STATE.assumed_hom_ref : STATE.reference_block;
      matches.dosages[row] = (verdict / 2) * ploidy;
      matches.anchors[row] = matches.dosages[row];
    }
  }
}

interface JudgedRow {
  readonly row: number;
  readonly code: number;
  readonly verdict: number;
  readonly keepAmbiguous: boolean;
}

/** Whether the sample's calls on a chromosome are mostly of one allele. */
function isMostlyHaploid({ keys, seconds }: GenotypeIndex, code: number): boolean {
  const [first, end] = chromosomeKeyRange(code);
  const [from, to] = [seekKey(keys, first, 0), seekKey(keys, end, 0)];
  let haploid = 0;
  for (let record = from; record < to; record++) if (seconds[record] === HAPLOID) haploid++;
  return to > from && haploid * 2 > to - from;
}
