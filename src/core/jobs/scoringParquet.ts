/**
 * Scoring files as Parquet, in the layout of the Python just-prs and of its datasets on Hugging Face: the columns of the
 * file, and its header as JSON in the file's metadata.
 */
import { errors } from '../errors.ts';
import { joinParquet } from '../io/joinParquet.ts';
import { readWholeFile } from '../io/readWhole.ts';
import { replaceFile, withScratchDirectory } from '../io/replaceFile.ts';
import { readParquetAsTsv, writeScoringColumns } from '../polars.ts';
import { parseScoringFile, parseScoringHeader } from '../scoring/scoringFile.ts';
import { HEADER_KEY, readScoringParquetHeader } from './scoringParquetHeader.ts';
import type { ValueTask } from './task.ts';

/** The text of such a file, as `parseScoringFile` reads it. Blocks: worker threads only. */
export async function readScoringParquet(path: string): Promise<Uint8Array> {
  const header = await readScoringParquetHeader(path);
  const lines = Object.entries(header).map(([key, value]) => `#${key}=${value}\n`);
  return Buffer.concat([Buffer.from(lines.join('')), readParquetAsTsv(path)]);
}

export interface ScoringParquet {
  readonly path: string;
  readonly rows: number;
}

/** Writes `<name>.parquet` beside `<name>.txt.gz`. Throws `bad_scoring_file` for one that cannot be scored. */
export const scoringParquetTask: ValueTask<{ readonly path: string }, ScoringParquet> = async ({ path }) => {
  const text = await readWholeFile(path);
  // What is no scoring file gets the sentence that scoring it would give.
  const { rows } = parseScoringFile(text, path);
  const { header, headerLines } = parseScoringHeader(text, path);
  const output = path.replace(/\.txt(\.gz)?$/, '.parquet');
  if (output === path) throw errors.usage(`${path} is not a .txt or .txt.gz file.`);
  await withScratchDirectory(output, async (scratch) => {
    const columns = `${scratch}/columns.parquet`;
    writeScoringColumns(text, { skipRows: headerLines - 1 }, columns);
    await replaceFile(output, (temporary) =>
      joinParquet([columns], temporary, [{ key: HEADER_KEY, value: JSON.stringify(header) }]),
    );
  });
  return { path: output, rows };
};
