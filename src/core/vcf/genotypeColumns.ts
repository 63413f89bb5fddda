/** Records as the columns of the normalised table, in Arrow memory: bytes are copied, strings are never made. */
import { Field, Float64, Int64, List, makeData, Utf8 } from 'apache-arrow';
import { NumberColumn, TextColumn, writeArrowFile } from '../arrow/columns.ts';
import { grown } from '../genotype/alleles.ts';
import { type Call, HAPLOID, MISSING, readCall } from '../genotype/call.ts';
import { parseDecimal } from '../text/ascii.ts';
import type { FormatField } from './header.ts';
import {
  type Contig,
  FIELD,
  FormatReader,
  fieldEnd,
  fieldStart,
  type RecordBatch,
  readSampleValue,
  type Span,
} from './recordScanner.ts';
import { blockEnd } from './referenceBlock.ts';

const COMMA = 44;
const DOT = 46;
const PIPE = 124;

/** The called alleles as text, sorted; empty for no call. Never null. */
class GenotypeColumn {
  readonly type = new List(new Field('item', new Utf8(), true));
  readonly #items = new TextColumn();
  #offsets = new Int32Array(1 << 12);
  length = 0;

  pushAllele(bytes: Uint8Array, start: number, end: number): void {
    this.#items.push(bytes, start, end);
  }

  endRow(): void {
    this.length++;
    if (this.length + 1 > this.#offsets.length) this.#offsets = grown(this.#offsets, this.#offsets.length * 2);
    this.#offsets[this.length] = this.#items.length;
  }

  clear(): void {
    this.#items.clear();
    this.length = 0;
  }

  data() {
    return makeData({
      type: this.type,
      length: this.length,
      nullCount: 0,
      valueOffsets: this.#offsets.subarray(0, this.length + 1),
      child: this.#items.data(),
    });
  }
}

type Column = TextColumn | NumberColumn | GenotypeColumn;

/** Parquet type names, for people. */
const typeName = (column: Column): string =>
  column instanceof TextColumn
    ? 'String'
    : column instanceof GenotypeColumn
      ? 'List(String)'
      : column.type instanceof Int64
        ? 'Int64'
        : 'Float64';

export interface GenotypeColumnsOptions {
  /** FORMAT fields, GT first. */
  readonly formatFields: readonly string[];
  readonly formats: ReadonlyMap<string, FormatField>;
  readonly contigs: readonly Contig[];
}

/** Whether a FORMAT field is one whole number, one floating number, or text. DP is whole even when undeclared. */
function formatColumn(name: string, declared: FormatField | undefined): TextColumn | NumberColumn {
  if (name === 'GT') return new TextColumn();
  if (name === 'DP' || (declared?.number === '1' && declared.type === 'Integer')) return new NumberColumn(new Int64());
  if (declared?.number === '1' && declared.type === 'Float') return new NumberColumn(new Float64());
  return new TextColumn();
}

/**
 * Columns chrom, start, end, pos, rsid, ref, alt, qual, filter, the FORMAT fields, genotype. `chrom` has no `chr`;
 * `start` and `end` are 1-based and closed (`end` is INFO/END of a reference block, else pos + length of REF − 1); ALTs are joined by `|`; a `.` in ID is
 * null; `genotype` is empty for no call and has one allele for a haploid call.
 */
export class GenotypeColumns {
  readonly #options: GenotypeColumnsOptions;
  readonly #text = {
    chrom: new TextColumn(),
    rsid: new TextColumn(),
    ref: new TextColumn(),
    alt: new TextColumn(),
    filter: new TextColumn(),
  };
  readonly #end = new NumberColumn(new Int64());
  readonly #pos = new NumberColumn(new Int64());
  readonly #qual = new NumberColumn(new Float64());
  readonly #genotype = new GenotypeColumn();
  readonly #format: readonly (TextColumn | NumberColumn)[];
  readonly #formatReader: FormatReader;
  readonly #contigNames: Uint8Array[] = [];
  readonly #span: Span = { start: 0, end: 0 };
  readonly #call: Call = { first: MISSING, second: MISSING };

  constructor(options: GenotypeColumnsOptions) {
    this.#options = options;
    this.#format = options.formatFields.map((name) => formatColumn(name, options.formats.get(name)));
    this.#formatReader = new FormatReader(options.formatFields);
  }

  get length(): number {
    return this.#pos.length;
  }

  push(batch: RecordBatch, record: number): void {
    const { bytes } = batch;
    const position = batch.positions[record];
    const refStart = fieldStart(batch, record, FIELD.REF);
    const refEnd = fieldEnd(batch, record, FIELD.REF);
    const altStart = fieldStart(batch, record, FIELD.ALT);
    const altEnd = fieldEnd(batch, record, FIELD.ALT);
    const contig = this.#contigName(batch.contigs[record]);
    this.#text.chrom.push(contig, 0, contig.length);
    this.#end.push(blockEnd(batch, record) ?? position + (refEnd - refStart) - 1);
    this.#pos.push(position);
    pushOptional(this.#text.rsid, bytes, fieldStart(batch, record, FIELD.ID), fieldEnd(batch, record, FIELD.ID));
    this.#text.ref.push(bytes, refStart, refEnd);
    this.#text.alt.pushReplacing(bytes, altStart, altEnd, [COMMA, PIPE]);
    this.#qual.push(parseDecimal(bytes, fieldStart(batch, record, FIELD.QUAL), fieldEnd(batch, record, FIELD.QUAL)));
    this.#text.filter.push(bytes, fieldStart(batch, record, FIELD.FILTER), fieldEnd(batch, record, FIELD.FILTER));
    this.#pushSample(batch, record);
  }

  /** Column name → type, in file order. */
  describe(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#columns().map(([name, column]) => [name, typeName(column)]));
  }

  /** The rows so far as an Arrow IPC file; they are forgotten, and their memory is used again. */
  takeArrowFile(): Uint8Array {
    const columns = this.#columns();
    const file = writeArrowFile(columns);
    for (const [, column] of columns) column.clear();
    return file;
  }

  #columns(): readonly (readonly [name: string, column: Column])[] {
    const { chrom, rsid, ref, alt, filter } = this.#text;
    return [
      ['chrom', chrom],
      // Equal by definition: one column serves under both names.
      ['start', this.#pos],
      ['end', this.#end],
      ['pos', this.#pos],
      ['rsid', rsid],
      ['ref', ref],
      ['alt', alt],
      ['qual', this.#qual],
      ['filter', filter],
      ...this.#options.formatFields.map((name, i) => [name, this.#format[i] as Column] as const),
      ['genotype', this.#genotype],
    ];
  }

  #contigName(contig: number): Uint8Array {
    let name = this.#contigNames[contig];
    if (name === undefined) {
      name = Buffer.from((this.#options.contigs[contig] as Contig).name);
      this.#contigNames[contig] = name;
    }
    return name;
  }

  #pushSample(batch: RecordBatch, record: number): void {
    const { bytes } = batch;
    const places = this.#formatReader.places(batch, record);
    const span = this.#span;
    for (let field = 0; field < this.#format.length; field++) {
      const column = this.#format[field] as TextColumn | NumberColumn;
      readSampleValue(batch, record, places[field], span);
      if (column instanceof TextColumn) {
        if (field === 0 && span.end === span.start) column.push(DOT_BYTES, 0, 1);
        else if (field === 0) column.push(bytes, span.start, span.end);
        else pushOptional(column, bytes, span.start, span.end);
      } else if (column.type instanceof Int64) {
        const value = parseDecimal(bytes, span.start, span.end);
        column.push(Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : Number.NaN);
      } else column.push(parseDecimal(bytes, span.start, span.end));
      if (field === 0) this.#pushGenotype(batch, record, span);
    }
  }

  #pushGenotype(batch: RecordBatch, record: number, gt: Span): void {
    const call = this.#call;
    readCall(batch.bytes, gt.start, gt.end, call);
    if (call.first !== MISSING) {
      const first = alleleSpan(batch, record, call.first);
      const second = call.second === HAPLOID ? null : alleleSpan(batch, record, call.second);
      if (first !== null && (call.second === HAPLOID || second !== null)) {
        const swap = second !== null && compareSpans(batch.bytes, first, second) > 0;
        const lesser = swap ? (second as Span) : first;
        this.#genotype.pushAllele(batch.bytes, lesser.start, lesser.end);
        const greater = swap ? first : second;
        if (greater !== null) this.#genotype.pushAllele(batch.bytes, greater.start, greater.end);
      }
    }
    this.#genotype.endRow();
  }
}

const DOT_BYTES = new Uint8Array([DOT]);

/** `.` and nothing at all are null. */
function pushOptional(column: TextColumn, bytes: Uint8Array, start: number, end: number): void {
  if (end <= start || (end - start === 1 && bytes[start] === DOT)) column.pushNull();
  else column.push(bytes, start, end);
}

/** Bytes of allele `index` (0 is REF), or null when the record has no such allele. */
function alleleSpan(batch: RecordBatch, record: number, index: number): Span | null {
  if (index === 0) return { start: fieldStart(batch, record, FIELD.REF), end: fieldEnd(batch, record, FIELD.REF) };
  const altEnd = fieldEnd(batch, record, FIELD.ALT);
  let start = fieldStart(batch, record, FIELD.ALT);
  if (altEnd - start === 1 && batch.bytes[start] === DOT) return null;
  for (let seen = 1; ; seen++) {
    let end = start;
    while (end < altEnd && batch.bytes[end] !== COMMA) end++;
    if (seen === index) return { start, end };
    if (end >= altEnd) return null;
    start = end + 1;
  }
}

function compareSpans(bytes: Uint8Array, a: Span, b: Span): number {
  const length = Math.min(a.end - a.start, b.end - b.start);
  for (let i = 0; i < length; i++) {
    const difference = bytes[a.start + i] - bytes[b.start + i];
    if (difference !== 0) return difference;
  }
  return a.end - a.start - (b.end - b.start);
}
