import { errorData, type Progress } from '../../core/index.ts';
import type { Heard, Line } from '../present.ts';
import type { Store } from '../store.ts';
import type { Job, JobItem } from './jobs.ts';

/** What a job works with. */
export interface JobRun {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Adds to the log of the job. */
  readonly say: (...lines: readonly Line[]) => void;
}

export interface JobPlan {
  readonly title: string;
  readonly commandLine: string | null;
  /** Says how it ended; what it throws is told in the log, and handed to `onFailed`. */
  readonly work: (run: JobRun) => Promise<'done' | 'failed'>;
  /** Hears of progress four times a second, beside the log. */
  readonly onHeard?: (heard: Heard) => void;
  readonly onFailed?: (error: unknown) => void;
  /** At once when somebody cancels; the work itself ends soon. */
  readonly onCancelled?: () => void;
}

export interface JobRunner {
  start(plan: JobPlan): number;
  cancel(id: number): void;
  /** The same work once more, as a new job. */
  retry(id: number): void;
  cancelAll(): void;
}

/** A frame costs some 10 ms of a login node: progress is drawn four times a second. */
const LEAST_MS_BETWEEN_PROGRESS = 250;

/** Runs work so that it is listed, can be cancelled, and leaves a log. */
export function createJobRunner({ dispatch }: Pick<Store, 'dispatch'>): JobRunner {
  const plans = new Map<number, JobPlan>();
  const running = new Map<number, AbortController>();
  let latest = 0;

  function start(plan: JobPlan): number {
    const id = ++latest;
    const controller = new AbortController();
    const startedAt = performance.now();
    plans.set(id, plan);
    running.set(id, controller);
    const end = (status: Exclude<Job['status'], 'running'>): void => {
      // Whoever cancelled has said so already.
      if (!running.delete(id)) return;
      dispatch({ type: 'job_ended', id, status, elapsed_ms: performance.now() - startedAt });
    };
    const say = (...lines: readonly Line[]): void => dispatch({ type: 'job_said', id, lines });
    const { signal } = controller;
    signal.addEventListener('abort', () => {
      plan.onCancelled?.();
      end('cancelled');
    });
    dispatch({
      type: 'job_started',
      job: { id, title: plan.title, commandLine: plan.commandLine, startedAt: Date.now() },
    });
    const onProgress = hearProgress(signal, (heard, items) => {
      dispatch({ type: 'job_heard', id, heard, items });
      plan.onHeard?.(heard);
    });
    plan.work({ signal, onProgress, say }).then(end, (error: unknown) => {
      if (signal.aborted) return;
      const { message, hint } = errorData(error);
      say({ text: message, tone: 'bad' }, ...(hint === null ? [] : [{ text: hint, tone: 'plain' as const }]));
      end('failed');
      plan.onFailed?.(error);
    });
    return id;
  }

  return {
    start,
    cancel: (id) => running.get(id)?.abort(),
    retry(id) {
      const plan = plans.get(id);
      if (plan !== undefined) start(plan);
    },
    cancelAll() {
      for (const controller of running.values()) controller.abort();
    },
  };
}

/** Passes on progress now and then, with the time since the phase began, and the files on their way. */
function hearProgress(
  signal: AbortSignal,
  onHeard: (heard: Heard, items: ReadonlyMap<string, JobItem>) => void,
): (progress: Progress) => void {
  let phase = '';
  let startedAt = performance.now();
  let heardAt = -Infinity;
  const items = new Map<string, JobItem>();
  return (progress) => {
    const now = performance.now();
    const { item } = progress;
    if (item !== undefined) {
      if (item.isThere) items.delete(item.name);
      else items.set(item.name, { done: item.done, total: item.total });
    }
    if (progress.phase !== phase) startedAt = now;
    else if (now - heardAt < LEAST_MS_BETWEEN_PROGRESS) return;
    phase = progress.phase;
    heardAt = now;
    if (!signal.aborted) onHeard({ progress, elapsed_ms: now - startedAt }, new Map(items));
  };
}
