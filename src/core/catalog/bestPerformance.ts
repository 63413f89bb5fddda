import type { Evaluation, Preference } from '../model/catalog.ts';
import { majoritySuperpopulation } from './ancestryLabels.ts';
import { compareText } from './cells.ts';

/**
 * The best evaluation of each score, by pgs_id: in the preferred people, then the most individuals, then one with an
 * AUROC or C-index, then one with OR, HR or beta, then the smallest ppm_id. The order of the rows does not matter.
 */
export function pickBestPerformance(evaluations: readonly Evaluation[], preference: Preference): readonly Evaluation[] {
  const best = new Map<string, Ranked>();
  for (const evaluation of evaluations) {
    const ranked = { evaluation, ranks: rank(evaluation, preference) };
    const held = best.get(evaluation.pgs_id);
    if (held === undefined || compareRanked(ranked, held) < 0) best.set(evaluation.pgs_id, ranked);
  }
  return [...best.values()]
    .map(({ evaluation }) => evaluation)
    .sort((one, other) => compareText(one.pgs_id, other.pgs_id));
}

/** Evaluations of one score, the best first. */
export function sortByEvidence(evaluations: readonly Evaluation[], preference: Preference): readonly Evaluation[] {
  return evaluations
    .map((evaluation) => ({ evaluation, ranks: rank(evaluation, preference) }))
    .sort(compareRanked)
    .map(({ evaluation }) => evaluation);
}

interface Ranked {
  readonly evaluation: Evaluation;
  /** Larger is better, the first that differs decides. */
  readonly ranks: readonly number[];
}

function rank(evaluation: Evaluation, preference: Preference): readonly number[] {
  const people = evaluation.n_individuals ?? 0;
  const isEuropean = evaluation.ancestry_broad?.toLowerCase().includes('european') === true;
  const isPreferred = preference === majoritySuperpopulation(evaluation);
  const discriminates = evaluation.auroc_estimate !== null || evaluation.cindex_estimate !== null;
  const hasEffect =
    evaluation.or_estimate !== null || evaluation.hr_estimate !== null || evaluation.beta_estimate !== null;
  return [
    Number(isPreferred),
    people + (preference === 'european_bonus' && isEuropean ? 1_000_000 : 0),
    Number(discriminates),
    Number(hasEffect),
  ];
}

function compareRanked(one: Ranked, other: Ranked): number {
  for (const [i, value] of one.ranks.entries()) if (value !== other.ranks[i]) return other.ranks[i] - value;
  return compareText(one.evaluation.ppm_id, other.evaluation.ppm_id);
}
