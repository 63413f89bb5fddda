import { parse } from 'csv-parse/sync';
import { errors } from '../errors.ts';
import type { MetadataSheet, TextTable } from '../model/score.ts';

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
