/** The metadata folder of a catalogue: where its files are and how they are read. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFile } from '../catalog/hubLayout.ts';
import { parseSheet, SHEET_FILES } from '../catalog/sheets.ts';
import { type CleanedTable, type CleanedTables, fitRow, SCHEMAS } from '../catalog/tables.ts';
import { readFromSet } from '../io/commitFiles.ts';
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
export const manifestOfCleaning = (catalogDirectory: string): string => join(catalogDirectory, CLEANING_MANIFEST);

/** Where a set of files from elsewhere counts before they are moved into the catalogue folder. */
export const pulledSet = (catalogDirectory: string): string => join(catalogDirectory, 'pulled.new');

/** Lets `use` read a file of the catalogue, by its path below the folder, where it is now; it need not be there. */
export const readCatalogFile = <T>(
  catalogDirectory: string,
  file: string,
  use: (path: string) => Promise<T>,
): Promise<T> => readFromSet(catalogDirectory, file, use, pulledSet(catalogDirectory));

export const cleanedFile = (table: CleanedTable): string => `metadata/${tableFile(table)}`;
export const CLEANING_MANIFEST = 'metadata/cleaned.json';

/** The manifest of the cleaned tables, or null when there is none that can be read. */
export async function readCleaningManifest(catalogDirectory: string): Promise<CleaningManifest | null> {
  try {
    const text = await readCatalogFile(catalogDirectory, CLEANING_MANIFEST, (path) => readFile(path, 'utf8'));
    return JSON.parse(text) as CleaningManifest;
  } catch {
    return null;
  }
}

/** A cleaned table, or null when its file is not there. Columns of other writers are fitted to ours. */
export async function readCleanedTable<Table extends CleanedTable>(
  catalogDirectory: string,
  table: Table,
): Promise<readonly CleanedTables[Table][] | null> {
  const rows = await readCatalogFile(catalogDirectory, cleanedFile(table), readParquetRows);
  return rows?.map((row) => fitRow<CleanedTables[Table]>(withCatalogLink(row), SCHEMAS[table])) ?? null;
}

/** The tables on Hugging Face link to files of that place, and keep the Catalogue's own link beside it. */
const withCatalogLink = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  typeof row.ftp_link_ebi === 'string' ? { ...row, ftp_link: row.ftp_link_ebi } : row;

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
