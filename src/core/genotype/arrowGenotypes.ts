/** Normalised genotypes as Arrow → genotype index, without making strings. */
import { type Data, type Table, tableFromIPC, type Utf8View } from 'apache-arrow';
import { type Call, readCall } from './call.ts';
import { chromosomeCode, genomeKey, NO_KEY } from './chromosome.ts';
import { type GenotypeIndex, GenotypeIndexBuilder } from './genotypeIndex.ts';

const PIPE = 124;
const INLINE_BYTES = 12;

/** Columns the index needs; `pos` may be called `start`. */
export const GENOTYPE_COLUMNS = ['chrom', 'ref', 'alt', 'GT'] as const;
export const POSITION_COLUMNS = ['pos', 'start'] as const;

/** A text column of one batch: 16 bytes a value, short ones in place, long ones elsewhere (Arrow string view). */
class TextView {
  readonly #views: Uint8Array;
  readonly #words: DataView;
  readonly #long: readonly Uint8Array[];
  bytes: Uint8Array;
  start = 0;
  end = 0;

  constructor(data: Data<Utf8View>) {
    this.#views = data.values as Uint8Array;
    this.#words = new DataView(this.#views.buffer, this.#views.byteOffset, this.#views.byteLength);
    this.#long = data.variadicBuffers as readonly Uint8Array[];
    this.bytes = this.#views;
  }

  /** Points `bytes`, `start` and `end` at a value; a null is empty. */
  seek(row: number): void {
    const view = row * 16;
    const length = this.#words.getInt32(view, true);
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

/** Builds the index from an Arrow IPC buffer with columns chrom, pos or start, ref, alt, GT. */
export function indexFromArrow(ipc: Uint8Array): GenotypeIndex {
  const table: Table = tableFromIPC(ipc);
  const builder = new GenotypeIndexBuilder();
  const fields = table.schema.fields.map((field) => field.name);
  const position = fields.findIndex((name) => (POSITION_COLUMNS as readonly string[]).includes(name));
  for (const { data } of table.batches) {
    const column = (name: string) => new TextView(data.children[fields.indexOf(name)] as Data<Utf8View>);
    const positions = (data.children[position] as Data).values as ArrayLike<number | bigint>;
    addBatch(builder, {
      rows: data.length,
      positions,
      chrom: column('chrom'),
      ref: column('ref'),
      alt: column('alt'),
      gt: column('GT'),
    });
  }
  return builder.finish();
}

interface Batch {
  readonly rows: number;
  readonly positions: ArrayLike<number | bigint>;
  readonly chrom: TextView;
  readonly ref: TextView;
  readonly alt: TextView;
  readonly gt: TextView;
}

function addBatch(builder: GenotypeIndexBuilder, { rows, positions, chrom, ref, alt, gt }: Batch): void {
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
    });
  }
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
