import { join } from 'node:path';
import { groupRows } from '../catalog/cells.ts';
import { DISTRIBUTION_FILES } from '../catalog/hubLayout.ts';
import { readParquetRows } from '../io/readParquetRows.ts';
import type { ReferenceDistribution } from '../model/score.ts';
import { readCatalogFile } from './catalogFiles.ts';

/** Where a catalogue keeps its reference distributions. */
export const distributionsPath = (catalogDirectory: string): string =>
  join(catalogDirectory, 'percentiles', 'reference_distributions.parquet');

/** All files that decide which distributions a catalogue has; they need not be there. */
export const distributionFiles = (catalogDirectory: string): readonly string[] =>
  DISTRIBUTION_FILES.flatMap(({ table, issues }) => [table, issues]).map((file) =>
    join(catalogDirectory, 'percentiles', file),
  );

/** All distributions but those of scores in which an audit found an error; empty when the catalogue has none. */
export async function readAllDistributions(catalogDirectory: string): Promise<readonly ReferenceDistribution[]> {
  const read = (file: string) => readCatalogFile(catalogDirectory, `percentiles/${file}`, readParquetRows);
  for (const { table, issues } of DISTRIBUTION_FILES) {
    const rows = (await read(table)) as readonly ReferenceDistribution[] | null;
    if (rows === null) continue;
    const found = (await read(issues)) ?? [];
    const unsound = new Set(found.filter(({ severity }) => severity === 'ERROR').map(({ pgs_id }) => pgs_id));
    return rows.filter(({ pgs_id }) => !unsound.has(pgs_id)).map((row) => ({ ...row, n: Number(row.n) }));
  }
  return [];
}

/** Distributions of each score, in all populations, by PGS id; empty when the catalogue has none. */
export const readDistributions = async (
  catalogDirectory: string,
): Promise<ReadonlyMap<string, readonly ReferenceDistribution[]>> =>
  groupRows(await readAllDistributions(catalogDirectory), ({ pgs_id }) => pgs_id);
