/** Growing columns in Arrow memory: bytes are copied, strings are never made. */
import { isAscii, isUtf8 } from 'node:buffer';
import {
  type Data,
  type DataType,
  Field,
  Float64,
  type Int64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Utf8,
} from 'apache-arrow';
import { grown } from '../genotype/alleles.ts';

/** A column of a table under construction. */
export interface ArrowColumn {
  readonly type: DataType;
  readonly length: number;
  data(): Data;
}

/** A nullable text column. */
export class TextColumn {
  readonly type = new Utf8();
  #bytes = new Uint8Array(1 << 16);
  #offsets = new Int32Array(1 << 12);
  #validity = new Uint8Array(1 << 9);
  #used = 0;
  #nulls = 0;
  length = 0;

  push(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    const target = this.#bytes;
    let at = this.#used;
    for (let i = start; i < end; i++) target[at++] = bytes[i];
    this.#used = at;
    this.#end(true);
  }

  /** Like `push`, with every `from` byte replaced. */
  pushReplacing(bytes: Uint8Array, start: number, end: number, [from, to]: readonly [number, number]): void {
    const at = this.#used;
    this.push(bytes, start, end);
    for (let i = at; i < this.#used; i++) if (this.#bytes[i] === from) this.#bytes[i] = to;
  }

  pushNull(): void {
    this.#reserve(0);
    this.#nulls++;
    this.#end(false);
  }

  /** Values that are not UTF-8 (Latin-1, mostly), which no Parquet may hold, have U+FFFD for what cannot be read. */
  data(): Data<Utf8> {
    const data = this.#bytes.subarray(0, this.#used);
    if (!isAscii(data) && !this.#isUtf8()) return this.#toUtf8().data();
    return makeData({
      type: this.type,
      length: this.length,
      nullCount: this.#nulls,
      nullBitmap: this.#validity,
      valueOffsets: this.#offsets.subarray(0, this.length + 1),
      data,
    });
  }

  /** Forgets the values and keeps the memory; what `data` gave is no longer valid. */
  clear(): void {
    this.#validity.fill(0);
    this.#used = 0;
    this.#nulls = 0;
    this.length = 0;
  }

  #value(row: number): Uint8Array {
    return this.#bytes.subarray(this.#offsets[row], this.#offsets[row + 1]);
  }

  #isUtf8(): boolean {
    for (let row = 0; row < this.length; row++) if (!isUtf8(this.#value(row))) return false;
    return true;
  }

  #toUtf8(): TextColumn {
    const column = new TextColumn();
    for (let row = 0; row < this.length; row++) {
      const isNull = (this.#validity[row >> 3] & (1 << (row & 7))) === 0;
      const bytes = Buffer.from(Buffer.from(this.#value(row)).toString('utf8'));
      if (isNull) column.pushNull();
      else column.push(bytes, 0, bytes.length);
    }
    return column;
  }

  #end(valid: boolean): void {
    if (valid) this.#validity[this.length >> 3] = this.#validity[this.length >> 3] | (1 << (this.length & 7));
    this.length++;
    this.#offsets[this.length] = this.#used;
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes > this.#bytes.length)
      this.#bytes = grown(this.#bytes, Math.max(this.#used + bytes, this.#bytes.length * 2));
    if (this.length + 2 > this.#offsets.length) {
      this.#offsets = grown(this.#offsets, this.#offsets.length * 2);
      this.#validity = grown(this.#validity, this.#validity.length * 2);
    }
  }
}

/** A nullable column of whole or floating numbers; NaN stands for null. */
export class NumberColumn {
  readonly type: Int64 | Float64;
  #values = new Float64Array(1 << 12);
  length = 0;

  constructor(type: Int64 | Float64) {
    this.type = type;
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = grown(this.#values, this.length * 2);
    this.#values[this.length++] = value;
  }

  /** Forgets the values and keeps the memory; what `data` gave is no longer valid. */
  clear(): void {
    this.length = 0;
  }

  data() {
    const { length } = this;
    const nullBitmap = new Uint8Array((length >> 3) + 1);
    let nullCount = 0;
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(this.#values[i])) nullCount++;
      else nullBitmap[i >> 3] = nullBitmap[i >> 3] | (1 << (i & 7));
    }
    if (this.type instanceof Float64)
      return makeData({ type: this.type, length, nullCount, nullBitmap, data: this.#values.subarray(0, length) });
    const whole = new BigInt64Array(length);
    const words = new Int32Array(whole.buffer);
    for (let i = 0; i < length; i++) {
      const value = this.#values[i];
      if (Number.isNaN(value)) continue;
      words[i * 2] = value | 0;
      words[i * 2 + 1] = value < 0 ? -1 : 0;
    }
    return makeData({ type: this.type, length, nullCount, nullBitmap, data: whole });
  }
}

/** Columns of equal length as an Arrow IPC file. */
export function writeArrowFile(columns: readonly (readonly [name: string, column: ArrowColumn])[]): Uint8Array {
  const schema = new Schema(columns.map(([name, column]) => new Field(name, column.type, true)));
  const children = columns.map(([, column]) => column.data());
  const length = columns[0]?.[1].length ?? 0;
  const writer = new RecordBatchFileWriter();
  writer.write(new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children })));
  writer.finish();
  return writer.toUint8Array(true);
}
