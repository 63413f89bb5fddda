import type { ComputeRequest, PrsErrorData, ScoreOutcome, TraitConsensus } from '../../core/index.ts';
import type { Heard } from '../present.ts';
import { rowUnderCursor, type TableView } from '../tableView.ts';
import type { Comparing, MovedRows } from './comparing.ts';
import { addOutcome, emptyResults, groupOutcomes, viewTraits } from './resultTable.ts';
import type { Unmatched } from './unmatched.ts';

/** One computation: what was asked for, and what has come of it. */
export interface Run {
  readonly status: 'running' | 'done' | 'cancelled' | 'failed';
  /** Names asked for, in order. */
  readonly scores: readonly string[];
  /** How they are computed. */
  readonly request: ComputeRequest;
  readonly outcomes: readonly ScoreOutcome[];
  readonly heard: Heard | null;
  readonly elapsed_ms: number;
  /** Why the whole run failed. */
  readonly error: PrsErrorData | null;
}

/** The third step: the run and its results. */
export interface ResultsState {
  readonly run: Run | null;
  /** A row an outcome, in the order of the outcomes. */
  readonly view: TableView;
  /** What they say by trait, instead of one by one; null when not asked for. */
  readonly byTrait: ByTrait | null;
  /** Why one of them is what it is, over all else; null when not asked for. */
  readonly why: Unmatched | null;
  /** The results held against others, over all else; null when not asked for. */
  readonly comparing: Comparing | null;
}

export interface ByTrait {
  readonly traits: readonly TraitConsensus[];
  readonly view: TableView;
}

export type ResultsEvent =
  | { readonly type: 'run_started'; readonly scores: readonly string[]; readonly request: ComputeRequest }
  | { readonly type: 'run_heard'; readonly heard: Heard }
  | { readonly type: 'run_outcome'; readonly outcome: ScoreOutcome; readonly elapsed_ms: number }
  | { readonly type: 'run_ended'; readonly status: 'done' | 'cancelled'; readonly elapsed_ms: number }
  | { readonly type: 'run_failed'; readonly error: PrsErrorData }
  | { readonly type: 'grouping_toggled' }
  | { readonly type: 'why_changed'; readonly why: Unmatched | null }
  | { readonly type: 'comparing_changed'; readonly comparing: Comparing | null }
  | { readonly type: 'moved_rows_changed'; readonly rows: MovedRows };

export const INITIAL_RESULTS: ResultsState = {
  run: null,
  view: emptyResults(),
  byTrait: null,
  why: null,
  comparing: null,
};

export function reduceResults(state: ResultsState, event: ResultsEvent): ResultsState {
  switch (event.type) {
    case 'run_started': {
      // The columns that were chosen are wanted for the next run, too.
      const arrangement = { ...state.view.arrangement, filters: [] };
      return { ...INITIAL_RESULTS, view: { ...emptyResults(), arrangement }, run: startedRun(event) };
    }
    case 'why_changed':
      // The answer to a question that is no longer asked.
      return event.why !== null && event.why.status !== 'loading' && event.why.pgs_id !== state.why?.pgs_id
        ? state
        : { ...state, why: event.why };
    case 'comparing_changed':
      return { ...state, comparing: event.comparing };
    case 'moved_rows_changed': {
      const { comparing } = state;
      if (comparing?.status !== 'ready') return state;
      // The answer to a question that is no longer asked.
      const isLate = event.rows.status !== 'loading' && event.rows.pgs_id !== comparing.rows?.pgs_id;
      return isLate ? state : { ...state, comparing: { ...comparing, rows: event.rows } };
    }
    case 'grouping_toggled':
      return { ...state, byTrait: state.byTrait === null ? groupByTrait(state.run) : null };
    case 'run_outcome': {
      if (state.run === null) return state;
      const run = reduceRun(state.run, event);
      const byTrait = state.byTrait === null ? null : groupByTrait(run);
      return { ...state, run, byTrait, view: addOutcome(state.view, event.outcome) };
    }
    default:
      return state.run === null ? state : { ...state, run: reduceRun(state.run, event) };
  }
}

function groupByTrait(run: Run | null): ByTrait {
  const traits = groupOutcomes(run?.outcomes ?? []);
  return { traits, view: viewTraits(traits) };
}

/** The table that is shown, and the state with another one in its place. */
export const shownResults = ({ view, byTrait }: ResultsState): TableView => byTrait?.view ?? view;

export const withResults = (state: ResultsState, view: TableView): ResultsState =>
  state.byTrait === null ? { ...state, view } : { ...state, byTrait: { ...state.byTrait, view } };

/** The outcome under the cursor, while outcomes are shown one by one. */
export const outcomeUnderCursor = ({ run, view, byTrait }: ResultsState): ScoreOutcome | undefined =>
  byTrait === null ? run?.outcomes[rowUnderCursor(view) ?? -1] : undefined;

const startedRun = ({ scores, request }: Pick<Run, 'scores' | 'request'>): Run => ({
  status: 'running',
  scores,
  request,
  outcomes: [],
  heard: null,
  elapsed_ms: 0,
  error: null,
});

type RunEvent = Extract<ResultsEvent, { readonly type: 'run_heard' | 'run_outcome' | 'run_ended' | 'run_failed' }>;

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
