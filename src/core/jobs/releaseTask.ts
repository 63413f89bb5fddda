import { listFieldChanges } from '../catalog/releaseChanges.ts';
import { countSheetRows, parseSheet, SCORE_ID_COLUMN, SHEET_FILES } from '../catalog/sheets.ts';
import { errors } from '../errors.ts';
import { readWholeFile } from '../io/readWhole.ts';
import type { FieldChange } from '../model/release.ts';
import type { MetadataSheet, TextTable } from '../model/score.ts';
import { readSheetFile } from './release.ts';
import type { ValueTask } from './task.ts';

/** Rows of a sheet that has just come. Throws `bad_sheet`. */
export const checkSheetTask: ValueTask<{ readonly path: string; readonly sheet: MetadataSheet }, number> = async ({
  path,
  sheet,
}) => countSheetRows(await readText(path), SHEET_FILES[sheet]);

export interface ReleaseInput {
  /** The new scores sheet. */
  readonly path: string;
  readonly catalogDirectory: string;
}

/** Compares a new scores sheet with the one in the catalogue; null when that has none. Throws `bad_sheet`. */
export const releaseTask: ValueTask<ReleaseInput, readonly FieldChange[] | null> = async ({
  path,
  catalogDirectory,
}) => {
  const after = await readTable(path);
  if (!after.columns.includes(SCORE_ID_COLUMN))
    throw errors.badSheet(SHEET_FILES.scores, `there is no column "${SCORE_ID_COLUMN}"`);
  // What was there before may be anything: then there is nothing to compare with.
  const before = await readSheetFile(catalogDirectory, 'scores', readTable).catch(() => null);
  return before?.columns.includes(SCORE_ID_COLUMN) ? listFieldChanges(before, after) : null;
};

const readText = async (path: string): Promise<string> => Buffer.from(await readWholeFile(path)).toString('utf8');
const readTable = async (path: string): Promise<TextTable> => parseSheet(await readText(path), path);
