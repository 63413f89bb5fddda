import {
  Bool,
  type DataType,
  Field,
  Float64,
  Int64,
  List,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import type { CellKind, Schema } from '../catalog/tables.ts';

const TYPES: Readonly<Record<CellKind, () => DataType>> = {
  text: () => new Utf8(),
  int: () => new Int64(),
  float: () => new Float64(),
  bool: () => new Bool(),
  texts: () => new List(new Field('item', new Utf8(), true)),
};

/** Plain rows as Arrow IPC with the types of a schema, whatever the rows hold. For small tables. */
export function encodeRows<Row extends object>(
  rows: readonly Row[],
  schema: Schema<Row>,
  format: 'file' | 'stream' = 'file',
): Uint8Array {
  const columns: Record<string, Vector> = {};
  for (const [name, kind] of Object.entries<CellKind>(schema)) {
    const cells = rows.map((row) => (row as Readonly<Record<string, unknown>>)[name] ?? null);
    columns[name] = vectorFromArray(kind === 'int' ? cells.map(toBigInt) : cells, TYPES[kind]());
  }
  return tableToIPC(new Table(columns), format);
}

const toBigInt = (cell: unknown): bigint | null => (typeof cell === 'number' ? BigInt(cell) : null);
