import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT, errorData, errors, PrsError } from '../errors.ts';
import type { InputModeEvidence } from '../genotype/inputMode.ts';
import { inferSex } from '../genotype/sex.ts';
import { hashFile } from '../io/hashFile.ts';
import { sketchVariants } from '../judgement/variantOverlap.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ComputeRequest, ScoreOutcome, ScoreReference } from '../model/result.ts';
import type { ReferenceDistribution } from '../model/score.ts';
import type { Sex } from '../model/vcf.ts';
import { asJustPrsResult, scoreLikeJustPrs } from '../scoring/compatJustPrs.ts';
import { findEmptyChromosomes } from '../scoring/emptyChromosomes.ts';
import { explainLocus, explainScore, type MatchedRows, totalMass } from '../scoring/explainScore.ts';
import { planMatches, readDosages } from '../scoring/matchKernel.ts';
import { fillFromFrequencies } from '../scoring/missing.ts';
import { isDecidedAlone, narrowScore } from '../scoring/narrowScore.ts';
import { matchPolicies, toPrsResult } from '../scoring/prsResult.ts';
import { judgeRows } from '../scoring/referenceVerdicts.ts';
import { apoeKeys, scoreApoe } from '../scoring/scoreApoe.ts';
import { sumScore } from '../scoring/scoreSums.ts';
import type { ScoringFile } from '../scoring/scoringFile.ts';
import { keepsAmbiguous } from '../scoring/strand.ts';
import { dumpVariants } from '../scoring/variantDump.ts';
import { applyXchrModel } from '../scoring/xchrModel.ts';
import type { BuildEvidence } from '../vcf/buildDetection.ts';
import { findHomRef } from './homRefResult.ts';
import { stampOf } from './keptFiles.ts';
import { type Genotypes, loadGenotypes } from './loadGenotypes.ts';
import { locateScoringFile } from './locateScoringFile.ts';
import { distributionFiles, readDistributions } from './readDistributions.ts';
import { readScoring } from './readScoring.ts';
import { openReference, type Reference } from './reference.ts';
import { ResultCache } from './resultCache.ts';
import type { Task, TaskContext } from './task.ts';
import { VariantDumpFile } from './variantDumpFile.ts';
import { fileName } from './vcfRecords.ts';

export interface ComputeInput extends ComputeRequest {
  /** See SessionOptions. */
  readonly catalogDirectory: string;
  readonly cacheDirectory?: string | undefined;
  /** See GenotypeRequest. */
  readonly threads?: number | undefined;
}

/** Scores one genome, score after score; one that fails is an outcome, not the end. */
export const computeTask: Task<ComputeInput, ScoreOutcome, undefined> = (request, context) =>
  scoreAll(request, context, null);

/** What became of the rows of the one score of a request. Throws what its computation fails with. */
export async function matchScore(request: ComputeInput, context: TaskContext): Promise<MatchedRows> {
  let found: MatchedRows | null = null;
  const keep = (matched: MatchedRows): void => {
    found = matched;
  };
  for await (const outcome of scoreAll({ ...request, resume: false }, context, keep))
    if (outcome.status === 'failed') throw new PrsError({ ...outcome.error, exitCode: EXIT.failure });
  if (found === null) throw errors.usage('There is no score to match.');
  return found;
}

async function* scoreAll(
  request: ComputeInput,
  context: TaskContext,
  onMatched: ((matched: MatchedRows) => void) | null,
): AsyncGenerator<ScoreOutcome, undefined, void> {
  const genotypes = await loadOnce(request, context);
  const genome_build = chooseBuild(request, genotypes.evidence);
  const inputMode = chooseInputMode(request, genotypes);
  const distributions = await readDistributions(request.catalogDirectory);
  const dump = request.dumpVariants === undefined ? null : await VariantDumpFile.open(request.dumpVariants);
  const reference = await openReference(request, { genotypes, genome_build, inputMode });
  const sex = chooseSex(request, genotypes, genome_build);
  const finished = await openResultCache(request, reference.files, {
    sex,
    genome_build,
    inputMode,
    toolVersion: context.toolVersion,
  });
  const { toolVersion } = context;
  const scoring = {
    request,
    toolVersion,
    sex,
    genotypes,
    genome_build,
    inputMode,
    distributions,
    dump,
    reference,
    finished,
    onMatched,
  };
  const total = request.scores.length;
  try {
    for (const [done, score] of request.scores.entries()) {
      context.checkCancelled();
      context.report({ phase: `Scoring ${nameOf(score)}`, done, total, unit: 'scores' });
      yield await scoreOne(score, scoring);
    }
    context.report({ phase: 'Scoring', done: total, total, unit: 'scores' });
    await dump?.finish();
  } finally {
    await dump?.close();
    reference.close();
  }
  return undefined;
}

/** A result, and the sketch of its loci when that was asked for. */
type Scored = Pick<Extract<ScoreOutcome, { readonly status: 'ok' }>, 'result' | 'sketch' | 'explanation'>;

/** What earlier runs with the same options finished; null when that is not wanted, or when every row is needed anew. */
async function openResultCache(
  { scores: _, aurocPercentile: __, ...request }: ComputeInput,
  references: readonly string[],
  derived: Pick<ScoringContext, 'sex' | 'genome_build' | 'inputMode' | 'toolVersion'>,
): Promise<ResultCache<Scored> | null> {
  if (!request.resume || request.cacheDirectory === undefined || request.dumpVariants !== undefined || request.explain)
    return null;
  const files = [request.genotypes, ...references, ...distributionFiles(request.catalogDirectory)];
  const stamps = await Promise.all(files.map((file) => stampOf(file).catch(() => null)));
  const { genotypes, fasta, sketchVariants: ___, threads: ____, ...options } = request;
  // Whoever compares with it may be in another directory.
  const places = { genotypes: resolve(genotypes), fasta: fasta === undefined ? undefined : resolve(fasta) };
  const described = { ...options, ...places, toolVersion: derived.toolVersion };
  return ResultCache.open<Scored>(request.cacheDirectory, { ...request, ...derived, stamps }, described);
}

/** The last genome read whole by this thread: a second run on it starts at once. */
let kept: { readonly stamp: string; readonly genotypes: Genotypes } | null = null;

async function loadOnce(request: ComputeInput, context: TaskContext): Promise<Genotypes> {
  const stamp = JSON.stringify([
    await stampOf(request.genotypes),
    request.sample,
    request.filters,
    request.policies.dosage,
  ]);
  if (kept?.stamp === stamp) return kept.genotypes;
  kept = null;
  const readLoci = (evidence: BuildEvidence) => readFewLoci(request, evidence);
  const genotypes = await loadGenotypes({ ...request, dosage: request.policies.dosage, readLoci }, context);
  if (!genotypes.isPartial) kept = { stamp, genotypes };
  return genotypes;
}

/** Scores, and bytes of a scoring file, up to which they are read beforehand, to see whether their loci are few. */
const FEW_SCORES = 8;
const SMALL_SCORING_FILE = 1 << 20;

/** The loci of all scores; null when they are not few. A score that cannot be read says so when its turn comes. */
async function readFewLoci(request: ComputeInput, evidence: BuildEvidence): Promise<readonly Uint32Array[] | null> {
  if (request.scores.length > FEW_SCORES) return null;
  const build = chooseBuild(request, evidence);
  const loci: Uint32Array[] = [];
  for (const score of request.scores) {
    const path = await locateScoringFile(score, request.catalogDirectory, build).catch(() => null);
    if (request.explainRow !== undefined && path !== null) return readLocus(path, request);
    const size =
      path === null
        ? 0
        : await stat(path).then(
            (found) => found.size,
            () => 0,
          );
    if (size > SMALL_SCORING_FILE) return null;
    if (path !== null) loci.push(...(await readKeys(path, build)));
  }
  return loci;
}

/** The locus that is asked for; null when the whole genome decides what becomes of it. */
async function readLocus(path: string, request: ComputeInput): Promise<readonly Uint32Array[] | null> {
  const scoring = await readScoring(path, request.cacheDirectory).catch(() => null);
  const narrow = scoring === null ? null : narrowToAsked(scoring, request);
  return narrow === null || narrow === scoring ? null : [narrow.keys];
}

/** The part of a score that answers what is asked. */
function narrowToAsked(scoring: ScoringFile, { explainRow, policies, fasta, inputMode }: ComputeInput): ScoringFile {
  if (explainRow === undefined || (fasta !== undefined && inputMode === undefined)) return scoring;
  const narrow = narrowScore(scoring, explainRow);
  return isDecidedAlone(narrow, policies.ambiguous) ? narrow : scoring;
}

async function readKeys(path: string, build: GenomeBuild): Promise<readonly Uint32Array[]> {
  try {
    const scoring = await readScoring(path, undefined);
    return [scoring.keys, Uint32Array.from(apoeKeys(scoring, build))];
  } catch {
    return [];
  }
}

/** The build to score in. Throws `build_unknown` or `build_mismatch`. */
export function chooseBuild(
  request: Pick<ComputeRequest, 'genotypes' | 'build' | 'forceBuild'>,
  evidence: BuildEvidence,
): GenomeBuild {
  const file = fileName(request.genotypes);
  const detected = evidence.genome_build;
  if (request.build === null) {
    if (detected === null) throw errors.buildUnknown(file, evidence.build_cue);
    return detected;
  }
  if (detected !== null && detected !== request.build && !request.forceBuild)
    throw errors.buildMismatch(file, detected, request.build, evidence.build_cue);
  return request.build;
}

function chooseInputMode({ inputMode }: ComputeInput, genotypes: Genotypes): InputModeEvidence {
  if (inputMode !== undefined) return { mode: inputMode, cue: 'as asked' };
  const { mode, cue } = genotypes.inputMode;
  return { mode, cue: genotypes.isPartial ? `near the variants of the scores, ${cue}` : cue };
}

/** The sex as given, else as the calls tell. Throws `sex_unknown` when a policy rests on it. */
function chooseSex({ filters, policies }: ComputeInput, { index }: Genotypes, build: GenomeBuild): Sex | null {
  if (filters.sex !== null) return filters.sex;
  const { sex, cue } = inferSex(index, build);
  if (sex === null && (policies.xchr_model === '1' || policies.xchr_model === '2')) throw errors.sexUnknown(cue);
  return sex;
}

interface ScoringContext {
  readonly request: ComputeInput;
  readonly toolVersion: string;
  readonly sex: Sex | null;
  readonly genotypes: Genotypes;
  readonly genome_build: GenomeBuild;
  readonly inputMode: InputModeEvidence;
  readonly distributions: ReadonlyMap<string, readonly ReferenceDistribution[]>;
  readonly dump: VariantDumpFile | null;
  readonly reference: Reference;
  readonly finished: ResultCache<Scored> | null;
  /** Hears of all rows of each score. */
  readonly onMatched: ((matched: MatchedRows) => void) | null;
}

async function scoreOne(reference: ScoreReference, context: ScoringContext): Promise<ScoreOutcome> {
  try {
    return { status: 'ok', ...(await computeResult(reference, context)) };
  } catch (error) {
    const { code, message, hint } = errorData(error);
    return { status: 'failed', pgs_id: nameOf(reference), error: { code, message, hint } };
  }
}

async function computeResult(reference: ScoreReference, context: ScoringContext): Promise<Scored> {
  const { request, genome_build } = context;
  const path = await locateScoringFile(reference, request.catalogDirectory, genome_build);
  const name = nameOf(reference);
  const compute = () => scoreFile(path, name, context);
  return context.finished === null ? compute() : context.finished.once(path, name, compute);
}

async function scoreFile(path: string, name: string, context: ScoringContext): Promise<Scored> {
  const { cacheDirectory, hashFiles } = context.request;
  const [scoring, sha256] = await Promise.all([readScoring(path, cacheDirectory), hashFiles ? hashFile(path) : null]);
  const asked = narrowToAsked(scoring, context.request);
  const scored = await scoreGenome(asked, { path, name, sha256, whole: scoring }, context);
  return context.request.sketchVariants ? { ...scored, sketch: sketchVariants(scoring) } : scored;
}

interface ReadFile {
  readonly path: string;
  /** What the score was asked for by. */
  readonly name: string;
  readonly sha256: string | null;
  /** All of the score, where only a part of it is asked for. */
  readonly whole: ScoringFile;
}

async function scoreGenome(
  scoring: ScoringFile,
  { path, name, sha256, whole }: ReadFile,
  context: ScoringContext,
): Promise<Scored> {
  const { request, genotypes, genome_build, distributions } = context;
  const force = request.forceBuild;
  const fileWarnings = [
    ...genotypes.warnings,
    ...context.reference.warnings,
    ...checkScoringBuild(scoring, path, { build: genome_build, force }),
  ];
  const { ambiguous, missing, min_coverage, xchr_model } = request.policies;
  const policies = matchPolicies(request.policies);
  const spelledAlike = planMatches(genotypes.index, scoring, policies);
  const plan = await context.reference.indels.match(scoring, spelledAlike, policies);
  const matches = readDosages(plan, genotypes.index);
  const keepAmbiguous = keepsAmbiguous(ambiguous, plan.strand, scoring.harmonised) !== 'none';
  const { source, restorer } = context.reference;
  const verdicts = source === null ? null : await judgeRows(scoring, source);
  const notCallable = verdicts === null ? 0 : (restorer?.restore(scoring, matches, verdicts, keepAmbiguous) ?? 0);
  const absentIsReference = context.inputMode.mode === 'variant_only' && genotypes.filteredOut === 0;
  scoreApoe(scoring, matches, { index: genotypes.index, build: genome_build, absentIsReference });
  if (xchr_model !== 'called')
    applyXchrModel(matches, xchr_model, {
      scoring,
      plan,
      calls: genotypes.index,
      sex: context.sex,
      build: genome_build,
    });
  if (missing === 'mean') fillFromFrequencies(scoring, matches);
  const pgs_id = scoring.header.pgs_id ?? scoring.header['PGS ID'] ?? name;
  await context.dump?.add(dumpVariants(pgs_id, scoring, matches));
  const sums = sumScore(scoring, matches);
  const empty = findEmptyChromosomes(scoring, matches.states, genotypes.listed);
  const warnings = empty === null ? fileWarnings : [...fileWarnings, empty];
  const scored = { pgs_id, scoring, matches, sums, verdicts, keepAmbiguous, policies: request.policies };
  const homRef = findHomRef(scored, context, context.reference);
  const result = toPrsResult(scoring, sums, {
    pgs_id,
    homRef,
    genome_build,
    detected_genome_build: genotypes.evidence.genome_build,
    sample: genotypes.sample,
    sex: context.sex,
    policies: request.policies,
    population: request.population,
    distributions: distributions.get(pgs_id) ?? [],
    inputMode: context.inputMode,
    strand: plan.strand,
    fasta: context.reference.name,
    notCallable,
    synthetic: genotypes.synthetic,
    provenance: {
      tool_version: context.toolVersion,
      genotypes_file: fileName(request.genotypes),
      genotypes_sha256: null,
      normalized_from: null,
      genome_build_evidence: genotypes.evidence.build_cue,
      scoring_file: fileName(path),
      scoring_file_sha256: sha256,
      catalog_release: null,
      reference_alleles: context.reference.name,
    },
    warnings,
  });
  const coverage = result.weight_mass_coverage;
  const { explain, explainRow: fileRow } = request;
  if (fileRow !== undefined) {
    const rows = explainLocus(scoring, matches, genotypes.index, { fileRow, total: totalMass(whole) });
    return { result, explanation: { states: [], rows } };
  }
  if (coverage !== null && coverage < min_coverage) throw errors.lowCoverage(coverage, min_coverage);
  const matched = { scoring, matches, index: genotypes.index };
  context.onMatched?.(matched);
  const explained = explain ? { explanation: explainScore(matched) } : {};
  if (request.policies.compat === 'none') return { result, ...explained };
  if (scoring.dosageWeights !== null) throw errors.perDosageWeights();
  return { result: asJustPrsResult(result, scoreLikeJustPrs(genotypes.index, scoring)), ...explained };
}

/** A scoring file on another build is refused, unless forced; one that does not say is scored with a warning. */
export function checkScoringBuild(
  scoring: ScoringFile,
  path: string,
  { build, force }: { readonly build: GenomeBuild; readonly force: boolean },
): string[] {
  if (scoring.genome_build === null) return [`The scoring file does not say its genome build; ${build} was assumed.`];
  if (scoring.genome_build === build) return [];
  if (!force) throw errors.scoreBuildMismatch(path, scoring.genome_build, build);
  return [`The scoring file is on ${scoring.genome_build} but was scored as ${build}, as asked.`];
}

/** A score as it was asked for. */
export const nameOf = (reference: ScoreReference): string =>
  reference.kind === 'id' ? reference.pgs_id : fileName(reference.path);
