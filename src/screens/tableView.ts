import type { TextTable } from '../core/index.ts';
import {
  type Arrangement,
  arrangeRows,
  cycleSort,
  isWindow,
  plainArrangement,
  rowAt,
  shiftColumn,
} from './arrangement.ts';
import { type GridColumn, measureColumns, widenColumns } from './columns.ts';
import { EMPTY_FIELD, type FieldState } from './field.ts';
import { type GridState, TOP_OF_GRID } from './grid.ts';
import { type Line, presentFacts } from './present.ts';
import { fitText } from './text.ts';

/** A table being read: where the reader is, how it is arranged, what was searched, and the row opened in full. */
export interface TableView {
  readonly table: TextTable;
  /** Its cursor counts the rows shown. */
  readonly grid: GridState;
  readonly arrangement: Arrangement;
  /** As it was arranged at first. */
  readonly usual: Arrangement;
  /** Arrangements before this one, the latest last, and those undone. */
  readonly past: readonly Arrangement[];
  readonly future: readonly Arrangement[];
  /** Rows of the table that are shown, in order. */
  readonly rows: Uint32Array;
  /** The column under the cursor, counted among those shown. */
  readonly place: number;
  /** Rows of the table that were selected; keeps what filters hide. */
  readonly selected: ReadonlySet<number>;
  /** Where a range starts: the row selected or unselected last. */
  readonly anchor: number | null;
  readonly query: string;
  /** Rows shown with the query in any cell, counted as the cursor is, in order. */
  readonly matches: readonly number[];
  /** What is being typed, and the row it started from. */
  readonly typing: { readonly kind: TypingKind; readonly field: FieldState; readonly origin: number } | null;
  /** Scroll position in the opened row; null when none is open. */
  readonly openRow: GridState | null;
}

/** A search, a filter of the column under the cursor, the number of a row to go to, or a file to write. */
export type TypingKind = 'search' | 'filter' | 'row_number' | 'file';

export function viewTable(table: TextTable, arrangement: Arrangement = plainArrangement(table)): TableView {
  return {
    table,
    grid: TOP_OF_GRID,
    arrangement,
    usual: arrangement,
    past: [],
    future: [],
    rows: arrangeRows(table, arrangement),
    place: 0,
    selected: new Set(),
    anchor: null,
    query: '',
    matches: [],
    typing: null,
    openRow: null,
  };
}

/** The same table with more rows, or other ones: cursor, selection and arrangement stay with the numbers of the rows. */
export function replaceTable(view: TableView, table: TextTable): TableView {
  // A copy, because widths are measured once for an arrangement.
  const arrangement = { ...view.arrangement };
  const rows = arrangeRows(table, arrangement);
  const held = rowUnderCursor(view);
  const cursor = held === undefined ? 0 : Math.max(0, rows.indexOf(held));
  return {
    ...view,
    table,
    arrangement,
    rows,
    grid: { ...view.grid, cursor },
    matches: findRows(table, rows, view.query),
  };
}

/** A window of a long table in place of the table, or of another window. Nothing is sorted, filtered, found or selected in it. */
export function showWindow(view: TableView, table: TextTable): TableView {
  // A copy, because widths are measured once for an arrangement.
  const widened = widenColumns(view.table, table) ? { arrangement: { ...view.arrangement } } : {};
  if (isWindow(view.table) && view.table.total === table.total) return { ...view, ...widened, table };
  const arrangement = { ...view.arrangement, sort: [], filters: [] };
  const plain = {
    query: '',
    matches: [],
    typing: null,
    selected: new Set<number>(),
    anchor: null,
    past: [],
    future: [],
  };
  const cursor = rowUnderCursor(view) ?? 0;
  const typing = isWindow(view.table) ? view.typing : null;
  return {
    ...view,
    ...plain,
    typing,
    table,
    arrangement,
    rows: arrangeRows(table, arrangement),
    grid: { ...view.grid, cursor },
  };
}

/** Shows a hidden column as the last one, or hides it; one column always stays. */
export function toggleColumn(view: TableView, column: number): TableView {
  const { columns } = view.arrangement;
  if (!columns.includes(column)) return rearrange(view, { columns: [...columns, column] });
  return columns.length < 2 ? view : rearrange(view, { columns: columns.filter((each) => each !== column) });
}

/** The row under the cursor as a number of a row of the table; undefined where no row is shown. */
export const rowUnderCursor = (view: TableView): number | undefined => view.rows[view.grid.cursor];

/** The column under the cursor as a column of the table. */
export const columnUnderCursor = ({ arrangement, place }: TableView): number => arrangement.columns[place] ?? 0;

/** What can be done to the arrangement with one key. */
export type TableChange =
  | 'sort'
  | 'sort_further'
  | 'clear_filters'
  | 'hide_column'
  | 'show_columns'
  | 'reset_columns'
  | 'column_left'
  | 'column_right'
  | 'wider'
  | 'narrower';

const WIDTH_STEP = 4;
const LEAST_WIDTH = 4;
const WIDEST = 200;

/** A width that a column may have. */
export const fitWidth = (width: number): number => Math.max(LEAST_WIDTH, Math.min(WIDEST, width));

export function changeTable(view: TableView, change: TableChange): TableView {
  const { arrangement, place } = view;
  const column = columnUnderCursor(view);
  const { sort, columns } = arrangement;
  switch (change) {
    case 'sort':
      return rearrange(view, { sort: cycleSort(sort, column, 'alone') });
    case 'sort_further':
      return rearrange(view, { sort: cycleSort(sort, column, 'added') });
    case 'clear_filters':
      return arrangement.filters.length === 0 ? view : rearrange(view, { filters: [] });
    case 'hide_column':
      return columns.length < 2 ? view : rearrange(view, { columns: columns.toSpliced(place, 1) });
    case 'show_columns': {
      const hidden = view.table.columns.flatMap((_, each) => (columns.includes(each) ? [] : [each]));
      return hidden.length === 0 ? view : rearrange(view, { columns: [...columns, ...hidden] });
    }
    case 'reset_columns': {
      const { columns, widths, sort } = view.usual;
      return rearrange(view, { columns, widths, sort });
    }
    case 'column_left':
    case 'column_right': {
      const shifted = shiftColumn(arrangement, place, change === 'column_left' ? -1 : 1);
      if (shifted === columns) return view;
      return { ...rearrange(view, { columns: shifted }), place: shifted.indexOf(column) };
    }
    case 'wider':
    case 'narrower': {
      const width = shownColumns(view)[place].width + (change === 'wider' ? WIDTH_STEP : -WIDTH_STEP);
      return rearrange(view, { widths: { ...arrangement.widths, [column]: fitWidth(width) } });
    }
  }
}

/** Only the rows that hold the text in the column, whatever was filtered before; one undo brings that back. */
export const filterAlone = (view: TableView, column: number, text: string): TableView => ({
  ...rearrange(view, { filters: [{ column, text }] }),
  query: '',
  matches: [],
});

const rearrange = (view: TableView, change: Partial<Arrangement>): TableView =>
  arrangeAs({ ...view, past: [...view.past, view.arrangement], future: [] }, { ...view.arrangement, ...change });

export function undoChange(view: TableView): TableView {
  const before = view.past.at(-1);
  if (before === undefined) return view;
  return arrangeAs({ ...view, past: view.past.slice(0, -1), future: [...view.future, view.arrangement] }, before);
}

export function redoChange(view: TableView): TableView {
  const after = view.future.at(-1);
  if (after === undefined) return view;
  return arrangeAs({ ...view, future: view.future.slice(0, -1), past: [...view.past, view.arrangement] }, after);
}

/** The cursor stays on its row and its column while they are shown. */
export function arrangeAs(view: TableView, arrangement: Arrangement): TableView {
  const isSameRows = arrangement.sort === view.arrangement.sort && arrangement.filters === view.arrangement.filters;
  const place = arrangement.columns.indexOf(columnUnderCursor(view));
  const next = {
    ...view,
    arrangement,
    place: place < 0 ? Math.min(view.place, arrangement.columns.length - 1) : place,
  };
  if (isSameRows) return next;
  const rows = arrangeRows(view.table, arrangement);
  const held = rowUnderCursor(view);
  const cursor = held === undefined ? 0 : Math.max(0, rows.indexOf(held));
  return { ...next, rows, grid: { ...view.grid, cursor }, matches: findRows(view.table, rows, view.query) };
}

const shown = new WeakMap<Arrangement, readonly GridColumn[]>();

/** Columns in the order shown, with the widths chosen; the sorted ones say which way, and in what order. */
export function shownColumns({ table, arrangement }: TableView): readonly GridColumn[] {
  const known = shown.get(arrangement);
  if (known !== undefined) return known;
  const measured = measureColumns(table);
  const { sort, widths } = arrangement;
  const columns = arrangement.columns.map((column): GridColumn => {
    const { title, width, align } = measured[column];
    const key = sort.findIndex((each) => each.column === column);
    const arrow = key < 0 ? '' : sort[key].direction === 'up' ? '▲' : '▼';
    const sign = key < 0 ? '' : `${arrow}${sort.length > 1 ? key + 1 : ''} `;
    return { title: sign + title, width: widths[column] ?? width, align };
  });
  shown.set(arrangement, columns);
  return columns;
}

/** To the column beside. */
export const stepColumn = (view: TableView, step: 1 | -1): TableView => ({
  ...view,
  place: Math.max(0, Math.min(view.arrangement.columns.length - 1, view.place + step)),
});

/** The line that tells filters has 80 columns at worst. */
const SHORT_TITLE = 18;

/** Filters in words, for the status line; empty when there are none. */
export const presentFilterList = ({ table, arrangement }: TableView): string =>
  arrangement.filters
    .map(({ column, text }) => `${fitText(table.columns[column], SHORT_TITLE).trimEnd()} ${presentFilter(text)}`)
    .join(', ');

const presentFilter = (text: string): string => (/^[<>]|\d\.\.[-\d.]/.test(text) ? text : `"${text}"`);

export const openTyping = (view: TableView, kind: TypingKind): TableView => ({
  ...view,
  typing: { kind, field: EMPTY_FIELD, origin: view.grid.cursor },
});

/** A search jumps to the first match at or after the row it started from; the rest waits for enter. */
export function editTyping(view: TableView, field: FieldState): TableView {
  if (view.typing === null) return view;
  const typing = { ...view.typing, field };
  if (typing.kind !== 'search') return { ...view, typing };
  const { origin } = typing;
  const matches = findRows(view.table, view.rows, field.text);
  const target = matches.find((row) => row >= origin) ?? matches[0] ?? origin;
  return { ...placeIn(view, target), query: field.text, matches, typing };
}

/** Does what was typed, or goes back to where it started. Filters set before stay. */
export function closeTyping(view: TableView, outcome: 'keep' | 'forget'): TableView {
  const { typing } = view;
  if (typing === null) return view;
  const closed = { ...view, typing: null };
  if (typing.kind === 'search')
    return outcome === 'keep' ? closed : { ...placeIn(closed, typing.origin), query: '', matches: [] };
  // The file is written by the command.
  if (outcome === 'forget' || typing.kind === 'file') return closed;
  const text = typing.field.text.trim();
  return typing.kind === 'filter' ? addFilter(closed, text) : placeIn(closed, Math.max(1, Number(text) || 1) - 1);
}

/** A filter beside those there are; no text removes those of the column. */
function addFilter(view: TableView, text: string): TableView {
  const { filters } = view.arrangement;
  const column = columnUnderCursor(view);
  if (text !== '') return rearrange(view, { filters: [...filters, { column, text }] });
  const kept = filters.filter((filter) => filter.column !== column);
  return kept.length === filters.length ? view : rearrange(view, { filters: kept });
}

/** To the next or previous match, around the end. */
export function stepMatch(view: TableView, step: 'next' | 'previous'): TableView {
  const { matches } = view;
  const { cursor } = view.grid;
  const target =
    step === 'next'
      ? (matches.find((row) => row > cursor) ?? matches[0])
      : (matches.findLast((row) => row < cursor) ?? matches.at(-1));
  return target === undefined ? view : placeIn(view, target);
}

/** Scrolling follows when the state is laid out. */
const placeIn = (view: TableView, row: number): TableView => ({
  ...view,
  grid: { ...view.grid, cursor: row },
});

/** Each row as one lower-case text, made once a table: a key press then searches 20 MB in some 10 ms. */
const searchTexts = new WeakMap<TextTable, readonly string[]>();

/** Rows shown with the text in any cell, letter case aside; no pattern characters. */
function findRows(table: TextTable, rows: Uint32Array, query: string): readonly number[] {
  if (query === '') return [];
  const wanted = query.toLowerCase();
  let texts = searchTexts.get(table);
  if (texts === undefined) {
    texts = table.rows.map((row) => row.join('\n').toLowerCase());
    searchTexts.set(table, texts);
  }
  const found: number[] = [];
  for (let place = 0; place < rows.length; place++) if (texts[rows[place]].includes(wanted)) found.push(place);
  return found;
}

/** One row with every field in full. */
export function presentRow(view: TableView, width: number): readonly Line[] {
  const row = rowAt(view.table, rowUnderCursor(view) ?? -1) ?? [];
  return presentFacts(
    view.table.columns.map((title, column) => [title, row[column] ?? '-']),
    width,
  );
}
