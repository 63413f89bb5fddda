/**
 * Replaces several files of a directory, or of folders in it, as one set. A complete set in a directory of its own is
 * renamed to `committed`, by default `<name>.new` beside `<name>`: from that instant it counts, and readers look there
 * first. Then its files move over the old ones, one by one; whoever finds the work unfinished goes on with it. So at every
 * instant there is one whole set to read.
 */
import { mkdir, open, readdir, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../errors.ts';
import { isReadable } from './readWhole.ts';

const committedPath = (directory: string): string => `${directory}.new`;

/** Lets `use` read a file of the set where it is now, and once more when it was moved meanwhile. */
export async function readFromSet<T>(
  directory: string,
  name: string,
  use: (path: string) => Promise<T>,
  committed = committedPath(directory),
): Promise<T> {
  const fresh = join(committed, name);
  const place = join(directory, name);
  if (!(await isReadable(fresh))) return use(place);
  try {
    const found = await use(fresh);
    if (found !== null || (await isReadable(fresh))) return found;
  } catch (error) {
    if (await isReadable(fresh)) throw error;
  }
  return use(place);
}

/** Moves the complete, synced files of `complete` into `directory`, as one. `complete` is gone afterwards. */
export async function commitFiles(
  complete: string,
  directory: string,
  committed = committedPath(directory),
): Promise<void> {
  try {
    await syncDirectories(complete);
    for (;;) {
      await settleFiles(directory, committed);
      const isCommitted = await rename(complete, committed).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          // Another process committed a set of its own in between.
          if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code ?? '')) return false;
          throw error;
        },
      );
      if (isCommitted) break;
    }
    await settleFiles(directory, committed);
  } catch (cause) {
    throw errors.fileSystem(directory, cause as NodeJS.ErrnoException);
  }
}

async function syncDirectories(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true }))
    if (entry.isDirectory()) await syncDirectories(join(directory, entry.name));
  const handle = await open(directory, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Finishes a replacement that was begun, by this process or by one that has ended. */
export async function settleFiles(directory: string, committed = committedPath(directory)): Promise<void> {
  const entries = await readdir(committed, { withFileTypes: true }).catch(ignore(['ENOENT'], null));
  if (entries === null) return;
  await mkdir(directory, { recursive: true });
  for (const entry of entries) {
    const [from, to] = [join(committed, entry.name), join(directory, entry.name)];
    if (entry.isDirectory()) await settleFiles(to, from);
    // What is gone was moved by another process.
    else await rename(from, to).catch(ignore(['ENOENT'], undefined));
  }
  // What is left is a newer set.
  await rmdir(committed).catch(ignore(['ENOENT', 'ENOTEMPTY', 'EEXIST'], undefined));
}

const ignore =
  <T>(codes: readonly string[], value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (codes.includes(error.code ?? '')) return value;
    throw error;
  };
