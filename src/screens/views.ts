import { type ResultsState, shownResults, withResults } from './compute/results.ts';
import type { FieldState } from './field.ts';
import { isTooSmall } from './layout.ts';
import { withSheet } from './metadata/state.ts';
import type { AppState, ComputeState } from './state.ts';
import type { TableView } from './tableView.ts';

/** What the keys go to. Each command says in which of these it works. */
export type Focus =
  | 'too_small'
  | 'help'
  | 'palette'
  | 'form'
  | 'columns'
  | 'export'
  | 'compare'
  | 'traits'
  | 'confirm_quit'
  | 'sheet_waiting'
  | 'sheet'
  | 'sheet_search'
  | 'sheet_row'
  /** These three work in the tables of Metadata and of Scoring. */
  | 'table_filter'
  | 'table_row_number'
  | 'table_file'
  | 'score_field'
  | 'score_waiting'
  | 'variants'
  | 'variant_search'
  | 'variant_row'
  | 'score_overview'
  | 'score_comparison'
  | 'path_field'
  | 'genome'
  | 'records'
  | 'records_field'
  | 'scores'
  | 'score_search'
  | 'results'
  | 'result_search'
  | 'unmatched'
  | 'unmatched_search'
  | 'unmatched_row'
  | 'unmatched_waiting'
  | 'result_detail'
  | 'comparison'
  | 'comparison_search'
  | 'comparison_row'
  | 'comparison_waiting'
  | 'jobs'
  | 'job_log'
  | 'plugins'
  | 'plugin_detail'
  | 'help_page';

/** Fields that cover the screen: nothing goes over them. */
export const OVERLAY_FOCUSES: ReadonlySet<Focus> = new Set<Focus>([
  'palette',
  'form',
  'columns',
  'export',
  'compare',
  'traits',
]);

/** Where a cursor goes from row to row. */
export const GRID_FOCUSES: ReadonlySet<Focus> = new Set<Focus>([
  'sheet',
  'variants',
  'scores',
  'results',
  'unmatched',
  'comparison',
  'records',
  'jobs',
  'plugins',
]);

/** Where printable keys are text, not commands. */
export const TEXT_FOCUSES: ReadonlySet<Focus> = new Set<Focus>([
  ...OVERLAY_FOCUSES,
  'sheet_search',
  'table_filter',
  'table_row_number',
  'table_file',
  'score_field',
  'variant_search',
  'path_field',
  'records_field',
  'score_search',
  'result_search',
  'unmatched_search',
  'comparison_search',
]);

/** Tables of text, with a column under the cursor. */
export const TABLE_FOCUSES: ReadonlySet<Focus> = new Set<Focus>([
  'sheet',
  'variants',
  'results',
  'unmatched',
  'comparison',
]);

/** Where whole lines scroll, without a cursor. */
export const LINE_FOCUSES: ReadonlySet<Focus> = new Set<Focus>([
  'sheet_row',
  'variant_row',
  'score_overview',
  'score_comparison',
  'result_detail',
  'unmatched_row',
  'comparison_row',
  'job_log',
  'plugin_detail',
  'help',
  'help_page',
]);

export function focusOf(state: AppState): Focus {
  if (isTooSmall(state.size)) return 'too_small';
  if (state.overlay !== null) return state.overlay.kind;
  switch (state.screen) {
    case 'metadata': {
      const table = findTable(state);
      return table === null ? 'sheet_waiting' : tableFocus(table.view, ['sheet', 'sheet_search', 'sheet_row']);
    }
    case 'scoring':
      return scoringFocus(state);
    case 'compute':
      return computeFocus(state.compute);
    case 'jobs':
      return state.jobs.log === null ? 'jobs' : 'job_log';
    case 'plugins':
      return state.plugins.open === null ? 'plugins' : 'plugin_detail';
    case 'help':
      return 'help_page';
  }
}

function scoringFocus(state: AppState): Focus {
  if (state.scoring.isEditing) return 'score_field';
  if (state.scoring.comparison !== null) return 'score_comparison';
  if (state.scoring.overview !== null) return 'score_overview';
  const table = findTable(state);
  return table === null ? 'score_waiting' : tableFocus(table.view, ['variants', 'variant_search', 'variant_row']);
}

function tableFocus(view: TableView, [grid, search, row]: readonly [Focus, Focus, Focus]): Focus {
  if (view.openRow !== null) return row;
  switch (view.typing?.kind) {
    case undefined:
      return grid;
    case 'search':
      return search;
    case 'filter':
      return 'table_filter';
    case 'row_number':
      return 'table_row_number';
    case 'file':
      return 'table_file';
  }
}

function computeFocus({ step, genome, scores, results }: ComputeState): Focus {
  switch (step) {
    case 'genome':
      if (genome.isEditing) return 'path_field';
      if (genome.records === null) return 'genome';
      return genome.records.typing === null ? 'records' : 'records_field';
    case 'scores':
      return scores.typing === null ? 'scores' : 'score_search';
    case 'results': {
      const { why, comparing } = results;
      if (why?.status === 'ready') return tableFocus(why.view, ['unmatched', 'unmatched_search', 'unmatched_row']);
      if (why !== null) return 'unmatched_waiting';
      if (comparing?.status === 'ready')
        return tableFocus(comparing.view, ['comparison', 'comparison_search', 'comparison_row']);
      if (comparing !== null) return 'comparison_waiting';
      return tableFocus(shownResults(results), ['results', 'result_search', 'result_detail']);
    }
  }
}

/** The text being typed where the focus is; null where keys are commands only. */
export function fieldOf(state: AppState, focus: Focus): FieldState | null {
  switch (focus) {
    case 'palette':
      return state.overlay?.kind === 'palette' ? state.overlay.field : null;
    case 'columns':
      return state.overlay?.kind === 'columns' ? state.overlay.field : null;
    case 'export':
      return state.overlay?.kind === 'export' ? state.overlay.field : null;
    case 'compare':
      return state.overlay?.kind === 'compare' ? state.overlay.field : null;
    case 'traits':
      return state.overlay?.kind === 'traits' ? state.overlay.field : null;
    case 'form':
      return state.overlay?.kind === 'form' ? state.overlay.form.texts[state.overlay.form.choice] : null;
    case 'path_field':
      return state.compute.genome.field;
    case 'records_field':
      return state.compute.genome.records?.typing ?? null;
    case 'score_field':
      return state.scoring.field;
    case 'score_search':
      return state.compute.scores.typing;
    case 'sheet_search':
    case 'variant_search':
    case 'result_search':
    case 'unmatched_search':
    case 'comparison_search':
    case 'table_filter':
    case 'table_row_number':
    case 'table_file':
      return findTable(state)?.view.typing?.field ?? null;
    default:
      return null;
  }
}

/** The table of Metadata, Scoring or the results on the screen, and the state with another one in its place. */
interface ShownTable {
  /** What kind of table it is: those of one kind are arranged alike. */
  readonly name: string;
  readonly view: TableView;
  replace(view: TableView): AppState;
}

export function findTable(state: AppState): ShownTable | null {
  if (state.screen === 'metadata') {
    const { sheet, sheets } = state.metadata;
    const shown = sheets[sheet];
    if (shown?.status !== 'ready') return null;
    return {
      name: sheet,
      view: shown.view,
      replace: (view) => ({ ...state, metadata: withSheet(state.metadata, sheet, { ...shown, view }) }),
    };
  }
  if (state.screen === 'compute' && state.compute.step === 'results') {
    const { results } = state.compute;
    const { why, comparing } = results;
    const replaced = (changed: ResultsState): AppState => ({
      ...state,
      compute: { ...state.compute, results: changed },
    });
    if (why?.status === 'ready')
      return { name: 'unmatched', view: why.view, replace: (view) => replaced({ ...results, why: { ...why, view } }) };
    if (comparing?.status === 'ready')
      return {
        name: 'comparison',
        view: comparing.view,
        replace: (view) => replaced({ ...results, comparing: { ...comparing, view } }),
      };
    if (why !== null || comparing !== null) return null;
    return {
      name: results.byTrait === null ? 'results' : 'traits',
      view: shownResults(results),
      replace: (view) => replaced(withResults(results, view)),
    };
  }
  const { opened } = state.scoring;
  if (state.screen !== 'scoring' || opened.status !== 'ready') return null;
  return {
    name: 'variants',
    view: opened.view,
    replace: (view) => ({ ...state, scoring: { ...state.scoring, opened: { ...opened, view } } }),
  };
}

/** Width of text views: one column free on either side. */
export const textColumns = ({ size }: AppState): number => size.columns - 2;
