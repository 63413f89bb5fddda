import { type GridColumn, lastColumnOf } from './columns.ts';
import { presentOpenComparison } from './compute/presentComparison.ts';
import { presentOpenResult } from './compute/presentResult.ts';
import { totalRecords } from './compute/records.ts';
import { type ResultsState, shownResults, withResults } from './compute/results.ts';
import { scoreColumns } from './compute/scoreList.ts';
import { presentExplainedRow } from './compute/unmatched.ts';
import { type GridExtent, type GridState, linesExtent } from './grid.ts';
import { presentHelpPage } from './help/helpPages.ts';
import { type JobsState, jobUnderCursor, presentLog } from './jobs/jobs.ts';
import { heights, isTooSmall } from './layout.ts';
import { presentOpenRow } from './metadata/presentRow.ts';
import { withSheet } from './metadata/state.ts';
import { presentPlugin } from './plugins/presentPlugin.ts';
import { listedPlugins, type PluginsState, pluginUnderCursor } from './plugins/state.ts';
import { type OpenComparison, presentComparison } from './scoring/comparison.ts';
import { type OpenOverview, presentOverview } from './scoring/overview.ts';
import { presentVariant } from './scoring/presentVariant.ts';
import type { AppState, ComputeState, ScreenName } from './state.ts';
import { shownColumns, type TableView } from './tableView.ts';

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

/** Where printable keys are text, not commands. */
export const TEXT_FOCUSES: ReadonlySet<Focus> = new Set<Focus>([
  'palette',
  'form',
  'columns',
  'export',
  'compare',
  'traits',
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

/** The table of Metadata, Scoring or the results on the screen, and the state with another one in its place. */
export function findTable(state: AppState): { readonly view: TableView; replace(view: TableView): AppState } | null {
  if (state.screen === 'metadata') {
    const { sheet, sheets } = state.metadata;
    const shown = sheets[sheet];
    if (shown?.status !== 'ready') return null;
    return {
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
      return { view: why.view, replace: (view) => replaced({ ...results, why: { ...why, view } }) };
    if (comparing?.status === 'ready')
      return {
        view: comparing.view,
        replace: (view) => replaced({ ...results, comparing: { ...comparing, view } }),
      };
    if (why !== null || comparing !== null) return null;
    return {
      view: shownResults(results),
      replace: (view) => replaced(withResults(results, view)),
    };
  }
  const { opened } = state.scoring;
  if (state.screen !== 'scoring' || opened.status !== 'ready') return null;
  return {
    view: opened.view,
    replace: (view) => ({ ...state, scoring: { ...state.scoring, opened: { ...opened, view } } }),
  };
}

/** The grid or text that moves now, its size, and the state with it elsewhere. */
export interface Scroll {
  readonly grid: GridState;
  readonly extent: GridExtent;
  replace(grid: GridState): AppState;
}

export function findScroll(state: AppState): Scroll | null {
  if (state.overlay?.kind === 'help') return helpScroll(state, state.overlay);
  if (state.overlay !== null) return null;
  if (state.screen === 'help') return helpPageScroll(state);
  if (state.screen === 'scoring' && state.scoring.comparison !== null)
    return comparisonScroll(state, state.scoring.comparison);
  if (state.screen === 'scoring' && state.scoring.overview !== null)
    return overviewScroll(state, state.scoring.overview);
  if (state.screen === 'jobs') return jobsScroll(state, state.jobs);
  if (state.screen === 'plugins') return pluginsScroll(state, state.plugins);
  return state.screen === 'compute' ? computeScroll(state) : tableScroll(state);
}

function helpScroll(state: AppState, overlay: Extract<AppState['overlay'], { kind: 'help' }>): Scroll {
  return {
    grid: overlay.grid,
    extent: linesExtent(overlay.lines.length, heights.help(state)),
    replace: (grid) => ({ ...state, overlay: { ...overlay, grid } }),
  };
}

function helpPageScroll(state: AppState): Scroll {
  const { help, terminal } = state;
  const lines = presentHelpPage(help, terminal, textColumns(state)).length;
  return {
    grid: help.grid,
    extent: linesExtent(lines, heights.helpPage(state)),
    replace: (grid) => ({ ...state, help: { ...help, grid } }),
  };
}

function overviewScroll(state: AppState, open: OpenOverview): Scroll {
  return {
    grid: open.grid,
    extent: linesExtent(presentOverview(open.overview, textColumns(state)).length, heights.variantRow(state)),
    replace: (grid) => ({ ...state, scoring: { ...state.scoring, overview: { ...open, grid } } }),
  };
}

function comparisonScroll(state: AppState, open: OpenComparison): Scroll {
  return {
    grid: open.grid,
    extent: linesExtent(presentComparison(open, textColumns(state)).length, heights.variantRow(state)),
    replace: (grid) => ({ ...state, scoring: { ...state.scoring, comparison: { ...open, grid } } }),
  };
}

function jobsScroll(state: AppState, jobs: JobsState): Scroll {
  const job = jobUnderCursor(jobs);
  if (jobs.log !== null && job !== undefined)
    return {
      grid: jobs.log,
      extent: linesExtent(presentLog(job).length, heights.jobLog(state)),
      replace: (log) => ({ ...state, jobs: { ...jobs, log } }),
    };
  return {
    grid: jobs.grid,
    extent: { rows: jobs.list.length, height: heights.jobs(state), lastColumn: 0 },
    replace: (grid) => ({ ...state, jobs: { ...jobs, grid } }),
  };
}

function pluginsScroll(state: AppState, plugins: PluginsState): Scroll {
  const plugin = pluginUnderCursor(plugins);
  if (plugins.open !== null && plugin !== undefined)
    return {
      grid: plugins.open,
      extent: linesExtent(
        presentPlugin(plugin, plugins.options[plugin.name] ?? {}, textColumns(state)).length,
        heights.plugin(state),
      ),
      replace: (open) => ({ ...state, plugins: { ...plugins, open } }),
    };
  return {
    grid: plugins.grid,
    extent: { rows: listedPlugins(plugins).length, height: heights.plugins(state), lastColumn: 0 },
    replace: (grid) => ({ ...state, plugins: { ...plugins, grid } }),
  };
}

function tableScroll(state: AppState): Scroll | null {
  const table = findTable(state);
  if (table === null) return null;
  const { view, replace } = table;
  if (view.openRow !== null) {
    const { lines, height } = openRowExtent(state, view);
    return {
      grid: view.openRow,
      extent: linesExtent(lines, height),
      replace: (openRow) => replace({ ...view, openRow }),
    };
  }
  const height = TABLE_HEIGHTS[state.screen]?.(state) ?? 1;
  const extent = gridExtent(state, shownColumns(view), { rows: view.rows.length, height });
  return { grid: view.grid, extent, replace: (grid) => replace({ ...view, grid }) };
}

function computeScroll(state: AppState): Scroll | null {
  const { compute } = state;
  const { genome, scores } = compute;
  const withCompute = (change: Partial<ComputeState>): AppState => ({
    ...state,
    compute: { ...compute, ...change },
  });
  const { records } = genome;
  if (compute.step === 'genome' && records !== null)
    return {
      grid: records.grid,
      extent: gridExtent(state, records.window?.columns ?? [], {
        rows: totalRecords(records),
        height: heights.records(state),
      }),
      replace: (grid) => withCompute({ genome: { ...genome, records: { ...records, grid } } }),
    };
  if (compute.step === 'genome') {
    const rows = genome.inspection.status === 'ready' ? genome.inspection.found.samples.length : 0;
    return {
      grid: genome.samples,
      extent: { rows, height: heights.samples(state), lastColumn: 0 },
      replace: (samples) => withCompute({ genome: { ...genome, samples } }),
    };
  }
  if (compute.step === 'scores') {
    const size = { rows: scores.visible.length, height: heights.scores(state) };
    return {
      grid: scores.grid,
      extent: gridExtent(state, scoreColumns(scores.sort), size),
      replace: (grid) => withCompute({ scores: { ...scores, grid } }),
    };
  }
  return tableScroll(state);
}

const gridExtent = (
  { size }: AppState,
  columns: readonly GridColumn[],
  extent: { readonly rows: number; readonly height: number },
): GridExtent => ({ ...extent, lastColumn: lastColumnOf(columns, size.columns) });

/** Rows of the table that a screen shows. */
const TABLE_HEIGHTS: Readonly<Partial<Record<ScreenName, (state: AppState) => number>>> = {
  metadata: heights.sheet,
  scoring: heights.variants,
  compute: (state) => {
    const { why, comparing } = state.compute.results;
    if (why !== null) return heights.unmatched(state);
    return comparing === null ? heights.results(state) : heights.comparison(state);
  },
};

function openRowExtent(state: AppState, view: TableView): { readonly lines: number; readonly height: number } {
  const width = textColumns(state);
  switch (state.screen) {
    case 'metadata':
      return { lines: presentOpenRow(state.metadata, width).length, height: heights.sheetRow(state) };
    case 'compute': {
      const { why, comparing } = state.compute.results;
      if (why?.status === 'ready')
        return {
          lines: presentExplainedRow(why.explanation, view, width).length,
          height: heights.detail(state),
        };
      if (comparing?.status === 'ready')
        return { lines: presentOpenComparison(comparing, width).length, height: heights.detail(state) };
      return { lines: presentOpenResult(state.compute.results, width).length, height: heights.detail(state) };
    }
    default:
      return { lines: presentVariant(state, view, width).length, height: heights.variantRow(state) };
  }
}

/** Width of text views: one column free on either side. */
export const textColumns = ({ size }: AppState): number => size.columns - 2;
