/**
 * Finds the fields of VCF records in raw text. No string and no object is made per record: a batch is the text
 * plus one flat table of offsets into it, and consumers copy or decode only the spans they need.
 */
import { chromosomeCode, stripChr } from '../genotype/chromosome.ts';
import { decodeText, parseDecimal, parseUnsigned, sameBytes } from '../text/ascii.ts';
import { LineBuffer } from '../text/lineBuffer.ts';

const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const COLON = 58;
const HASH = 35;
const COMMA = 44;
const DOT = 46;

/** The fields of a record; SAMPLE is the chosen one of the sample columns, SAMPLES are all of them. */
export const FIELD = {
  CHROM: 0,
  POS: 1,
  ID: 2,
  REF: 3,
  ALT: 4,
  QUAL: 5,
  FILTER: 6,
  INFO: 7,
  FORMAT: 8,
  SAMPLES: 9,
  SAMPLE: 11,
} as const;

/** A longer line is not a VCF's: half a million samples of 100 bytes take 50 MB. */
const MAX_LINE_BYTES = 1 << 30;

/** Column of the first sample. */
const FIRST_SAMPLE = 9;

/**
 * Per record: the starts of columns 0 to 9, one past the end of the line, then start of the chosen sample and one past
 * its end. A field ends one before the next start.
 */
const STRIDE = 13;

export interface Contig {
  /** Without a leading `chr`, otherwise as written. */
  readonly name: string;
  /** Index in CHROMOSOMES, or −1. */
  readonly code: number;
}

/** A thing wrong with one line; the caller knows the file. */
export class RecordError extends Error {
  readonly line: number;
  constructor(line: number, what: string) {
    super(what);
    this.line = line;
  }
}

export interface RecordBatch {
  readonly bytes: Uint8Array;
  readonly count: number;
  /** 1-based line number of each record. */
  readonly lines: Int32Array;
  readonly positions: Int32Array;
  /** Index into the scanner's `contigs`. */
  readonly contigs: Int32Array;
  readonly starts: Int32Array;
}

export const fieldStart = (batch: RecordBatch, record: number, field: number): number =>
  batch.starts[record * STRIDE + field];

/** End of a field, exclusive. */
export const fieldEnd = (batch: RecordBatch, record: number, field: number): number =>
  batch.starts[record * STRIDE + field + 1] - 1;

/** Place of the next tab before the end of the line, or −1. */
function nextTab(text: Uint8Array, from: number, lineEnd: number): number {
  for (let at = from; at < lineEnd; at++) if (text[at] === TAB) return at;
  return -1;
}

/** Scans chunk after chunk; lines may lie across chunk borders. The batch is overwritten by the next call. */
export class RecordScanner {
  readonly contigs: Contig[] = [];
  readonly #sampleColumn: number;
  readonly #columns: number;
  #line: number;
  readonly #pending = new LineBuffer();
  #contigBytes: Uint8Array = new Uint8Array(0);
  #contig = -1;
  #contigIds = new Map<string, number>();
  #capacity = 0;
  #lines = new Int32Array(0);
  #positions = new Int32Array(0);
  #contigColumn = new Int32Array(0);
  #starts = new Int32Array(0);

  /** `sample` counts from 0; `headerLines` is the number of lines before the first record; `samples` are those of the header. */
  constructor(sample: number, headerLines: number, samples: number) {
    this.#sampleColumn = FIRST_SAMPLE + sample;
    this.#columns = FIRST_SAMPLE + samples;
    this.#line = headerLines;
  }

  /** Line number of the last complete line. */
  get line(): number {
    return this.#line;
  }

  /** Records of the complete lines so far. Throws RecordError. */
  push(bytes: Uint8Array): RecordBatch {
    const text = this.#pending.take(bytes);
    if (this.#pending.length > MAX_LINE_BYTES)
      throw new RecordError(this.#line + 1, 'the line is longer than 1 GiB, which no record is');
    return this.#scan(text, text.length);
  }

  /** The last line, when the file does not end in a line break. */
  finish(): RecordBatch {
    const text = this.#pending.length === 0 ? new Uint8Array(0) : this.#pending.take(Buffer.from('\n'));
    return this.#scan(text, text.length);
  }

  #scan(text: Uint8Array, end: number): RecordBatch {
    let count = 0;
    for (let start = 0; start < end; ) {
      this.#line++;
      if (text[start] === NEWLINE || (text[start] === CARRIAGE_RETURN && text[start + 1] === NEWLINE)) {
        start = text.indexOf(NEWLINE, start) + 1;
        continue;
      }
      if (count === this.#capacity) this.#grow();
      start = this.#scanLine(text, start, count);
      count++;
    }
    return {
      bytes: text,
      count,
      lines: this.#lines,
      positions: this.#positions,
      contigs: this.#contigColumn,
      starts: this.#starts,
    };
  }

  /** Fills row `record` from the line at `start`; returns the start of the next line. */
  #scanLine(text: Uint8Array, start: number, record: number): number {
    const row = record * STRIDE;
    const starts = this.#starts;
    starts[row] = start;
    const lineEnd = text.indexOf(NEWLINE, start);
    let at = start;
    let column = 0;
    for (; column < FIELD.INFO; column++) {
      while (text[at] !== TAB && at < lineEnd) at++;
      starts[row + column + 1] = ++at;
    }
    // INFO is most of the line: the engine's own search is faster than a loop there, and slower on short fields.
    for (; column < this.#sampleColumn && at <= lineEnd; column++) {
      const tab = column === FIELD.INFO ? text.indexOf(TAB, at) : nextTab(text, at, lineEnd);
      if (tab === -1) break;
      at = tab + 1;
      if (column < FIRST_SAMPLE) starts[row + column + 1] = at;
    }
    if (column < this.#sampleColumn || at > lineEnd) throw this.#wrongColumns(text, start, lineEnd);
    starts[row + FIELD.SAMPLE] = at;
    while (text[at] !== TAB && at < lineEnd) at++;
    const contentEnd = text[lineEnd - 1] === CARRIAGE_RETURN ? lineEnd - 1 : lineEnd;
    const sampleEnd = Math.min(at, contentEnd);
    // After the last sample nothing may follow but a tab: more is two records without a line break between them.
    if (this.#sampleColumn === this.#columns - 1 && at + 1 < contentEnd) throw this.#wrongColumns(text, start, lineEnd);
    starts[row + FIELD.SAMPLES + 1] = contentEnd + 1;
    starts[row + FIELD.SAMPLE + 1] = sampleEnd + 1;
    this.#lines[record] = this.#line;
    this.#contigColumn[record] = this.#contigOf(text, start, starts[row + 1] - 1);
    this.#positions[record] = this.#positionOf(text, starts[row + 1], starts[row + 2] - 1);
    return lineEnd + 1;
  }

  #wrongColumns(text: Uint8Array, start: number, lineEnd: number): RecordError {
    let columns = 1;
    for (let at = start; at < lineEnd; at++) if (text[at] === TAB) columns++;
    return new RecordError(
      this.#line,
      `the record has ${columns} tab-separated columns where the header names ${this.#columns}`,
    );
  }

  #positionOf(text: Uint8Array, start: number, end: number): number {
    const position = parseUnsigned(text, start, end);
    if (position < 0)
      throw new RecordError(
        this.#line,
        `POS is "${decodeText(text, start, Math.min(end, start + 30))}", not a whole number below 2147483648`,
      );
    return position;
  }

  #contigOf(text: Uint8Array, start: number, end: number): number {
    if (sameBytes(text, start, end, this.#contigBytes)) return this.#contig;
    if (end === start) throw new RecordError(this.#line, 'CHROM is empty');
    if (text[start] === HASH)
      throw new RecordError(this.#line, 'a line that starts with # comes after the #CHROM line');
    this.#contigBytes = text.slice(start, end);
    const written = decodeText(text, start, end);
    let contig = this.#contigIds.get(written);
    if (contig === undefined) {
      contig = this.contigs.push({ name: stripChr(written), code: chromosomeCode(written) }) - 1;
      this.#contigIds.set(written, contig);
    }
    this.#contig = contig;
    return contig;
  }

  #grow(): void {
    this.#capacity = Math.max(4096, this.#capacity * 2);
    const larger = (old: Int32Array, length: number): Int32Array<ArrayBuffer> => {
      const array = new Int32Array(length);
      array.set(old);
      return array;
    };
    this.#lines = larger(this.#lines, this.#capacity);
    this.#positions = larger(this.#positions, this.#capacity);
    this.#contigColumn = larger(this.#contigColumn, this.#capacity);
    this.#starts = larger(this.#starts, this.#capacity * STRIDE);
  }
}

/** Number of ALTs of a record; a lone `.` is none. */
export function countAlts({ bytes, starts }: RecordBatch, record: number): number {
  const start = starts[record * STRIDE + FIELD.ALT];
  const end = starts[record * STRIDE + FIELD.ALT + 1] - 1;
  if (end <= start || (end - start === 1 && bytes[start] === DOT)) return 0;
  let alts = 1;
  for (let at = start; at < end; at++) if (bytes[at] === COMMA) alts++;
  return alts;
}

/** A span of bytes; reused, so read it before asking for the next. */
export interface Span {
  start: number;
  end: number;
}

/** Where named FORMAT fields stand in a sample column. Remembers the last FORMAT, which rarely changes. */
export class FormatReader {
  readonly #names: readonly string[];
  #format: Uint8Array = new Uint8Array(0);
  #places: readonly number[] = [];

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** Place of each name in this record's FORMAT, −1 where it is absent. */
  places(batch: RecordBatch, record: number): readonly number[] {
    const start = fieldStart(batch, record, FIELD.FORMAT);
    const end = fieldEnd(batch, record, FIELD.FORMAT);
    if (!sameBytes(batch.bytes, start, end, this.#format)) {
      this.#format = batch.bytes.slice(start, end);
      const fields = decodeText(batch.bytes, start, end).split(':');
      this.#places = this.#names.map((name) => fields.indexOf(name));
    }
    return this.#places;
  }
}

/** The `place`-th colon-separated value of the sample; empty when the sample is cut short or place is −1. */
export function readSampleValue(batch: RecordBatch, record: number, place: number, span: Span): void {
  const end = fieldEnd(batch, record, FIELD.SAMPLE);
  let at = fieldStart(batch, record, FIELD.SAMPLE);
  span.start = at;
  span.end = at;
  if (place < 0) return;
  for (let seen = 0; seen < place; seen++) {
    while (at < end && batch.bytes[at] !== COLON) at++;
    if (at >= end) return;
    at++;
  }
  span.start = at;
  while (at < end && batch.bytes[at] !== COLON) at++;
  span.end = at;
}

const span: Span = { start: 0, end: 0 };

/** The same as a number; NaN when it is missing or none. */
export function readSampleNumber(batch: RecordBatch, record: number, place: number): number {
  readSampleValue(batch, record, place, span);
  return parseDecimal(batch.bytes, span.start, span.end);
}
