/** Short reading work that still does not belong on the thread that draws. */
import { SHEET_FILES } from '../catalog/sheets.ts';
import { errorData, errors, isPrsError } from '../errors.ts';
import { readWholeFile } from '../io/readWhole.ts';
import type { ScoreEvidence, ScoreList } from '../model/catalog.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoreReference } from '../model/result.ts';
import type { MetadataSheet, ScoreLintOutcome, ScoringFileView, TextTable } from '../model/score.ts';
import { lintScore } from '../scoring/lintScore.ts';
import { parseScoringHeader } from '../scoring/scoringFile.ts';
import { decodeText } from '../text/ascii.ts';
import { readRawSheet } from './catalogFiles.ts';
import { locateScoringFile } from './locateScoringFile.ts';
import { openCatalog } from './openCatalog.ts';
import { sheetsDirectory } from './release.ts';
import type { ValueTask } from './task.ts';
import { fileName } from './vcfRecords.ts';

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

export interface ScoringFileInput {
  readonly catalogDirectory: string;
  readonly reference: ScoreReference;
  readonly build: GenomeBuild;
  readonly limit: number;
}

/** Header and first rows of a scoring file, as text. */
export const scoringFileTask: ValueTask<ScoringFileInput, ScoringFileView> = async (input) => {
  const path = await locateScoringFile(input.reference, input.catalogDirectory, input.build);
  const text = await readWholeFile(path);
  const { header, columns, bodyStart } = parseScoringHeader(text, path);
  const rows: (string | null)[][] = [];
  let total = 0;
  for (let start = bodyStart; start < text.length; ) {
    let end = text.indexOf(10, start);
    if (end === -1) end = text.length;
    if (end > start) {
      total++;
      if (rows.length < input.limit) rows.push(splitCells(decodeText(text, start, end), columns.length));
    }
    start = end + 1;
  }
  return { source: fileName(path), header, variants: { columns, rows, total } };
};

function splitCells(line: string, count: number): (string | null)[] {
  const cells = line.replace(/\r$/, '').split('\t');
  return Array.from({ length: count }, (_, place) => cells[place]?.trim() || null);
}

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
