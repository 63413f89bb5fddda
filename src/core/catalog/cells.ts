/** Cells of a raw sheet by the names that the cleaned tables give them. */
import { errors } from '../errors.ts';
import type { TextTable } from '../model/score.ts';

/** Cleaned name → the raw names it may have. A sheet that is already cleaned uses the cleaned name. */
export type Renames<Field extends string> = Readonly<Record<Field, string | readonly string[]>>;

export type Cells<Field extends string> = Readonly<Record<Field, string | null>>;

/**
 * The rows of a sheet with the listed columns only; a column the sheet does not have is null throughout. Throws when
 * `key`, the column without which the sheet is another one, is missing.
 */
export function readCells<Field extends string>(
  table: TextTable,
  renames: Renames<Field>,
  { key, source }: { readonly key: NoInfer<Field>; readonly source: string },
): readonly Cells<Field>[] {
  const fields = Object.keys(renames) as Field[];
  const columns = fields.map((field) => findColumn(table.columns, field, renames[field]));
  if (columns[fields.indexOf(key)] === -1)
    throw errors.badSheet(source, `there is no column "${[renames[key]].flat()[0]}"`);
  return table.rows.map(
    (row) => Object.fromEntries(fields.map((field, i) => [field, row[columns[i]] ?? null])) as Record<Field, string>,
  );
}

function findColumn(columns: readonly string[], field: string, raw: string | readonly string[]): number {
  for (const name of [raw, field].flat()) {
    const found = columns.indexOf(name);
    if (found !== -1) return found;
  }
  return -1;
}

/** `77`, and `77.0` as a sheet that went through a data frame has it; null for anything else. */
export function parseCount(text: string | null): number | null {
  return text !== null && /^\d+(\.0*)?$/.test(text) ? Number(text) : null;
}

/** Order by code unit: the same on every machine, and that of bytes for ASCII. */
export const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Labels → amounts as JSON, the largest first, equal ones by name; null for none. */
export function writeAmounts(amounts: ReadonlyMap<string, number>): string | null {
  if (amounts.size === 0) return null;
  const sorted = [...amounts].sort(([one, a], [other, b]) => b - a || compareText(one, other));
  return JSON.stringify(Object.fromEntries(sorted));
}

/** Rows by key, in the order of their first appearance. */
export function groupRows<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
