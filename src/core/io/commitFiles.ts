/**
 * Replaces several files of a directory as one set. A complete set in a directory of its own is renamed to `<name>.new`,
 * beside `<name>`: from that instant it counts, and readers look there first. Then its files move over the old ones, one
 * by one; whoever finds the work unfinished goes on with it. So at every instant there is one whole set to read.
 */
import { mkdir, open, readdir, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../errors.ts';
import { isReadable } from './readWhole.ts';

const committedPath = (directory: string): string => `${directory}.new`;

/** Lets `use` read a file of the set where it is now, and once more when it was moved meanwhile. */
export async function readFromSet<T>(directory: string, name: string, use: (path: string) => Promise<T>): Promise<T> {
  const committed = join(committedPath(directory), name);
  const place = join(directory, name);
  if (!(await isReadable(committed))) return use(place);
  return use(committed).catch(async (error) => {
    if (await isReadable(committed)) throw error;
    return use(place);
  });
}

/** Moves the complete, synced files of `complete` into `directory`, as one. `complete` is gone afterwards. */
export async function commitFiles(complete: string, directory: string): Promise<void> {
  try {
    const handle = await open(complete, 'r');
    await handle.sync().finally(() => handle.close());
    for (;;) {
      await settleFiles(directory);
      const committed = await rename(complete, committedPath(directory)).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          // Another process committed a set of its own in between.
          if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code ?? '')) return false;
          throw error;
        },
      );
      if (committed) break;
    }
    await settleFiles(directory);
  } catch (cause) {
    throw errors.fileSystem(directory, cause as NodeJS.ErrnoException);
  }
}

/** Finishes a replacement that was begun, by this process or by one that has ended. */
export async function settleFiles(directory: string): Promise<void> {
  const committed = committedPath(directory);
  const names = await readdir(committed).catch(ignore(['ENOENT'], null));
  if (names === null) return;
  await mkdir(directory, { recursive: true });
  // What is gone was moved by another process.
  for (const name of names)
    await rename(join(committed, name), join(directory, name)).catch(ignore(['ENOENT'], undefined));
  // What is left is a newer set.
  await rmdir(committed).catch(ignore(['ENOENT', 'ENOTEMPTY', 'EEXIST'], undefined));
}

const ignore =
  <T>(codes: readonly string[], value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (codes.includes(error.code ?? '')) return value;
    throw error;
  };
