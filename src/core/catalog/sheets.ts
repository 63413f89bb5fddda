import { parse } from 'csv-parse/sync';
import { errors } from '../errors.ts';
import type { MetadataSheet, ScoreSummary, TextTable } from '../model/score.ts';

/** File name of each bulk sheet, as the PGS Catalog publishes it. */
export const SHEET_FILES: Readonly<Record<MetadataSheet, string>> = {
  scores: 'pgs_all_metadata_scores.csv',
  publications: 'pgs_all_metadata_publications.csv',
  efo_traits: 'pgs_all_metadata_efo_traits.csv',
  score_development_samples: 'pgs_all_metadata_score_development_samples.csv',
  performance_metrics: 'pgs_all_metadata_performance_metrics.csv',
  evaluation_sample_sets: 'pgs_all_metadata_evaluation_sample_sets.csv',
  cohorts: 'pgs_all_metadata_cohorts.csv',
};

/** Column of the scores sheet that names each score. */
export const SCORE_ID_COLUMN = 'Polygenic Score (PGS) ID';

/** Column of the scores sheet that becomes each field of a summary; a sheet already cleaned uses the field's name. */
const SCORE_COLUMNS: Readonly<Record<keyof ScoreSummary, string>> = {
  pgs_id: SCORE_ID_COLUMN,
  name: 'PGS Name',
  trait_reported: 'Reported Trait',
  trait_efo: 'Mapped Trait(s) (EFO label)',
  trait_efo_id: 'Mapped Trait(s) (EFO ID)',
  genome_build: 'Original Genome Build',
  n_variants: 'Number of Variants',
  weight_type: 'Type of Variant Weight',
  pgp_id: 'PGS Publication (PGP) ID',
  pmid: 'Publication (PMID)',
  ftp_link: 'FTP link',
  release_date: 'Release Date',
};

/**
 * Spellings of genome builds met in the Catalogue; others pass unchanged. NCBI35 is really hg17: calling it GRCh36 is
 * an approximation, for the few scores so old.
 */
const BUILD_NAMES: ReadonlyMap<string, string> = new Map([
  ['GRCh37', 'GRCh37'],
  ['hg19', 'GRCh37'],
  ['hg37', 'GRCh37'],
  ['GRCh38', 'GRCh38'],
  ['hg38', 'GRCh38'],
  ['NCBI36', 'GRCh36'],
  ['hg18', 'GRCh36'],
  ['NCBI35', 'GRCh36'],
  ['NR', 'NR'],
]);

const NULL_CELLS: ReadonlySet<string> = new Set(['', 'NA', 'None']);

/** A CSV sheet as text; empty, `NA` and `None` are null. Short rows are filled up with null. */
export function parseSheet(csvText: string, source = 'sheet'): TextTable {
  const [columns = [], ...cells] = parseCsv(csvText, source);
  const rows = cells.map((row) =>
    columns.map((_, i) => (row[i] === undefined || NULL_CELLS.has(row[i]) ? null : row[i])),
  );
  return { columns, rows, total: rows.length };
}

/**
 * Counts the rows of a bulk sheet that has just come. Throws `bad_sheet` when it is no sheet or was damaged on the way:
 * a row with another number of cells, an open quote, no end of line at the end, no rows at all.
 */
export function countSheetRows(csvText: string, source: string): number {
  const [columns = [], ...rows] = parseCsv(csvText, source);
  if (columns.length < 2) throw errors.badSheet(source, 'its first line does not name columns');
  if (rows.length === 0) throw errors.badSheet(source, 'it has no rows');
  const uneven = rows.findIndex((row) => row.length !== columns.length);
  if (uneven !== -1)
    throw errors.badSheet(source, `row ${uneven + 1} has ${rows[uneven]?.length} cells, not ${columns.length}`);
  if (!csvText.endsWith('\n')) throw errors.badSheet(source, 'it does not end with a line');
  return rows.length;
}

function parseCsv(csvText: string, source: string): string[][] {
  try {
    return parse(csvText, {
      bom: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    throw errors.badSheet(source, cause instanceof Error ? cause.message : String(cause));
  }
}

/** The scores sheet with short column names and one spelling of each build; rows keep their order and number. */
export function cleanScores(table: TextTable, source = 'scores sheet'): readonly ScoreSummary[] {
  const columnOf = (field: keyof ScoreSummary) => {
    const raw = table.columns.indexOf(SCORE_COLUMNS[field]);
    return raw === -1 ? table.columns.indexOf(field) : raw;
  };
  const fields = Object.keys(SCORE_COLUMNS) as (keyof ScoreSummary)[];
  const columns = fields.map((field) => [field, columnOf(field)] as const);
  if (columnOf('pgs_id') === -1) throw errors.badSheet(source, `there is no column "${SCORE_COLUMNS.pgs_id}"`);
  return table.rows.map((row) => {
    const cells = Object.fromEntries(columns.map(([field, column]) => [field, row[column] ?? null]));
    const texts = cells as Record<keyof ScoreSummary, string | null>;
    return {
      ...texts,
      pgs_id: texts.pgs_id ?? '',
      genome_build: normalizeBuild(texts.genome_build),
      n_variants: parseCount(texts.n_variants),
    };
  });
}

function normalizeBuild(name: string | null): string | null {
  return name === null ? null : (BUILD_NAMES.get(name) ?? name);
}

/** `77`, and `77.0` as a sheet that went through a data frame has it; null for anything else. */
function parseCount(text: string | null): number | null {
  return text !== null && /^\d+(\.0*)?$/.test(text) ? Number(text) : null;
}
