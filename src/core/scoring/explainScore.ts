/** Why a score is what it is: its rows by what became of them, beside the records of the genome. */
import { NO_ALLELE } from '../genotype/alleles.ts';
import { HAPLOID, MISSING } from '../genotype/call.ts';
import { locusOfKey, NO_KEY } from '../genotype/chromosome.ts';
import { FLAG, type GenotypeIndex } from '../genotype/genotypeIndex.ts';
import type { ExplainedRow, RecordSketch, ScoreExplanation, StateShare } from '../model/explanation.ts';
import { CHROMOSOMES } from '../model/genome.ts';
import { ROW_STATES } from '../model/result.ts';
import { isMatched, type RowMatches } from './matchKernel.ts';
import { rowsAtLocus } from './narrowScore.ts';
import { contribution, rowVariance, weightMass } from './scoreSums.ts';
import type { ScoringFile } from './scoringFile.ts';

/** Rows told of each kind: more are not read by anybody, and every one of them is in `--dump-variants`. */
const MOST_NOT_COUNTED = 400;
const MOST_COUNTED = 100;

/** A scoring file, and what its rows found in a genome. */
export interface MatchedRows {
  readonly scoring: ScoringFile;
  readonly matches: RowMatches;
  readonly index: GenotypeIndex;
}

export function explainScore({ scoring, matches, index }: MatchedRows): ScoreExplanation {
  const total = totalMass(scoring);
  const shareOf = (row: number): number => (total > 0 ? weightMass(scoring, row) / total : 0);
  const notCounted = heaviest(scoring, MOST_NOT_COUNTED, (row) =>
    isMatched(matches.states[row]) ? -1 : weightMass(scoring, row),
  );
  const counted = heaviest(scoring, MOST_COUNTED, (row) =>
    isMatched(matches.states[row]) ? Math.abs(contribution(scoring, row, matches.dosages[row])) : -1,
  );
  return {
    states: shareByState(scoring, matches, shareOf),
    rows: [...notCounted, ...counted].map((row) => ({
      ...explainRow(row, { scoring, matches, index }),
      weight_share: shareOf(row),
    })),
  };
}

/** A row of the file, from 0, then the others at its locus; `total` is Σ|w| of the whole score, of which `scoring` may be a part. */
export function explainLocus(
  scoring: ScoringFile,
  matches: RowMatches,
  index: GenotypeIndex,
  { fileRow, total }: { readonly fileRow: number; readonly total: number },
): readonly ExplainedRow[] {
  const { from, to } = rowsAtLocus(scoring, fileRow);
  const shareOf = (row: number): number => (total > 0 ? weightMass(scoring, row) / total : 0);
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  const isOther = (row: number): number => Number(scoring.fileRows[row] !== fileRow);
  return rows
    .sort((one, other) => isOther(one) - isOther(other))
    .map((row) => ({ ...explainRow(row, { scoring, matches, index }), weight_share: shareOf(row) }));
}

/** Σ|w|. */
export function totalMass(scoring: ScoringFile): number {
  let sum = 0;
  for (let row = 0; row < scoring.rows; row++) sum += weightMass(scoring, row);
  return sum;
}

function shareByState(
  scoring: ScoringFile,
  matches: RowMatches,
  shareOf: (row: number) => number,
): readonly StateShare[] {
  const rows = new Float64Array(ROW_STATES.length);
  const shares = new Float64Array(ROW_STATES.length);
  const variances = new Float64Array(ROW_STATES.length);
  for (let row = 0; row < scoring.rows; row++) {
    const state = matches.states[row];
    rows[state]++;
    shares[state] += shareOf(row);
    variances[state] += rowVariance(scoring, row) ?? 0;
  }
  const variance = variances.reduce((sum, value) => sum + value, 0);
  return ROW_STATES.map((state, code) => ({
    state,
    is_counted: isMatched(code),
    n_rows: rows[code],
    weight_share: shares[code],
    variance_share: variance > 0 ? variances[code] / variance : null,
  }))
    .filter(({ n_rows }) => n_rows > 0)
    .sort((one, other) => Number(one.is_counted) - Number(other.is_counted) || other.weight_share - one.weight_share);
}

/** Rows with the largest values of 0 and more, the largest first; equal ones in the order of the file. */
export function heaviest(scoring: ScoringFile, most: number, measure: (row: number) => number): readonly number[] {
  if (most === 0) return [];
  const values = new Float64Array(scoring.rows);
  let count = 0;
  for (let row = 0; row < scoring.rows; row++) {
    values[row] = measure(row);
    if (values[row] >= 0) count++;
  }
  // The value below which rows are left out, found without sorting millions of rows by a function.
  const cut = count <= most ? 0 : (Float64Array.from(values).sort().at(-most) as number);
  const kept: number[] = [];
  for (let row = 0; row < scoring.rows; row++) if (values[row] >= cut) kept.push(row);
  return kept
    .sort((one, other) => values[other] - values[one] || scoring.fileRows[one] - scoring.fileRows[other])
    .slice(0, most);
}

/** A row beside the records at its position; its share of the weight takes all rows. */
export function explainRow(row: number, { scoring, matches, index }: MatchedRows): Omit<ExplainedRow, 'weight_share'> {
  const key = scoring.keys[row];
  const locus = key === NO_KEY ? null : locusOfKey(key);
  const isCounted = isMatched(matches.states[row]);
  const frequency = scoring.frequencies?.[row] ?? Number.NaN;
  const allele = (id: number): string | null => (id === NO_ALLELE ? null : scoring.alleles.text(id));
  return {
    line: scoring.firstLine + scoring.fileRows[row],
    chrom: locus === null ? null : CHROMOSOMES[locus.code],
    pos: locus?.position ?? null,
    effect_allele: allele(scoring.effects[row]),
    other_allele: allele(scoring.others[row]),
    effect_weight: scoring.weights[row],
    frequency: Number.isNaN(frequency) ? null : frequency,
    state: ROW_STATES[matches.states[row]],
    dosage: isCounted ? matches.dosages[row] : null,
    contribution: isCounted ? contribution(scoring, row, matches.dosages[row]) : null,
    records: locus === null ? [] : recordsAt(index, key),
  };
}

function recordsAt(index: GenotypeIndex, key: number): readonly RecordSketch[] {
  const found: RecordSketch[] = [];
  for (let record = firstAt(index, key); record < index.count && index.keys[record] === key; record++)
    found.push(sketchRecord(index, record));
  return found;
}

/** The first record at the key or after it. */
function firstAt({ keys, count }: GenotypeIndex, key: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle] < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sketchRecord(index: GenotypeIndex, record: number): RecordSketch {
  const { refs, alts, altStarts, altDosages, firsts, seconds, flags, alleles } = index;
  const [from, to] = [altStarts[record], altStarts[record + 1]];
  const allele = (id: number): string => (id === NO_ALLELE ? '<*>' : alleles.text(id));
  const imputed = altDosages === null ? [] : [...altDosages.subarray(from, to)];
  return {
    ref: allele(refs[record]),
    alts: [...alts.subarray(from, to)].map(allele),
    genotype: genotypeText(firsts[record], seconds[record]),
    dosages: imputed.length === 0 || imputed.some(Number.isNaN) ? null : imputed,
    is_filtered: (flags[record] & FLAG.filtered) !== 0,
  };
}

function genotypeText(first: number, second: number): string {
  const text = (index: number): string => (index === MISSING ? '.' : String(index));
  return second === HAPLOID ? text(first) : `${text(first)}/${text(second)}`;
}
