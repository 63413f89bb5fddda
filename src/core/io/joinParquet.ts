/** Joins Parquet files by moving their row groups into one: nothing is decoded, so it costs a copy of the bytes. */
import { open } from 'node:fs/promises';
import type { ColumnChunk, FileMetaData, KeyValue, RowGroup } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { readParquetMetadata } from './parquetFooter.ts';

const MAGIC = Buffer.from('PAR1');
/** After the footer: its length, and MAGIC. */
const TAIL_BYTES = 8;
const COPY_BYTES = 1 << 20;

/** Writes the rows of `parts`, in order, as `output`. All parts have the schema of the first. `notes` go into the footer. */
export async function joinParquet(
  parts: readonly string[],
  output: string,
  notes: readonly KeyValue[] = [],
): Promise<void> {
  const target = await open(output, 'w', 0o600);
  try {
    await target.write(MAGIC);
    let end = MAGIC.length;
    const groups: RowGroup[] = [];
    let first: FileMetaData | undefined;
    for (const part of parts) {
      const metadata = await readParquetMetadata(part);
      first ??= metadata;
      const shift = BigInt(end - MAGIC.length);
      groups.push(...metadata.row_groups.map((group) => moveGroup(group, shift)));
      end += await copyGroups(part, metadata.metadata_length, (bytes) => target.write(bytes));
    }
    if (first === undefined) throw new Error('no Parquet file to join');
    const num_rows = groups.reduce((rows, group) => rows + group.num_rows, 0n);
    const footer = new ByteWriter();
    const key_value_metadata = [...(first.key_value_metadata ?? []), ...notes];
    writeMetadata(footer, { ...first, row_groups: groups, num_rows, key_value_metadata });
    await target.write(new Uint8Array(footer.getBuffer()));
    await target.write(MAGIC);
  } finally {
    await target.close();
  }
}

/** Hands over what lies between the first MAGIC and the footer; returns its size in bytes. */
async function copyGroups(
  part: string,
  footerBytes: number,
  write: (bytes: Uint8Array) => Promise<unknown>,
): Promise<number> {
  const source = await open(part, 'r');
  try {
    const end = (await source.stat()).size - TAIL_BYTES - footerBytes;
    const buffer = Buffer.allocUnsafe(COPY_BYTES);
    for (let at = MAGIC.length; at < end; ) {
      const { bytesRead } = await source.read(buffer, 0, Math.min(COPY_BYTES, end - at), at);
      await write(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
    return end - MAGIC.length;
  } finally {
    await source.close();
  }
}

const moveGroup = (group: RowGroup, shift: bigint): RowGroup => ({
  ...group,
  ...move(group, ['file_offset'], shift),
  columns: group.columns.map((column) => moveColumn(column, shift)),
});

const moveColumn = (column: ColumnChunk, shift: bigint): ColumnChunk => ({
  ...column,
  // Offsets of what is elsewhere in the file; 0 says that there is none.
  ...move(column, ['file_offset', 'offset_index_offset', 'column_index_offset'], shift),
  ...(column.meta_data === undefined
    ? {}
    : {
        meta_data: {
          ...column.meta_data,
          ...move(
            column.meta_data,
            ['data_page_offset', 'index_page_offset', 'dictionary_page_offset', 'bloom_filter_offset'],
            shift,
          ),
        },
      }),
});

/** Those of the named offsets that are there, moved. */
function move<Name extends string>(
  from: Readonly<Partial<Record<Name, bigint>>>,
  names: readonly Name[],
  shift: bigint,
): Partial<Record<Name, bigint>> {
  const moved: Partial<Record<Name, bigint>> = {};
  for (const name of names) {
    const offset = from[name];
    if (offset !== undefined && offset !== 0n) moved[name] = offset + shift;
  }
  return moved;
}
