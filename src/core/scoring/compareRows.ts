/** Why a score is another one: its rows in two genomes, or in one genome under two sets of options. */
import type { MovedRow, RowComparison, StateMove } from '../model/comparison.ts';
import { ROW_STATES } from '../model/result.ts';
import { CompensatedSum } from './compensatedSum.ts';
import { explainRow, heaviest, type MatchedRows } from './explainScore.ts';
import { isMatched } from './matchKernel.ts';
import { contribution, weightMass } from './scoreSums.ts';
import type { ScoringFile } from './scoringFile.ts';

/** Rows told: more are not read by anybody. */
const MOST_ROWS = 200;

/** Null where the two scoring files do not have the same rows: there is nothing to hold against each other. */
export function compareRows(a: MatchedRows, b: MatchedRows): RowComparison | null {
  const placesInB = pairRows(a.scoring, b.scoring);
  if (placesInB === null) return null;
  const differenceOf = (row: number): number => added(b, placesInB[row]) - added(a, row);
  const isOtherState = (row: number): boolean => a.matches.states[row] !== b.matches.states[placesInB[row]];
  const moving = heaviest(a.scoring, MOST_ROWS, (row) => Math.abs(differenceOf(row)) || -1);
  const silent = heaviest(a.scoring, MOST_ROWS - moving.length, (row) =>
    isOtherState(row) && differenceOf(row) === 0 ? weightMass(a.scoring, row) : -1,
  );
  const changes = sumMoves(a, b, placesInB);
  return {
    n_rows: a.scoring.rows,
    n_changed: changes.reduce((sum, { n_rows }) => sum + n_rows, 0),
    changes,
    rows: [...moving, ...silent].map((row) => tellMove(explainRow(row, a), explainRow(placesInB[row], b))),
  };
}

/** What a row adds to the score. */
const added = ({ scoring, matches }: MatchedRows, row: number): number =>
  isMatched(matches.states[row]) ? contribution(scoring, row, matches.dosages[row]) : 0;

/**
 * The row of B for each row of A, by their place in the file; null unless all weights agree. Positions need not: one score
 * comes in a file for each build.
 */
function pairRows(a: ScoringFile, b: ScoringFile): Uint32Array | null {
  if (a.rows !== b.rows) return null;
  const places = new Uint32Array(b.rows);
  for (let row = 0; row < b.rows; row++) places[b.fileRows[row]] = row;
  const pairs = a.fileRows.map((fileRow) => places[fileRow]);
  return pairs.every((place, row) => Object.is(a.weights[row], b.weights[place])) ? pairs : null;
}

function sumMoves(a: MatchedRows, b: MatchedRows, placesInB: Uint32Array): readonly StateMove[] {
  const moves = new Map<number, { n_rows: number; readonly sum: CompensatedSum }>();
  for (let row = 0; row < a.scoring.rows; row++) {
    const difference = added(b, placesInB[row]) - added(a, row);
    const [from, to] = [a.matches.states[row], b.matches.states[placesInB[row]]];
    if (from === to && difference === 0) continue;
    const code = from * ROW_STATES.length + to;
    const move = moves.get(code) ?? { n_rows: 0, sum: new CompensatedSum() };
    moves.set(code, move);
    move.n_rows++;
    move.sum.add(difference);
  }
  return [...moves]
    .map(([code, { n_rows, sum }]) => ({
      from: ROW_STATES[Math.floor(code / ROW_STATES.length)],
      to: ROW_STATES[code % ROW_STATES.length],
      n_rows,
      difference: sum.value,
    }))
    .sort((one, other) => Math.abs(other.difference) - Math.abs(one.difference) || other.n_rows - one.n_rows);
}

type Explained = ReturnType<typeof explainRow>;

function tellMove(a: Explained, b: Explained): MovedRow {
  const { line, chrom, pos, effect_allele, other_allele, effect_weight } = b;
  const side = ({ state, dosage, records }: Explained) => ({ state, dosage, records });
  const difference = (b.contribution ?? 0) - (a.contribution ?? 0);
  return { line, chrom, pos, effect_allele, other_allele, effect_weight, a: side(a), b: side(b), difference };
}
