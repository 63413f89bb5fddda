import type { CellKind } from '../catalog/tables.ts';
import type { PrsResult } from '../model/result.ts';
import { RESULT_SCHEMA } from '../scoring/columnKinds.ts';
import { flattenResult } from '../scoring/resultColumns.ts';

/** Results as a file of typed columns; the libraries are loaded when first needed, and neither has native code. */
export async function encodeResults(
  results: readonly PrsResult[],
  columns: readonly string[],
  format: 'parquet' | 'arrow',
): Promise<Uint8Array> {
  const schema: Readonly<Record<string, CellKind>> = Object.fromEntries(
    columns.map((column) => [column, RESULT_SCHEMA[column] ?? 'text']),
  );
  const rows = results.map(flattenResult);
  if (format === 'arrow') return (await import('./encodeRows.ts')).encodeRows(rows, schema);
  const version = results[0]?.provenance.tool_version ?? '';
  return (await import('./encodeParquet.ts')).encodeParquet(rows, schema, `just-prs-tui ${version}`.trim());
}
