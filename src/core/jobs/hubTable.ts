/** Whether a file that came from the Hub is the one it lists, and a table of the catalogue. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DISTRIBUTION_FILES, tableFile } from '../catalog/hubLayout.ts';
import { errors, isPrsError } from '../errors.ts';
import { hashFile } from '../io/hashFile.ts';
import { readParquetFooter } from '../io/parquetFooter.ts';
import { readParquetRows } from '../io/readParquetRows.ts';
import { DamagedDownload } from '../net/downloadFile.ts';
import type { HubFile } from '../net/hubClient.ts';

export interface CheckedTable {
  readonly sha256: string;
  readonly rows: number;
  readonly columns: readonly string[];
}

/** Columns without which a file is not the table of its name. */
const KEY_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  [tableFile('publications')]: ['pgp_id'],
  [tableFile('performance')]: ['ppm_id', 'pgs_id'],
  ...Object.fromEntries(
    DISTRIBUTION_FILES.flatMap(({ table, issues }) => [
      [table, ['pgs_id', 'superpopulation', 'mean', 'std']],
      [issues, ['pgs_id', 'severity']],
    ]),
  ),
};

/**
 * Compares the bytes with what the Hub lists, then reads the table to its end. Throws `DamagedDownload` for other bytes,
 * `hub_table` when these bytes are no such table. `name` is what to call it.
 */
export async function checkHubTable(path: string, listed: HubFile, name: string): Promise<CheckedTable> {
  const sha256 = await hashFile(path);
  const isListed = listed.sha256 === null ? (await gitBlobId(path)) === listed.blob : sha256 === listed.sha256;
  if (!isListed) throw new DamagedDownload('is not the file that the dataset lists: its checksum differs');
  try {
    const { columns } = await readParquetFooter(path);
    const missing = (KEY_COLUMNS[basename(listed.path)] ?? ['pgs_id']).filter((column) => !columns.includes(column));
    if (missing.length > 0) throw errors.hubTable(name, `it has no column ${missing.join(', ')}`);
    const rows = (await readParquetRows(path))?.length ?? 0;
    if (rows === 0 && !basename(path).endsWith('issues.parquet')) throw errors.hubTable(name, 'it has no rows');
    return { sha256, rows, columns };
  } catch (error) {
    if (isPrsError(error) && error.code === 'bad_parquet')
      throw errors.hubTable(name, 'it is no Parquet that can be read');
    throw error;
  }
}

/** What git calls a file of these bytes: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
async function gitBlobId(path: string): Promise<string> {
  const bytes = await readFile(path);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
