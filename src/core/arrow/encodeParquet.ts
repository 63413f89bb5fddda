import { type BasicType, ByteWriter, parquetWrite } from 'hyparquet-writer';
import type { CellKind, Schema } from '../catalog/tables.ts';

const TYPES: Readonly<Record<CellKind, BasicType>> = {
  text: 'STRING',
  int: 'INT64',
  float: 'DOUBLE',
  bool: 'BOOLEAN',
  texts: 'JSON',
};

/** Plain rows as a Parquet file with the types of a schema, whatever the rows hold, without native code. For small tables. */
export function encodeParquet(
  rows: readonly Readonly<Record<string, unknown>>[],
  schema: Schema,
  createdBy: string,
): Uint8Array {
  const writer = new ByteWriter();
  parquetWrite({
    writer,
    createdBy,
    columnData: Object.entries<CellKind>(schema).map(([name, kind]) => ({
      name,
      type: TYPES[kind],
      data: rows.map((row) => fitCell(row[name] ?? null, kind)),
    })),
  });
  return writer.getBytes();
}

const fitCell = (cell: unknown, kind: CellKind): unknown =>
  kind === 'int' && typeof cell === 'number' ? BigInt(cell) : cell;
