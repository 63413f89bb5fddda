/** BGZF: gzip members of at most 64 KiB that carry their own length (SAM specification, section 4.1). */
import { crc32, deflateRawSync, gunzipSync, inflateRawSync } from 'node:zlib';

const HEADER = 18;
const TRAILER = 8;
const MAX_TEXT = 0xff00;
const MAX_BLOCK = 1 << 16;

/** The empty block that ends every complete BGZF file. */
export const BGZF_END = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');

export type Compression = 'bgzf' | 'gzip' | 'none' | 'parquet';

/** How a file is packed, by its first bytes (at least 18 of them when it has that many); names are not asked. */
export function detectCompression(first: Uint8Array): Compression {
  if (first[0] === 0x1f && first[1] === 0x8b) return blockLength(first, 0) > 0 ? 'bgzf' : 'gzip';
  if (first[0] === 0x50 && first[1] === 0x41 && first[2] === 0x52 && first[3] === 0x31) return 'parquet';
  return 'none';
}

/** Bytes of the whole BGZF block at `offset`; 0 when its header is cut off, −1 when there is no BGZF header. */
export function blockLength(bytes: Uint8Array, offset: number): number {
  if (offset + HEADER > bytes.length) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
  const isGzipWithExtra =
    view.getUint8(0) === 0x1f && view.getUint8(1) === 0x8b && view.getUint8(2) === 8 && (view.getUint8(3) & 4) !== 0;
  if (!isGzipWithExtra) return -1;
  const extraEnd = 12 + view.getUint16(10, true);
  for (let at = 12; at + 4 <= extraEnd && offset + at + 6 <= bytes.length; ) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint8(at) === 0x42 && view.getUint8(at + 1) === 0x43 && length === 2)
      return view.getUint16(at + 4, true) + 1;
    at += 4 + length;
  }
  return -1;
}

/** First place in `bytes` where a BGZF block starts that another one follows, or −1. */
export function findBlockStart(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(0x1f); at !== -1; at = bytes.indexOf(0x1f, at + 1)) {
    const length = blockLength(bytes, at);
    if (length > 0 && blockLength(bytes, at + length) > 0) return at;
  }
  return -1;
}

/**
 * Text of the block `bytes[offset, offset + length)`, checked against its own CRC and size.
 * Throws an Error that says what is wrong with the block.
 */
export function inflateBlock(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, length);
  const dataStart = 12 + view.getUint16(10, true);
  const packed = bytes.subarray(offset + dataStart, offset + length - TRAILER);
  const text = inflateRawSync(packed, { chunkSize: MAX_BLOCK });
  if (text.length !== view.getUint32(length - 4, true)) throw new Error('a block has the wrong size');
  if (crc32(text) !== view.getUint32(length - TRAILER, true)) throw new Error('a block fails its checksum');
  return text;
}

/** Blocks unpacked by one call: a call costs as much as a few kilobytes of text, and more text than this leaves the CPU's cache. */
const RUN_BLOCKS = 8;

/** Bytes of the whole blocks from `offset` on, at most RUN_BLOCKS of them and none at or past `border`; 0 for none. */
export function runLength(bytes: Uint8Array, offset: number, border: number): number {
  let at = offset;
  for (let blocks = 0; blocks < RUN_BLOCKS && at < border; blocks++) {
    const length = blockLength(bytes, at);
    if (length <= 0 || at + length > bytes.length) break;
    at += length;
  }
  return at - offset;
}

/** Text of the blocks that make up `bytes[offset, offset + length)`, checked; what precedes a bad one comes before the Error. */
export function* inflateRun(bytes: Uint8Array, offset: number, length: number): Generator<BlockText> {
  const end = offset + length;
  const ends: number[] = [];
  let size = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = offset; at < end; ) {
    at += blockLength(bytes, at);
    ends.push(at);
    size += view.getUint32(at - 4, true);
  }
  const text = size <= ends.length * MAX_BLOCK ? inflateWhole(bytes.subarray(offset, end), size) : null;
  if (text !== null) yield { text, end };
  else {
    let at = offset;
    for (const blockEnd of ends) {
      yield { text: inflateBlock(bytes, at, blockEnd - at), end: blockEnd };
      at = blockEnd;
    }
  }
}

export interface BlockText {
  readonly text: Uint8Array;
  /** Where the blocks of the text end. */
  readonly end: number;
}

/** Text of whole gzip members, or null when any of them is bad. */
function inflateWhole(members: Uint8Array, size: number): Uint8Array | null {
  try {
    // More room than needed spares zlib a second buffer.
    return gunzipSync(members, { chunkSize: size + 64 });
  } catch {
    return null;
  }
}

/** One BGZF block of at most 65,280 bytes of text. */
function deflateBlock(text: Uint8Array): Buffer {
  const packed = deflateRawSync(text, { level: 6 });
  const block = Buffer.alloc(HEADER + packed.length + TRAILER);
  BGZF_END.copy(block, 0, 0, HEADER);
  block.writeUInt16LE(block.length - 1, 16);
  packed.copy(block, HEADER);
  block.writeUInt32LE(crc32(text), HEADER + packed.length);
  block.writeUInt32LE(text.length, HEADER + packed.length + 4);
  return block;
}

/** Text chunks as BGZF, end marker included. */
export function* compressBgzf(chunks: Iterable<string | Uint8Array>): Generator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    rest = Buffer.concat([rest, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
    let at = 0;
    for (; rest.length - at >= MAX_TEXT; at += MAX_TEXT) yield deflateBlock(rest.subarray(at, at + MAX_TEXT));
    rest = rest.subarray(at);
  }
  if (rest.length > 0) yield deflateBlock(rest);
  yield BGZF_END;
}
