import type { PrsErrorData, ScoreDetail, TextTable } from '../../core/index.ts';
import { TOP_OF_GRID } from '../grid.ts';
import { filterAlone, type TableView, viewTable } from '../tableView.ts';
import type { MetadataTable } from './tables.ts';

export type SheetState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: PrsErrorData }
  | { readonly status: 'ready'; readonly view: TableView };

/** What is known of a score; `unknown` when the catalogue does not have it. */
export type DetailState =
  | { readonly status: 'loading' | 'unknown' }
  | { readonly status: 'failed'; readonly error: PrsErrorData }
  | { readonly status: 'ready'; readonly detail: ScoreDetail };

/** Rows of a table that hold a value in a column. */
export interface RowsTarget {
  readonly table: MetadataTable;
  readonly column: string;
  readonly value: string;
}

export interface MetadataState {
  readonly sheet: MetadataTable;
  /** Tables asked for so far. Each keeps its cursor and search. */
  readonly sheets: Readonly<Partial<Record<MetadataTable, SheetState>>>;
  /** Scores read in full so far, by id. */
  readonly details: Readonly<Record<string, DetailState>>;
  /** Rows to show as soon as their table is here. */
  readonly awaited: RowsTarget | null;
  /** The link of the open row that enter follows. */
  readonly link: number;
}

export type MetadataEvent =
  | { readonly type: 'sheet_chosen'; readonly sheet: MetadataTable }
  | { readonly type: 'sheet_loaded'; readonly sheet: MetadataTable; readonly table: TextTable }
  | { readonly type: 'sheet_failed'; readonly sheet: MetadataTable; readonly error: PrsErrorData }
  | { readonly type: 'rows_shown'; readonly target: RowsTarget }
  | { readonly type: 'link_chosen'; readonly link: number }
  | { readonly type: 'detail_changed'; readonly pgs_id: string; readonly detail: DetailState };

export const INITIAL_METADATA: MetadataState = { sheet: 'scores', sheets: {}, details: {}, awaited: null, link: 0 };

export function reduceMetadata(state: MetadataState, event: MetadataEvent): MetadataState {
  switch (event.type) {
    case 'sheet_chosen': {
      const known = state.sheets[event.sheet];
      // A sheet that failed is read again: the file may be there now.
      const isReady = known !== undefined && known.status !== 'failed';
      const awaited = state.awaited?.table === event.sheet ? state.awaited : null;
      const chosen = { ...state, sheet: event.sheet, awaited, link: event.sheet === state.sheet ? state.link : 0 };
      return isReady ? chosen : withSheet(chosen, event.sheet, { status: 'loading' });
    }
    case 'sheet_loaded': {
      const loaded = withSheet(state, event.sheet, { status: 'ready', view: viewTable(event.table) });
      return state.awaited?.table === event.sheet ? showRows(loaded, state.awaited) : loaded;
    }
    case 'sheet_failed':
      return withSheet(state, event.sheet, { status: 'failed', error: event.error });
    case 'rows_shown':
      return showRows({ ...state, sheet: event.target.table, link: 0 }, event.target);
    case 'link_chosen':
      return { ...state, link: event.link };
    case 'detail_changed':
      return { ...state, details: { ...state.details, [event.pgs_id]: event.detail } };
  }
}

/** Only the rows looked for; a single one is read in full at once. */
function showRows(state: MetadataState, target: RowsTarget): MetadataState {
  const shown = state.sheets[target.table];
  if (shown?.status !== 'ready') return { ...state, awaited: target };
  const column = shown.view.table.columns.indexOf(target.column);
  const view = filterAlone({ ...shown.view, openRow: null, typing: null }, column, target.value);
  const openRow = view.rows.length === 1 ? TOP_OF_GRID : null;
  return withSheet({ ...state, awaited: null }, target.table, { status: 'ready', view: { ...view, openRow } });
}

export const withSheet = (state: MetadataState, sheet: MetadataTable, next: SheetState): MetadataState => ({
  ...state,
  sheets: { ...state.sheets, [sheet]: next },
});
