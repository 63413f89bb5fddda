import type { TextTable } from '../core/index.ts';

/** How a table is shown: which rows, in what order, and which columns. A change of it can be undone. */
export interface Arrangement {
  /** The first key decides, the next ones among rows that are equal so far. */
  readonly sort: readonly SortKey[];
  /** Rows must pass all of them. */
  readonly filters: readonly ColumnFilter[];
  /** Columns shown, from left to right. */
  readonly columns: readonly number[];
  /** Widths chosen by hand, by column. */
  readonly widths: Readonly<Record<number, number>>;
}

export interface SortKey {
  readonly column: number;
  readonly direction: 'up' | 'down';
}

export interface ColumnFilter {
  readonly column: number;
  /** `text`, `!text`, `>1`, `>=1`, `<1`, `<=1` or `1..2`. */
  readonly text: string;
}

export const plainArrangement = (table: TextTable): Arrangement => ({
  sort: [],
  filters: [],
  columns: table.columns.map((_, column) => column),
  widths: {},
});

/** Rows of a table that are held at most, and so can be searched and arranged. */
export const MOST_ROWS = 100_000;

/** Whether only a part of the table is held, so that its rows can be shown, and not searched or arranged. */
export const isWindow = ({ first }: TextTable): boolean => first !== undefined;

/** A row of the table; undefined where it is not held. */
export const rowAt = ({ rows, first = 0 }: TextTable, row: number): TextTable['rows'][number] | undefined =>
  rows[row - first];

let inOrder = new Uint32Array(0);

/** 0, 1, 2 and so on: a part of one array, since a table that is being read becomes longer many times. */
function rowsInOrder(count: number): Uint32Array {
  if (inOrder.length < count) {
    inOrder = new Uint32Array(Math.max(count, inOrder.length * 2));
    for (let row = 0; row < inOrder.length; row++) inOrder[row] = row;
  }
  return inOrder.subarray(0, count);
}

/** Rows that pass the filters, as numbers of rows of the table, in the order of the sort. */
export function arrangeRows(table: TextTable, { sort, filters }: Arrangement): Uint32Array {
  // Of a window there is no more to know than how many rows there are.
  if (isWindow(table)) return rowsInOrder(table.total);
  const tests = filters.map(({ column, text }) => ({ column, passes: filterTest(text) }));
  const kept = new Uint32Array(table.rows.length);
  let count = 0;
  for (let row = 0; row < kept.length; row++) {
    const cells = table.rows[row];
    if (tests.every(({ column, passes }) => passes(cells[column] ?? ''))) kept[count++] = row;
  }
  const rows = kept.slice(0, count);
  if (sort.length === 0) return rows;
  const keys = sort.map(({ column, direction }) => ({ ranks: rankRows(table, column), isDown: direction === 'down' }));
  return rows.sort((one, other) => {
    for (const { ranks, isDown } of keys) {
      const difference = ranks[one] - ranks[other];
      if (difference === 0) continue;
      // Empty cells are last either way.
      if (ranks[one] === EMPTY_RANK || ranks[other] === EMPTY_RANK) return difference;
      return isDown ? -difference : difference;
    }
    return one - other;
  });
}

const EMPTY_RANK = 0xffffffff;
/** Ranks by table and column: made once, so that sorting by more columns compares integers only. */
const rankings = new WeakMap<TextTable, Map<number, Uint32Array>>();

/** The place of each row by one column: numbers as numbers, before text; equal cells have equal ranks. */
function rankRows(table: TextTable, column: number): Uint32Array {
  const known = rankings.get(table) ?? new Map<number, Uint32Array>();
  rankings.set(table, known);
  let ranks = known.get(column);
  if (ranks === undefined) {
    ranks = computeRanks(table.rows.map((row) => (row[column] ?? '').trim()));
    known.set(column, ranks);
  }
  return ranks;
}

function computeRanks(cells: readonly string[]): Uint32Array {
  const texts = cells.map((cell) => cell.toLowerCase());
  const numbers = Float64Array.from(texts, (text) => parseNumber(text) ?? Number.NaN);
  const compare = (one: number, other: number): number => {
    const difference = numbers[one] - numbers[other];
    if (!Number.isNaN(difference)) return difference;
    if (!Number.isNaN(numbers[one])) return -1;
    if (!Number.isNaN(numbers[other])) return 1;
    return texts[one] < texts[other] ? -1 : texts[one] > texts[other] ? 1 : 0;
  };
  const filled = Uint32Array.from(cells.keys()).filter((row) => texts[row] !== '');
  filled.sort(compare);
  const ranks = new Uint32Array(cells.length).fill(EMPTY_RANK);
  let rank = 0;
  filled.forEach((row, place) => {
    if (place > 0 && compare(filled[place - 1], row) !== 0) rank++;
    ranks[row] = rank;
  });
  return ranks;
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const THOUSANDS = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/;

/** The number a cell is, `1,234` among them; null for anything else. */
function parseNumber(text: string): number | null {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) return Number(trimmed);
  return THOUSANDS.test(trimmed) ? Number(trimmed.replaceAll(',', '')) : null;
}

const COMPARISON = /^(>=|<=|>|<)(.*)$/;
const RANGE = /^(.*\d)\.\.(.*\d)$/;

/** Why a filter cannot be read, as a sentence; null when it can. */
export function findFilterProblem(text: string): string | null {
  const [, sign = '', operand = ''] = COMPARISON.exec(text.trim()) ?? [];
  return sign === '' || parseNumber(operand) !== null ? null : `Type a number after ${sign}, such as ${sign}10.`;
}

/** Comparisons are passed by numbers only; text is found anywhere in the cell, letter case aside. */
function filterTest(filter: string): (cell: string) => boolean {
  const text = filter.trim();
  const [, sign, operand = ''] = COMPARISON.exec(text) ?? [];
  const bound = parseNumber(operand);
  if (sign !== undefined && bound !== null) return numberTest((value) => COMPARE[sign](value, bound));
  const [, low = '', high = ''] = RANGE.exec(text) ?? [];
  const [least, most] = [parseNumber(low), parseNumber(high)];
  if (least !== null && most !== null) return numberTest((value) => value >= least && value <= most);
  if (text.length > 1 && text.startsWith('!')) {
    const unwanted = text.slice(1).toLowerCase();
    return (cell) => !cell.toLowerCase().includes(unwanted);
  }
  const wanted = text.toLowerCase();
  return (cell) => cell.toLowerCase().includes(wanted);
}

const COMPARE: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};

const numberTest =
  (passes: (value: number) => boolean) =>
  (cell: string): boolean => {
    const value = parseNumber(cell);
    return value !== null && passes(value);
  };

/** Up, down, off. `alone` forgets the other columns; else they keep their places before it. */
export function cycleSort(sort: readonly SortKey[], column: number, how: 'alone' | 'added'): readonly SortKey[] {
  const known = sort.find((key) => key.column === column);
  const next: SortKey | null =
    known === undefined ? { column, direction: 'up' } : known.direction === 'up' ? { column, direction: 'down' } : null;
  if (how === 'alone') return next === null ? [] : [next];
  if (known === undefined) return [...sort, { column, direction: 'up' }];
  return sort.flatMap((key) => (key === known ? (next === null ? [] : [next]) : [key]));
}

/** A column one place to the left or right among those shown. */
export function shiftColumn({ columns }: Arrangement, place: number, step: 1 | -1): readonly number[] {
  const target = place + step;
  if (target < 0 || target >= columns.length) return columns;
  return columns.with(place, columns[target]).with(target, columns[place]);
}
