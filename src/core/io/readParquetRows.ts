import { readFile } from 'node:fs/promises';
import { decompress } from 'fzstd';
import { parquetReadObjects } from 'hyparquet';
import { errors } from '../errors.ts';

/** Without WebAssembly, which fails to start under the memory limits that many clusters set. */
const compressors = { ZSTD: (packed: Uint8Array, length: number) => decompress(packed, new Uint8Array(length)) };

/** All rows of a small Parquet file (zstd, snappy or plain), or null when there is no such file. */
export async function readParquetRows(path: string): Promise<readonly Readonly<Record<string, unknown>>[] | null> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw errors.fileSystem(path, cause);
  });
  if (bytes === null) return null;
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return parquetReadObjects({ file, compressors }).catch((cause) => {
    throw errors.badParquet(path, cause);
  });
}
