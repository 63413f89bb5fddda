/** Results as they are computed, with what is known of their scores and their genotypes from elsewhere. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorData } from '../errors.ts';
import { hashFile } from '../io/hashFile.ts';
import { openFile } from '../io/open.ts';
import { readParquetFooter } from '../io/parquetFooter.ts';
import { gradeEvidence } from '../judgement/evidence.ts';
import { interpretPrsResult } from '../judgement/justPrsQuality.ts';
import { approximateByAuroc } from '../judgement/placement.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { PublishedEvidence } from '../model/judgement.ts';
import type { RunOptions } from '../model/progress.ts';
import type { Provenance, PrsResult, ScoreOutcome } from '../model/result.ts';
import { computeScores, type ScoringWorkforce } from './computeScores.ts';
import type { ComputeInput } from './computeTask.ts';
import { readManifest } from './manifest.ts';
import type { ScoreFacts } from './scoreFacts.ts';

/** Outcomes in the order asked for. Catalogue and hash are read while the scores are computed. */
export async function* describeOutcomes(
  workforce: ScoringWorkforce,
  request: ComputeInput,
  run: RunOptions = {},
): AsyncGenerator<ScoreOutcome, void, void> {
  const reading = Promise.all([readFacts(workforce, request, run), identifyGenotypes(request)]);
  // Whoever awaits it hears of a failure; the computation may fail first.
  reading.catch(() => undefined);
  for await (const outcome of computeScores(workforce, request, run)) {
    if (outcome.status === 'failed') yield outcome;
    else {
      const [facts, genotypes] = await reading;
      yield { ...outcome, result: describe(outcome.result, { facts, genotypes, request }) };
    }
  }
}

interface Known {
  readonly release: string | null;
  readonly byId: ReadonlyMap<string, ScoreFacts>;
  /** Why the catalogue could not be read, or null. */
  readonly problem: string | null;
}

/** A catalogue that cannot be read costs what it would have said, not the score. */
async function readFacts(
  { pool }: ScoringWorkforce,
  { catalogDirectory, cacheDirectory, population, scores }: ComputeInput,
  { signal }: RunOptions,
): Promise<Known> {
  const ids = scores.flatMap((score) => (score.kind === 'id' ? [score.pgs_id] : []));
  const pgs_ids = ids.length === scores.length ? ids : null;
  const wanted = { catalogDirectory, cacheDirectory, population, pgs_ids };
  const nothing = { release: null, byId: new Map(), problem: null };
  // A thread takes longer to start than a small score to compute.
  if ((await stat(join(catalogDirectory, 'metadata')).catch(() => null)) === null) return nothing;
  try {
    const facts = await pool.value('scoreFacts', wanted, { signal });
    return { release: facts.release, byId: new Map(facts.scores.map((score) => [score.pgs_id, score])), problem: null };
  } catch (error) {
    const { code, message } = errorData(error);
    if (code === 'cancelled') throw error;
    return { ...nothing, problem: `The catalogue was not used: ${message}` };
  }
}

type GenotypeIdentity = Pick<Provenance, 'genotypes_sha256' | 'normalized_from'>;

/** A manifest has the hash of what was normalised; a VCF is hashed when that is asked for. */
async function identifyGenotypes({ genotypes, hashFiles }: ComputeInput): Promise<GenotypeIdentity> {
  const unknown = { genotypes_sha256: null, normalized_from: null };
  try {
    const file = await openFile(genotypes);
    await file.close();
    if (file.compression === 'parquet') {
      const { rows } = await readParquetFooter(genotypes);
      const manifest = await readManifest(genotypes, rows);
      if (manifest !== null) return { genotypes_sha256: manifest.source_sha256, normalized_from: manifest.source_name };
    }
    return hashFiles === true ? { ...unknown, genotypes_sha256: await hashFile(genotypes) } : unknown;
  } catch {
    // What is wrong with the genotypes is told by the computation.
    return unknown;
  }
}

interface Described {
  readonly facts: Known;
  readonly genotypes: GenotypeIdentity;
  readonly request: ComputeInput;
}

/** What the scoring file says of itself comes first. */
function describe(result: PrsResult, { facts, genotypes, request }: Described): PrsResult {
  const known = facts.byId.get(result.pgs_id);
  const evidence = known === undefined ? null : evidenceOn(result.genome_build, known);
  const described: PrsResult = {
    ...result,
    trait_reported: result.trait_reported ?? known?.trait_reported ?? null,
    trait_efo: result.trait_efo ?? known?.trait_efo ?? null,
    trait_efo_id: result.trait_efo_id ?? known?.trait_efo_id ?? null,
    pgp_id: result.pgp_id ?? known?.pgp_id ?? null,
    license: result.license ?? known?.license ?? null,
    citation: result.citation ?? known?.citation ?? null,
    evidence,
    provenance: { ...result.provenance, ...genotypes, catalog_release: facts.release },
    warnings: facts.problem === null ? result.warnings : [...result.warnings, facts.problem],
  };
  const placed =
    request.aurocPercentile === true ? { ...described, ...approximateByAuroc(described, evidence) } : described;
  return placed.policies.compat === 'just-prs' ? { ...placed, ...interpretLikeJustPrs(placed) } : placed;
}

/** Its label and summary rest on the AUROC, too. */
function interpretLikeJustPrs({ percentile, match_rate, evidence }: PrsResult) {
  const { quality_label, summary } = interpretPrsResult(percentile, match_rate, evidence?.auroc ?? null);
  return { quality_label, quality_summary: summary };
}

/** A score of another build was lifted to this one, as one without a build was placed by its rsIDs. */
function evidenceOn(build: GenomeBuild, { best, genome_build }: ScoreFacts): PublishedEvidence {
  return {
    ...gradeEvidence(best, genome_build !== build),
    ppm_id: best?.ppm_id ?? null,
    auroc: best?.auroc ?? null,
    effect_size: best?.effect_size ?? '',
    classification: best?.classification ?? '',
    ancestry: best?.ancestry ?? null,
    n_individuals: best?.n_individuals ?? null,
  };
}
