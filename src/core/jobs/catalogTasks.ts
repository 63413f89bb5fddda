/** Short reading work that still does not belong on the thread that draws. */
import { SHEET_FILES } from '../catalog/sheets.ts';
import { errorData, errors, isPrsError } from '../errors.ts';
import { readWholeFile } from '../io/readWhole.ts';
import type { ScoreEvidence, ScoreList } from '../model/catalog.ts';
import type { MetadataSheet, ScoreLintOutcome, TextTable } from '../model/score.ts';
import { lintScore } from '../scoring/lintScore.ts';
import { readRawSheet } from './catalogFiles.ts';
import { openCatalog } from './openCatalog.ts';
import { sheetsDirectory } from './release.ts';
import type { ValueTask } from './task.ts';

export interface SheetInput {
  readonly catalogDirectory: string;
  readonly sheet: MetadataSheet;
}

/** One bulk sheet, raw. */
export const sheetTask: ValueTask<SheetInput, TextTable> = async ({ catalogDirectory, sheet }) => {
  const table = await readRawSheet(catalogDirectory, sheet);
  if (table === null) throw errors.catalogMissing(sheetsDirectory(catalogDirectory), SHEET_FILES[sheet]);
  return table;
};

/** The cleaned scores with their evidence, without the long lists of authors; of scores alone there is no evidence. */
export const scoresTask: ValueTask<{ readonly catalogDirectory: string }, ScoreList> = async ({ catalogDirectory }) => {
  const catalog = openCatalog(catalogDirectory);
  const scores = await catalog.scores();
  const evidence = await catalog.evidence().catch((error) => {
    if (isPrsError(error) && error.code === 'catalog_missing') return new Map<string, ScoreEvidence>();
    throw error;
  });
  return { scores, evidence: new Map([...evidence].map(([pgs_id, known]) => [pgs_id, { ...known, authors: null }])) };
};

/** What is wrong with each of some scoring files; one that cannot be used does not stop the rest. */
export const lintTask: ValueTask<{ readonly files: readonly string[] }, readonly ScoreLintOutcome[]> = async (
  { files },
  context,
) => {
  const outcomes: ScoreLintOutcome[] = [];
  for (const file of files) {
    context.checkCancelled();
    try {
      outcomes.push({ status: 'ok', lint: lintScore(await readWholeFile(file), file) });
    } catch (error) {
      const { code, message, hint } = errorData(error);
      outcomes.push({ status: 'failed', error: { code, message, hint } });
    }
  }
  return outcomes;
};
