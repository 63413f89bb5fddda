/** The cleaned tables: their files, and the type of every column. */
import { type DevelopmentAncestry, type Evaluation, METRIC_NAMES, type Publication } from '../model/catalog.ts';
import type { ScoreSummary } from '../model/score.ts';

/** `int` is a 64-bit integer, `float` a 64-bit float, `texts` a list of texts. All may be null. */
export type CellKind = 'text' | 'int' | 'float' | 'bool' | 'texts';
export type Schema<Row = Readonly<Record<string, unknown>>> = Readonly<Record<keyof Row & string, CellKind>>;

/** Row type of each cleaned table, by the name of its file. */
export interface CleanedTables {
  readonly scores: ScoreSummary;
  readonly performance: Evaluation;
  readonly best_performance: Evaluation;
  readonly publications: Publication;
  readonly score_development_ancestry: DevelopmentAncestry;
}
export type CleanedTable = keyof CleanedTables;

const METRIC_COLUMNS = Object.fromEntries(
  METRIC_NAMES.flatMap((name) =>
    ['estimate', 'ci_lower', 'ci_upper', 'se'].map((field) => [`${name}_${field}`, 'float']),
  ),
) as Record<Extract<keyof Evaluation, `${string}_${'estimate' | 'ci_lower' | 'ci_upper' | 'se'}`>, CellKind>;

const PERFORMANCE: Schema<Evaluation> = {
  ppm_id: 'text',
  pgs_id: 'text',
  pss_id: 'text',
  pgp_id: 'text',
  trait_reported: 'text',
  covariates: 'text',
  pmid: 'int',
  doi: 'text',
  ...METRIC_COLUMNS,
  n_individuals: 'int',
  n_cases: 'int',
  n_controls: 'int',
  ancestry_broad: 'text',
  ancestry_sizes: 'text',
  other_metrics: 'text',
};

export const SCHEMAS: { readonly [Table in CleanedTable]: Schema<CleanedTables[Table]> } = {
  scores: {
    pgs_id: 'text',
    name: 'text',
    trait_reported: 'text',
    trait_efo: 'text',
    trait_efo_id: 'text',
    genome_build: 'text',
    n_variants: 'int',
    weight_type: 'text',
    pgp_id: 'text',
    pmid: 'int',
    ftp_link: 'text',
    release_date: 'text',
    license: 'text',
  },
  performance: PERFORMANCE,
  best_performance: PERFORMANCE,
  publications: {
    pgp_id: 'text',
    first_author: 'text',
    pmid: 'int',
    doi: 'text',
    title: 'text',
    authors: 'text',
    journal: 'text',
    date_publication: 'text',
  },
  score_development_ancestry: {
    pgs_id: 'text',
    dev_ancestry_broad: 'text',
    dev_ancestries: 'texts',
    dev_n_ancestries: 'int',
    dev_is_multi_ancestry: 'bool',
    dev_ancestry_distribution: 'text',
    dev_sample_size: 'int',
    dev_gwas_sample_size: 'int',
    dev_training_sample_size: 'int',
    gwas_ancestry_broad: 'text',
    training_ancestry_broad: 'text',
  },
};

/** A row as read from a Parquet of any writer, with the columns and types of a schema; what is missing is null. */
export function fitRow<Row>(row: Readonly<Record<string, unknown>>, schema: Schema<Row>): Row {
  return Object.fromEntries(
    Object.entries<CellKind>(schema).map(([name, kind]) => [name, fitCell(row[name], kind)]),
  ) as Row;
}

function fitCell(cell: unknown, kind: CellKind): unknown {
  if (kind === 'texts') return Array.isArray(cell) ? cell.map(String) : [];
  if (kind === 'bool') return cell === true;
  if (cell === null || cell === undefined) return null;
  if (kind === 'text') return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
  const number = Number(cell);
  return Number.isFinite(number) ? number : null;
}
