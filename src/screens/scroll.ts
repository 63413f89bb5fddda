/** What moves under the keys: a grid with a cursor, or a text. */
import { type GridColumn, lastColumnOf } from './columns.ts';
import { presentOpenComparison } from './compute/presentComparison.ts';
import { presentOpenResult } from './compute/presentResult.ts';
import { totalRecords } from './compute/records.ts';
import type { ResultsState } from './compute/results.ts';
import { scoreColumns } from './compute/scoreList.ts';
import { presentExplainedRow } from './compute/unmatched.ts';
import { type GridExtent, type GridState, linesExtent } from './grid.ts';
import { presentHelpPage } from './help/helpPages.ts';
import { jobUnderCursor, presentLog } from './jobs/jobs.ts';
import { heights } from './layout.ts';
import { presentOpenRow } from './metadata/presentRow.ts';
import { presentPlugin } from './plugins/presentPlugin.ts';
import { listedPlugins, pluginUnderCursor } from './plugins/state.ts';
import type { Line } from './present.ts';
import { presentComparison } from './scoring/comparison.ts';
import { presentOverview } from './scoring/overview.ts';
import { presentVariant } from './scoring/presentVariant.ts';
import type { AppState, ComputeState, ScreenName } from './state.ts';
import { shownColumns, type TableView } from './tableView.ts';
import { findTable, textColumns } from './views.ts';

/** The grid or text that moves now, its size, and the state with it elsewhere. */
export interface Scroll {
  readonly grid: GridState;
  readonly extent: GridExtent;
  replace(grid: GridState): AppState;
}

/** A text that is read in full: all its lines, and the part of it that is shown. */
interface OpenText {
  readonly lines: readonly Line[];
  /** Lines shown at once. */
  readonly height: number;
  readonly grid: GridState;
  replace(grid: GridState): AppState;
}

export function findScroll(state: AppState): Scroll | null {
  const text = findText(state);
  if (text !== null) {
    const { grid, lines, height, replace } = text;
    return { grid, extent: linesExtent(lines.length, height), replace };
  }
  if (state.overlay !== null) return null;
  if (state.screen === 'jobs') return jobsScroll(state);
  if (state.screen === 'plugins') return pluginsScroll(state);
  return state.screen === 'compute' ? computeScroll(state) : tableScroll(state);
}

/** The lines of the text that is read in full; null where none is. */
export const openLines = (state: AppState): readonly Line[] | null => findText(state)?.lines ?? null;

function findText(state: AppState): OpenText | null {
  const { overlay, help, scoring } = state;
  const width = textColumns(state);
  if (overlay?.kind === 'help')
    return {
      lines: overlay.lines,
      height: heights.help(state),
      grid: overlay.grid,
      replace: (grid) => ({ ...state, overlay: { ...overlay, grid } }),
    };
  if (overlay !== null) return null;
  if (state.screen === 'help')
    return {
      lines: presentHelpPage(help, state.terminal, width),
      height: heights.helpPage(state),
      grid: help.grid,
      replace: (grid) => ({ ...state, help: { ...help, grid } }),
    };
  const { overview, comparison } = scoring;
  if (state.screen === 'scoring' && comparison !== null)
    return {
      lines: presentComparison(comparison, width),
      height: heights.variantRow(state),
      grid: comparison.grid,
      replace: (grid) => ({ ...state, scoring: { ...scoring, comparison: { ...comparison, grid } } }),
    };
  if (state.screen === 'scoring' && overview !== null)
    return {
      lines: presentOverview(overview.overview, width),
      height: heights.variantRow(state),
      grid: overview.grid,
      replace: (grid) => ({ ...state, scoring: { ...scoring, overview: { ...overview, grid } } }),
    };
  if (state.screen === 'jobs') return findLog(state);
  if (state.screen === 'plugins') return findPluginText(state);
  return findRowText(state);
}

function findLog(state: AppState): OpenText | null {
  const { jobs } = state;
  const job = jobUnderCursor(jobs);
  if (jobs.log === null || job === undefined) return null;
  return {
    lines: presentLog(job),
    height: heights.jobLog(state),
    grid: jobs.log,
    replace: (log) => ({ ...state, jobs: { ...jobs, log } }),
  };
}

function findPluginText(state: AppState): OpenText | null {
  const { plugins } = state;
  const plugin = pluginUnderCursor(plugins);
  if (plugins.open === null || plugin === undefined) return null;
  return {
    lines: presentPlugin(plugin, plugins.options[plugin.name] ?? {}, textColumns(state)),
    height: heights.plugin(state),
    grid: plugins.open,
    replace: (open) => ({ ...state, plugins: { ...plugins, open } }),
  };
}

function findRowText(state: AppState): OpenText | null {
  const table = findTable(state);
  if (table === null || table.view.openRow === null) return null;
  const { view, replace } = table;
  return {
    ...rowText(state, view),
    grid: table.view.openRow,
    replace: (openRow) => replace({ ...view, openRow }),
  };
}

function rowText(state: AppState, view: TableView): Pick<OpenText, 'lines' | 'height'> {
  const width = textColumns(state);
  switch (state.screen) {
    case 'metadata':
      return { lines: presentOpenRow(state.metadata, width), height: heights.sheetRow(state) };
    case 'compute': {
      const { results } = state.compute;
      return { lines: computeRowLines(results, view, width), height: heights.detail(state) };
    }
    default:
      return { lines: presentVariant(state, view, width), height: heights.variantRow(state) };
  }
}

function computeRowLines(results: ResultsState, view: TableView, width: number): readonly Line[] {
  const { why, comparing } = results;
  if (why?.status === 'ready') return presentExplainedRow(why.explanation, view, width);
  return comparing?.status === 'ready' ? presentOpenComparison(comparing, width) : presentOpenResult(results, width);
}

function jobsScroll(state: AppState): Scroll {
  const { jobs } = state;
  return {
    grid: jobs.grid,
    extent: { rows: jobs.list.length, height: heights.jobs(state), lastColumn: 0 },
    replace: (grid) => ({ ...state, jobs: { ...jobs, grid } }),
  };
}

function pluginsScroll(state: AppState): Scroll {
  const { plugins } = state;
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
