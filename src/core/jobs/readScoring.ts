import { readFileSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openFile } from '../io/open.ts';
import { readWholeFile } from '../io/readWhole.ts';
import { writeChunks } from '../io/replaceFile.ts';
import { parseScoringFile, type ScoringFile } from '../scoring/scoringFile.ts';
import { packWeights, unpackWeights } from '../scoring/weightsFile.ts';
import { keptWeights } from './keptFiles.ts';
import { readScoringParquet } from './scoringParquet.ts';

/** A file of fewer rows is parsed in a blink. */
const LEAST_ROWS = 20_000;
/** All parsed scores together: a hundred of a million variants. The least recently used go first. */
const MOST_BYTES = 2 ** 31;

/**
 * A parsed scoring file. Of a long one the result is kept in `<cache>/weights`, by path, size and time of the file; without
 * `cacheDirectory` nothing is. Throws as `parseScoringFile` and `readWholeFile` do. Worker threads only: it blocks.
 */
export async function readScoring(path: string, cacheDirectory: string | undefined): Promise<ScoringFile> {
  const parse = async (): Promise<ScoringFile> => parseScoringFile(await readText(path), path);
  if (cacheDirectory === undefined) return parse();
  const { file, stamp } = await keptWeights(cacheDirectory, path);
  const kept = await readKept(file, stamp);
  if (kept !== null) return kept;
  const scoring = await parse();
  if (scoring.rows < LEAST_ROWS) return scoring;
  // A cache that cannot be written (a full disk, a read-only home) costs time, not the result.
  await writeChunks(file, packWeights(scoring, stamp))
    .then(() => removeOldest(dirname(file), MOST_BYTES))
    .catch(() => undefined);
  return scoring;
}

/** The text of a scoring file, also of one in Parquet. */
async function readText(path: string): Promise<Uint8Array> {
  const file = await openFile(path);
  await file.close();
  return file.compression === 'parquet' ? readScoringParquet(path) : readWholeFile(path);
}

async function readKept(file: string, stamp: string): Promise<ScoringFile | null> {
  try {
    const scoring = unpackWeights(readFileSync(file), stamp);
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
    return scoring;
  } catch {
    return null;
  }
}

/** Removes what was not used for longest until the rest of the folder has at most `mostBytes`. */
export async function removeOldest(directory: string, mostBytes: number): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.weights'));
  const files = await Promise.all(names.map(async (name) => ({ name, ...(await usage(join(directory, name))) })));
  let size = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { name, bytes } of files.sort((a, b) => a.used - b.used)) {
    if (size <= mostBytes) return;
    await rm(join(directory, name), { force: true });
    size -= bytes;
  }
}

/** Another process may have removed it meanwhile. */
const usage = (path: string): Promise<{ readonly bytes: number; readonly used: number }> =>
  stat(path).then(
    ({ size, mtimeMs }) => ({ bytes: size, used: mtimeMs }),
    () => ({ bytes: 0, used: 0 }),
  );
