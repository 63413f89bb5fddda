import { ROW_STATES, type StateCounts } from '../model/result.ts';
import { CompensatedSum } from './compensatedSum.ts';
import { isMatched, type RowMatches, STATE } from './matchKernel.ts';
import { EFFECT, type ScoringFile } from './scoringFile.ts';

/** What one scoring file adds up to for one genome. */
export interface ScoreSums {
  /** Σ contribution of the matched rows, in the unit of the weights. */
  readonly score: number;
  /** Σ (contribution − contribution of a homozygous-reference genome) of the matched rows. */
  readonly anchoredScore: number;
  readonly states: StateCounts;
  /** Σ|w| over matched rows and over all rows; a per-dosage row counts with the largest of its weights. */
  readonly weightMassMatched: number;
  readonly weightMassTotal: number;
  /** Σ|w| over rows that are absent and unknown. */
  readonly weightMassAbsent: number;
  /** Expectation over matched rows that carry an effect-allele frequency; null when there is none. */
  readonly expected: ExpectedScore | null;
}

export interface ExpectedScore {
  /** Rows it rests on. */
  readonly rows: number;
  /** Σ E[contribution] and √Σ Var[contribution] under Hardy–Weinberg and linkage equilibrium. */
  readonly mean: number;
  readonly std: number;
  /** Σ contribution over the same rows: what `mean` and `std` may be compared with. */
  readonly score: number;
}

/** Adds up the contributions of the matched rows, with compensation. */
export function sumScore(scoring: ScoringFile, matches: RowMatches): ScoreSums {
  const counts = new Int32Array(ROW_STATES.length);
  const score = new CompensatedSum();
  const anchored = new CompensatedSum();
  const massMatched = new CompensatedSum();
  const massTotal = new CompensatedSum();
  const massAbsent = new CompensatedSum();
  const mean = new CompensatedSum();
  const variance = new CompensatedSum();
  const scoreWithFrequency = new CompensatedSum();
  let rowsWithFrequency = 0;
  for (let row = 0; row < scoring.rows; row++) {
    const state = matches.states[row];
    counts[state]++;
    const mass = weightMass(scoring, row);
    massTotal.add(mass);
    if (state === STATE.absent_unknown) massAbsent.add(mass);
    if (!isMatched(state)) continue;
    massMatched.add(mass);
    const value = contribution(scoring, row, matches.dosages[row]);
    score.add(value);
    anchored.add(value - contribution(scoring, row, matches.anchors[row]));
    const p = scoring.frequencies === null ? Number.NaN : scoring.frequencies[row];
    if (!(p > 0 && p < 1)) continue;
    rowsWithFrequency++;
    scoreWithFrequency.add(value);
    const [w0, w1, w2] = [contribution(scoring, row, 0), contribution(scoring, row, 1), contribution(scoring, row, 2)];
    const [p0, p1, p2] = [(1 - p) ** 2, 2 * p * (1 - p), p ** 2];
    const rowMean = p0 * w0 + p1 * w1 + p2 * w2;
    mean.add(rowMean);
    variance.add(p0 * (w0 - rowMean) ** 2 + p1 * (w1 - rowMean) ** 2 + p2 * (w2 - rowMean) ** 2);
  }
  const expected =
    rowsWithFrequency === 0
      ? null
      : {
          rows: rowsWithFrequency,
          mean: mean.value,
          std: Math.sqrt(Math.max(0, variance.value)),
          score: scoreWithFrequency.value,
        };
  const states = Object.fromEntries(ROW_STATES.map((name, code) => [name, counts[code]])) as StateCounts;
  return {
    score: score.value,
    anchoredScore: anchored.value,
    states,
    weightMassMatched: massMatched.value,
    weightMassTotal: massTotal.value,
    weightMassAbsent: massAbsent.value,
    expected,
  };
}

/** The score alone: for scoring many people, who need nothing else. */
export function sumContributions(scoring: ScoringFile, matches: RowMatches): number {
  const score = new CompensatedSum();
  for (let row = 0; row < scoring.rows; row++)
    if (isMatched(matches.states[row])) score.add(contribution(scoring, row, matches.dosages[row]));
  return score.value;
}

/** What a row adds to the score at a dosage of 0 to 2 copies; a fractional dosage is interpolated. */
export function contribution(scoring: ScoringFile, row: number, dosage: number): number {
  const weight = scoring.weights[row];
  switch (scoring.kinds[row]) {
    case EFFECT.additive:
      return weight * dosage;
    case EFFECT.dominant:
      return weight * Math.min(dosage, 1);
    case EFFECT.recessive:
      return weight * Math.max(dosage - 1, 0);
    case EFFECT.perDosage: {
      const lower = Math.min(1, Math.floor(dosage));
      const weights = scoring.dosageWeights as Float64Array;
      const low = weights[row * 3 + lower];
      return dosage === lower ? low : low + (weights[row * 3 + lower + 1] - low) * (dosage - lower);
    }
    default:
      return 0;
  }
}

function weightMass(scoring: ScoringFile, row: number): number {
  const weights = scoring.dosageWeights;
  if (weights === null) return Math.abs(scoring.weights[row]);
  return Math.max(Math.abs(weights[row * 3]), Math.abs(weights[row * 3 + 1]), Math.abs(weights[row * 3 + 2]));
}
