import { type GridState, TOP_OF_GRID } from '../grid.ts';
import { type Heard, type Line, presentBytes, presentDuration, presentProgress } from '../present.ts';

/** Work that was asked for: running, or how it ended. */
export interface Job {
  readonly id: number;
  readonly title: string;
  /** The same on the command line; null when there is none. */
  readonly commandLine: string | null;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly elapsed_ms: number;
  readonly heard: Heard | null;
  /** Files on their way, by name. */
  readonly items: ReadonlyMap<string, JobItem>;
  /** What became of it so far. */
  readonly log: readonly Line[];
}

export interface JobItem {
  /** Bytes. */
  readonly done: number;
  readonly total: number | null;
}

/** All work since the start, the latest first. */
export interface JobsState {
  readonly list: readonly Job[];
  readonly grid: GridState;
  /** Scroll position in the log read in full; null when none is open. */
  readonly log: GridState | null;
}

export type JobsEvent =
  | { readonly type: 'job_started'; readonly job: Pick<Job, 'id' | 'title' | 'commandLine' | 'startedAt'> }
  | {
      readonly type: 'job_heard';
      readonly id: number;
      readonly heard: Heard;
      readonly items: ReadonlyMap<string, JobItem>;
    }
  | { readonly type: 'job_said'; readonly id: number; readonly lines: readonly Line[] }
  | {
      readonly type: 'job_ended';
      readonly id: number;
      readonly status: Exclude<Job['status'], 'running'>;
      readonly elapsed_ms: number;
    }
  | { readonly type: 'job_log_opened' }
  | { readonly type: 'job_log_closed' };

export const INITIAL_JOBS: JobsState = { list: [], grid: TOP_OF_GRID, log: null };

/** Older jobs than this many are forgotten. */
const MOST_JOBS = 200;
const NOTHING_ON_ITS_WAY: Job['items'] = new Map();

export function reduceJobs(state: JobsState, event: JobsEvent): JobsState {
  switch (event.type) {
    case 'job_started': {
      const job: Job = {
        ...event.job,
        status: 'running',
        elapsed_ms: 0,
        heard: null,
        items: NOTHING_ON_ITS_WAY,
        log: [],
      };
      // The cursor stays on the job it was on, unless that was the latest.
      const cursor = state.grid.cursor === 0 ? 0 : state.grid.cursor + 1;
      return { ...state, list: [job, ...state.list].slice(0, MOST_JOBS), grid: { ...state.grid, cursor } };
    }
    case 'job_heard':
      return withJob(state, event.id, () => ({ heard: event.heard, items: event.items }));
    case 'job_said':
      return withJob(state, event.id, ({ log }) => ({ log: [...log, ...event.lines] }));
    case 'job_ended':
      return withJob(state, event.id, () => ({
        status: event.status,
        elapsed_ms: event.elapsed_ms,
        heard: null,
        items: NOTHING_ON_ITS_WAY,
      }));
    case 'job_log_opened':
      return { ...state, log: TOP_OF_GRID };
    case 'job_log_closed':
      return { ...state, log: null };
  }
}

function withJob(state: JobsState, id: number, change: (job: Job) => Partial<Job>): JobsState {
  return { ...state, list: state.list.map((job) => (job.id === id ? { ...job, ...change(job) } : job)) };
}

export const jobUnderCursor = ({ list, grid }: JobsState): Job | undefined => list[grid.cursor];

export const runningJobs = ({ list }: JobsState): readonly Job[] => list.filter(({ status }) => status === 'running');

/** How a job stands, in a few words. */
export function presentJob({ status, heard, elapsed_ms }: Job): string {
  if (status === 'running') return heard === null ? 'starting' : `${heard.progress.phase}  ${presentProgress(heard)}`;
  return `${status} after ${presentDuration(elapsed_ms)}`;
}

/** All that is known of a job. */
export function presentLog({ commandLine, log, items }: Job): readonly Line[] {
  const onTheirWay = [...items].map(
    ([name, { done, total }]): Line => ({
      text: `${name}  ${presentBytes(done)}${total === null ? '' : ` of ${presentBytes(total)}`}`,
      tone: 'accent',
    }),
  );
  const command: readonly Line[] = commandLine === null ? [] : [{ text: `$ ${commandLine}`, tone: 'dim' }];
  return [...command, ...log, ...onTheirWay];
}
