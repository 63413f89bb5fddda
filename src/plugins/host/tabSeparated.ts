/** Rows for programs that split lines at tabs, such as awk, cut and R: nothing is quoted, so nothing has to be unquoted. */
import { flattenResult, RESULT_COLUMNS } from '../../core/index.ts';
import type { ResultRow } from '../api.ts';

const COLUMNS = [...RESULT_COLUMNS.keys()];

/** A line of names, then a line a row, of all columns. Null is empty; a tab or line break in a text becomes a space. */
export async function* tabSeparated(batches: AsyncIterable<readonly ResultRow[]>): AsyncGenerator<string> {
  yield `${COLUMNS.join('\t')}\n`;
  for await (const rows of batches) yield rows.map(lineOf).join('');
}

function lineOf(row: ResultRow): string {
  const flat = flattenResult(row);
  return `${COLUMNS.map((name) => fieldOf(flat[name])).join('\t')}\n`;
}

const fieldOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value.replace(/[\t\r\n]+/g, ' ') : String(value);
};
