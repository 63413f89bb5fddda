import type { CellKind } from '../catalog/tables.ts';
import type { PrsResult } from '../model/result.ts';
import { RESULT_SCHEMA } from '../scoring/columnKinds.ts';
import { flattenResult, RESULT_COLUMNS } from '../scoring/resultColumns.ts';

/** Results as a file of typed columns; the libraries are loaded when first needed, and neither has native code. */
export async function encodeResults(
  results: readonly PrsResult[],
  columns: readonly string[],
  format: 'parquet' | 'arrow',
): Promise<Uint8Array> {
  const schema = schemaOf(columns);
  const rows = results.map(flattenResult);
  if (format === 'arrow') return (await import('./encodeRows.ts')).encodeRows(rows, schema);
  const version = results[0]?.provenance.tool_version ?? '';
  return (await import('./encodeParquet.ts')).encodeParquet(rows, schema, `just-prs-tui ${version}`.trim());
}

const schemaOf = (columns: readonly string[]): Readonly<Record<string, CellKind>> =>
  Object.fromEntries(columns.map((column) => [column, RESULT_SCHEMA[column] ?? 'text']));

/** Before each message of an Arrow IPC stream: a marker and the length of what follows; a length of 0 ends the stream. */
const MESSAGE_HEAD = 8;

/** Results with all columns as one Arrow IPC stream, a record batch for each of theirs; no more than one is in memory. */
export async function* streamArrow(batches: AsyncIterable<readonly PrsResult[]>): AsyncGenerator<Uint8Array> {
  const { encodeRows } = await import('./encodeRows.ts');
  const schema = schemaOf([...RESULT_COLUMNS.keys()]);
  const empty = encodeRows([], schema, 'stream');
  // Every stream of the schema begins with the same message, which has no body and is sent once.
  const start = MESSAGE_HEAD + new DataView(empty.buffer, empty.byteOffset).getUint32(4, true);
  yield empty.subarray(0, start);
  for await (const rows of batches) {
    const stream = encodeRows(rows.map(flattenResult), schema, 'stream');
    yield stream.subarray(start, stream.length - MESSAGE_HEAD);
  }
  yield empty.subarray(empty.length - MESSAGE_HEAD);
}
