/**
 * The genotype index as a file, so that a genome that was read once opens in a moment: a line of JSON, then the arrays,
 * each as narrow as its values allow. A cache: whatever does not fit is read anew.
 */
import { AlleleTable } from './alleles.ts';
import type { GenotypeIndex } from './genotypeIndex.ts';

/** Changes with the layout. */
const VERSION = 2;
const ALIGNMENT = 8;

interface Section {
  readonly name:
    | 'keys'
    | 'refs'
    | 'altCounts'
    | 'alts'
    | 'firsts'
    | 'seconds'
    | 'flags'
    | 'alleles'
    | 'altDosages'
    | 'blockStarts'
    | 'blockEnds';
  /** Bytes of a number: 8 is a float, less an unsigned integer. */
  readonly width: 1 | 2 | 4 | 8;
  readonly length: number;
}

interface Preamble {
  readonly version: number;
  /** What the index was made from: an index of anything else is refused. */
  readonly stamp: string;
  readonly sections: readonly Section[];
}

/** The file as chunks, to be written one after the other. */
export function* packIndex(index: GenotypeIndex, stamp: string): Generator<Uint8Array> {
  const longAlleles = Buffer.from(index.alleles.longAlleles().join('\n'), 'latin1');
  const altCounts = new Uint32Array(index.count);
  for (let record = 0; record < index.count; record++)
    altCounts[record] = index.altStarts[record + 1] - index.altStarts[record];
  const arrays = [
    ['keys', index.keys],
    ['refs', narrow(index.refs)],
    ['altCounts', narrow(altCounts)],
    ['alts', narrow(index.alts)],
    ['firsts', index.firsts],
    ['seconds', index.seconds],
    ['flags', index.flags],
    ['alleles', new Uint8Array(longAlleles)],
    ['altDosages', index.altDosages ?? new Float64Array(0)],
    ['blockStarts', index.blocks?.starts ?? new Uint32Array(0)],
    ['blockEnds', index.blocks?.ends ?? new Uint32Array(0)],
  ] as const;
  const sections = arrays.map(([name, array]) => ({
    name,
    width: array.BYTES_PER_ELEMENT as Section['width'],
    length: array.length,
  }));
  const preamble = `${JSON.stringify({ version: VERSION, stamp, sections } satisfies Preamble)}\n`;
  yield Buffer.from(preamble.padEnd(aligned(preamble.length), '\n'));
  for (const [, array] of arrays) {
    yield new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    yield new Uint8Array(aligned(array.byteLength) - array.byteLength);
  }
}

/** The index, or null when the bytes are not one made from `stamp`. `bytes` must start at a multiple of 8. */
export function unpackIndex(bytes: Uint8Array<ArrayBuffer>, stamp: string): GenotypeIndex | null {
  const preambleEnd = bytes.indexOf(10);
  if (preambleEnd === -1) return null;
  const preamble = parsePreamble(Buffer.from(bytes.subarray(0, preambleEnd)).toString('utf8'));
  if (preamble === null || preamble.version !== VERSION || preamble.stamp !== stamp) return null;
  const arrays = new Map<Section['name'], Uint8Array | Uint16Array | Uint32Array | Float64Array>();
  let at = aligned(preambleEnd + 1);
  for (const { name, width, length } of preamble.sections) {
    const Kind = KINDS[width];
    if (at + width * length > bytes.length) return null;
    arrays.set(name, new Kind(bytes.buffer, bytes.byteOffset + at, length));
    at += aligned(width * length);
  }
  const section = <Kind>(name: Section['name']) => arrays.get(name) as Kind;
  const keys = section<Uint32Array>('keys');
  const altDosages = section<Float64Array>('altDosages');
  const starts = section<Uint32Array>('blockStarts');
  const ends = section<Uint32Array>('blockEnds');
  return {
    count: keys.length,
    keys,
    refs: widen(section('refs')),
    altStarts: runningTotal(section('altCounts')),
    alts: widen(section('alts')),
    firsts: section('firsts'),
    seconds: section('seconds'),
    flags: section('flags'),
    altDosages: altDosages.length === 0 ? null : altDosages,
    blocks: starts.length === 0 ? null : { starts, ends },
    alleles: AlleleTable.of(Buffer.from(section<Uint8Array>('alleles')).toString('latin1').split('\n')),
  };
}

const KINDS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Float64Array } as const;

function parsePreamble(text: string): Preamble | null {
  try {
    return JSON.parse(text) as Preamble;
  } catch {
    return null;
  }
}

const aligned = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

/** Values of −1 and more as the narrowest unsigned integers, one higher so that −1 fits. */
function narrow(values: Int32Array | Uint32Array): Uint8Array | Uint16Array | Uint32Array {
  let highest = 0;
  for (const value of values) if (value > highest) highest = value;
  const Kind = highest < 255 ? Uint8Array : highest < 65535 ? Uint16Array : Uint32Array;
  const narrowed = new Kind(values.length);
  for (let i = 0; i < values.length; i++) narrowed[i] = values[i] + 1;
  return narrowed;
}

function widen(narrowed: Uint8Array | Uint16Array | Uint32Array): Int32Array {
  const values = new Int32Array(narrowed.length);
  for (let i = 0; i < narrowed.length; i++) values[i] = narrowed[i] - 1;
  return values;
}

/** Starts of the ALTs of each record, from their counts; `narrow` made the counts one higher. */
function runningTotal(counts: Uint8Array | Uint16Array | Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i] + counts[i] - 1;
  return starts;
}
