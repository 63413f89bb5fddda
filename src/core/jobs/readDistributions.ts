import { join } from 'node:path';
import { readParquetRows } from '../io/readParquetRows.ts';
import type { Superpopulation } from '../model/genome.ts';
import type { ReferenceDistribution } from '../model/score.ts';

/** Where a catalogue keeps its reference distributions. */
export const distributionsPath = (catalogDirectory: string): string =>
  join(catalogDirectory, 'percentiles', 'reference_distributions.parquet');

/** Distributions of one population by PGS id; empty when the catalogue has none. */
export async function readDistributions(
  catalogDirectory: string,
  population: Superpopulation,
): Promise<ReadonlyMap<string, ReferenceDistribution>> {
  const path = distributionsPath(catalogDirectory);
  const rows = (await readParquetRows(path)) as unknown as readonly ReferenceDistribution[] | null;
  const chosen = (rows ?? []).filter((row) => row.superpopulation === population);
  return new Map(chosen.map((row) => [row.pgs_id, { ...row, n: Number(row.n) }]));
}
