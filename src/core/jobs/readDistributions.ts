import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decompress } from 'fzstd';
import { parquetReadObjects } from 'hyparquet';
import { errors } from '../errors.ts';
import type { Superpopulation } from '../model/genome.ts';
import type { ReferenceDistribution } from '../model/score.ts';

/** Without WebAssembly, which fails to start under the memory limits that many clusters set. */
const compressors = { ZSTD: (packed: Uint8Array, length: number) => decompress(packed, new Uint8Array(length)) };

/** Where a catalogue keeps its reference distributions. */
export const distributionsPath = (catalogDirectory: string): string =>
  join(catalogDirectory, 'percentiles', 'reference_distributions.parquet');

/** Distributions of one population by PGS id; empty when the catalogue has none. */
export async function readDistributions(
  catalogDirectory: string,
  population: Superpopulation,
): Promise<ReadonlyMap<string, ReferenceDistribution>> {
  const path = distributionsPath(catalogDirectory);
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw errors.fileSystem(path, cause);
  });
  if (bytes === null) return new Map();
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const rows = (await parquetReadObjects({ file, compressors }).catch((cause) => {
    throw errors.badParquet(path, cause);
  })) as unknown as ReferenceDistribution[];
  const chosen = rows.filter((row) => row.superpopulation === population);
  return new Map(chosen.map((row) => [row.pgs_id, { ...row, n: Number(row.n) }]));
}
