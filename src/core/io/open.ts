/** Bytes in: a file as a stream of text chunks, whatever it is packed with. */
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { errors } from '../errors.ts';
import { BGZF_END, blockLength, type Compression, detectCompression, inflateBlock } from '../vcf/bgzf.ts';

/** Compressed bytes read at once; bounds memory whatever the size of the file. */
const READ_BYTES = 1 << 20;

export interface TextChunk {
  /** Valid until the next chunk is asked for. */
  readonly bytes: Uint8Array;
  /** Compressed bytes of the file read so far. */
  readonly consumed: number;
}

export interface OpenedFile {
  /** As the user wrote it. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly compression: Compression;
  /** Text of the whole file. A file that ends too early throws after the last good chunk. */
  readonly chunks: () => AsyncGenerator<TextChunk>;
  /** SHA-256 of the file as stored; complete only after `chunks` has ended. */
  readonly sha256: () => string;
  readonly close: () => Promise<void>;
}

/** Opens a file for reading. Throws a PrsError when that cannot be done, also for a directory and an empty file. */
export async function openFile(path: string): Promise<OpenedFile> {
  const handle = await open(path, 'r').catch((cause) => {
    throw errors.fileSystem(path, cause);
  });
  try {
    const stat = await handle.stat();
    if (stat.isDirectory())
      throw errors.fileSystem(path, Object.assign(new Error('is a directory'), { code: 'EISDIR' }));
    if (!stat.isFile()) throw errors.fileSystem(path, Object.assign(new Error('is a pipe'), { code: 'ESPIPE' }));
    if (stat.size === 0) throw errors.emptyFile(path);
    const first = Buffer.alloc(Math.min(64, stat.size));
    await handle.read(first, 0, first.length, 0);
    const compression = detectCompression(first);
    const hash = createHash('sha256');
    const raw = () => readRaw(handle, hash, path);
    return {
      path,
      bytes: stat.size,
      modifiedMs: Math.round(stat.mtimeMs),
      compression,
      chunks: () => (compression === 'bgzf' ? readBgzf(raw()) : compression === 'gzip' ? readGzip(raw()) : raw()),
      sha256: () => hash.digest('hex'),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The stream ended in the middle; callers turn it into `errors.truncated` with the line reached. */
export class TruncatedStream extends Error {}

async function* readRaw(handle: FileHandle, hash: Hash, path: string): AsyncGenerator<TextChunk> {
  let consumed = 0;
  for (;;) {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, consumed).catch((cause) => {
      throw errors.fileSystem(path, cause);
    });
    if (bytesRead === 0) return;
    consumed += bytesRead;
    const bytes = buffer.subarray(0, bytesRead);
    hash.update(bytes);
    yield { bytes, consumed };
  }
}

async function* readBgzf(raw: AsyncGenerator<TextChunk>): AsyncGenerator<TextChunk> {
  let rest: Uint8Array = new Uint8Array(0);
  let tail: Uint8Array = new Uint8Array(0);
  for await (const { bytes, consumed } of raw) {
    const packed = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const texts: Uint8Array[] = [];
    let at = 0;
    for (let length = blockLength(packed, at); at + length <= packed.length; length = blockLength(packed, at)) {
      if (length === 0) break;
      if (length < 0) throw new TruncatedStream('what follows is not BGZF');
      try {
        texts.push(inflateBlock(packed, at, length));
      } catch (cause) {
        throw new TruncatedStream(`${(cause as Error).message}; the file is damaged`);
      }
      at += length;
    }
    if (at > 0) tail = packed.subarray(Math.max(0, at - BGZF_END.length), at);
    rest = packed.subarray(at);
    if (texts.length > 0) yield { bytes: Buffer.concat(texts), consumed };
  }
  if (rest.length > 0) throw new TruncatedStream('the last BGZF block is cut off');
  if (!BGZF_END.equals(tail)) throw new TruncatedStream('the BGZF end marker is missing');
}

async function* readGzip(raw: AsyncGenerator<TextChunk>): AsyncGenerator<TextChunk> {
  const gunzip = createGunzip({ chunkSize: READ_BYTES });
  let consumed = 0;
  const feeding = (async () => {
    for await (const chunk of raw) {
      consumed = chunk.consumed;
      if (!gunzip.write(chunk.bytes))
        await new Promise((resolve) => {
          gunzip.once('drain', resolve);
          gunzip.once('close', resolve);
        });
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  })();
  feeding.catch((error) => gunzip.destroy(error));
  try {
    for await (const bytes of gunzip) yield { bytes, consumed };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_'))
      throw new TruncatedStream(
        (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR'
          ? 'the gzip stream is cut off'
          : `the gzip stream is damaged (${(error as Error).message})`,
      );
    throw error;
  } finally {
    gunzip.destroy();
  }
}
