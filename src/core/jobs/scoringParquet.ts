/**
 * Scoring files as Parquet, in the layout of the Python just-prs and of its datasets on Hugging Face: the columns of the
 * file, and its header as JSON in the file's metadata.
 */
import { errors } from '../errors.ts';
import { joinParquet } from '../io/joinParquet.ts';
import { readParquetMetadata } from '../io/parquetFooter.ts';
import { readWholeFile } from '../io/readWhole.ts';
import { replaceFile, withScratchDirectory } from '../io/replaceFile.ts';
import { readParquetAsTsv, writeScoringColumns } from '../polars.ts';
import { parseScoringFile, parseScoringHeader } from '../scoring/scoringFile.ts';
import type { ValueTask } from './task.ts';

const HEADER_KEY = 'pgs_catalog_header';

/** The text of such a file, as `parseScoringFile` reads it. Blocks: worker threads only. */
export async function readScoringParquet(path: string): Promise<Uint8Array> {
  const { key_value_metadata = [] } = await readParquetMetadata(path);
  const header = parseHeader(key_value_metadata.find(({ key }) => key === HEADER_KEY)?.value);
  const lines = Object.entries(header).map(([key, value]) => `#${key}=${value}\n`);
  return Buffer.concat([Buffer.from(lines.join('')), readParquetAsTsv(path)]);
}

/** What other programs left out or spelled otherwise is no header. */
function parseHeader(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(text ?? '{}');
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : {};
  } catch {
    return {};
  }
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
