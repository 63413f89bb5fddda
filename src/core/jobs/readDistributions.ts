import { join } from 'node:path';
import { groupRows } from '../catalog/cells.ts';
import { readParquetRows } from '../io/readParquetRows.ts';
import type { ReferenceDistribution } from '../model/score.ts';

/** Where a catalogue keeps its reference distributions. */
export const distributionsPath = (catalogDirectory: string): string =>
  join(catalogDirectory, 'percentiles', 'reference_distributions.parquet');

/** All distributions; empty when the catalogue has none. */
export async function readAllDistributions(catalogDirectory: string): Promise<readonly ReferenceDistribution[]> {
  const rows = await readParquetRows(distributionsPath(catalogDirectory));
  return ((rows ?? []) as unknown as readonly ReferenceDistribution[]).map((row) => ({ ...row, n: Number(row.n) }));
}

/** Distributions of each score, in all populations, by PGS id; empty when the catalogue has none. */
export const readDistributions = async (
  catalogDirectory: string,
): Promise<ReadonlyMap<string, readonly ReferenceDistribution[]>> =>
  groupRows(await readAllDistributions(catalogDirectory), ({ pgs_id }) => pgs_id);
