/** What was made of a file before: in the cache, by what identifies the file's content well enough to use it again. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errors } from '../errors.ts';

export interface KeptFile {
  /** Where it is, or goes. */
  readonly file: string;
  /** Written into it, for one that another path of the same hash left. */
  readonly stamp: string;
}

/** `options` is what it depends on besides the source. */
export async function keptIndex(cacheDirectory: string, genotypes: string, options: string): Promise<KeptFile> {
  const stamp = `${await stampOf(resolve(genotypes))}\0${options}`;
  return { stamp, file: join(cacheDirectory, 'index', `${hashOf(stamp)}.index`) };
}

export async function keptWeights(cacheDirectory: string, scoringFile: string): Promise<KeptFile> {
  const stamp = await stampOf(resolve(scoringFile));
  return { stamp, file: join(cacheDirectory, 'weights', `${hashOf(stamp)}.weights`) };
}

/** Path, size and time of a file. Throws as `errors.fileSystem`. */
export async function stampOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path).catch((cause) => {
    throw errors.fileSystem(path, cause);
  });
  return `${path}\0${size}\0${mtimeMs}`;
}

const hashOf = (stamp: string): string => createHash('sha256').update(stamp).digest('hex').slice(0, 32);
