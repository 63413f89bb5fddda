/** Bytes in: a file as a stream of text chunks, whatever it is packed with. */
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errors } from '../errors.ts';
import {
  BGZF_END,
  type BlockText,
  blockLength,
  type Compression,
  detectCompression,
  findBlockStart,
  inflateRun,
  runLength,
} from '../vcf/bgzf.ts';
import { fileOffset, textOffset, type VirtualSpan } from '../vcf/regionIndex.ts';

/** Compressed bytes read at once; bounds memory whatever the size of the file. */
const READ_BYTES = 1 << 20;
const LONGEST_BLOCK = 1 << 16;
const NEWLINE = 10;

export interface TextChunk {
  /** Valid until the next chunk is asked for. */
  readonly bytes: Uint8Array;
  /** Compressed bytes of the file read so far. */
  readonly consumed: number;
}

/** Compressed bytes `[start, end)` of a BGZF file; both are starts of blocks, or the end of the file. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface OpenedFile {
  /** As the user wrote it. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly compression: Compression;
  /** Up to 64 bytes, as stored. */
  readonly first: Uint8Array;
  /** Text of the whole file. A file that ends too early throws after the last good chunk. */
  readonly chunks: () => AsyncGenerator<TextChunk>;
  /** Whole lines of a range of a BGZF file that was made by `planRanges`. */
  readonly lines: (range: ByteRange) => AsyncGenerator<TextChunk>;
  /** Text of a BGZF file between two virtual offsets; one whose end is that of the file needs the end marker. */
  readonly span: (span: VirtualSpan) => AsyncGenerator<TextChunk>;
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
    const raw = () => readRaw({ handle, path });
    return {
      path,
      bytes: stat.size,
      modifiedMs: Math.round(stat.mtimeMs),
      compression,
      first,
      chunks: () =>
        compression === 'bgzf' ? readBgzf(raw()) : compression === 'gzip' ? readGzip({ handle, path }) : raw(),
      lines: (range) => readBgzfLines({ handle, path }, range),
      span: (span) => readBgzfSpan({ handle, path }, span, stat.size),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Splits a BGZF file into ranges of about `size` compressed bytes that can be read side by side. */
export async function planRanges(path: string, bytes: number, size: number): Promise<readonly ByteRange[]> {
  const handle = await open(path, 'r').catch((cause) => {
    throw errors.fileSystem(path, cause);
  });
  try {
    const starts = [0];
    const window = Buffer.alloc(3 * (1 << 16));
    for (let wanted = size; wanted < bytes; wanted += size) {
      const { bytesRead } = await handle.read(window, 0, window.length, wanted);
      const place = findBlockStart(window.subarray(0, bytesRead));
      if (place !== -1 && wanted + place > (starts.at(-1) ?? 0)) starts.push(wanted + place);
    }
    return starts.map((start, i) => ({ start, end: starts[i + 1] ?? bytes }));
  } finally {
    await handle.close();
  }
}

/** The stream ended in the middle; callers turn it into `errors.truncated` with the line reached. */
export class TruncatedStream extends Error {}

/** What a raw read needs to know of the file. */
interface RawFile {
  readonly handle: FileHandle;
  readonly path: string;
}

/** Bytes from `start` to `end`, or to the end of the file. */
async function* readRaw({ handle, path }: RawFile, start = 0, end = Infinity): AsyncGenerator<TextChunk> {
  for (let consumed = start; consumed < end; ) {
    const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, end - consumed));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, consumed).catch((cause) => {
      throw errors.fileSystem(path, cause);
    });
    if (bytesRead === 0) return;
    consumed += bytesRead;
    const bytes = buffer.subarray(0, bytesRead);
    yield { bytes, consumed };
  }
}

/**
 * Text of a BGZF stream that starts at a block, `start` in the file; what a block at `border` begins is the start of a
 * chunk. Checks that the end marker is the last block.
 */
async function* readBgzf(
  raw: AsyncGenerator<TextChunk>,
  { start, border }: { readonly start: number; readonly border: number } = { start: 0, border: Infinity },
): AsyncGenerator<TextChunk> {
  let rest: Uint8Array = new Uint8Array(0);
  let offset = start;
  let tail: Uint8Array = new Uint8Array(0);
  for await (const { bytes } of raw) {
    const packed = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    let at = 0;
    for (;;) {
      const length = runLength(packed, at, offset + at < border ? border - offset : Infinity);
      if (length === 0) break;
      for (const { text, end } of inflateOrRefuse(packed, at, length))
        if (text.length > 0) yield { bytes: text, consumed: offset + end };
      at += length;
    }
    if (blockLength(packed, at) < 0) throw new TruncatedStream('what follows is not BGZF');
    if (at > 0) tail = packed.subarray(Math.max(0, at - BGZF_END.length), at);
    offset += at;
    rest = packed.subarray(at);
  }
  if (rest.length > 0) throw new TruncatedStream('the last BGZF block is cut off');
  if (!BGZF_END.equals(tail)) throw new TruncatedStream('the BGZF end marker is missing');
}

function* inflateOrRefuse(packed: Uint8Array, at: number, length: number): Generator<BlockText> {
  try {
    yield* inflateRun(packed, at, length);
  } catch (cause) {
    throw new TruncatedStream(`${(cause as Error).message}; the file is damaged`);
  }
}

/**
 * The lines of a BGZF file that belong to a range of its blocks. A line belongs where it begins, except that one which
 * begins exactly at the start of a range belongs to the range before: so every line belongs to one range.
 */
async function* readBgzfLines(file: RawFile, { start, end }: ByteRange): AsyncGenerator<TextChunk> {
  let skipping = start > 0;
  let blockStart = start;
  for await (const { bytes, consumed } of readBgzf(readRaw(file, start), { start, border: end })) {
    let text = bytes;
    const isPast = blockStart >= end;
    blockStart = consumed;
    const lineEnd = skipping || isPast ? text.indexOf(NEWLINE) : -1;
    if (isPast) {
      if (!skipping) yield { bytes: lineEnd === -1 ? text : text.subarray(0, lineEnd + 1), consumed };
      if (lineEnd !== -1) return;
      continue;
    }
    if (skipping) {
      if (lineEnd === -1) continue;
      skipping = false;
      text = text.subarray(lineEnd + 1);
    }
    yield { bytes: text, consumed };
  }
}

/** Reads no more of the file than the blocks between the two offsets, and up to one block more. */
async function* readBgzfSpan(file: RawFile, { from, to }: VirtualSpan, fileBytes: number): AsyncGenerator<TextChunk> {
  const start = fileOffset(from);
  const end = fileOffset(to);
  const isWhole = textOffset(to) === 0;
  const reachesEnd = isWhole && end === fileBytes;
  if (start === end && isWhole) return;
  let chunkStart = start;
  for await (const { bytes, consumed } of readBgzf(readRaw(file, start, end + LONGEST_BLOCK), { start, border: end })) {
    const isLast = chunkStart === end;
    const first = chunkStart === start ? textOffset(from) : 0;
    yield { bytes: bytes.subarray(first, isLast ? textOffset(to) : undefined), consumed };
    chunkStart = consumed;
    if (isLast || (chunkStart === end && isWhole && !reachesEnd)) return;
  }
  if (!reachesEnd) throw new TruncatedStream('there is no BGZF block where the index says');
}

async function* readGzip(file: RawFile): AsyncGenerator<TextChunk> {
  const gunzip = createGunzip({ chunkSize: READ_BYTES });
  let consumed = 0;
  const feeding = pipeline(async function* () {
    for await (const chunk of readRaw(file)) {
      consumed = chunk.consumed;
      yield chunk.bytes;
    }
  }, gunzip);
  // What goes wrong there is met below, where the text is read.
  feeding.catch(() => undefined);
  try {
    for await (const bytes of gunzip) yield { bytes, consumed };
    // Node takes a zero after the end of a part for padding and stops, whatever follows.
    for await (const { bytes } of readRaw(file, gunzip.bytesWritten))
      if (bytes.some((byte) => byte !== 0)) throw new TruncatedStream('zeros lie where the gzip stream goes on');
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
