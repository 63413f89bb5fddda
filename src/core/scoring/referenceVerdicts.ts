/** What the reference genome carries at each row of a scoring file. */
import { NO_ALLELE } from '../genotype/alleles.ts';
import { chromosomeKeyRange, locusOfKey } from '../genotype/chromosome.ts';
import { judgeByReference } from '../reference/homRef.ts';
import type { ReferenceSource } from '../reference/referenceSource.ts';
import { EFFECT, type ScoringFile } from './scoringFile.ts';

/** Copies of the effect allele in a diploid reference genome (0 or 2), or one of these. */
export const VERDICT = {
  /** The reference has neither allele. */
  mismatch: 3,
  /** The reference does not settle the row, or the row is not scored. */
  unknown: 4,
} as const;

/** Rows this close together are read in one go. */
const READ_GAP = 1 << 12;
const LONGEST_READ = 1 << 18;

/** A verdict for each row, in key order. */
export async function judgeRows(scoring: ScoringFile, source: ReferenceSource): Promise<Uint8Array> {
  const verdicts = new Uint8Array(scoring.rows).fill(VERDICT.unknown);
  const rows = findKnownRows(scoring, source);
  for (let from = 0; from < rows.length; ) {
    const to = endOfRead(scoring, rows, from);
    const together = rows.slice(from, to);
    const first = scoring.keys[rows[from]];
    const { code, position } = locusOfKey(first);
    const longest = Math.max(...together.map((row) => rowLength(scoring, row)));
    const sequence = await source.read(code, position, scoring.keys[rows[to - 1]] - first + longest);
    for (const row of together) {
      const offset = scoring.keys[row] - first;
      verdicts[row] = judgeRow(scoring, row, sequence.slice(offset, offset + longest));
    }
    from = to;
  }
  return verdicts;
}

function findKnownRows(scoring: ScoringFile, source: ReferenceSource): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < scoring.rows; row++)
    if (scoring.kinds[row] < EFFECT.unsupported && source.has(locusOfKey(scoring.keys[row]).code)) rows.push(row);
  return rows;
}

function judgeRow(scoring: ScoringFile, row: number, sequence: string): number {
  const other = scoring.others[row];
  const effect = scoring.alleles.text(scoring.effects[row]);
  const verdict = judgeByReference(effect, other === NO_ALLELE ? null : scoring.alleles.text(other), sequence);
  if (verdict === 'unknown') return VERDICT.unknown;
  return verdict === 'allele_mismatch' ? VERDICT.mismatch : verdict.copies;
}

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

/** Bases that the longer allele of a row covers. */
export const rowLength = ({ alleles, effects, others }: ScoringFile, row: number): number =>
  Math.max(alleles.lengthOf(effects[row]), others[row] === NO_ALLELE ? 1 : alleles.lengthOf(others[row]));
