/** Short reading work that still does not belong on the thread that draws. */
import { cleanScores, parseSheet, SHEET_FILES } from '../catalog/sheets.ts';
import { errors } from '../errors.ts';
import { readFromSet } from '../io/commitFiles.ts';
import { isReadable, readWholeFile } from '../io/readWhole.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoreReference } from '../model/result.ts';
import type { MetadataSheet, ScoreSummary, ScoringFileView, TextTable } from '../model/score.ts';
import { parseScoringHeader } from '../scoring/scoringFile.ts';
import { decodeText } from '../text/ascii.ts';
import { locateScoringFile } from './locateScoringFile.ts';
import { sheetsDirectory } from './release.ts';
import type { ValueTask } from './task.ts';
import { fileName } from './vcfRecords.ts';

interface SheetInput {
  readonly catalogDirectory: string;
  readonly sheet: MetadataSheet;
}

/** One bulk sheet, raw. */
export const sheetTask: ValueTask<SheetInput, TextTable> = async ({ catalogDirectory, sheet }) => {
  const file = SHEET_FILES[sheet];
  const directory = sheetsDirectory(catalogDirectory);
  return readFromSet(directory, file, async (path) => {
    if (!(await isReadable(path))) throw errors.catalogMissing(directory, file);
    return parseSheet(Buffer.from(await readWholeFile(path)).toString('utf8'), path);
  });
};

/** The cleaned scores sheet. */
export const scoresTask: ValueTask<{ readonly catalogDirectory: string }, readonly ScoreSummary[]> = async (
  { catalogDirectory },
  context,
) => cleanScores(await sheetTask({ catalogDirectory, sheet: 'scores' }, context), SHEET_FILES.scores);

interface ScoringFileInput {
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
