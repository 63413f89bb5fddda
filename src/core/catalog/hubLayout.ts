/** Where datasets of the Hugging Face Hub keep the catalogue's tables. */
import type { GenomeBuild } from '../model/genome.ts';
import type { CleanedTable } from './tables.ts';

/** The datasets of just-prs: the tables of its newest versions, distributions, and the tables of its first versions. */
export const DEFAULT_HUB_REPOS: readonly string[] = [
  'just-dna-seq/pgs-catalog',
  'just-dna-seq/prs-percentiles',
  'just-dna-seq/polygenic_risk_scores',
];

/** The dataset that has the scoring files, too, as Parquets. */
export const HUB_SCORES = 'just-dna-seq/pgs-catalog';
export const hubScorePath = (pgs_id: string, build: GenomeBuild): string =>
  `data/scores/${pgs_id}_hmPOS_${build}.parquet`;

/** Folders that may hold tables, the newest layout first; what we publish lies in the second. */
export const HUB_FOLDERS = ['data/metadata', 'data'] as const;
export const PUBLISHED_FOLDER = 'data';

/** Without these there is no catalogue. */
export const NEEDED_TABLES: readonly CleanedTable[] = ['scores', 'performance', 'best_performance'];
const OTHER_TABLES: readonly CleanedTable[] = ['publications', 'score_development_ancestry'];
export const ALL_TABLES: readonly CleanedTable[] = [...NEEDED_TABLES, ...OTHER_TABLES];

/** Distributions of reference panels, the one to use first, each with the table of what an audit found wrong in it. */
export const DISTRIBUTION_FILES = [
  { table: '1000g_distributions.parquet', issues: '1000g_distribution_quality_issues.parquet' },
  { table: 'reference_distributions.parquet', issues: 'reference_distribution_quality_issues.parquet' },
] as const;

export const tableFile = (table: CleanedTable): string => `${table}.parquet`;

/** Paths in a dataset of the cleaned tables it has, all of one folder; null when a needed one is missing. */
export function findTables(paths: readonly string[]): ReadonlyMap<CleanedTable, string> | null {
  for (const folder of HUB_FOLDERS) {
    const found = new Map(
      ALL_TABLES.map((table) => [table, `${folder}/${tableFile(table)}`] as const).filter(([, path]) =>
        paths.includes(path),
      ),
    );
    if (NEEDED_TABLES.every((table) => found.has(table))) return found;
  }
  return null;
}

/** Paths in a dataset of the reference distributions it has, and of the audit's findings beside them. */
export function findDistributions(paths: readonly string[]): readonly string[] {
  for (const { table, issues } of DISTRIBUTION_FILES) {
    const found = [table, issues].map((file) => `data/${file}`).filter((path) => paths.includes(path));
    if (found.includes(`data/${table}`)) return found;
  }
  return [];
}
