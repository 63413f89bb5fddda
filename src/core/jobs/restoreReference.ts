/** Reference alleles for the rows that a variant-only file does not list: there, the genome is as the reference. */
import { NO_ALLELE } from '../genotype/alleles.ts';
import { HAPLOID } from '../genotype/call.ts';
import { chromosomeKeyRange, locusOfKey } from '../genotype/chromosome.ts';
import { type GenotypeIndex, seekKey } from '../genotype/genotypeIndex.ts';
import { isInBlock, type ReferenceBlocks } from '../genotype/referenceBlocks.ts';
import { findReplacedLoci } from '../genotype/spanningDeletions.ts';

import { CHROMOSOMES } from '../model/genome.ts';
import { judgeByReference } from '../reference/homRef.ts';
import type { ReferenceSource } from '../reference/referenceSource.ts';
import { type RowMatches, STATE } from '../scoring/matchKernel.ts';
import type { ScoringFile } from '../scoring/scoringFile.ts';

/** Rows this close together are read in one go. */
const READ_GAP = 1 << 12;
const LONGEST_READ = 1 << 18;

const X = CHROMOSOMES.indexOf('X');
const Y = CHROMOSOMES.indexOf('Y');
const MT = CHROMOSOMES.indexOf('MT');

export class ReferenceRestorer {
  readonly #source: ReferenceSource;
  readonly #isReplaced: (key: number) => boolean;
  readonly #haploidX: boolean;
  readonly #blocks: ReferenceBlocks | null;
  readonly #callable: ReferenceBlocks | null;

  /** `callable` are the only regions to restore in; null for everywhere. */
  constructor(source: ReferenceSource, index: GenotypeIndex, callable: ReferenceBlocks | null = null) {
    this.#source = source;
    this.#isReplaced = findReplacedLoci(index);
    this.#haploidX = isMostlyHaploid(index, X);
    this.#blocks = index.blocks;
    this.#callable = callable;
  }

  /**
   * Turns rows that are `absent_unknown` into `assumed_hom_ref`, or into `reference_block` for a gVCF, of which only what
   * lies in a sure block is known, with the dosage of the reference; into
   * `allele_mismatch` where the reference has neither allele, or into `ambiguous` for an A/T or C/G pair that
   * `keepAmbiguous` leaves out. Rows inside a deletion, on chromosome Y, outside the callable
   * regions, or that the sequence does not settle stay. Returns how many stayed because they are not all inside those regions.
   */
  async restore(scoring: ScoringFile, matches: RowMatches, keepAmbiguous: boolean): Promise<number> {
    const absent = this.#absentRows(scoring, matches);
    const callable = this.#callable;
    const rows =
      callable === null
        ? absent
        : absent.filter((row) => {
            const key = scoring.keys[row];
            return isInBlock(callable, key, key + rowLength(scoring, row) - 1);
          });
    for (let from = 0; from < rows.length; ) {
      const to = endOfRead(scoring, rows, from);
      const together = rows.slice(from, to);
      const start = locusOfKey(scoring.keys[rows[from]]);
      const span = scoring.keys[rows[to - 1]] - scoring.keys[rows[from]];
      const longest = Math.max(...together.map((row) => rowLength(scoring, row)));
      const sequence = await this.#source.read(start.code, start.position, span + longest);
      for (const row of together) {
        const offset = scoring.keys[row] - scoring.keys[rows[from]];
        this.#judge(scoring, matches, {
          row,
          code: start.code,
          sequence: sequence.slice(offset, offset + longest),
          keepAmbiguous,
        });
      }
      from = to;
    }
    return absent.length - rows.length;
  }

  #absentRows(scoring: ScoringFile, matches: RowMatches): readonly number[] {
    const rows: number[] = [];
    for (let row = 0; row < scoring.rows; row++) {
      if (matches.states[row] !== STATE.absent_unknown) continue;
      const key = scoring.keys[row];
      const { code } = locusOfKey(key);
      const isKnown = this.#blocks === null ? code !== Y : isInBlock(this.#blocks, key);
      if (isKnown && this.#source.has(code) && !this.#isReplaced(key)) rows.push(row);
    }
    return rows;
  }

  #judge(scoring: ScoringFile, matches: RowMatches, { row, code, sequence, keepAmbiguous }: RowAtReference): void {
    const other = scoring.others[row];
    const effect = scoring.alleles.text(scoring.effects[row]);
    const otherText = other === NO_ALLELE ? null : scoring.alleles.text(other);
    const verdict = judgeByReference(effect, otherText, sequence);
    if (verdict === 'unknown') return;
    if (verdict === 'allele_mismatch') matches.states[row] = STATE.allele_mismatch;
    else if (PALINDROMES.has(`${effect}${otherText}`) && !keepAmbiguous) matches.states[row] = STATE.ambiguous;
    else {
      const ploidy = code === MT || code === Y || (code === X && this.#haploidX) ? 1 : 2;
      matches.states[row] = this.#blocks === null ? STATE.assumed_hom_ref : STATE.reference_block;
      matches.dosages[row] = (verdict.copies / 2) * ploidy;
      matches.anchors[row] = matches.dosages[row];
    }
  }
}

interface RowAtReference {
  readonly row: number;
  readonly code: number;
  readonly sequence: string;
  readonly keepAmbiguous: boolean;
}

const PALINDROMES = new Set(['AT', 'TA', 'CG', 'GC']);

/** The first row, from `from` on, that is too far from the ones before to be read with them. */
function endOfRead(scoring: ScoringFile, rows: readonly number[], from: number): number {
  const first = scoring.keys[rows[from]];
  const { code } = locusOfKey(first);
  const [, chromosomeEnd] = chromosomeKeyRange(code);
  let to = from + 1;
  for (; to < rows.length; to++) {
    const key = scoring.keys[rows[to]];
    if (key >= chromosomeEnd || key - scoring.keys[rows[to - 1]] > READ_GAP || key - first > LONGEST_READ) break;
  }
  return to;
}

const rowLength = ({ alleles, effects, others }: ScoringFile, row: number): number =>
  Math.max(alleles.lengthOf(effects[row]), others[row] === NO_ALLELE ? 1 : alleles.lengthOf(others[row]));

/** Whether the sample's calls on a chromosome are mostly of one allele. */
function isMostlyHaploid({ keys, seconds }: GenotypeIndex, code: number): boolean {
  const [first, end] = chromosomeKeyRange(code);
  const [from, to] = [seekKey(keys, first, 0), seekKey(keys, end, 0)];
  let haploid = 0;
  for (let record = from; record < to; record++) if (seconds[record] === HAPLOID) haploid++;
  return to > from && haploid * 2 > to - from;
}
