import { homedir } from 'node:os';
import { join } from 'node:path';
import { EXIT, errors, PrsError } from './errors.ts';
import { completePath, type PathKind } from './io/completePath.ts';
import { expandHome } from './io/expandHome.ts';
import { openFile } from './io/open.ts';
import { readParquetFooter } from './io/parquetFooter.ts';
import { readStateFile, writeStateFile } from './io/stateFile.ts';
import { type FileContent, writeNewFile } from './io/writeNewFile.ts';
import { type Bundles, createBundles } from './jobs/bundles.ts';
import { listCache, pruneCache } from './jobs/cacheFiles.ts';
import { describeOutcomes } from './jobs/describeOutcomes.ts';
import { downloadScores, findMissingScores } from './jobs/downloadScores.ts';
import { estimateRun, learnPace } from './jobs/estimateRun.ts';
import { rememberFailure } from './jobs/failedAttempts.ts';
import { fetchHubScore } from './jobs/fetchHubScore.ts';
import { findNormalized } from './jobs/findNormalized.ts';
import type { GenotypeRowsInput } from './jobs/genotypeRows.ts';
import { listHeldScores } from './jobs/heldScoringFiles.ts';
import { readKeptChanges } from './jobs/keptChanges.ts';
import { lookUp } from './jobs/lookUp.ts';
import { readManifest } from './jobs/manifest.ts';
import { normalizeVcf } from './jobs/normalizeVcf.ts';
import { WorkerPool } from './jobs/pool.ts';
import { pullHub } from './jobs/pullHub.ts';
import { planHubPush, pushHub } from './jobs/pushHub.ts';
import { scoreCohort } from './jobs/scoreCohort.ts';
import type { ScoringParquet } from './jobs/scoringParquet.ts';
import { readScoringRows, viewScoringFile } from './jobs/scoringRows.ts';
import type { ScoringTextRequest } from './jobs/scoringTextTask.ts';
import { listKeptRuns, type StoredResultsInput } from './jobs/storedResults.ts';
import { updateCatalog } from './jobs/updateCatalog.ts';
import { openVcf } from './jobs/vcfRecords.ts';
import { verifyCache } from './jobs/verifyCache.ts';
import type { CacheListing, PruneReport, PruneRequest, VerifyReport } from './model/cache.ts';
import type { Catalog, CatalogTable, CleaningManifest, Preference, ScoreDetail, ScoreList } from './model/catalog.ts';
import type { CohortReport, CohortRequest } from './model/cohort.ts';
import type { KeptRun, RowComparison } from './model/comparison.ts';
import type { DemoFiles } from './model/demo.ts';
import type { EstimateRequest, RunEstimate } from './model/estimate.ts';
import type { ExplainedRow, ScoreExplanation } from './model/explanation.ts';
import type { GenomeBuild } from './model/genome.ts';
import type { ExamineRequest, HealthCheck, Machine } from './model/health.ts';
import type { LocusRecords, LocusRequest } from './model/locus.ts';
import { DEFAULT_NETWORK, type NetworkOptions } from './model/network.ts';
import type { RunOptions } from './model/progress.ts';
import type {
  HomRefConstantsReport,
  HomRefConstantsRequest,
  PackReferenceReport,
  PackReferenceRequest,
} from './model/reference.ts';
import type {
  CatalogUpdate,
  DownloadRequest,
  HubPull,
  HubPullRequest,
  HubPush,
  HubPushRequest,
  LookUpKind,
  ScoreDownload,
} from './model/release.ts';
import type { ComputeRequest, PrsResult, ScoreOutcome, ScoreReference } from './model/result.ts';
import type {
  ConvertWeightsReport,
  ConvertWeightsRequest,
  HeldScores,
  MetadataSheet,
  ScoreLintOutcome,
  ScoringFileReading,
  ScoringFileView,
  TextTable,
} from './model/score.ts';
import type { ScoreComparison } from './model/scoreComparison.ts';
import type { Overviewed } from './model/scoreOverview.ts';
import type { GenotypeInspection, LocusWanted, NormalizeReport, NormalizeRequest } from './model/vcf.ts';
import { createHttpClient } from './net/httpClient.ts';
import type { HubClient } from './net/hubClient.ts';
import { createRestClient, type RestRecord } from './net/restClient.ts';
import { isSynthetic } from './vcf/header.ts';

export interface SessionOptions {
  /** Root of the caches. */
  readonly cacheDirectory: string;
  /**
   * Root of the catalogue: `metadata/raw/pgs_all_metadata_*.csv`, `scores/<ID>_hmPOS_<BUILD>.txt.gz` and
   * `percentiles/reference_distributions.parquet`. Default: the cache root.
   */
  readonly catalogDirectory?: string | undefined;
  /** Where the app keeps where the user was. Default: `state` in the cache. */
  readonly stateDirectory?: string | undefined;
  readonly toolVersion: string;
  /** Threads that read at the same time, 1 or more. */
  readonly threads: number;
  /** For `examine`; what is not told is not judged. */
  readonly machine?: Machine | undefined;
  /** What differs from DEFAULT_NETWORK. */
  readonly network?: Partial<NetworkOptions> | undefined;
}

/** One engine for the command line and for the screens. Owns its worker threads: close it. */
export interface Session {
  readonly catalogDirectory: string;
  /** Reads the header only. */
  inspectGenotypes(path: string): Promise<GenotypeInspection>;
  normalize(request: NormalizeRequest, run?: RunOptions): Promise<NormalizeReport>;
  /** The report of an earlier normalisation that is still good; null when there is none. */
  findNormalized(request: NormalizeRequest): Promise<NormalizeReport | null>;
  /** Some rows of a normalised genome as text, with the number of all. */
  readGenotypeRows(window: GenotypeRowsInput): Promise<TextTable>;
  /** The row of a normalised genome at a locus, else the nearest one on the chromosome; null where that has none. */
  findLocus(wanted: LocusWanted): Promise<number | null>;
  /** What computing would take: time, memory and downloads. Reads headers and sizes only. */
  estimate(request: EstimateRequest): Promise<RunEstimate>;
  /** Outcomes arrive one by one, in the order asked for. Ends early, with `cancelled`, when the signal fires. */
  compute(request: ComputeRequest, run?: RunOptions): AsyncIterable<ScoreOutcome>;
  /** Why a score is what it is for a genome: `request` with that score alone. Throws what its computation fails with. */
  explainScore(request: ComputeRequest, run?: RunOptions): Promise<ScoreExplanation>;
  /**
   * What became of a row of the scoring file, from 0, and then of the others at its locus, in a genome: `request` with that
   * score alone. Of an indexed VCF only the place is read, where that decides it.
   */
  explainRow(request: ComputeRequest, row: number, run?: RunOptions): Promise<readonly ExplainedRow[]>;
  /** The records of a genome at a position, and those that reach over it, as they are in the file. */
  readLocus(request: LocusRequest, run?: RunOptions): Promise<LocusRecords>;
  /** What became of the rows of one score under two requests, with that score alone each. */
  compareRows(a: ComputeRequest, b: ComputeRequest, run?: RunOptions): Promise<RowComparison>;
  /** Runs whose results are kept (`resume`), the last used first. */
  listKeptRuns(): Promise<readonly KeptRun[]>;
  /** Results of a kept run, or of a file that compute or an export wrote as JSON. */
  readStoredResults(stored: StoredResultsInput): Promise<readonly PrsResult[]>;
  /** Scores all samples of a VCF in one reading, and writes the matrix. */
  computeCohort(request: CohortRequest, run?: RunOptions): Promise<CohortReport>;
  /** Paths that start with what was typed; directories end in `/`. Only files of the kind and directories. */
  completePath(typed: string, kind?: PathKind): Promise<readonly string[]>;
  /** Writes a new file, mode 0600, complete or not at all, and says where; a file that exists is an error. */
  writeNewFile(path: string, content: FileContent): Promise<string>;
  /** What the app kept of itself when it ended last; null when there is nothing that can be read. */
  readAppState(): Promise<unknown>;
  /** Keeps plain data for the next start; null forgets it. */
  writeAppState(state: unknown): Promise<void>;
  /** A bulk sheet with its raw columns. */
  readSheet(sheet: MetadataSheet): Promise<TextTable>;
  /** A table of the cleaned catalogue as text; `people` decides what the best evaluation of a score is. */
  readTable(table: CatalogTable, people: Preference): Promise<TextTable>;
  /** What the last update changed in the scores sheet: a row for each field; none when nothing is known. */
  readCatalogChanges(): Promise<TextTable>;
  /** Everything the catalogue knows of a score, evaluations in `people` first; null when it does not have it. */
  describeScore(pgs_id: string, people: Preference): Promise<ScoreDetail | null>;
  /** The cleaned scores, with the evidence by which a search orders them. */
  listScores(): Promise<ScoreList>;
  /** Scores whose scoring files are in the catalogue folder. */
  listHeldScores(): Promise<HeldScores>;
  /** Cleans the raw sheets on disk into the catalogue's Parquet files. */
  cleanMetadata(run?: RunOptions): Promise<CleaningManifest>;
  /** The catalogue as a whole, read when first asked. */
  openCatalog(): Promise<Catalog>;
  /** Header and up to `limit` variants of a scoring file. */
  openScoringFile(reference: ScoreReference, build: GenomeBuild, limit: number): Promise<ScoringFileView>;
  /** The same while it is read, and any row of it after that; up to `limit` rows come with what is read. */
  readScoringFile(reference: ScoreReference, build: GenomeBuild, limit: number): ScoringFileReading;
  /** What a scoring file is made of, and how much of it lies in others. */
  overviewScore(reference: ScoreReference, build: GenomeBuild, others: readonly ScoreReference[]): Promise<Overviewed>;
  /** Two scoring files locus by locus. */
  compareScores(reference: ScoreReference, other: ScoreReference, build: GenomeBuild): Promise<ScoreComparison>;
  /** Packs a FASTA for many runs. */
  packReference(request: PackReferenceRequest, run?: RunOptions): Promise<PackReferenceReport>;
  /** Computes what a homozygous-reference genome scores, and writes the table of it. */
  homRefConstants(request: HomRefConstantsRequest, run?: RunOptions): Promise<HomRefConstantsReport>;
  /** What a careful reader would find wrong with scoring files. */
  lintScores(files: readonly string[]): Promise<readonly ScoreLintOutcome[]>;
  /** Fetches harmonised scoring files into the catalogue; outcomes arrive as they come. */
  downloadScores(request: DownloadRequest, run?: RunOptions): AsyncIterable<ScoreDownload>;
  /** Fetches a scoring file of the Hugging Face dataset of just-prs into the catalogue, and says where it is. */
  fetchHubScore(pgs_id: string, build: GenomeBuild, run?: RunOptions): Promise<string>;
  /** The text of a scoring file, whatever it is kept as. */
  readScoringText(request: ScoringTextRequest): Promise<Uint8Array>;
  /** Writes a scoring file as Parquet beside it, for other programs. */
  convertScore(path: string): Promise<ScoringParquet>;
  /** Writes weights of another program as a scoring file. */
  convertWeights(request: ConvertWeightsRequest, run?: RunOptions): Promise<ConvertWeightsReport>;
  /** Those of the ids that have no scoring file in the catalogue. */
  findMissingScores(pgs_ids: readonly string[], build: GenomeBuild): Promise<readonly string[]>;
  /** Replaces the bulk sheets of the catalogue by the newest release, all or none. */
  updateCatalog(run?: RunOptions): Promise<CatalogUpdate>;
  /** Replaces the cleaned tables and the distributions of the catalogue by those of Hugging Face datasets, all or none. */
  pullHub(request: HubPullRequest, run?: RunOptions): Promise<HubPull>;
  /** What an upload of the cleaned tables to a dataset would do. Uploads nothing. */
  planHubPush(request: HubPushRequest, run?: RunOptions): Promise<HubPush>;
  /** Uploads what was planned; returns the id of the commit. */
  pushHub(request: HubPushRequest, plan: HubPush, run?: RunOptions): Promise<string>;
  /** Asks the REST service for one score or trait, or for all evaluations of a score; fields are as the service has them. */
  lookUp(kind: LookUpKind, id: string, run?: RunOptions): Promise<RestRecord | readonly RestRecord[]>;
  /** What a computation needs from the network, carried to where there is none. */
  readonly bundles: Bundles;
  /** Sizes of what is kept on disk. */
  listCache(): Promise<CacheListing>;
  /** Shows what of the cache can be fetched or made again, and removes it when asked to. */
  pruneCache(request: PruneRequest): Promise<PruneReport>;
  /** Reads all files of cache and catalogue to their end. */
  verifyCache(run?: RunOptions): Promise<VerifyReport>;
  /** Whether this machine has what the program needs. */
  examine(request: ExamineRequest, run?: RunOptions): Promise<readonly HealthCheck[]>;
  /** Generates the demo once (deterministic, seeded, synthetic) and returns where it is. */
  createDemo(run?: RunOptions): Promise<DemoFiles>;
  close(): Promise<void>;
}

export function createSession(options: SessionOptions): Session {
  const catalogDirectory = options.catalogDirectory ?? options.cacheDirectory;
  let catalog: Promise<Catalog> | undefined;
  const pool = new WorkerPool(options.toolVersion);
  const client = createHttpClient({ ...DEFAULT_NETWORK, ...options.network }, options.toolVersion);
  const rest = createRestClient(client);
  // Loaded when first needed.
  const openHub = async (token: string | undefined): Promise<HubClient> =>
    (await import('./net/hubClient.ts')).createHubClient(client, token);
  const stateDirectory = options.stateDirectory ?? join(options.cacheDirectory, 'state');
  const statePath = join(stateDirectory, 'app.json');
  const places = { cacheDirectory: options.cacheDirectory, catalogDirectory };
  const pacing = { ...places, pacePath: join(stateDirectory, 'pace.json') };
  const workforce = {
    pool,
    threads: options.threads,
    toolVersion: options.toolVersion,
  };
  const openCatalog = (): Promise<Catalog> => {
    // Loaded when first needed: genotypes are scored without it.
    catalog ??= import('./jobs/openCatalog.ts').then((module) => module.openCatalog(catalogDirectory));
    return catalog;
  };
  return {
    catalogDirectory,
    inspectGenotypes: (path) => inspectGenotypes(expandHome(path, homedir())),
    normalize: (request, run) => normalizeVcf(workforce, request, run),
    findNormalized: (request) => findNormalized(request, options.toolVersion),
    readGenotypeRows: (window) => pool.value('genotypeRows', window),
    findLocus: (wanted) => pool.value('findLocus', wanted),
    estimate: (request) => estimateRun(pacing, request),
    compute: (request, run) =>
      learnPace(
        pacing,
        {
          genotypes: request.genotypes,
          scores: request.scores.map((reference) => ({ reference, n_variants: null })),
          build: request.build ?? 'GRCh38',
          dosage: request.policies.dosage,
        },
        describeOutcomes(workforce, { ...request, ...places }, run),
      ),
    explainScore: (request, run) =>
      findExplanation(describeOutcomes(workforce, { ...request, ...places, explain: true }, run)),
    explainRow: async (request, row, run) => {
      const asked = { ...request, ...places, threads: options.threads, explainRow: row };
      return (await findExplanation(pool.run('compute', asked, run))).rows;
    },
    readLocus: (request, run) => pool.value('locus', request, run),
    compareRows: (a, b, run) => pool.value('compareRows', { a: { ...a, ...places }, b: { ...b, ...places } }, run),
    listKeptRuns: () => listKeptRuns(options.cacheDirectory),
    readStoredResults: (stored) => pool.value('storedResults', { ...stored, path: expandHome(stored.path, homedir()) }),
    computeCohort: (request, run) =>
      scoreCohort(workforce, { ...request, catalogDirectory, cacheDirectory: options.cacheDirectory }, run),
    completePath: (typed, kind = 'genotypes') => completePath(typed, homedir(), kind),
    writeNewFile: (path, content) => writeNewFile(path, content, homedir()),
    readAppState: () => readStateFile(statePath),
    writeAppState: (state) => writeStateFile(statePath, state),
    readSheet: (sheet) => pool.value('sheet', { catalogDirectory, sheet }),
    readTable: (table, people) => pool.value('catalogTable', { catalogDirectory, table, people }),
    readCatalogChanges: () => readKeptChanges(catalogDirectory),
    describeScore: (pgs_id, people) => pool.value('scoreDetail', { catalogDirectory, pgs_id, people }),
    listScores: () => pool.value('scores', { catalogDirectory }),
    listHeldScores: () => listHeldScores(catalogDirectory),
    cleanMetadata: (run) => pool.value('cleanMetadata', { catalogDirectory }, run),
    openCatalog,
    openScoringFile: (reference, build, limit) => viewScoringFile(pool, { catalogDirectory, reference, build, limit }),
    readScoringFile: (reference, build, limit) => readScoringRows(pool, places, { reference, build, limit }),
    overviewScore: (reference, build, others) => pool.value('overview', { ...places, reference, build, others }),
    compareScores: (reference, other, build) => pool.value('compareScores', { ...places, reference, other, build }),
    packReference: (request, run) =>
      pool.value('packReference', { ...request, cacheDirectory: options.cacheDirectory }, run),
    homRefConstants: (request, run) =>
      pool.value('homRefConstants', { ...request, cacheDirectory: options.cacheDirectory }, run),
    lintScores: (files) => pool.value('lint', { files }),
    downloadScores: (request, run) => downloadScores(client, catalogDirectory, request, run),
    fetchHubScore: async (pgs_id, build, run) =>
      fetchHubScore({ client, hub: await openHub(undefined) }, catalogDirectory, { pgs_id, build }, run?.signal),
    readScoringText: (request) => pool.value('scoringText', request),
    convertScore: (path) => pool.value('scoringParquet', { path }),
    convertWeights: (request, run) => pool.value('convertWeights', request, run),
    findMissingScores: (pgs_ids, build) => findMissingScores(catalogDirectory, pgs_ids, build),
    updateCatalog: (run) =>
      rememberFailure(catalogDirectory, 'ebi', () => updateCatalog({ ...workforce, client }, catalogDirectory, run)),
    pullHub: async ({ repos, token }, run) => {
      const hub = await openHub(token);
      return rememberFailure(catalogDirectory, 'hf', () =>
        pullHub({ client, hub, toolVersion: options.toolVersion }, catalogDirectory, repos, run),
      );
    },
    planHubPush: async (request, run) => {
      const hub = await openHub(request.token);
      return planHubPush({ ...workforce, hub, hubUrl: client.options.hf_url }, catalogDirectory, request, run);
    },
    pushHub: async ({ token, isPrivate }, plan, run) => pushHub(await openHub(token), plan, isPrivate, run),
    lookUp: (kind, id, run) => lookUp(rest, kind, id, run?.signal),
    bundles: createBundles({ client, catalogDirectory, toolVersion: options.toolVersion }),
    listCache: () => listCache(places),
    pruneCache: (request) => pruneCache(options.cacheDirectory, request, Date.now()),
    verifyCache: (run) => verifyCache(places, run),
    examine: async (request, run) => {
      const { examine } = await import('./jobs/examine.ts');
      const readStatus = async () => (await openCatalog()).status();
      const { machine } = options;
      return examine({ ...workforce, ...places, machine, client, stateDirectory, readStatus }, request, run);
    },
    createDemo: (run) => pool.value('demo', { directory: join(options.cacheDirectory, 'demo') }, run),
    close: () => {
      client.close();
      return pool.close();
    },
  };
}

/** The first explanation among outcomes. Throws what a score failed with. */
async function findExplanation(outcomes: AsyncIterable<ScoreOutcome>): Promise<ScoreExplanation> {
  for await (const outcome of outcomes) {
    if (outcome.status === 'failed') throw new PrsError({ ...outcome.error, exitCode: EXIT.failure });
    if (outcome.explanation !== undefined) return outcome.explanation;
  }
  throw errors.cancelled();
}

async function inspectGenotypes(path: string): Promise<GenotypeInspection> {
  const file = await openFile(path);
  await file.close();
  const common = { path, compression: file.compression, bytes: file.bytes };
  if (file.compression === 'parquet') {
    const { rows } = await readParquetFooter(path);
    const manifest = await readManifest(path, rows);
    return {
      ...common,
      kind: 'parquet',
      samples: manifest === null ? [] : [manifest.sample],
      genome_build: manifest?.genome_build ?? null,
      build_cue: manifest?.build_cue ?? 'there is no manifest beside the Parquet',
      synthetic: manifest?.synthetic ?? false,
      records: rows,
    };
  }
  const { header, evidence, close } = await openVcf(path);
  await close();
  return {
    ...common,
    kind: 'vcf',
    samples: header.samples,
    ...evidence,
    synthetic: isSynthetic(header),
    records: null,
  };
}
