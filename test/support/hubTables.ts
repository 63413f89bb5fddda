/** Made-up tables as just-prs publishes them: Parquets of another writer's columns. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRowsParquet } from '../../src/core/polars.ts';
import { temporaryDirectory } from './genotypes.ts';

/** Rows as the bytes of a Parquet. */
export function parquetOf(rows: readonly object[]): Buffer {
  const path = join(temporaryDirectory(), 'table.parquet');
  writeRowsParquet(rows, path);
  return readFileSync(path);
}

type Files = Record<string, Buffer>;

/** The three tables of just-prs with one score, below a folder. */
export const tablesOf = (folder: string, pgs_id = 'PGS000001'): Files => ({
  [`${folder}/scores.parquet`]: parquetOf([
    {
      pgs_id,
      name: 'A',
      trait_reported: 'Breast cancer',
      genome_build: 'GRCh37',
      n_variants: 77,
      ftp_link: `https://hub.invalid/${pgs_id}.parquet`,
      ftp_link_ebi: `https://ebi.invalid/${pgs_id}.txt.gz`,
      release_date: '2026-01-02',
    },
  ]),
  [`${folder}/performance.parquet`]: parquetOf([{ ppm_id: 'PPM1', pgs_id, n_individuals: 10, auroc_estimate: 0.6 }]),
  [`${folder}/best_performance.parquet`]: parquetOf([{ ppm_id: 'PPM1', pgs_id, n_individuals: 10 }]),
});

const distribution = (pgs_id: string, mean: number) => ({
  pgs_id,
  superpopulation: 'EUR',
  mean,
  std: 2,
  n: 500,
  median: 1,
  p5: 0,
  p25: 0.5,
  p75: 1.5,
  p95: 2,
  name: 'a column more',
});

/** Distributions of the first layout. */
export const oldDistributions = (): Files => ({
  'data/reference_distributions.parquet': parquetOf([distribution('PGS000001', 1)]),
});

/** Distributions of the newest layout: those of PGS000002 are found to be wrong. */
export const newDistributions = (): Files => ({
  'data/1000g_distributions.parquet': parquetOf([distribution('PGS000001', 3), distribution('PGS000002', 1e9)]),
  'data/1000g_distribution_quality_issues.parquet': parquetOf([
    { pgs_id: 'PGS000002', superpopulation: 'EUR', severity: 'ERROR', issue: 'robust_outlier_suspected' },
    { pgs_id: 'PGS000001', superpopulation: 'EUR', severity: 'WARN', issue: 'std_zero' },
  ]),
});
