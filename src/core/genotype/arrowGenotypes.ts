/** Normalised genotypes as Arrow → genotype index, without making strings. */
import { type Data, DataType, type Table, tableFromIPC, type Utf8View } from 'apache-arrow';
import type { DosagePolicy } from '../model/result.ts';
import { isAnyAlt } from '../vcf/referenceBlock.ts';
import { type Call, MISSING, readCall } from './call.ts';
import { chromosomeCode, genomeKey, NO_KEY } from './chromosome.ts';
import { MOST_ALTS, readDosageField, readProbabilityField } from './dosage.ts';
import { type GenotypeIndex, GenotypeIndexBuilder } from './genotypeIndex.ts';
import { isSureReference } from './referenceBlocks.ts';

const DOT = 46;
const PIPE = 124;
const INLINE_BYTES = 12;

/** Columns the index needs; `pos` may be called `start`. */
export const GENOTYPE_COLUMNS = ['chrom', 'ref', 'alt', 'GT'] as const;
export const POSITION_COLUMNS = ['pos', 'start'] as const;
/** Columns it uses where there are any: imputed dosages, and what tells a reference block and its quality. */
export const OPTIONAL_COLUMNS = ['DS', 'GP', 'end', 'GQ', 'DP'] as const;

/** A text column of one batch: 16 bytes a value, short ones in place, long ones elsewhere (Arrow string view). */
class TextView {
  readonly #views: Uint8Array;
  readonly #words: DataView;
  readonly #long: readonly Uint8Array[];
  /** Null when every row has a value; the view of a null may be that of any other row. */
  readonly #nulls: Data<Utf8View> | null;
  bytes: Uint8Array;
  start = 0;
  end = 0;

  constructor(data: Data<Utf8View>) {
    this.#views = data.values as Uint8Array;
    this.#words = new DataView(this.#views.buffer, this.#views.byteOffset, this.#views.byteLength);
    this.#long = data.variadicBuffers as readonly Uint8Array[];
    this.#nulls = data.nullCount > 0 ? data : null;
    this.bytes = this.#views;
  }

  /** Points `bytes`, `start` and `end` at a value; a null is empty. */
  seek(row: number): void {
    const view = row * 16;
    const length = this.#nulls?.getValid(row) === false ? 0 : this.#words.getInt32(view, true);
    if (length <= INLINE_BYTES) {
      this.bytes = this.#views;
      this.start = view + 4;
    } else {
      this.bytes = this.#long[this.#words.getInt32(view + 8, true)] as Uint8Array;
      this.start = this.#words.getInt32(view + 12, true);
    }
    this.end = this.start + length;
  }
}

/** A number of one batch's rows; NaN for null, and for every row of a column that is not there or not of numbers. */
class NumberView {
  readonly #data: Data | undefined;
  readonly #values: ArrayLike<number | bigint>;

  constructor(data: Data | undefined) {
    const isNumeric = data !== undefined && (DataType.isInt(data.type) || DataType.isFloat(data.type));
    this.#data = isNumeric ? data : undefined;
    this.#values = (this.#data?.values ?? []) as ArrayLike<number | bigint>;
  }

  at(row: number): number {
    return this.#data?.getValid(row) ? Number(this.#values[row]) : Number.NaN;
  }
}

/** DS or GP of one batch, whether it is a column of numbers or of text. */
class DosageView {
  readonly #text: TextView | null;
  readonly #numbers: NumberView;
  readonly #read: typeof readDosageField;

  constructor(data: Data, read: typeof readDosageField) {
    const isText = !DataType.isFloat(data.type);
    this.#text = isText ? new TextView(data as Data<Utf8View>) : null;
    this.#numbers = new NumberView(isText ? undefined : data);
    this.#read = read;
  }

  /** Reads the dosages of a row with that many ALTs; false when it has none. */
  read(row: number, dosages: Float64Array, alts: number): boolean {
    if (this.#text !== null) {
      this.#text.seek(row);
      return this.#read(this.#text.bytes, this.#text.start, this.#text.end, dosages, alts);
    }
    dosages[0] = this.#numbers.at(row);
    return alts === 1 && dosages[0] >= 0 && dosages[0] <= 2;
  }
}

/** Builds the index from Arrow IPC buffers, in order, with GENOTYPE_COLUMNS, a position, and OPTIONAL_COLUMNS. */
export function indexFromArrow(parts: Iterable<Uint8Array>, dosage: DosagePolicy): GenotypeIndex {
  const builder = new GenotypeIndexBuilder();
  for (const part of parts) addTable(builder, tableFromIPC(part), dosage);
  return builder.finish();
}

function addTable(builder: GenotypeIndexBuilder, table: Table, dosage: DosagePolicy): void {
  const fields = table.schema.fields.map((field) => field.name);
  const position = fields.findIndex((name) => (POSITION_COLUMNS as readonly string[]).includes(name));
  for (const { data } of table.batches) {
    const column = (name: string) => data.children[fields.indexOf(name)];
    const text = (name: string) => new TextView(column(name) as Data<Utf8View>);
    const dosageColumns =
      dosage === 'gt'
        ? []
        : DOSAGE_COLUMNS.flatMap(([name, read]) => {
            const found = column(name);
            return found === undefined ? [] : [new DosageView(found, read)];
          });
    addBatch(builder, {
      rows: data.length,
      positions: (data.children[position] as Data).values as ArrayLike<number | bigint>,
      chrom: text('chrom'),
      ref: text('ref'),
      alt: text('alt'),
      gt: text('GT'),
      dosages: dosageColumns,
      needsDosage: dosage === 'ds',
      end: new NumberView(column('end')),
      quality: fields.includes('GQ') ? new NumberView(column('GQ')) : null,
      depth: new NumberView(column('DP')),
    });
  }
}

const DOSAGE_COLUMNS = [
  ['DS', readDosageField],
  ['GP', readProbabilityField],
] as const;

interface Batch {
  readonly rows: number;
  readonly positions: ArrayLike<number | bigint>;
  readonly chrom: TextView;
  readonly ref: TextView;
  readonly alt: TextView;
  readonly gt: TextView;
  readonly dosages: readonly DosageView[];
  /** Whether a call without a dosage is no call. */
  readonly needsDosage: boolean;
  readonly end: NumberView;
  /** Null without a column GQ. */
  readonly quality: NumberView | null;
  readonly depth: NumberView;
}

const scratch = new Float64Array(MOST_ALTS);

function addBatch(builder: GenotypeIndexBuilder, batch: Batch): void {
  const { rows, positions, chrom, ref, alt, gt, dosages, needsDosage } = batch;
  const codes = new Map<string, number>();
  const call: Call = { first: 0, second: 0 };
  for (let row = 0; row < rows; row++) {
    chrom.seek(row);
    const key = genomeKey(codeOf(codes, chrom), Number(positions[row]));
    if (key === NO_KEY) continue;
    ref.seek(row);
    alt.seek(row);
    gt.seek(row);
    readCall(gt.bytes, gt.start, gt.end, call);
    const blockLength = lengthOfBlock(batch, row, Number(positions[row]));
    if (blockLength !== null) {
      if (isSureReference(call, { quality: batch.quality?.at(row) ?? null, depth: batch.depth.at(row) }))
        builder.addBlock(key, key + blockLength - 1);
      continue;
    }
    const alts = dosages.length === 0 ? 0 : countAlts(alt);
    const hasDosages = alts > 0 && alts <= MOST_ALTS && dosages.some((view) => view.read(row, scratch, alts));
    if (needsDosage && !hasDosages) call.first = MISSING;
    builder.add({
      key,
      ref: ref.bytes,
      refStart: ref.start,
      refEnd: ref.end,
      alt: alt.bytes,
      altStart: alt.start,
      altEnd: alt.end,
      altSeparator: PIPE,
      first: call.first,
      second: call.second,
      filtered: false,
      dosages: hasDosages ? scratch : null,
    });
  }
}

/** Loci of a record that stands for more of them than its REF has letters; null for any other. */
function lengthOfBlock({ ref, alt, end }: Batch, row: number, position: number): number | null {
  if (!isAnyAlt(alt.bytes, alt.start, alt.end)) return null;
  const length = end.at(row) - position + 1;
  return length > ref.end - ref.start ? length : null;
}

function countAlts({ bytes, start, end }: TextView): number {
  if (end === start || (end - start === 1 && bytes[start] === DOT)) return 0;
  let alts = 1;
  for (let at = start; at < end; at++) if (bytes[at] === PIPE) alts++;
  return alts;
}

function codeOf(codes: Map<string, number>, { bytes, start, end }: TextView): number {
  const name = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  let code = codes.get(name);
  if (code === undefined) {
    code = chromosomeCode(name);
    codes.set(name, code);
  }
  return code;
}
