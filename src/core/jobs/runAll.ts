import { errors } from '../errors.ts';
import type { Progress } from '../model/progress.ts';
import type { WorkerPool } from './pool.ts';
import type { TaskInput, TaskName, TaskValue } from './tasks.ts';

export interface RunAllOptions {
  readonly pool: WorkerPool;
  /** Inputs worked on at the same time. */
  readonly threads: number;
  readonly signal: AbortSignal | undefined;
  /** `place` is that of the input. */
  readonly onProgress: (place: number, progress: Progress) => void;
}

/** Runs a task on every input, in threads side by side; values in the order of the inputs. The first failure ends all. */
export async function runAll<Name extends TaskName>(
  task: Name,
  inputs: readonly TaskInput<Name>[],
  { pool, threads, signal, onProgress }: RunAllOptions,
): Promise<readonly TaskValue<Name>[]> {
  const failure = new AbortController();
  const options = { signal: signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]) };
  const values: TaskValue<Name>[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < inputs.length) {
      const place = next++;
      const report = (progress: Progress): void => onProgress(place, progress);
      values[place] = await pool.value(task, inputs[place] as TaskInput<Name>, { ...options, onProgress: report });
    }
  };
  const worker = (): Promise<void> =>
    work().catch((error) => {
      failure.abort();
      throw error;
    });
  await Promise.all(Array.from({ length: Math.min(threads, inputs.length) }, worker)).catch((error) => {
    if (signal?.aborted) throw errors.cancelled();
    throw error;
  });
  return values;
}
