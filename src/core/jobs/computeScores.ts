/** Computes the scores of one genome: many of them in several threads, which all read the same kept index. */
import { openFile } from '../io/open.ts';
import type { Progress, RunOptions } from '../model/progress.ts';
import type { ScoreOutcome } from '../model/result.ts';
import type { ComputeInput } from './computeTask.ts';
import type { WorkerPool } from './pool.ts';

/** Fewer scores than this are done sooner than a second thread has started. */
const LEAST_SCORES = 8;
const CHUNKS_PER_THREAD = 4;

export interface ScoringWorkforce {
  readonly pool: WorkerPool;
  readonly threads: number;
}

/** Outcomes in the order asked for. */
export async function* computeScores(
  { pool, threads }: ScoringWorkforce,
  request: ComputeInput,
  run: RunOptions = {},
): AsyncGenerator<ScoreOutcome, void, void> {
  if (await isWorthSharing(request, threads)) yield* shareOut({ pool, threads }, request, run);
  else yield* pool.run('compute', { ...request, threads }, run);
}

/** A VCF would be read by every thread, and a dump is one file. */
async function isWorthSharing(request: ComputeInput, threads: number): Promise<boolean> {
  if (threads === 1 || request.scores.length < LEAST_SCORES || request.dumpVariants !== undefined) return false;
  const file = await openFile(request.genotypes);
  await file.close();
  return file.compression === 'parquet';
}

async function* shareOut(
  { pool, threads }: ScoringWorkforce,
  request: ComputeInput,
  { signal, onProgress }: RunOptions,
): AsyncGenerator<ScoreOutcome, void, void> {
  const total = request.scores.length;
  const size = Math.ceil(total / (threads * CHUNKS_PER_THREAD));
  const chunks = Array.from({ length: Math.ceil(total / size) }, (_, i) =>
    request.scores.slice(i * size, (i + 1) * size),
  );
  const stop = new AbortController();
  const anySignal = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  let done = 0;
  const computeChunk = async (chunk: number): Promise<readonly ScoreOutcome[]> => {
    const outcomes: ScoreOutcome[] = [];
    const options = {
      signal: anySignal,
      onProgress: (progress: Progress) =>
        onProgress?.(progress.unit === 'scores' ? { ...progress, done, total } : progress),
    };
    for await (const outcome of pool.run('compute', { ...request, scores: chunks[chunk] ?? [] }, options)) {
      outcomes.push(outcome);
      done++;
    }
    return outcomes;
  };
  const results: Promise<readonly ScoreOutcome[]>[] = [];
  let next = 0;
  /** Starts the next chunk, and when that is done another, in place of it. */
  const keepBusy = (): void => {
    const chunk = next++;
    if (chunk >= chunks.length) return;
    results[chunk] = computeChunk(chunk);
    // Whoever waits for this chunk hears of a failure; until then, nothing new is started.
    results[chunk].then(keepBusy, () => {
      next = chunks.length;
    });
  };
  try {
    keepBusy();
    // The first one makes the index, if it is not there yet; the others find it in the cache.
    await results[0];
    for (let thread = 1; thread < threads; thread++) keepBusy();
    for (let chunk = 0; chunk < chunks.length; chunk++)
      yield* await (results[chunk] as Promise<readonly ScoreOutcome[]>);
  } finally {
    stop.abort();
  }
}
