/** Results as text. */
import { columnTitle, errors, flattenResult, type PrsResult, wordCell } from '../core/index.ts';

/** Of what several scores say together. */
export const FORMATS = ['table', 'json', 'ndjson', 'csv', 'tsv'] as const;
export type Format = (typeof FORMATS)[number];

/** The format a flag names. */
export function readFormat(text: unknown): Format {
  const format = FORMATS.find((name) => name === (text ?? 'table'));
  if (format === undefined) throw errors.usage(`There is no format "${text}".`, `Formats are ${FORMATS.join(', ')}.`);
  return format;
}

/** Results as one table, when all are there. */
export async function* formatTable(
  results: AsyncIterable<PrsResult>,
  columns: readonly string[],
): AsyncGenerator<string> {
  const rows: Readonly<Record<string, unknown>>[] = [];
  for await (const result of results) rows.push(flattenResult(result));
  yield await renderTable(
    columns.map(columnTitle),
    rows.map((row) => columns.map((column) => wordCell(row, column))),
  );
}

/** Text of letters and signs that are a column wide each. */
const NARROW = /^[\x20-\x7e\xc0-\u024f–…]*$/;

/** Columns that a text takes. What knows the wide ones takes 60 ms to load, as long as half of a small score. */
async function chooseWidth(texts: readonly string[]): Promise<(text: string) => number> {
  if (texts.every((text) => NARROW.test(text))) return (text) => text.length;
  return (await import('string-width')).default;
}

/** Numbers to the right, words to the left; control characters cannot reach the terminal. */
export async function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): Promise<string> {
  const clean = [head, ...rows].map((row) => row.map((cell) => cell.replace(/\p{Cc}/gu, '?')));
  const widthOf = await chooseWidth(clean.flat());
  const widths = head.map((_, column) => Math.max(...clean.map((row) => widthOf(row[column] ?? ''))));
  const isNumeric = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^[-–\d.%,]*$/.test(row[column] ?? '')),
  );
  const lines = clean.map((row) =>
    row
      .map((cell, column) => {
        const pad = ' '.repeat(widths[column] - widthOf(cell));
        return isNumeric[column] ? pad + cell : cell + pad;
      })
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  return `${lines.join('\n')}\n`;
}
