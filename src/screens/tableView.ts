import type { TextTable } from '../core/index.ts';
import { EMPTY_FIELD, type FieldState } from './field.ts';
import { type GridState, TOP_OF_GRID } from './grid.ts';
import { type Line, presentFacts } from './present.ts';

/** A table being read: where the reader is, what was searched, and the row opened in full. */
export interface TableView {
  readonly table: TextTable;
  readonly grid: GridState;
  readonly query: string;
  /** Rows with the query in any cell, in order. */
  readonly matches: readonly number[];
  /** The search being typed, and the row it started from. */
  readonly typing: { readonly field: FieldState; readonly origin: number } | null;
  /** Scroll position in the opened row; null when none is open. */
  readonly openRow: GridState | null;
}

export const viewTable = (table: TextTable): TableView => ({
  table,
  grid: TOP_OF_GRID,
  query: '',
  matches: [],
  typing: null,
  openRow: null,
});

export const openSearch = (view: TableView): TableView => ({
  ...view,
  typing: { field: EMPTY_FIELD, origin: view.grid.cursor },
});

/** Jumps to the first match at or after the row the search started from. */
export function typeSearch(view: TableView, field: FieldState): TableView {
  if (view.typing === null) return view;
  const { origin } = view.typing;
  const matches = findRows(view.table, field.text);
  const target = matches.find((row) => row >= origin) ?? matches[0] ?? origin;
  return { ...placeIn(view, target), query: field.text, matches, typing: { field, origin } };
}

/** Keeps the match, or goes back to where the search started. */
export function closeSearch(view: TableView, outcome: 'keep' | 'forget'): TableView {
  if (outcome === 'keep' || view.typing === null) return { ...view, typing: null };
  return { ...placeIn(view, view.typing.origin), query: '', matches: [], typing: null };
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

/** Rows with the text in any cell, letter case aside; no pattern characters. */
function findRows(table: TextTable, query: string): readonly number[] {
  if (query === '') return [];
  const wanted = query.toLowerCase();
  let texts = searchTexts.get(table);
  if (texts === undefined) {
    texts = table.rows.map((row) => row.join('\n').toLowerCase());
    searchTexts.set(table, texts);
  }
  return texts.flatMap((text, row) => (text.includes(wanted) ? [row] : []));
}

/** One row with every field in full. */
export function presentRow(view: TableView, width: number): readonly Line[] {
  const row = view.table.rows[view.grid.cursor] ?? [];
  return presentFacts(
    view.table.columns.map((title, column) => [title, row[column] ?? '-']),
    width,
  );
}
