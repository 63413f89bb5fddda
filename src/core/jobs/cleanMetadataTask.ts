import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeRows } from '../arrow/encodeRows.ts';
import { pickBestPerformance } from '../catalog/bestPerformance.ts';
import { cleanPerformance } from '../catalog/cleanPerformance.ts';
import { cleanPublications } from '../catalog/cleanPublications.ts';
import { cleanScores } from '../catalog/cleanScores.ts';
import { summarizeDevelopment } from '../catalog/developmentSamples.ts';
import { parseSheet, SHEET_FILES } from '../catalog/sheets.ts';
import { SCHEMAS, type Schema } from '../catalog/tables.ts';
import { errors } from '../errors.ts';
import { settleFiles } from '../io/commitFiles.ts';
import { hashFile } from '../io/hashFile.ts';
import { isReadable, readWholeFile } from '../io/readWhole.ts';
import { replaceFile, writeChunks } from '../io/replaceFile.ts';
import type { CleaningManifest, SourceFile, WrittenTable } from '../model/catalog.ts';
import { METADATA_SHEETS, type MetadataSheet, type TextTable } from '../model/score.ts';
import { writeParquetFromArrow } from '../polars.ts';
import { fileStamp, manifestOfCleaning, metadataDirectory, pulledSet, REQUIRED_SHEETS } from './catalogFiles.ts';
import { readSheetFile, sheetsDirectory } from './release.ts';
import type { ValueTask } from './task.ts';

interface ReadSheet {
  readonly table: TextTable;
  readonly source: SourceFile;
}

/**
 * Cleans the raw sheets on disk into Parquet files, and keeps every raw column in Parquet files beside the sheets. The
 * manifest is removed first and written last, so that tables of two cleanings never pass for one.
 */
export const cleanMetadataTask: ValueTask<{ readonly catalogDirectory: string }, CleaningManifest> = async (
  { catalogDirectory },
  { toolVersion, checkCancelled, report },
) => {
  await settleFiles(catalogDirectory, pulledSet(catalogDirectory));
  const sheets = new Map<MetadataSheet, ReadSheet>();
  for (const [done, { key, label }] of METADATA_SHEETS.entries()) {
    checkCancelled();
    report({ phase: `Reading ${label}`, done, total: METADATA_SHEETS.length, unit: 'tables' });
    const sheet = await readSheet(catalogDirectory, key);
    if (sheet !== null) sheets.set(key, sheet);
    else if (REQUIRED_SHEETS.includes(key))
      throw errors.catalogMissing(sheetsDirectory(catalogDirectory), SHEET_FILES[key]);
  }
  const planned = [...cleanSheets(sheets), ...[...sheets].map(([key, { table }]) => rawColumns(key, table))];
  const manifestPath = manifestOfCleaning(catalogDirectory);
  await rm(manifestPath, { force: true });
  const tables: WrittenTable[] = [];
  for (const [done, { file, rows, schema }] of planned.entries()) {
    checkCancelled();
    report({ phase: `Writing ${file}`, done, total: planned.length, unit: 'tables' });
    const path = join(metadataDirectory(catalogDirectory), file);
    await writeTable(path, rows, schema);
    tables.push({ file, rows: rows.length, sha256: await hashFile(path) });
  }
  const manifest: CleaningManifest = {
    created: new Date().toISOString(),
    tool_version: toolVersion,
    newest_release: newestRelease(planned[0].rows),
    sources: [...sheets.values()].map(({ source }) => source),
    tables,
  };
  await writeChunks(manifestPath, [`${JSON.stringify(manifest, null, 2)}\n`]);
  return manifest;
};

const readSheet = (catalogDirectory: string, sheet: MetadataSheet): Promise<ReadSheet | null> =>
  readSheetFile(catalogDirectory, sheet, async (path) => {
    const stamp = await fileStamp(path);
    if (stamp === null || !(await isReadable(path))) return null;
    const bytes = await readWholeFile(path);
    const table = parseSheet(Buffer.from(bytes).toString('utf8'), path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { table, source: { file: SHEET_FILES[sheet], ...stamp, sha256, rows: table.total } };
  });

interface PlannedTable {
  readonly file: string;
  readonly rows: readonly object[];
  readonly schema: Schema;
}

/** The scores come first. Throws for a sheet that is another one, before anything is written. */
function cleanSheets(sheets: ReadonlyMap<MetadataSheet, ReadSheet>): PlannedTable[] {
  const need = (key: MetadataSheet): TextTable => sheets.get(key)?.table ?? parseSheet('');
  const performance = cleanPerformance(need('performance_metrics'), need('evaluation_sample_sets'), {
    performance: SHEET_FILES.performance_metrics,
    samples: SHEET_FILES.evaluation_sample_sets,
  });
  const tables: PlannedTable[] = [
    { file: 'scores.parquet', rows: cleanScores(need('scores'), SHEET_FILES.scores), schema: SCHEMAS.scores },
    { file: 'performance.parquet', rows: performance, schema: SCHEMAS.performance },
    {
      file: 'best_performance.parquet',
      rows: pickBestPerformance(performance, 'european_bonus'),
      schema: SCHEMAS.best_performance,
    },
  ];
  if (sheets.has('publications'))
    tables.push({
      file: 'publications.parquet',
      rows: cleanPublications(need('publications'), SHEET_FILES.publications),
      schema: SCHEMAS.publications,
    });
  if (sheets.has('score_development_samples'))
    tables.push({
      file: 'score_development_ancestry.parquet',
      rows: summarizeDevelopment(need('score_development_samples'), SHEET_FILES.score_development_samples),
      schema: SCHEMAS.score_development_ancestry,
    });
  return tables;
}

/** A raw sheet with all its columns, as text: nothing is lost to a guess about types. */
function rawColumns(sheet: MetadataSheet, { columns, rows }: TextTable): PlannedTable {
  return {
    file: join('raw', `${sheet}.parquet`),
    rows: rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]]))),
    schema: Object.fromEntries(columns.map((name) => [name, 'text'])),
  };
}

async function writeTable(path: string, rows: readonly object[], schema: Schema): Promise<void> {
  const arrow = encodeRows(rows, schema);
  await replaceFile(path, async (temporary) => writeParquetFromArrow(arrow, temporary));
}

function newestRelease(scores: readonly object[]): string | null {
  const dates = scores.map((score) => (score as { release_date?: string | null }).release_date ?? '');
  return dates.reduce((newest, date) => (date > newest ? date : newest), '') || null;
}
