import type { TextTable } from '../core/index.ts';
import { textWidth } from './text.ts';

/** A column of a grid before it is fitted to the screen. */
export interface GridColumn {
  readonly title: string;
  /** Columns of the screen it would like. */
  readonly width: number;
  readonly align: 'left' | 'right';
  /** May shrink to `least` and takes what is left over. */
  readonly least?: number;
}

export interface PlacedColumn {
  /** Index into the columns given. */
  readonly index: number;
  readonly width: number;
}

/** `>` for the cursor, `*` for a mark, and a space: the selection must show without colour. */
export const GUTTER = 3;
const GAP = 1;
/** A column cut to less than this says nothing, and a number is shown whole or not at all. */
const LEAST_PART = 6;

/** Which columns are shown and how wide, the first one always among them. */
export function placeColumns(
  columns: readonly GridColumn[],
  width: number,
  scrolledAway: number,
): readonly PlacedColumn[] {
  const fitted = fitWidths(columns, width);
  const shown = columns.map((_, index) => index).filter((index) => index === 0 || index > scrolledAway);
  const placed: PlacedColumn[] = [];
  let free = width - GUTTER;
  for (const index of shown) {
    const take = Math.min(fitted[index], free);
    const isCut = take < fitted[index];
    if (isCut && index > 0 && (take < LEAST_PART || columns[index].align === 'right')) break;
    placed.push({ index, width: take });
    free -= take + GAP;
  }
  return placed;
}

/** The first scroll position at which the last column is whole; scrolling on would only empty the grid. */
export function lastColumnOf(columns: readonly GridColumn[], width: number): number {
  const fitted = fitWidths(columns, width);
  for (let scrolledAway = 0; scrolledAway < columns.length - 2; scrolledAway++) {
    const last = placeColumns(columns, width, scrolledAway).at(-1);
    if (last?.index === columns.length - 1 && last.width === fitted[last.index]) return scrolledAway;
  }
  return Math.max(0, columns.length - 2);
}

/** The least scrolling that shows a column whole, or as much of it as fits. */
export function scrollToColumn(
  columns: readonly GridColumn[],
  width: number,
  scrolledAway: number,
  column: number,
): number {
  if (column === 0) return scrolledAway;
  const isWhole = (scroll: number): boolean => {
    const placed = placeColumns(columns, width, scroll).find(({ index }) => index === column);
    return placed !== undefined && placed.width >= columns[column].width;
  };
  let scroll = Math.min(scrolledAway, column - 1);
  while (scroll < column - 1 && !isWhole(scroll)) scroll++;
  return scroll;
}

/** Flexible columns share what is missing or left over; the rest keep their width. */
function fitWidths(columns: readonly GridColumn[], width: number): readonly number[] {
  const widths = columns.map((column) => column.width);
  const total = widths.reduce((sum, each) => sum + each + GAP, GUTTER - GAP);
  const flexible = columns.flatMap((column, index) => (column.least === undefined ? [] : [index]));
  if (flexible.length === 0) return widths;
  let spare = width - total;
  flexible.forEach((index, position) => {
    const share = Math.trunc(spare / (flexible.length - position));
    widths[index] = Math.max(columns[index].least ?? 0, widths[index] + share);
    spare -= widths[index] - columns[index].width;
  });
  return widths;
}

/** Enough rows to know a column by. */
const ROWS_MEASURED = 200;
const WIDEST = 40;
/** A long title over short cells would push the next columns off the screen. */
const WIDEST_TITLE = 16;
const NUMBER = /^-?[\d.,]+(e[-+]?\d+)?$/i;
const measured = new WeakMap<TextTable, readonly GridColumn[]>();

/** Columns of a table of text: as wide as some of their rows, numbers to the right. */
export function measureColumns(table: TextTable): readonly GridColumn[] {
  const known = measured.get(table);
  if (known !== undefined) return known;
  // Spread over the table: positions at its end have more digits.
  const step = Math.max(1, Math.ceil(table.rows.length / ROWS_MEASURED));
  const sample = table.rows.filter((_, row) => row % step === 0);
  const columns = table.columns.map((title, column): GridColumn => {
    const cells = sample.map((row) => row[column] ?? '').filter((cell) => cell !== '');
    const widest = Math.max(4, Math.min(WIDEST_TITLE, textWidth(title)), ...cells.map(textWidth));
    const isNumeric = cells.length > 0 && cells.every((cell) => NUMBER.test(cell));
    return { title, width: Math.min(WIDEST, widest), align: isNumeric ? 'right' : 'left' };
  });
  measured.set(table, columns);
  return columns;
}

/** Columns are at least as wide as they were, when other rows of the table are shown. Says whether one became wider. */
export function widenColumns(before: TextTable, after: TextTable): boolean {
  const [old, now] = [measureColumns(before), measureColumns(after)];
  const widened = old.map((column, place) => ({ ...column, width: Math.max(column.width, now[place].width) }));
  measured.set(after, widened);
  return widened.some(({ width }, place) => width > old[place].width);
}
