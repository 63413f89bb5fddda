/** Scores a cohort: parts of a BGZF VCF are read and summed side by side in threads, and added up. */
import { errorData, errors } from '../errors.ts';
import { openFile } from '../io/open.ts';
import { removeLeftovers } from '../io/replaceFile.ts';
import type { CohortReport } from '../model/cohort.ts';
import type { RunOptions } from '../model/progress.ts';
import { fileOffset, type VirtualSpan } from '../vcf/regionIndex.ts';
import type { CohortPart, CohortRun } from './cohortTask.ts';
import { planLocusSpans } from './planLocusSpans.ts';
import type { WorkerPool } from './pool.ts';
import { runAll } from './runAll.ts';

/** A part of fewer compressed bytes is read sooner than a thread has started. */
const LEAST_PART = 2 << 20;

export async function scoreCohort(
  { pool, threads }: { readonly pool: WorkerPool; readonly threads: number },
  request: CohortRun,
  run: RunOptions = {},
): Promise<CohortReport> {
  if (run.signal?.aborted) throw errors.cancelled();
  const file = await openFile(request.genotypes);
  await file.close();
  const most = file.compression === 'bgzf' ? Math.min(threads, Math.floor(file.bytes / LEAST_PART)) : 1;
  const spans = most > 1 ? await planLocusSpans(file, most) : [];
  const parts = spans.length > 1 ? await readParts({ pool, threads, request, spans, bytes: file.bytes, run }) : null;
  return pool.value('cohort', { ...request, parts }, { ...run, afterAbandoned: () => removeLeftovers(request.output) });
}

interface Reading {
  readonly pool: WorkerPool;
  readonly threads: number;
  readonly request: CohortRun;
  readonly spans: readonly VirtualSpan[];
  readonly bytes: number;
  readonly run: RunOptions;
}

/** Null when a part cannot be read: only a reading from the start can tell the line, or that it is no fault of the file. */
function readParts({ pool, threads, request, spans, bytes, run }: Reading): Promise<readonly CohortPart[] | null> {
  const done = spans.map(() => 0);
  const inputs = spans.map((span) => ({ ...request, span }));
  return runAll('cohortPart', inputs, {
    pool,
    threads,
    signal: run.signal,
    onProgress: (place, progress) => {
      done[place] = progress.done - fileOffset((spans[place] as VirtualSpan).from);
      run.onProgress?.({ ...progress, done: done.reduce((a, b) => a + b), total: bytes });
    },
  }).catch((error) => {
    if (errorData(error).code === 'cancelled') throw error;
    return null;
  });
}
