import { BASES, complementBase, NO_ALLELE } from '../genotype/alleles.ts';
import { locusOfKey, NO_KEY } from '../genotype/chromosome.ts';
import { CHROMOSOMES } from '../model/genome.ts';
import { EFFECT_TYPES, type ScoreOverview, type WeightDistribution } from '../model/scoreOverview.ts';
import { weightMass } from './scoreSums.ts';
import { EFFECT, type ScoringFile } from './scoringFile.ts';

/** `EFFECT_TYPES` by the code of a row's kind. */
const TYPE_OF_KIND = EFFECT_TYPES;
const BINS = 60;

/** What a scoring file is made of. One walk over its rows, two over the weights. */
export function overviewScore(scoring: ScoringFile): ScoreOverview {
  const { rows, kinds, effects, others, frequencies, keys } = scoring;
  const types = new Float64Array(TYPE_OF_KIND.length);
  const chromosomeRows = new Float64Array(CHROMOSOMES.length);
  const chromosomeMass = new Float64Array(CHROMOSOMES.length);
  let [palindromic, indels, withoutOther, withFrequency, total] = [0, 0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    types[kinds[row]]++;
    const [effect, other] = [effects[row], others[row]];
    if (other === NO_ALLELE) withoutOther++;
    if (effect >= 0 && effect < BASES.length && other === complementBase(effect)) palindromic++;
    if (effect >= BASES.length || other >= BASES.length) indels += kinds[row] === EFFECT.unsupported ? 0 : 1;
    if (frequencies !== null && frequencies[row] > 0 && frequencies[row] < 1) withFrequency++;
    const mass = weightMass(scoring, row);
    total += mass;
    if (keys[row] === NO_KEY) continue;
    const { code } = locusOfKey(keys[row]);
    chromosomeRows[code]++;
    chromosomeMass[code] += mass;
  }
  return {
    n_rows: rows,
    effects: Object.fromEntries(TYPE_OF_KIND.map((type, kind) => [type, types[kind]])) as ScoreOverview['effects'],
    n_palindromic: palindromic,
    n_indels: indels,
    n_without_other: withoutOther,
    n_with_frequency: withFrequency,
    weights: distribute(scoring),
    chromosomes: CHROMOSOMES.map((chrom, code) => ({
      chrom,
      n_rows: chromosomeRows[code],
      weight_share: total > 0 ? chromosomeMass[code] / total : 0,
    })).filter(({ n_rows }) => n_rows > 0),
  };
}

function distribute({ rows, weights, kinds }: ScoringFile): WeightDistribution | null {
  const hasWeight = (row: number): boolean => kinds[row] !== EFFECT.unmapped && Number.isFinite(weights[row]);
  let [least, most, sum, count, positive, negative] = [Infinity, -Infinity, 0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    if (!hasWeight(row)) continue;
    const weight = weights[row];
    count++;
    sum += weight;
    if (weight < least) least = weight;
    if (weight > most) most = weight;
    if (weight > 0) positive++;
    else if (weight < 0) negative++;
  }
  if (count === 0) return null;
  const bins = new Array<number>(BINS).fill(0);
  const scale = most > least ? BINS / (most - least) : 0;
  for (let row = 0; row < rows; row++)
    if (hasWeight(row)) bins[Math.min(BINS - 1, Math.floor((weights[row] - least) * scale))]++;
  const n_zero = count - positive - negative;
  return { least, mean: sum / count, most, n_positive: positive, n_negative: negative, n_zero, bins };
}
