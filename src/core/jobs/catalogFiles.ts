/** The metadata folder of a catalogue: where its files are and how they are read. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSheet, SHEET_FILES } from '../catalog/sheets.ts';
import { type CleanedTable, type CleanedTables, fitRow, SCHEMAS } from '../catalog/tables.ts';
import { readParquetRows } from '../io/readParquetRows.ts';
import { isReadable, readWholeFile } from '../io/readWhole.ts';
import type { CleaningManifest } from '../model/catalog.ts';
import type { MetadataSheet, TextTable } from '../model/score.ts';
import { readSheetFile, sheetsDirectory } from './release.ts';

/** Sheets without which there is no catalogue. */
export const REQUIRED_SHEETS: readonly MetadataSheet[] = ['scores', 'performance_metrics', 'evaluation_sample_sets'];

export const metadataDirectory = (catalogDirectory: string): string => join(catalogDirectory, 'metadata');
export const rawSheetPath = (catalogDirectory: string, sheet: MetadataSheet): string =>
  join(sheetsDirectory(catalogDirectory), SHEET_FILES[sheet]);
export const cleanedPath = (catalogDirectory: string, table: CleanedTable): string =>
  join(metadataDirectory(catalogDirectory), `${table}.parquet`);
export const manifestOfCleaning = (catalogDirectory: string): string =>
  join(metadataDirectory(catalogDirectory), 'cleaned.json');

/** The manifest of the cleaned tables, or null when there is none that can be read. */
export async function readCleaningManifest(catalogDirectory: string): Promise<CleaningManifest | null> {
  try {
    return JSON.parse(await readFile(manifestOfCleaning(catalogDirectory), 'utf8')) as CleaningManifest;
  } catch {
    return null;
  }
}

/** A cleaned table, or null when its file is not there. Columns of other writers are fitted to ours. */
export async function readCleanedTable<Table extends CleanedTable>(
  catalogDirectory: string,
  table: Table,
): Promise<readonly CleanedTables[Table][] | null> {
  const rows = await readParquetRows(cleanedPath(catalogDirectory, table));
  return rows?.map((row) => fitRow<CleanedTables[Table]>(row, SCHEMAS[table])) ?? null;
}

/** Size and time of a file, or null when it is not there. */
export async function fileStamp(path: string): Promise<{ bytes: number; modified_ms: number } | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : { bytes: found.size, modified_ms: Math.trunc(found.mtimeMs) };
}

/** A raw sheet, or null when its file is not there. */
export const readRawSheet = (catalogDirectory: string, sheet: MetadataSheet): Promise<TextTable | null> =>
  readSheetFile(catalogDirectory, sheet, async (path) =>
    (await isReadable(path)) ? parseSheet(Buffer.from(await readWholeFile(path)).toString('utf8'), path) : null,
  );
