/** Reads bundles, archives and directories alike; each file is compared with the manifest while it is read. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { errors } from '../errors.ts';
import { readTar, type TarEntry } from '../io/tarArchive.ts';
import type { BundleFile, BundleManifest } from '../model/bundle.ts';
import type { RunOptions } from '../model/progress.ts';
import { BUNDLE_MANIFEST, parseBundleManifest, shown } from './bundleManifest.ts';

/** A file and its bytes, which are to be read before the next file is asked for. */
export interface BundleContent {
  readonly file: BundleFile;
  /** Throws when it is not what the manifest says: at its end, so what was read is worth nothing until then. */
  readonly content: AsyncIterable<Uint8Array>;
}

export interface OpenedBundle {
  readonly form: 'archive' | 'directory';
  readonly manifest: BundleManifest;
  /** Every file of the manifest once; throws `bad_bundle` when there is anything else in an archive. */
  readonly contents: () => AsyncGenerator<BundleContent>;
}

/** A manifest of 200,000 files is smaller. */
const LARGEST_MANIFEST = 1 << 26;
const READ_BYTES = 1 << 20;

/** Opens a bundle, of which only the manifest is read. Throws `bad_bundle` when there is none. */
export async function openBundle(path: string): Promise<OpenedBundle> {
  const found = await stat(path).catch((cause) => {
    throw errors.fileSystem(path, cause);
  });
  if (found.isDirectory()) {
    const manifest = parseBundleManifest(await readDirectoryManifest(path), path);
    return { form: 'directory', manifest, contents: () => directoryContents(path, manifest) };
  }
  const manifest = parseBundleManifest(await readArchiveManifest(path), path);
  return { form: 'archive', manifest, contents: () => archiveContents(path, manifest) };
}

const noManifest = (path: string) => errors.badBundle(path, `there is no ${BUNDLE_MANIFEST} in it`);
const hugeManifest = (path: string) => errors.badBundle(path, `its ${BUNDLE_MANIFEST} is too large`);

async function readDirectoryManifest(directory: string): Promise<string> {
  const path = join(directory, BUNDLE_MANIFEST);
  const found = await stat(path).catch(() => null);
  if (found === null) throw noManifest(directory);
  if (found.size > LARGEST_MANIFEST) throw hugeManifest(directory);
  return readFile(path, 'utf8').catch((cause) => {
    throw errors.fileSystem(path, cause);
  });
}

/** In our archives the manifest comes first; in one that tar made of a directory, anywhere. */
async function readArchiveManifest(path: string): Promise<string> {
  for await (const entry of readTar(path)) {
    if (nameOf(entry) !== BUNDLE_MANIFEST) continue;
    if (entry.bytes > LARGEST_MANIFEST) throw hugeManifest(path);
    const parts: Uint8Array[] = [];
    for await (const part of entry.content) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  }
  throw noManifest(path);
}

/** `tar -C DIR .` writes a dot before each name. */
const nameOf = ({ name }: TarEntry): string => name.replace(/^(\.\/)+/, '');

async function* archiveContents(path: string, manifest: BundleManifest): AsyncGenerator<BundleContent> {
  const files = new Map(manifest.files.map((file) => [file.path, file]));
  const missing = new Set([BUNDLE_MANIFEST, ...files.keys()]);
  for await (const entry of readTar(path)) {
    if (entry.type === 'directory') continue;
    const name = nameOf(entry);
    const refuse = (what: string) => errors.badBundle(path, `${shown(name)} ${what}`);
    if (entry.type !== 'file') throw refuse(`is not a plain file but a ${entry.type}`);
    if (name !== BUNDLE_MANIFEST && !files.has(name)) throw refuse('is in it, but not in its manifest');
    if (!missing.delete(name)) throw refuse('is in it twice');
    const file = files.get(name);
    if (file === undefined) continue;
    if (entry.bytes !== file.bytes) throw refuse(`has ${entry.bytes} bytes, not the ${file.bytes} of its manifest`);
    yield { file, content: compared(entry.content, file, (what) => refuse(what)) };
  }
  const [first] = missing;
  if (first !== undefined) throw errors.badBundle(path, `${first} is in its manifest, but not in it`);
}

async function* directoryContents(directory: string, manifest: BundleManifest): AsyncGenerator<BundleContent> {
  const root = await realpath(directory);
  for (const file of manifest.files) {
    const refuse = (what: string) => errors.badBundle(directory, `${file.path} ${what}`);
    const path = join(root, ...file.path.split('/'));
    const real = await realpath(path).catch(() => null);
    if (real === null) throw refuse('is in its manifest, but not in it');
    // A link could lead to any file of the person who uses the bundle.
    if (real !== path) throw refuse(`is a link${real.startsWith(root + sep) ? '' : ' that leads out of it'}`);
    if (!(await stat(real)).isFile()) throw refuse('is not a plain file');
    yield { file, content: compared(readChunks(real), file, refuse) };
  }
}

export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: READ_BYTES }) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw errors.fileSystem(path, cause as NodeJS.ErrnoException);
  }
}

/** Passes bytes on, and throws in the end when they are not those of the manifest, or as soon as they are too many. */
export async function* compared(
  content: AsyncIterable<Uint8Array>,
  { bytes, sha256 }: BundleFile,
  refuse: (what: string) => Error,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let read = 0;
  for await (const chunk of content) {
    read += chunk.length;
    if (read > bytes) throw refuse(`has more than the ${bytes} bytes of its manifest`);
    hash.update(chunk);
    yield chunk;
  }
  if (read !== bytes) throw refuse(`has ${read} bytes, not the ${bytes} of its manifest`);
  if (hash.digest('hex') !== sha256) throw refuse('is not what its manifest says: the checksum differs');
}

/** Passes contents on, tells how far they were read, and throws `cancelled` when the signal fires. */
export async function* watched(
  contents: AsyncIterable<BundleContent>,
  phase: string,
  total: number,
  { signal, onProgress }: RunOptions,
): AsyncGenerator<BundleContent> {
  let done = 0;
  async function* counted(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      if (signal?.aborted) throw errors.cancelled();
      done += chunk.length;
      onProgress?.({ phase, done, total, unit: 'bytes' });
      yield chunk;
    }
  }
  for await (const { file, content } of contents) {
    if (signal?.aborted) throw errors.cancelled();
    yield { file, content: counted(content) };
  }
}

export const bytesOf = ({ files }: BundleManifest): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
