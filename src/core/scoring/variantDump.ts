/** What became of every row of a score, as a table: for finding out why a variant counted, or did not. */
import { Float64, Int64 } from 'apache-arrow';
import { NumberColumn, TextColumn, writeArrowFile } from '../arrow/columns.ts';
import { NO_ALLELE } from '../genotype/alleles.ts';
import { locusOfKey, NO_KEY } from '../genotype/chromosome.ts';
import { CHROMOSOMES } from '../model/genome.ts';
import { ROW_STATES } from '../model/result.ts';
import { isMatched, type RowMatches } from './matchKernel.ts';
import { contribution } from './scoreSums.ts';
import type { ScoringFile } from './scoringFile.ts';

/**
 * One row per row of the scoring file, in its order, as an Arrow IPC file: pgs_id, line (of the scoring file, from 1),
 * chrom, pos (null without a position), effect_allele, other_allele (null when unknown), effect_weight, state, dosage and
 * contribution (null for rows that are not counted).
 */
export function dumpVariants(pgs_id: string, scoring: ScoringFile, matches: RowMatches): Uint8Array {
  const text = {
    pgs_id: new TextColumn(),
    chrom: new TextColumn(),
    effect: new TextColumn(),
    other: new TextColumn(),
    state: new TextColumn(),
  };
  const number = {
    line: new NumberColumn(new Int64()),
    pos: new NumberColumn(new Int64()),
    weight: new NumberColumn(new Float64()),
    dosage: new NumberColumn(new Float64()),
    contribution: new NumberColumn(new Float64()),
  };
  for (const row of inFileOrder(scoring.fileRows)) {
    const key = scoring.keys[row];
    const locus = key === NO_KEY ? null : locusOfKey(key);
    const state = matches.states[row];
    const counted = isMatched(state);
    pushText(text.pgs_id, pgs_id);
    number.line.push(scoring.firstLine + scoring.fileRows[row]);
    pushText(text.chrom, locus === null ? null : CHROMOSOMES[locus.code]);
    number.pos.push(locus?.position ?? Number.NaN);
    pushText(text.effect, alleleText(scoring, scoring.effects[row]));
    pushText(text.other, alleleText(scoring, scoring.others[row]));
    number.weight.push(scoring.weights[row]);
    pushText(text.state, ROW_STATES[state]);
    number.dosage.push(counted ? matches.dosages[row] : Number.NaN);
    number.contribution.push(counted ? contribution(scoring, row, matches.dosages[row]) : Number.NaN);
  }
  return writeArrowFile([
    ['pgs_id', text.pgs_id],
    ['line', number.line],
    ['chrom', text.chrom],
    ['pos', number.pos],
    ['effect_allele', text.effect],
    ['other_allele', text.other],
    ['effect_weight', number.weight],
    ['state', text.state],
    ['dosage', number.dosage],
    ['contribution', number.contribution],
  ]);
}

/** Row numbers in the order of the file. */
function inFileOrder(fileRows: Uint32Array): Uint32Array {
  const order = new Uint32Array(fileRows.length);
  for (let row = 0; row < fileRows.length; row++) order[fileRows[row]] = row;
  return order;
}

const alleleText = ({ alleles }: ScoringFile, id: number): string | null =>
  id === NO_ALLELE ? null : alleles.text(id);

function pushText(column: TextColumn, text: string | null): void {
  if (text === null) column.pushNull();
  else {
    const bytes = Buffer.from(text);
    column.push(bytes, 0, bytes.length);
  }
}
