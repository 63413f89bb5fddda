import { open } from 'node:fs/promises';
import { type FileMetaData, parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { errors } from '../errors.ts';

export interface ParquetFooter {
  readonly rows: number;
  readonly columns: readonly string[];
}

/** Row count and column names of a Parquet file, read from its end only. */
export async function readParquetFooter(path: string): Promise<ParquetFooter> {
  const metadata = await readParquetMetadata(path);
  return {
    rows: Number(metadata.num_rows),
    columns: parquetSchema(metadata).children.map((column) => column.element.name),
  };
}

/** All that the footer of a Parquet file says. */
export async function readParquetMetadata(path: string): Promise<FileMetaData> {
  const handle = await open(path, 'r').catch((cause) => {
    throw errors.fileSystem(path, cause);
  });
  try {
    const { size } = await handle.stat();
    return await parquetMetadataAsync({
      byteLength: size,
      slice: async (start, end = size) => {
        const bytes = new Uint8Array(end - start);
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      },
    }).catch((cause: Error) => {
      throw errors.badParquet(path, cause);
    });
  } finally {
    await handle.close();
  }
}
