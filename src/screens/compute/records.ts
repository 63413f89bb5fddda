/** The records of the normalised genome: a grid of millions of rows, of which a window is in memory. */
import type { PrsErrorData, TextTable } from '../../core/index.ts';
import { type GridColumn, measureColumns } from '../columns.ts';
import { EMPTY_FIELD, type FieldState } from '../field.ts';
import { type GridState, TOP_OF_GRID } from '../grid.ts';

export interface RecordsState {
  /** The Parquet. */
  readonly path: string;
  /** Null until the first rows are here. */
  readonly window: RecordWindow | null;
  readonly error: PrsErrorData | null;
  /** Its cursor counts the rows of the file. */
  readonly grid: GridState;
  /** A row or locus being typed. */
  readonly typing: FieldState | null;
}

export interface RecordWindow {
  /** Row of the file that is the first of the window. */
  readonly first: number;
  readonly table: TextTable;
  /** Measured once, so that columns stand still while windows come and go. */
  readonly columns: readonly GridColumn[];
  /** Columns of the table in the order shown. */
  readonly order: readonly number[];
}

export type RecordsEvent =
  | { readonly type: 'records_opened'; readonly path: string }
  | { readonly type: 'records_read'; readonly path: string; readonly first: number; readonly table: TextTable }
  | { readonly type: 'records_failed'; readonly path: string; readonly error: PrsErrorData }
  | { readonly type: 'records_field_opened' | 'records_field_left' | 'records_closed' }
  | { readonly type: 'records_field_edited'; readonly field: FieldState }
  | { readonly type: 'record_placed'; readonly row: number };

/** Where to begin: who opens the table wants to see where and what, then how good. */
const FIRST_COLUMNS = ['chrom', 'pos', 'rsid', 'ref', 'alt', 'GT', 'genotype', 'DP', 'GQ', 'qual', 'filter'];
const TITLES: Readonly<Record<string, string>> = {
  ...{ chrom: 'Chrom', pos: 'Position', rsid: 'ID', ref: 'REF', alt: 'ALT', qual: 'QUAL', filter: 'FILTER' },
  ...{ genotype: 'Alleles', start: 'Start', end: 'End' },
};
/** What the first rows are too few to show: the last position of chromosome 1, the longest usual id. */
const LEAST_WIDTHS: Readonly<Record<string, number>> = { pos: 9, start: 9, end: 9, rsid: 12 };
/** One long insertion would push the genotype off the screen. */
const WIDEST = 14;

export function reduceRecords(state: RecordsState | null, event: RecordsEvent): RecordsState | null {
  if (event.type === 'records_opened')
    return { path: event.path, window: null, error: null, grid: TOP_OF_GRID, typing: null };
  if (state === null) return null;
  switch (event.type) {
    case 'records_closed':
      return null;
    case 'records_read':
      return event.path === state.path ? { ...state, error: null, window: windowOf(state, event) } : state;
    case 'records_failed':
      return event.path === state.path ? { ...state, error: event.error } : state;
    case 'records_field_opened':
      return { ...state, typing: EMPTY_FIELD };
    case 'records_field_edited':
      return { ...state, typing: event.field };
    case 'records_field_left':
      return { ...state, typing: null };
    case 'record_placed':
      return { ...state, typing: null, grid: { ...state.grid, cursor: event.row } };
  }
}

function windowOf({ window }: RecordsState, { first, table }: Pick<RecordWindow, 'first' | 'table'>): RecordWindow {
  if (window !== null) return { ...window, first, table };
  const places = table.columns.map((_, place) => place);
  const rank = (place: number): number => {
    const found = FIRST_COLUMNS.indexOf(table.columns[place]);
    return found < 0 ? FIRST_COLUMNS.length : found;
  };
  const order = places.toSorted((one, other) => rank(one) - rank(other) || one - other);
  const measured = measureColumns(table);
  const columns = order.map((place): GridColumn => {
    const name = table.columns[place];
    const title = TITLES[name] ?? name;
    const width = Math.min(WIDEST, measured[place].width);
    return { ...measured[place], title, width: Math.max(LEAST_WIDTHS[name] ?? title.length, width) };
  });
  return { first, table, columns, order };
}

export const totalRecords = ({ window }: RecordsState): number => window?.table.total ?? 0;

/** Cells of a row of the file; null while it is not in memory. */
export function recordCells({ window }: RecordsState, row: number): readonly string[] | null {
  const cells = window?.table.rows[row - window.first];
  return cells === undefined || window === null ? null : window.order.map((place) => cells[place] ?? '');
}

/** Rows read at once: many screens of them, and still nothing to read. */
const WINDOW_ROWS = 400;

/** The window to read for what is in sight; null when it is there, or nothing is to be read. */
export function missingWindow(
  { window, grid, error }: RecordsState,
  height: number,
): { readonly first: number; readonly rows: number } | null {
  if (error !== null) return null;
  if (window === null) return { first: 0, rows: WINDOW_ROWS };
  const last = Math.min(window.table.total, grid.top + height);
  if (grid.top >= window.first && last <= window.first + window.table.rows.length) return null;
  return { first: Math.max(0, (grid.top - (WINDOW_ROWS - height) / 2) | 0), rows: WINDOW_ROWS };
}

export type Destination =
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'locus'; readonly chrom: string; readonly pos: number };

/** `1234` is a row from 1; `2:227767102`, `chrX:1,000` or `X` a locus; null for anything else. */
export function readDestination(text: string, total: number): Destination | null {
  const bare = text.trim().replaceAll(',', '');
  const [, chrom, pos] = /^((?:chr)?[\w.]+)[:\s]\s*(\d+)$/i.exec(bare) ?? [];
  if (chrom !== undefined) return { kind: 'locus', chrom, pos: Number(pos) };
  if (/^\d+$/.test(bare)) return { kind: 'row', row: Math.max(0, Math.min(total, Number(bare)) - 1) };
  return /^chr\w+$|^(X|Y|MT?)$/i.test(bare) ? { kind: 'locus', chrom: bare, pos: 1 } : null;
}
