/** What a computation will take: measured costs, and the pace that earlier runs had on this machine. */
import { stat } from 'node:fs/promises';
import { openFile } from '../io/open.ts';
import { readParquetFooter } from '../io/parquetFooter.ts';
import { readStateFile, writeStateFile } from '../io/stateFile.ts';
import type { EstimateRequest, RunEstimate } from '../model/estimate.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoreOutcome, ScoreReference } from '../model/result.ts';
import { keptIndex, keptWeights } from './keptFiles.ts';
import { locateScoringFile } from './locateScoringFile.ts';

/**
 * Costs on a machine with two cores (bench/results; a genome of 4.8 million records, BGZF of 212 MB, scores of 1,000 to 6.9
 * million variants): milliseconds, and bytes of memory. `kept` is when the cache has what was made of the file before.
 */
const COSTS = {
  start: { ms: 500, memory: 100e6 },
  /** A byte of a VCF: packed, and as plain text. */
  vcf: { packed: { ms: 20e-6, memory: 2 }, plain: { ms: 4e-6, memory: 0.4 } },
  /** A record of a normalised Parquet. */
  record: { first: { ms: 1.2e-3, memory: 235 }, kept: { ms: 60e-6, memory: 22 } },
  /** A row of a scoring file. Scores follow each other: only the largest counts for the memory. */
  variant: { first: { ms: 1.1e-3, memory: 95 }, kept: { ms: 330e-6, memory: 68 } },
} as const;

/** A scoring file: its header, and a row of it, packed and as plain text. */
const HEADER_BYTES = 1500;
const ROW_BYTES = 16;
const PLAIN_ROW_BYTES = 60;

interface Cost {
  readonly ms: number;
  readonly memory: number;
}

export interface Places {
  readonly cacheDirectory: string;
  readonly catalogDirectory: string;
  /** The file that keeps the pace. */
  readonly pacePath: string;
}

/** Throws what opening the genotypes throws. */
export async function estimateRun(places: Places, request: EstimateRequest): Promise<RunEstimate> {
  const [genotypes, scores, pace] = await Promise.all([
    costOfGenotypes(places, request),
    Promise.all(request.scores.map((score) => costOfScore(places, request.build, score))),
    readPace(places.pacePath),
  ]);
  const ms = COSTS.start.ms + genotypes.ms + scores.reduce((sum, score) => sum + score.ms, 0);
  const missing = scores.filter(({ isMissing }) => isMissing);
  return {
    milliseconds: ms * (pace ?? 1),
    memory_bytes: COSTS.start.memory + genotypes.memory + Math.max(0, ...scores.map(({ memory }) => memory)),
    n_variants: scores.reduce((sum, { rows }) => sum + rows, 0),
    missing: missing.map(({ name }) => name),
    download_bytes: missing.reduce((sum, { rows }) => sum + HEADER_BYTES + ROW_BYTES * rows, 0),
    is_calibrated: pace !== null,
  };
}

async function costOfGenotypes({ cacheDirectory }: Places, { genotypes, dosage }: EstimateRequest): Promise<Cost> {
  const file = await openFile(genotypes);
  await file.close();
  if (file.compression !== 'parquet')
    return times(file.bytes, file.compression === 'none' ? COSTS.vcf.plain : COSTS.vcf.packed);
  const { rows } = await readParquetFooter(genotypes);
  const kept = await keptIndex(cacheDirectory, genotypes, dosage);
  return times(rows, (await isThere(kept.file)) ? COSTS.record.kept : COSTS.record.first);
}

interface ScoreCost extends Cost {
  readonly name: string;
  readonly rows: number;
  readonly isMissing: boolean;
}

async function costOfScore(
  { cacheDirectory, catalogDirectory }: Places,
  build: GenomeBuild,
  { reference, n_variants }: EstimateRequest['scores'][number],
): Promise<ScoreCost> {
  const name = nameOf(reference);
  const path = await locateScoringFile(reference, catalogDirectory, build).catch(() => null);
  const found = path === null ? null : await stat(path).catch(() => null);
  if (path === null || found === null) {
    const rows = n_variants ?? 0;
    return { name, rows, isMissing: reference.kind === 'id', ...times(rows, COSTS.variant.first) };
  }
  const rows = n_variants ?? Math.ceil(found.size / (/\.txt$/i.test(path) ? PLAIN_ROW_BYTES : ROW_BYTES));
  const kept = await keptWeights(cacheDirectory, path);
  const cost = (await isThere(kept.file)) ? COSTS.variant.kept : COSTS.variant.first;
  return { name, rows, isMissing: false, ...times(rows, cost) };
}

const times = (count: number, { ms, memory }: Cost): Cost => ({ ms: count * ms, memory: count * memory });

const nameOf = (reference: ScoreReference): string => (reference.kind === 'id' ? reference.pgs_id : reference.path);

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Runs that took less say more about the disk than about the machine. */
const LEAST_MS = 1000;
/** Beyond these it was something else: results taken from the cache, or a machine that slept. */
const PACE_RANGE = [0.2, 20] as const;

/** How long runs take here, as a multiple of the costs above; null before the first. */
async function readPace(path: string): Promise<number | null> {
  const state = (await readStateFile(path)) as { readonly pace?: unknown } | null;
  const pace = Number(state?.pace);
  return pace >= PACE_RANGE[0] && pace <= PACE_RANGE[1] ? pace : null;
}

/**
 * Passes the outcomes on, and keeps what the run says of the machine's pace: the geometric mean of this run and of what was
 * known. Estimated before the run, because the run fills the cache.
 */
export async function* learnPace(
  places: Places,
  request: EstimateRequest,
  outcomes: AsyncIterable<ScoreOutcome>,
): AsyncGenerator<ScoreOutcome, void, void> {
  const begun = performance.now();
  const estimating = estimateRun(places, request).catch(() => null);
  let counted = 0;
  for await (const outcome of outcomes) {
    if (outcome.status === 'ok') counted++;
    yield outcome;
  }
  const taken = performance.now() - begun;
  const [estimate, known] = await Promise.all([estimating, readPace(places.pacePath)]);
  if (estimate === null || counted < request.scores.length || taken < LEAST_MS) return;
  const seen = (taken / estimate.milliseconds) * (known ?? 1);
  if (seen < PACE_RANGE[0] || seen > PACE_RANGE[1]) return;
  const pace = known === null ? seen : Math.sqrt(known * seen);
  // Only a convenience: a folder that cannot be written costs nothing.
  await writeStateFile(places.pacePath, { pace }).catch(() => undefined);
}
