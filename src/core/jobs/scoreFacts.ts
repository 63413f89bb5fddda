/** What the catalogue says of scores, for joining it to their results. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCitation } from '../catalog/citation.ts';
import { isPrsError } from '../errors.ts';
import { writeChunks } from '../io/replaceFile.ts';
import type { gradeEvidence } from '../judgement/evidence.ts';
import { formatClassification, formatEffectSize } from '../judgement/justPrsQuality.ts';
import type { Evaluation } from '../model/catalog.ts';
import type { Superpopulation } from '../model/genome.ts';
import type { PublishedEvidence } from '../model/judgement.ts';
import type { PrsResult } from '../model/result.ts';
import { METADATA_SHEETS } from '../model/score.ts';
import { CLEANING_MANIFEST, cleanedFile, fileStamp, rawSheetPath, readCatalogFile } from './catalogFiles.ts';
import { openCatalog } from './openCatalog.ts';
import type { TaskContext, ValueTask } from './task.ts';

/** Of one score. */
export interface ScoreFacts
  extends Pick<PrsResult, 'trait_reported' | 'trait_efo' | 'trait_efo_id' | 'pgp_id' | 'license' | 'citation'> {
  readonly pgs_id: string;
  /** Build it was developed on. */
  readonly genome_build: string | null;
  /** Its best evaluation, with what a grade needs of it. */
  readonly best:
    | (Omit<PublishedEvidence, 'grade' | 'quality_score' | 'reasons'> &
        NonNullable<Parameters<typeof gradeEvidence>[0]>)
    | null;
}

export interface CatalogFacts {
  /** The newest release date among the scores. */
  readonly release: string | null;
  readonly scores: readonly ScoreFacts[];
}

export interface ScoreFactsInput {
  readonly catalogDirectory: string;
  readonly cacheDirectory?: string | undefined;
  /** Whose evaluations come first. */
  readonly population: Superpopulation;
  /** Scores wanted; null for all. */
  readonly pgs_ids: readonly string[] | null;
}

/**
 * Facts of the scores that the catalogue has; none where there is no catalogue. They are kept in the cache, for a catalogue
 * takes longer to read than a small score to compute.
 */
export const scoreFactsTask: ValueTask<ScoreFactsInput, CatalogFacts> = async (input, context) => {
  const path = await cachePath(input, context);
  const kept = path === null ? null : await readKept(path);
  const facts = kept ?? (await gatherFacts(input, context));
  // A cache that cannot be written costs time, nothing else.
  if (kept === null && path !== null && facts.scores.length > 0)
    await writeChunks(path, [JSON.stringify(facts)]).catch(() => undefined);
  if (input.pgs_ids === null) return facts;
  const wanted = new Set(input.pgs_ids);
  return { ...facts, scores: facts.scores.filter(({ pgs_id }) => wanted.has(pgs_id)) };
};

/** Named by everything that the facts are made of. */
async function cachePath(
  { catalogDirectory, cacheDirectory, population }: ScoreFactsInput,
  { toolVersion }: TaskContext,
): Promise<string | null> {
  if (cacheDirectory === undefined) return null;
  const sheets = METADATA_SHEETS.map(({ key }) => fileStamp(rawSheetPath(catalogDirectory, key)));
  const tables = [...(['scores', 'performance', 'publications'] as const).map(cleanedFile), CLEANING_MANIFEST].map(
    (file) => readCatalogFile(catalogDirectory, file, fileStamp),
  );
  const stamps = await Promise.all([...sheets, ...tables]);
  const made = JSON.stringify([toolVersion, population, catalogDirectory, stamps]);
  return join(cacheDirectory, 'facts', `${createHash('sha256').update(made).digest('hex').slice(0, 32)}.json`);
}

async function readKept(path: string): Promise<CatalogFacts | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as CatalogFacts;
  } catch {
    return null;
  }
}

async function gatherFacts(
  { catalogDirectory, population }: ScoreFactsInput,
  { checkCancelled }: TaskContext,
): Promise<CatalogFacts> {
  const catalog = openCatalog(catalogDirectory);
  const scores = await orNothing(catalog.scores());
  checkCancelled();
  if (scores.length === 0) return { release: null, scores: [] };
  const best = await orNothing(catalog.bestPerformance(population));
  checkCancelled();
  const publications = await catalog.publications();
  const bestById = new Map(best.map((evaluation) => [evaluation.pgs_id, evaluation]));
  const citations = new Map(publications.map((publication) => [publication.pgp_id, formatCitation(publication)]));
  return {
    release: scores.reduce((newest, { release_date }) => latest(newest, release_date), '') || null,
    scores: scores.map(({ pgs_id, trait_reported, trait_efo, trait_efo_id, pgp_id, license, genome_build }) => ({
      pgs_id,
      trait_reported,
      trait_efo,
      trait_efo_id,
      pgp_id,
      license,
      citation: citations.get(pgp_id ?? '') ?? null,
      genome_build,
      best: summarize(bestById.get(pgs_id)),
    })),
  };
}

const latest = (one: string, other: string | null): string => (other !== null && other > one ? other : one);

/** A catalogue without some of its sheets says what it can. */
const orNothing = <Row>(rows: Promise<readonly Row[]>): Promise<readonly Row[]> =>
  rows.catch((error) => {
    if (isPrsError(error) && error.code === 'catalog_missing') return [];
    throw error;
  });

function summarize(best: Evaluation | undefined): ScoreFacts['best'] {
  if (best === undefined) return null;
  const { ppm_id, auroc_estimate, cindex_estimate, or_estimate, hr_estimate, beta_estimate, n_individuals } = best;
  return {
    ppm_id,
    auroc: auroc_estimate,
    effect_size: formatEffectSize(best),
    classification: formatClassification(best),
    ancestry: best.ancestry_broad,
    n_individuals,
    auroc_estimate,
    cindex_estimate,
    or_estimate,
    hr_estimate,
    beta_estimate,
  };
}
