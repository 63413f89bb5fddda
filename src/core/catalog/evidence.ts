import { gradeEvidence } from '../judgement/evidence.ts';
import type { Evaluation, Publication, ScoreEvidence } from '../model/catalog.ts';
import type { ScoreSummary } from '../model/score.ts';
import { majoritySuperpopulation } from './ancestryLabels.ts';
import { sortByEvidence } from './bestPerformance.ts';
import { groupRows } from './cells.ts';

/** Evidence of each score, by pgs_id. */
export function gatherEvidence(
  scores: readonly ScoreSummary[],
  {
    evaluations,
    publications,
  }: { readonly evaluations: readonly Evaluation[]; readonly publications: readonly Publication[] },
): ReadonlyMap<string, ScoreEvidence> {
  const publicationById = new Map(publications.map((publication) => [publication.pgp_id, publication]));
  const byScore = groupRows(evaluations, ({ pgs_id }) => pgs_id);
  return new Map(
    scores.map((score) => [
      score.pgs_id,
      describeScore(score, byScore.get(score.pgs_id) ?? [], publicationById.get(score.pgp_id ?? '')),
    ]),
  );
}

function describeScore(
  score: ScoreSummary,
  evaluations: readonly Evaluation[],
  publication: Publication | undefined,
): ScoreEvidence {
  const ordered = sortByEvidence(evaluations, 'none');
  const superpopulations = new Set(ordered.map(majoritySuperpopulation).filter((people) => people !== null));
  const labels = ordered.map(({ ancestry_broad }) => ancestry_broad).filter((label) => label !== null);
  const year = /\d{4}/.exec(publication?.date_publication ?? score.release_date ?? '');
  return {
    first_author: publication?.first_author ?? null,
    authors: publication?.authors ?? null,
    year: year === null ? null : Number(year[0]),
    superpopulations: [...superpopulations],
    people: [...new Set([...labels, ...superpopulations])].join('|'),
    auroc: ordered.find(({ auroc_estimate }) => auroc_estimate !== null)?.auroc_estimate ?? null,
    grade: gradeEvidence(ordered[0] ?? null, false).grade,
    evaluating_publications: new Set(ordered.map(({ pgp_id }) => pgp_id)).size,
    evaluated_people: ordered[0]?.n_individuals ?? 0,
  };
}
