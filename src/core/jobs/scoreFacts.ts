/** What the catalogue says of scores, for joining it to their results. */
import { formatCitation } from '../catalog/citation.ts';
import { isPrsError } from '../errors.ts';
import { gradeEvidence } from '../judgement/evidence.ts';
import { formatClassification, formatEffectSize } from '../judgement/justPrsQuality.ts';
import type { Evaluation, Publication } from '../model/catalog.ts';
import type { Superpopulation } from '../model/genome.ts';
import type { PublishedEvidence } from '../model/judgement.ts';
import type { PrsResult } from '../model/result.ts';
import type { ScoreSummary } from '../model/score.ts';
import { openCatalog } from './openCatalog.ts';
import type { ValueTask } from './task.ts';

/** Of one score; what is published of it on its own build, and of it lifted to another. */
export interface ScoreFacts
  extends Pick<PrsResult, 'trait_reported' | 'trait_efo' | 'trait_efo_id' | 'pgp_id' | 'license' | 'citation'> {
  readonly genome_build: string | null;
  readonly evidence: PublishedEvidence;
  readonly evidence_lifted: PublishedEvidence;
}

export interface CatalogFacts {
  /** The newest release date among the scores. */
  readonly release: string | null;
  readonly byId: ReadonlyMap<string, ScoreFacts>;
}

export interface ScoreFactsInput {
  readonly catalogDirectory: string;
  /** Whose evaluations come first. */
  readonly population: Superpopulation;
  /** Scores wanted; null for all. */
  readonly pgs_ids: readonly string[] | null;
}

/** Facts of the scores that the catalogue has; none where there is no catalogue. */
export const scoreFactsTask: ValueTask<ScoreFactsInput, CatalogFacts> = async (input) => {
  const catalog = openCatalog(input.catalogDirectory);
  const scores = await orNothing(catalog.scores());
  const isWanted = input.pgs_ids === null ? null : new Set(input.pgs_ids);
  const wanted = isWanted === null ? scores : scores.filter(({ pgs_id }) => isWanted.has(pgs_id));
  const best = wanted.length === 0 ? [] : await orNothing(catalog.bestPerformance(input.population));
  const publications = wanted.length === 0 ? [] : await catalog.publications();
  const bestById = new Map(best.map((evaluation) => [evaluation.pgs_id, evaluation]));
  const publicationById = new Map(publications.map((publication) => [publication.pgp_id, publication]));
  return {
    release: scores.reduce((newest, { release_date }) => latest(newest, release_date), '') || null,
    byId: new Map(
      wanted.map((score) => [
        score.pgs_id,
        describe(score, bestById.get(score.pgs_id) ?? null, publicationById.get(score.pgp_id ?? '')),
      ]),
    ),
  };
};

const latest = (one: string, other: string | null): string => (other !== null && other > one ? other : one);

/** A catalogue without some of its sheets says what it can. */
const orNothing = <Row>(rows: Promise<readonly Row[]>): Promise<readonly Row[]> =>
  rows.catch((error) => {
    if (isPrsError(error) && error.code === 'catalog_missing') return [];
    throw error;
  });

function describe(score: ScoreSummary, best: Evaluation | null, publication: Publication | undefined): ScoreFacts {
  const evidenceOf = (isHarmonized: boolean): PublishedEvidence => ({
    ...gradeEvidence(best, isHarmonized),
    ppm_id: best?.ppm_id ?? null,
    auroc: best?.auroc_estimate ?? null,
    effect_size: best === null ? '' : formatEffectSize(best),
    classification: best === null ? '' : formatClassification(best),
    ancestry: best?.ancestry_broad ?? null,
    n_individuals: best?.n_individuals ?? null,
  });
  const { trait_reported, trait_efo, trait_efo_id, pgp_id, license, genome_build } = score;
  return {
    trait_reported,
    trait_efo,
    trait_efo_id,
    pgp_id,
    license,
    citation: publication === undefined ? null : formatCitation(publication),
    genome_build,
    evidence: evidenceOf(false),
    evidence_lifted: evidenceOf(true),
  };
}
