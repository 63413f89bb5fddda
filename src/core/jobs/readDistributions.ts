import { join } from 'node:path';
import { readParquetRows } from '../io/readParquetRows.ts';
import type { Superpopulation } from '../model/genome.ts';
import type { ReferenceDistribution } from '../model/score.ts';

/** Where a catalogue keeps its reference distributions. */
export const distributionsPath = (catalogDirectory: string): string =>
  join(catalogDirectory, 'percentiles', 'reference_distributions.parquet');

/** All distributions; empty when the catalogue has none. */
export async function readAllDistributions(catalogDirectory: string): Promise<readonly ReferenceDistribution[]> {
  const rows = await readParquetRows(distributionsPath(catalogDirectory));
  return ((rows ?? []) as unknown as readonly ReferenceDistribution[]).map((row) => ({ ...row, n: Number(row.n) }));
}

/** Distributions of one population by PGS id; empty when the catalogue has none. */
export async function readDistributions(
  catalogDirectory: string,
  population: Superpopulation,
): Promise<ReadonlyMap<string, ReferenceDistribution>> {
  const rows = await readAllDistributions(catalogDirectory);
  return new Map(rows.filter((row) => row.superpopulation === population).map((row) => [row.pgs_id, row]));
}
