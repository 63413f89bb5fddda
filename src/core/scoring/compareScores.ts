/** What two scores share, locus by locus: exact, where variantOverlap.ts estimates from a sample. */
import { BASES, NO_ALLELE } from '../genotype/alleles.ts';
import { locusOfKey, NO_KEY } from '../genotype/chromosome.ts';
import { CHROMOSOMES } from '../model/genome.ts';
import type { ComparedRow, ComparedScore, ScoreComparison } from '../model/scoreComparison.ts';
import { Correlation } from '../reference/correlation.ts';
import { heaviest, totalMass } from './explainScore.ts';
import { weightMass } from './scoreSums.ts';
import { EFFECT, type ScoringFile } from './scoringFile.ts';

/** Rows told of each score that the other does not have. */
const MOST_ONLY = 20;

/** Both on one build; rows are in the order of their keys. */
export function compareScores(one: ScoringFile, other: ScoringFile): ScoreComparison {
  const counts = { n_shared: 0, n_same: 0, n_opposite: 0, n_other_alleles: 0, n_other_effects: 0 };
  const correlation = new Correlation();
  const [isSharedInOne, isSharedInOther] = [new Uint8Array(one.rows), new Uint8Array(other.rows)];
  let [a, b] = [firstWithKey(one), firstWithKey(other)];
  while (a < one.rows && b < other.rows) {
    const [endA, endB] = [endOfLocus(one, a), endOfLocus(other, b)];
    const [keyA, keyB] = [one.keys[a], other.keys[b]];
    if (keyA === keyB) {
      isSharedInOne.fill(1, a, endA);
      isSharedInOther.fill(1, b, endB);
      counts.n_shared++;
      if (pairRows({ one, from: a, to: endA }, { one: other, from: b, to: endB }, counts, correlation) === 0)
        counts.n_other_alleles++;
    }
    if (keyA <= keyB) a = endA;
    if (keyB <= keyA) b = endB;
  }
  return {
    ...counts,
    one: summarize(one, isSharedInOne),
    other: summarize(other, isSharedInOther),
    n_compared: correlation.count,
    pearson: correlation.pearson,
    cosine: correlation.cosine,
  };
}

/** Rows of a score at one locus. */
interface LocusRows {
  readonly one: ScoringFile;
  readonly from: number;
  readonly to: number;
}

type Counts = { -readonly [Name in 'n_same' | 'n_opposite' | 'n_other_effects']: number };

/** Finds for each row the row of the other score with its alleles, each once; returns how many there are. */
function pairRows(rows: LocusRows, others: LocusRows, counts: Counts, correlation: Correlation): number {
  const used = new Set<number>();
  let pairs = 0;
  for (let row = rows.from; row < rows.to; row++) {
    for (const wanted of ['same', 'opposite'] as const) {
      const partner = findPartner(row, rows.one, others, { wanted, used });
      if (partner === null) continue;
      used.add(partner);
      pairs++;
      const [kind, otherKind] = [rows.one.kinds[row], others.one.kinds[partner]];
      // A dominant effect of one allele is no dominant effect of the other allele.
      const isComparable = kind === otherKind && (kind === EFFECT.additive || (wanted === 'same' && isPlain(kind)));
      if (isComparable) {
        if (wanted === 'same') counts.n_same++;
        else counts.n_opposite++;
        const weight = others.one.weights[partner];
        correlation.add(rows.one.weights[row], wanted === 'same' ? weight : -weight);
      } else counts.n_other_effects++;
      break;
    }
  }
  return pairs;
}

const isPlain = (kind: number): boolean => kind === EFFECT.dominant || kind === EFFECT.recessive;

function findPartner(
  row: number,
  score: ScoringFile,
  { one: other, from, to }: LocusRows,
  { wanted, used }: { readonly wanted: 'same' | 'opposite'; readonly used: ReadonlySet<number> },
): number | null {
  for (let partner = from; partner < to; partner++)
    if (!used.has(partner) && relate(score, row, other, partner) === wanted) return partner;
  return null;
}

/** How the effect alleles of two rows at one locus stand to each other; an allele that is not given contradicts nothing. */
function relate(one: ScoringFile, row: number, other: ScoringFile, partner: number): 'same' | 'opposite' | null {
  const [effect, rest] = [alleleOf(one, one.effects[row]), alleleOf(one, one.others[row])];
  const [otherEffect, otherRest] = [alleleOf(other, other.effects[partner]), alleleOf(other, other.others[partner])];
  if (effect === null || otherEffect === null) return null;
  const fits = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
  if (effect === otherEffect) return fits(rest, otherRest) ? 'same' : null;
  // Where neither gives its other allele, two effect alleles may be any two of three.
  if (rest === null && otherRest === null) return null;
  return fits(effect, otherRest) && fits(otherEffect, rest) ? 'opposite' : null;
}

const alleleOf = ({ alleles }: ScoringFile, id: number): string | null =>
  id === NO_ALLELE ? null : id < BASES.length ? BASES[id] : alleles.text(id);

function firstWithKey({ keys, rows }: ScoringFile): number {
  let row = 0;
  while (row < rows && keys[row] === NO_KEY) row++;
  return row;
}

function endOfLocus({ keys, rows }: ScoringFile, from: number): number {
  let end = from + 1;
  while (end < rows && keys[end] === keys[from]) end++;
  return end;
}

function summarize(scoring: ScoringFile, isShared: Uint8Array): ComparedScore {
  const first = firstWithKey(scoring);
  let n_loci = 0;
  let shared = 0;
  for (let row = first; row < scoring.rows; row++) {
    if (row === first || scoring.keys[row] !== scoring.keys[row - 1]) n_loci++;
    if (isShared[row] === 1) shared += weightMass(scoring, row);
  }
  const total = totalMass(scoring);
  const only = heaviest(scoring, MOST_ONLY, (row) =>
    row < first || isShared[row] === 1 ? -1 : weightMass(scoring, row),
  );
  return {
    n_rows: scoring.rows,
    n_loci,
    n_without_position: first,
    shared_weight: total > 0 ? shared / total : null,
    only: only.map((row) => tellRow(scoring, row, total)),
  };
}

function tellRow(scoring: ScoringFile, row: number, total: number): ComparedRow {
  const { code, position } = locusOfKey(scoring.keys[row]);
  return {
    line: scoring.firstLine + scoring.fileRows[row],
    chrom: CHROMOSOMES[code],
    pos: position,
    effect_allele: alleleOf(scoring, scoring.effects[row]),
    other_allele: alleleOf(scoring, scoring.others[row]),
    effect_weight: scoring.weights[row],
    weight_share: total > 0 ? weightMass(scoring, row) / total : 0,
  };
}
