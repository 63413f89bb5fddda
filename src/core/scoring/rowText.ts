/** Rows of a scoring file as the text they are. */
import { decodeText } from '../text/ascii.ts';

export type RowCells = readonly (string | null)[];

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** Lines of the text that are not blank. */
export function countRows(text: Uint8Array): number {
  let rows = 0;
  for (const _ of lines(text)) rows++;
  return rows;
}

/** Rows `[first, first + count)` of the text, as cells; an empty one is null. */
export function splitRows(text: Uint8Array, columns: number, first = 0, count = Infinity): RowCells[] {
  const rows: RowCells[] = [];
  let row = 0;
  for (const { start, end } of lines(text)) {
    if (row >= first + count) break;
    if (row++ >= first) rows.push(splitCells(decodeText(text, start, end), columns));
  }
  return rows;
}

function* lines(text: Uint8Array): Generator<{ readonly start: number; readonly end: number }> {
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf(NEWLINE, start);
    if (end === -1) end = text.length;
    const isBlank = end === start || (end === start + 1 && text[start] === CARRIAGE_RETURN);
    if (!isBlank) yield { start, end };
    start = end + 1;
  }
}

function splitCells(line: string, count: number): RowCells {
  const cells = line.replace(/\r$/, '').split('\t');
  return Array.from({ length: count }, (_, place) => cells[place]?.trim() || null);
}
