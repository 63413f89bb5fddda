import type { PrsErrorData, ScoreOutcome } from '../../core/index.ts';
import { type GridState, TOP_OF_GRID } from '../grid.ts';
import type { Heard } from '../present.ts';

/** One computation: what was asked for, and what has come of it. */
export interface Run {
  readonly status: 'running' | 'done' | 'cancelled' | 'failed';
  /** Names asked for, in order. */
  readonly scores: readonly string[];
  readonly outcomes: readonly ScoreOutcome[];
  readonly heard: Heard | null;
  readonly elapsed_ms: number;
  /** Why the whole run failed. */
  readonly error: PrsErrorData | null;
}

/** The third step: the run and its results. */
export interface ResultsState {
  readonly run: Run | null;
  readonly grid: GridState;
  /** Scroll position in the result read in full; null when none is open. */
  readonly detail: GridState | null;
}

export type ResultsEvent =
  | { readonly type: 'run_started'; readonly scores: readonly string[] }
  | { readonly type: 'run_heard'; readonly heard: Heard }
  | { readonly type: 'run_outcome'; readonly outcome: ScoreOutcome; readonly elapsed_ms: number }
  | { readonly type: 'run_ended'; readonly status: 'done' | 'cancelled'; readonly elapsed_ms: number }
  | { readonly type: 'run_failed'; readonly error: PrsErrorData }
  | { readonly type: 'result_opened' }
  | { readonly type: 'result_closed' };

export const INITIAL_RESULTS: ResultsState = { run: null, grid: TOP_OF_GRID, detail: null };

export function reduceResults(state: ResultsState, event: ResultsEvent): ResultsState {
  switch (event.type) {
    case 'run_started':
      return { ...INITIAL_RESULTS, run: startedRun(event.scores) };
    case 'result_opened':
      return { ...state, detail: TOP_OF_GRID };
    case 'result_closed':
      return { ...state, detail: null };
    default:
      return state.run === null ? state : { ...state, run: reduceRun(state.run, event) };
  }
}

const startedRun = (scores: readonly string[]): Run => ({
  status: 'running',
  scores,
  outcomes: [],
  heard: null,
  elapsed_ms: 0,
  error: null,
});

type RunEvent = Exclude<ResultsEvent, { readonly type: 'run_started' | 'result_opened' | 'result_closed' }>;

function reduceRun(run: Run, event: RunEvent): Run {
  switch (event.type) {
    case 'run_heard':
      return { ...run, heard: event.heard };
    case 'run_outcome':
      return { ...run, outcomes: [...run.outcomes, event.outcome], elapsed_ms: event.elapsed_ms };
    case 'run_ended':
      return { ...run, status: event.status, elapsed_ms: event.elapsed_ms, heard: null };
    case 'run_failed':
      return { ...run, status: 'failed', error: event.error, heard: null };
  }
}
