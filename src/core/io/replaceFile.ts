/** Bytes out: a file appears complete under its name, or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errors } from '../errors.ts';

const temporaryPrefix = (path: string): string => `.${basename(path)}.${process.pid}.`;
const temporaryName = (path: string): string => join(dirname(path), `${temporaryPrefix(path)}${randomUUID()}.partial`);

/** Removes what a thread of this process that was ended in the middle of writing `path` left beside it. */
export async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  const left = names.filter((name) => name.startsWith(temporaryPrefix(path)) && name.endsWith('.partial'));
  await Promise.all(left.map((name) => rm(join(dirname(path), name), { recursive: true, force: true })));
}

/**
 * Lets `write` fill a temporary file beside `path`, syncs it and renames it over `path`, mode 0600. When anything
 * throws, the temporary file is removed and an older `path` stays as it was.
 */
export async function replaceFile<T>(path: string, write: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = temporaryName(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await (await open(temporary, 'w', 0o600)).close();
    const result = await write(temporary);
    const handle = await open(temporary, 'r+');
    await handle.chmod(0o600);
    await handle.sync();
    await handle.close();
    await rename(temporary, path);
    return result;
  } catch (error) {
    await rm(temporary, { force: true });
    if (typeof (error as NodeJS.ErrnoException).syscall === 'string')
      throw errors.fileSystem(path, error as NodeJS.ErrnoException);
    throw error;
  }
}

/** Writes chunks as `path`, atomically, mode 0600. */
export async function writeChunks(
  path: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  await replaceFile(path, async (temporary) => {
    const handle = await open(temporary, 'w', 0o600);
    try {
      for await (const chunk of chunks) await handle.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    } finally {
      await handle.close();
    }
  });
}

/** A private directory beside `path` for intermediate files; removed when `use` ends, however it ends. */
export async function withScratchDirectory<T>(path: string, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await createScratchDirectory(path);
  try {
    return await use(directory);
  } finally {
    await removeDirectory(directory);
  }
}

/** A new private directory beside `path`. Whoever asks for it removes it. */
export async function createScratchDirectory(path: string): Promise<string> {
  const directory = temporaryName(path);
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((cause) => {
    throw errors.fileSystem(path, cause);
  });
  return directory;
}

export const removeDirectory = (directory: string): Promise<void> => rm(directory, { recursive: true, force: true });
