/**
 * Typed arrays as a file that opens without parsing: a line of JSON, then the arrays, each at a multiple of 8 bytes. For
 * caches: whatever does not fit is made anew.
 */
const ALIGNMENT = 8;
const NEWLINE = 10;

const KINDS = { Uint8Array, Uint16Array, Uint32Array, Float64Array } as const;
type Kind = keyof typeof KINDS;
export type PackedArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;

interface Preamble {
  /** What the arrays were made from and by: anything else is refused. */
  readonly stamp: string;
  readonly details: unknown;
  readonly sections: readonly { readonly name: string; readonly kind: Kind; readonly length: number }[];
}

export interface ArrayFile {
  /** What `packArrays` was given, as JSON has it. */
  readonly details: unknown;
  readonly section: <T extends PackedArray>(name: string) => T;
}

/** The file as chunks, to be written one after the other. */
export function* packArrays(
  stamp: string,
  details: unknown,
  arrays: readonly (readonly [name: string, array: PackedArray])[],
): Generator<Uint8Array> {
  const sections = arrays.map(([name, array]) => ({ name, kind: kindOf(array), length: array.length }));
  const preamble = Buffer.from(`${JSON.stringify({ stamp, details, sections } satisfies Preamble)}\n`);
  yield preamble;
  yield padding(preamble.length);
  for (const [, array] of arrays) {
    yield new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    yield padding(array.byteLength);
  }
}

const kindOf = (array: PackedArray): Kind =>
  (Object.keys(KINDS) as Kind[]).find((kind) => array instanceof KINDS[kind]) as Kind;

const aligned = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;
const padding = (length: number): Uint8Array => new Uint8Array(aligned(length) - length).fill(NEWLINE);

/** Views into `bytes`, which must start at a multiple of 8; null when they are not whole, or not made from `stamp`. */
export function unpackArrays(bytes: Uint8Array<ArrayBuffer>, stamp: string): ArrayFile | null {
  const end = bytes.indexOf(NEWLINE);
  const preamble = end === -1 ? null : parsePreamble(Buffer.from(bytes.subarray(0, end)).toString('utf8'));
  if (preamble === null || preamble.stamp !== stamp) return null;
  const arrays = new Map<string, PackedArray>();
  let at = aligned(end + 1);
  for (const { name, kind, length } of preamble.sections) {
    const array = KINDS[kind];
    const size = length * array.BYTES_PER_ELEMENT;
    if (at + size > bytes.length) return null;
    arrays.set(name, new array(bytes.buffer, bytes.byteOffset + at, length));
    at += aligned(size);
  }
  return { details: preamble.details, section: <T extends PackedArray>(name: string) => arrays.get(name) as T };
}

function parsePreamble(text: string): Preamble | null {
  try {
    return JSON.parse(text) as Preamble;
  } catch {
    return null;
  }
}

/** Values of −1 and more as the narrowest unsigned integers, one higher so that −1 fits. */
export function narrow(values: Int32Array | Uint32Array): Uint8Array | Uint16Array | Uint32Array {
  let highest = 0;
  for (const value of values) if (value > highest) highest = value;
  const Narrow = highest < 255 ? Uint8Array : highest < 65535 ? Uint16Array : Uint32Array;
  const narrowed = new Narrow(values.length);
  for (let i = 0; i < values.length; i++) narrowed[i] = values[i] + 1;
  return narrowed;
}

/** What `narrow` made narrow. */
export function widen(narrowed: Uint8Array | Uint16Array | Uint32Array): Int32Array {
  const values = new Int32Array(narrowed.length);
  for (let i = 0; i < narrowed.length; i++) values[i] = narrowed[i] - 1;
  return values;
}
