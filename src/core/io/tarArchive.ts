/** Tar archives, as streams: nothing is put on disk by reading one, so no name in it can do harm. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract, type Pack, pack } from 'tar-stream';
import { errors } from '../errors.ts';
import { writeChunks } from './replaceFile.ts';

type Source = Extract extends AsyncIterable<infer Entry> ? Entry : never;

export interface TarEntry {
  readonly name: string;
  /** `file`, `directory`, `symlink`, `link` and what else there is. */
  readonly type: string;
  readonly bytes: number;
  /** Valid until the next entry is asked for. */
  readonly content: AsyncIterable<Uint8Array>;
}

const READ_BYTES = 1 << 20;

/** The entries of an archive in their order. Throws `bad_bundle` for what is no tar, or ends too early. */
export async function* readTar(path: string): AsyncGenerator<TarEntry> {
  const refuse = (error: unknown): Error =>
    typeof (error as NodeJS.ErrnoException).syscall === 'string'
      ? errors.fileSystem(path, error as NodeJS.ErrnoException)
      : errors.badBundle(path, `it is no whole tar archive (${(error as Error).message})`);
  async function* read(entry: Source): AsyncGenerator<Uint8Array> {
    try {
      yield* entry as Source & AsyncIterable<Uint8Array>;
    } catch (error) {
      throw refuse(error);
    }
  }
  const parser = extract();
  const feeding = pipeline(createReadStream(path, { highWaterMark: READ_BYTES }), parser);
  // What goes wrong there is met below, where the entries are read.
  feeding.catch(() => undefined);
  try {
    for await (const entry of parser) {
      const { name, type, size } = entry.header;
      yield { name, type, bytes: size, content: read(entry) };
      // What the reader left.
      entry.resume();
    }
  } catch (error) {
    throw refuse(error);
  } finally {
    parser.destroy(null);
  }
}

export interface TarContent {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Writes an archive of plain files of mode 0600; it appears complete or not at all. */
export const writeTar = (path: string, entries: AsyncIterable<TarContent>): Promise<void> =>
  writeChunks(path, packed(entries));

async function* packed(entries: AsyncIterable<TarContent>): AsyncGenerator<Uint8Array> {
  const archive = pack();
  // Begun here, not before somebody reads: what goes wrong is thrown to the reader.
  const filling = fill(archive, entries).catch((error) => archive.destroy(error));
  yield* archive as Pack & AsyncIterable<Uint8Array>;
  await filling;
}

async function fill(archive: Pack, entries: AsyncIterable<TarContent>): Promise<void> {
  for await (const { name, bytes, modifiedMs, content } of entries) {
    const entry = archive.entry({ name, size: bytes, mode: 0o600, mtime: new Date(modifiedMs) });
    const closed = once(entry, 'close');
    closed.catch(() => undefined);
    for await (const chunk of content) {
      if (entry.destroyed) return;
      if (!entry.write(chunk)) await Promise.race([once(entry, 'drain'), closed]);
    }
    entry.end(null);
    await closed;
  }
  archive.finalize();
}
