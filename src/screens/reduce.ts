import { scrollToColumn } from './columns.ts';
import { type CompareState, OPEN_COMPARE } from './compute/compareChoices.ts';
import { type GenomeEvent, reduceGenome } from './compute/genome.ts';
import { INITIAL_RESULTS, type ResultsEvent, reduceResults } from './compute/results.ts';
import { reduceScoreList, type ScoreListEvent } from './compute/scoreList.ts';
import { chooseFormat, type ExportState, openExport, resultsToExport } from './exportOverlay.ts';
import { EMPTY_FIELD } from './field.ts';
import { editForm, type FormState, openForm, stepForm } from './form.ts';
import { moveGrid, placeCursor, TOP_OF_GRID } from './grid.ts';
import { reduceHelp } from './help/helpPages.ts';
import { goBack, goForward, leavePlace } from './history.ts';
import { reduceJobs } from './jobs/jobs.ts';
import { INITIAL_METADATA, reduceMetadata } from './metadata/state.ts';
import { reducePlugins } from './plugins/state.ts';
import { keepArrangement, recallArrangement } from './recallArrangement.ts';
import { reduceScoring } from './scoring/state.ts';
import { findScroll } from './scroll.ts';
import { type AppEvent, type AppState, type ComputeState, initialState, type TuiSettings } from './state.ts';
import { changeSelection } from './tableSelection.ts';
import {
  changeTable,
  closeTyping,
  editTyping,
  openTyping,
  redoChange,
  shownColumns,
  stepColumn,
  stepMatch,
  type TableView,
  toggleColumn,
  undoChange,
} from './tableView.ts';
import { findTable, focusOf, TABLE_FOCUSES } from './views.ts';

/** The state after an event. Pure: all that happens outside comes in as events. */
export function reduce(state: AppState, event: AppEvent): AppState {
  const next = reduceParts(state, event);
  return settle(REARRANGING.has(event.type) ? keepArrangement(next) : recallArrangement(next));
}

/** Events by which somebody arranges the table at hand. */
const REARRANGING: ReadonlySet<AppEvent['type']> = new Set<AppEvent['type']>([
  'table_changed',
  'column_toggled',
  'change_undone',
  'change_redone',
]);

/** Keeps the cursor inside and in sight, whatever changed: rows, search, size of the terminal. */
function settle(state: AppState): AppState {
  const scroll = findScroll(state);
  if (scroll === null) return state;
  const { grid, extent } = scroll;
  const placed = placeCursor(grid, grid.cursor, extent);
  const column = Math.min(grid.column, extent.lastColumn);
  const isSettled = placed.cursor === grid.cursor && placed.top === grid.top && column === grid.column;
  return isSettled ? state : scroll.replace({ ...placed, column });
}

function reduceParts(state: AppState, event: AppEvent): AppState {
  switch (event.type) {
    case 'resized':
      return { ...state, size: event.size };
    case 'mouse_turned':
      return { ...state, settings: { ...state.settings, mouse: event.isOn } };
    case 'row_pointed': {
      const scroll = findScroll(state);
      return scroll === null ? state : scroll.replace(placeCursor(scroll.grid, event.row, scroll.extent));
    }
    case 'screen_chosen':
      return { ...state, screen: event.screen, overlay: null };
    case 'estimated':
      return withCompute(state, { estimate: event.estimate });
    case 'step_chosen':
      return withCompute(state, { step: event.step });
    case 'help_opened':
      return { ...state, overlay: { kind: 'help', title: event.title, lines: event.lines, grid: TOP_OF_GRID } };
    case 'palette_opened':
      return { ...state, overlay: { kind: 'palette', field: EMPTY_FIELD, choice: 0 } };
    case 'palette_edited':
      return { ...state, overlay: { kind: 'palette', field: event.field, choice: 0 } };
    case 'palette_chosen':
      return state.overlay?.kind === 'palette'
        ? { ...state, overlay: { ...state.overlay, choice: event.choice } }
        : state;
    case 'pipe_asked':
    case 'judging_asked':
      return { ...state, overlay: null };
    case 'export_opened':
      return {
        ...state,
        overlay: { kind: 'export', ...openExport(event.formats, resultsToExport(state.compute.results)) },
      };
    case 'export_edited':
      return withExport(state, (open) => ({ ...open, field: event.field }));
    case 'export_chosen':
      return withExport(state, (open) => chooseFormat(open, event.choice));
    case 'export_previewed':
      return withExport(state, (open) =>
        open.formats[open.choice]?.id === event.id ? { ...open, preview: event.lines } : open,
      );
    case 'traits_opened':
      return { ...state, overlay: { kind: 'traits', field: EMPTY_FIELD, choice: 0 } };
    case 'traits_edited':
      return { ...state, overlay: { kind: 'traits', field: event.field, choice: 0 } };
    case 'traits_chosen':
      return state.overlay?.kind === 'traits'
        ? { ...state, overlay: { ...state.overlay, choice: event.choice } }
        : state;
    case 'compare_opened':
      return { ...state, overlay: { kind: 'compare', ...OPEN_COMPARE } };
    case 'compare_edited':
      return withCompare(state, (open) => ({ ...open, field: event.field, choice: 0 }));
    case 'compare_chosen':
      return withCompare(state, (open) => ({ ...open, choice: event.choice }));
    case 'compare_runs_listed':
      return withCompare(state, (open) => ({ ...open, runs: event.runs }));
    case 'compare_completed':
      // Another key may have come before the answer.
      return withCompare(state, (open) =>
        open.field.text === event.typed ? { ...open, completions: event.completions } : open,
      );
    case 'columns_opened':
      return { ...state, overlay: { kind: 'columns', field: EMPTY_FIELD, choice: 0 } };
    case 'columns_edited':
      return { ...state, overlay: { kind: 'columns', field: event.field, choice: 0 } };
    case 'columns_chosen':
      return state.overlay?.kind === 'columns'
        ? { ...state, overlay: { ...state.overlay, choice: event.choice } }
        : state;
    case 'form_opened':
      return { ...state, overlay: { kind: 'form', form: openForm(event.plan, event.values) } };
    case 'form_stepped':
      return withForm(state, (form) => stepForm(form, event.step));
    case 'form_edited':
      return withForm(state, (form) => editForm(form, event.field));
    case 'settings_changed':
      return changeSettings(state, event.settings);
    case 'quit_asked':
      return { ...state, overlay: { kind: 'confirm_quit' } };
    case 'overlay_closed':
      return { ...state, overlay: null };
    case 'noticed':
      return state.notice === event.notice ? state : { ...state, notice: event.notice };
    case 'moved': {
      const isSideways = event.move === 'left' || event.move === 'right';
      if (isSideways && TABLE_FOCUSES.has(focusOf(state))) return moveColumn(state, event.move === 'left' ? -1 : 1);
      const scroll = findScroll(state);
      return scroll === null ? state : scroll.replace(moveGrid(scroll.grid, event.move, scroll.extent));
    }
    case 'typing_opened':
      return withTable(state, (view) => openTyping(view, event.kind));
    case 'typing_edited':
      return withTable(state, (view) => editTyping(view, event.field));
    case 'typing_closed':
      return withTable(state, (view) => closeTyping(view, event.outcome));
    case 'table_changed':
      return showColumn(withTable(state, (view) => changeTable(view, event.change)));
    case 'column_toggled':
      return showColumn(withTable(state, (view) => toggleColumn(view, event.column)));
    case 'table_selected':
      return withTable(state, (view) => changeSelection(view, event.change));
    case 'change_undone':
      return showColumn(withTable(state, undoChange));
    case 'change_redone':
      return showColumn(withTable(state, redoChange));
    case 'match_stepped':
      return withTable(state, (view) => stepMatch(view, event.step));
    case 'place_left':
      return leavePlace(state);
    case 'went_back':
      return goBack(state);
    case 'went_forward':
      return goForward(state);
    case 'row_opened':
      return withTable({ ...state, metadata: { ...state.metadata, link: 0 } }, (view) => ({
        ...view,
        openRow: TOP_OF_GRID,
      }));
    case 'row_closed':
      return withTable(state, (view) => ({ ...view, openRow: null }));
    case 'sheet_chosen':
    case 'sheet_loaded':
    case 'sheet_failed':
    case 'rows_shown':
    case 'link_chosen':
    case 'detail_changed':
      return { ...state, metadata: reduceMetadata(state.metadata, event) };
    case 'score_field_opened':
    case 'score_hits_found':
    case 'score_path_completed':
    case 'score_offer_stepped':
    case 'score_completion_awaited':
    case 'scores_looked_up':
    case 'score_heard':
    case 'score_rows_read':
    case 'score_field_edited':
    case 'score_field_left':
    case 'overview_changed':
    case 'overview_closed':
    case 'variant_inspected':
    case 'comparison_changed':
    case 'comparison_closed':
    case 'score_opening':
    case 'score_opened':
    case 'score_failed':
      return { ...state, scoring: reduceScoring(state.scoring, event) };
    case 'started_anew':
      return { ...initialState(state), jobs: state.jobs, plugins: state.plugins };
    case 'catalog_changed':
      return { ...state, metadata: { ...INITIAL_METADATA, sheet: state.metadata.sheet } };
    case 'job_started':
    case 'job_heard':
    case 'job_said':
    case 'job_log_opened':
    case 'job_log_closed':
      return { ...state, jobs: reduceJobs(state.jobs, event) };
    // It may have brought files.
    case 'job_ended':
      return { ...state, jobs: reduceJobs(state.jobs, event), scoring: { ...state.scoring, here: new Map() } };
    case 'plugins_changed':
    case 'plugin_opened':
    case 'plugin_closed':
    case 'plugin_options_changed':
      return { ...state, plugins: reducePlugins(state.plugins, event) };
    case 'help_page_chosen':
    case 'examination_changed':
      return { ...state, help: reduceHelp(state.help, event) };
    // Scores are looked up on the build of the genome that is open, until another is chosen.
    case 'genome_inspected':
      return withCompute(
        { ...state, scoring: { ...state.scoring, build: event.found.genome_build ?? state.scoring.build } },
        reduceCompute(state.compute, event),
      );
    default:
      return withCompute(state, reduceCompute(state.compute, event));
  }
}

function reduceCompute(
  compute: ComputeState,
  event: GenomeEvent | ScoreListEvent | ResultsEvent,
): Partial<ComputeState> {
  switch (event.type) {
    case 'scores_loaded':
    case 'scores_failed':
    case 'score_toggled':
    case 'scores_marked':
    case 'scores_unmarked':
    case 'score_query_set':
    case 'held_listed':
    case 'score_search_opened':
    case 'score_search_edited':
    case 'score_search_closed':
    case 'filtered_added':
    case 'selection_cleared':
    case 'sort_cycled':
      return { scores: reduceScoreList(compute.scores, event) };
    case 'run_started':
      return { step: 'results', results: reduceResults(compute.results, event) };
    case 'run_heard':
    case 'run_outcome':
    case 'run_ended':
    case 'run_failed':
    case 'grouping_toggled':
    case 'why_changed':
    case 'comparing_changed':
    case 'moved_rows_changed':
      return { results: reduceResults(compute.results, event) };
    // Results of one genome must never stand beside the name of another.
    case 'genome_inspecting':
      return { genome: reduceGenome(compute.genome, event), results: INITIAL_RESULTS };
    case 'sample_chosen':
      return {
        genome: reduceGenome(compute.genome, event),
        ...(event.sample === compute.genome.sample ? {} : { results: INITIAL_RESULTS }),
      };
    default:
      return { genome: reduceGenome(compute.genome, event) };
  }
}

const withCompute = (state: AppState, change: Partial<ComputeState>): AppState => ({
  ...state,
  compute: { ...state.compute, ...change },
});

function withExport(state: AppState, change: (open: ExportState) => ExportState): AppState {
  return state.overlay?.kind === 'export' ? { ...state, overlay: { kind: 'export', ...change(state.overlay) } } : state;
}

function withCompare(state: AppState, change: (open: CompareState) => CompareState): AppState {
  return state.overlay?.kind === 'compare'
    ? { ...state, overlay: { kind: 'compare', ...change(state.overlay) } }
    : state;
}

function withForm(state: AppState, change: (form: FormState<AppEvent>) => FormState<AppEvent>): AppState {
  return state.overlay?.kind === 'form'
    ? { ...state, overlay: { ...state.overlay, form: change(state.overlay.form) } }
    : state;
}

/** A Parquet and results made with other filters are not those of these. */
function changeSettings(state: AppState, settings: Partial<TuiSettings>): AppState {
  const changed = { ...state, settings: { ...state.settings, ...settings } };
  const genome = { ...state.compute.genome, normalization: { status: 'none' } as const, records: null };
  return withCompute(changed, { genome, results: INITIAL_RESULTS });
}

const moveColumn = (state: AppState, step: 1 | -1): AppState =>
  showColumn(withTable(state, (view) => stepColumn(view, step)));

/** Scrolls as little as shows the column under the cursor. */
const showColumn = (state: AppState): AppState =>
  withTable(state, (view) => {
    const { grid, place } = view;
    const column = scrollToColumn(shownColumns(view), state.size.columns, grid.column, place);
    return column === grid.column ? view : { ...view, grid: { ...grid, column } };
  });

function withTable(state: AppState, change: (view: TableView) => TableView): AppState {
  const table = findTable(state);
  return table === null ? state : table.replace(change(table.view));
}
