import { ROW_STATES, type RowState, type StateCounts } from '../model/result.ts';
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
  /** Σ|w| of the rows in each state; a per-dosage row counts with the largest of its weights. */
  readonly weightMass: Readonly<Record<RowState, number>>;
  /** Σ|w| of the matched rows, and of all. */
  readonly weightMassMatched: number;
  readonly weightMassTotal: number;
  /** Expectation over matched rows that carry an effect-allele frequency; null when there is none. */
  readonly expected: ExpectedScore | null;
}

export interface ExpectedScore {
  /** Matched rows it rests on. */
  readonly rows: number;
  /** Σ E[contribution] and √Σ Var[contribution] under Hardy–Weinberg and linkage equilibrium. */
  readonly mean: number;
  readonly std: number;
  /** Σ contribution over the same rows: what `mean` and `std` may be compared with. */
  readonly score: number;
  /** √Σ Var[contribution] over all rows of the file that carry a frequency, matched or not; never below `std`. */
  readonly fullStd: number;
  /** The part of mean, variance and score that comes from A/T and C/G pairs. */
  readonly palindromic: { readonly mean: number; readonly variance: number; readonly score: number };
}

/** Adds up the contributions of the matched rows, with compensation. */
export function sumScore(scoring: ScoringFile, matches: RowMatches): ScoreSums {
  const counts = new Int32Array(ROW_STATES.length);
  const masses = ROW_STATES.map(() => new CompensatedSum());
  const score = new CompensatedSum();
  const anchored = new CompensatedSum();
  const fullVariance = new CompensatedSum();
  const all = new MomentSums();
  const palindromic = new MomentSums();
  for (let row = 0; row < scoring.rows; row++) {
    const state = matches.states[row];
    counts[state]++;
    (masses[state] as CompensatedSum).add(weightMass(scoring, row));
    const moments = rowMoments(scoring, row);
    if (moments !== null) fullVariance.add(moments.variance);
    if (!isMatched(state)) continue;
    const value = contribution(scoring, row, matches.dosages[row]);
    score.add(value);
    anchored.add(value - contribution(scoring, row, matches.anchors[row]));
    if (moments === null) continue;
    // A row that was filled is the same in everyone: it does not vary.
    if (state === STATE.frequency_filled) [moments.mean, moments.variance] = [value, 0];
    all.add(moments, value);
    if (matches.palindromic[row] === 1) palindromic.add(moments, value);
  }
  const massByState = masses.map(({ value }) => value);
  const { mean, variance, score: scoreWithFrequency } = all.values();
  return {
    score: score.value,
    anchoredScore: anchored.value,
    states: Object.fromEntries(ROW_STATES.map((name, code) => [name, counts[code]])) as StateCounts,
    weightMass: Object.fromEntries(
      ROW_STATES.map((name, code) => [name, massByState[code]]),
    ) as ScoreSums['weightMass'],
    weightMassMatched: sum(massByState.filter((_, code) => isMatched(code))),
    weightMassTotal: sum(massByState),
    expected:
      all.rows === 0
        ? null
        : {
            rows: all.rows,
            mean,
            std: Math.sqrt(variance),
            score: scoreWithFrequency,
            fullStd: Math.sqrt(fullVariance.value),
            palindromic: palindromic.values(),
          },
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Sums over rows with a known frequency. */
class MomentSums {
  rows = 0;
  readonly #mean = new CompensatedSum();
  readonly #variance = new CompensatedSum();
  readonly #score = new CompensatedSum();

  add({ mean, variance }: Moments, value: number): void {
    this.rows++;
    this.#mean.add(mean);
    this.#variance.add(variance);
    this.#score.add(value);
  }

  values(): { readonly mean: number; readonly variance: number; readonly score: number } {
    return { mean: this.#mean.value, variance: this.#variance.value, score: this.#score.value };
  }
}

interface Moments {
  mean: number;
  variance: number;
}

const shared: Moments = { mean: 0, variance: 0 };

/**
 * Mean and variance of a row's contribution from its effect-allele frequency p, or null without one: dosages 0, 1, 2 come
 * with (1−p)², 2p(1−p), p². For an additive row that is 2pw and 2p(1−p)w². The answer is overwritten by the next call.
 */
function rowMoments(scoring: ScoringFile, row: number): Moments | null {
  const p = scoring.frequencies === null ? Number.NaN : scoring.frequencies[row];
  const kind = scoring.kinds[row];
  if (!(p > 0 && p < 1) || kind >= EFFECT.unsupported) return null;
  if (kind === EFFECT.additive) {
    const weight = scoring.weights[row];
    shared.mean = 2 * p * weight;
    shared.variance = 2 * p * (1 - p) * weight * weight;
    return shared;
  }
  const [w0, w1, w2] = [contribution(scoring, row, 0), contribution(scoring, row, 1), contribution(scoring, row, 2)];
  const [p0, p1, p2] = [(1 - p) ** 2, 2 * p * (1 - p), p ** 2];
  const mean = p0 * w0 + p1 * w1 + p2 * w2;
  shared.mean = mean;
  shared.variance = p0 * (w0 - mean) ** 2 + p1 * (w1 - mean) ** 2 + p2 * (w2 - mean) ** 2;
  return shared;
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
    case EFFECT.apoe:
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

/** Var[contribution] of a row under Hardy–Weinberg; null without a frequency. */
export const rowVariance = (scoring: ScoringFile, row: number): number | null =>
  rowMoments(scoring, row)?.variance ?? null;

/** |w| of a row; of a per-dosage row, the largest of its weights. */
export function weightMass(scoring: ScoringFile, row: number): number {
  const weights = scoring.dosageWeights;
  if (weights === null) return Math.abs(scoring.weights[row]);
  return Math.max(Math.abs(weights[row * 3]), Math.abs(weights[row * 3 + 1]), Math.abs(weights[row * 3 + 2]));
}
