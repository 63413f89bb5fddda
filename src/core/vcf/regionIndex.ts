/** The index beside a BGZF VCF, `.tbi` or `.csi`: where the records of a region lie. Format: hts-specs, tabix.pdf and CSIv1.pdf. */

/** Text between two virtual offsets (file offset of a block × 65536 + offset in its text); both are starts of lines. */
export interface VirtualSpan {
  readonly from: number;
  readonly to: number;
}

export interface RegionIndex {
  /** Contigs as the VCF names them. */
  readonly names: readonly string[];
  /** Whether the VCF has any record of a contig. */
  readonly hasRecords: (contig: number) => boolean;
  /** Spans that hold all records that overlap positions `[first, last]`, 1-based, of a contig, and others beside them. */
  readonly spansOf: (contig: number, first: number, last: number) => readonly VirtualSpan[];
}

/** Offsets in the index file: an index has hundreds of thousands of chunks, of which a few are asked for. */
interface ContigIndex {
  readonly bins: ReadonlyMap<number, number>;
  /** TBI alone: for each window of 16,384 bases, the virtual offset of the first record that overlaps it. */
  readonly windows: { readonly at: number; readonly count: number };
}

/** Bits of a window's length, and levels of bins, of TBI; a CSI says its own. */
const TBI = { shift: 14, depth: 5 } as const;
const SPAN_GAP = 1 << 16;

/** Reads little-endian numbers one after the other. Throws a RangeError past the end. */
class Reader {
  readonly #view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  int32(): number {
    this.at += 4;
    return this.#view.getInt32(this.at - 4, true);
  }

  count(): number {
    const value = this.int32();
    if (value < 0) throw new RangeError('a negative count');
    return value;
  }

  virtualOffset(): number {
    this.at += VIRTUAL_OFFSET;
    return this.#view.getUint32(this.at - 8, true) + this.#view.getUint32(this.at - 4, true) * 2 ** 32;
  }

  /** Passes over bytes, which must be there. */
  skip(bytes: number): void {
    this.at += bytes;
    if (this.at > this.#view.byteLength) throw new RangeError('past the end');
  }

  text(length: number): string {
    this.skip(length);
    return Buffer.from(this.#view.buffer, this.#view.byteOffset + this.at - length, length).toString('latin1');
  }
}

/** Bytes of a virtual offset. */
const VIRTUAL_OFFSET = 8;

/** Parses the unpacked bytes of a `.tbi` or `.csi`; null when they are neither, or broken. */
export function parseRegionIndex(bytes: Uint8Array): RegionIndex | null {
  try {
    const reader = new Reader(bytes);
    const magic = reader.text(4);
    if (magic !== 'TBI\x01' && magic !== 'CSI\x01') return null;
    const isTbi = magic === 'TBI\x01';
    const shape = isTbi ? TBI : { shift: reader.count(), depth: reader.count() };
    const tbiContigs = isTbi ? reader.count() : 0;
    // A CSI holds the contig names in a block whose length it says, which a CSI of something else leaves empty.
    if (!isTbi && reader.count() === 0) return null;
    const names = readNames(reader);
    const contigs = Array.from({ length: isTbi ? tbiContigs : reader.count() }, () => ({
      bins: skipBins(reader, isTbi),
      windows: isTbi ? skipWindows(reader) : { at: 0, count: 0 },
    }));
    const spansOf: RegionIndex['spansOf'] = (contig, first, last) => {
      const index = contigs[contig];
      return index === undefined ? [] : findSpans(reader, index, { ...shape, isTbi, start: first - 1, end: last });
    };
    const hasRecords = (contig: number): boolean => (contigs[contig]?.bins.size ?? 0) > 0;
    return { names, hasRecords, spansOf };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Skips format, columns, comment character and lines to skip; then the names, each ended by a zero byte. */
function readNames(reader: Reader): readonly string[] {
  for (let field = 0; field < 6; field++) reader.int32();
  return reader.text(reader.count()).split('\0').slice(0, -1);
}

/** Bin → where its entry goes on after the number of the bin. */
function skipBins(reader: Reader, isTbi: boolean): ReadonlyMap<number, number> {
  const bins = new Map<number, number>();
  for (let left = reader.count(); left > 0; left--) {
    bins.set(reader.int32(), reader.at);
    if (!isTbi) reader.skip(VIRTUAL_OFFSET);
    reader.skip(reader.count() * 2 * VIRTUAL_OFFSET);
  }
  return bins;
}

function skipWindows(reader: Reader): ContigIndex['windows'] {
  const count = reader.count();
  const { at } = reader;
  reader.skip(count * VIRTUAL_OFFSET);
  return { at, count };
}

interface Query {
  readonly isTbi: boolean;
  readonly shift: number;
  readonly depth: number;
  /** 0-based, half-open. */
  readonly start: number;
  readonly end: number;
}

/** Spans of the bins that overlap a region. */
function findSpans(
  reader: Reader,
  { bins, windows }: ContigIndex,
  { isTbi, shift, depth, start, end }: Query,
): readonly VirtualSpan[] {
  let least = 0;
  if (windows.count > 0) {
    reader.at = windows.at + VIRTUAL_OFFSET * Math.min(Math.floor(start / 2 ** shift), windows.count - 1);
    least = reader.virtualOffset();
  }
  const spans: VirtualSpan[] = [];
  let firstOfLevel = 0;
  for (let level = 0; level <= depth; level++) {
    const size = 2 ** (shift + 3 * (depth - level));
    for (let bin = Math.floor(start / size); bin <= Math.floor((end - 1) / size); bin++) {
      const at = bins.get(firstOfLevel + bin);
      if (at === undefined) continue;
      reader.at = at;
      // What lies before cannot overlap: in a CSI each bin says it for itself.
      const before = isTbi ? least : reader.virtualOffset();
      for (let left = reader.count(); left > 0; left--) {
        const [from, to] = [reader.virtualOffset(), reader.virtualOffset()];
        if (to > before) spans.push({ from: Math.max(from, before), to });
      }
    }
    firstOfLevel += 8 ** level;
  }
  return spans;
}

/** Spans in order, those that overlap or lie closer than a block made one. */
export function mergeSpans(spans: readonly VirtualSpan[]): readonly VirtualSpan[] {
  const merged: VirtualSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && fileOffset(span.from) <= fileOffset(last.to) + SPAN_GAP)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else merged.push(span);
  }
  return merged;
}

/** Places in the text of a block have this many values; a virtual offset is the place of the block in units of it. */
export const FILE_UNIT = 65536;
/** Place in the file of the block of a virtual offset. */
export const fileOffset = (virtual: number): number => Math.floor(virtual / FILE_UNIT);
/** Place in the text of that block. */
export const textOffset = (virtual: number): number => virtual % FILE_UNIT;
