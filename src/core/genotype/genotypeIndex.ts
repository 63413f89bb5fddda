/**
 * The genotypes of one sample in memory: flat arrays in genome-key order, in shared memory, so that any number of
 * threads can score against them without a copy.
 */
import { AlleleTable, grown, NO_ALLELE } from './alleles.ts';
import { isListed, MISSING } from './call.ts';
import { chromosomeKeyRange, locusOfKey, NO_KEY } from './chromosome.ts';
import { ReferenceBlockBuilder, type ReferenceBlocks } from './referenceBlocks.ts';

/** Bits of `flags`. */
export const FLAG = {
  /** The record fails the VCF filters. */
  filtered: 1,
  /** One of its ALTs stands for a span of other sequence (`*`, `<DEL>`, `<NON_REF>` …). */
  symbolic: 2,
} as const;

export interface GenotypeIndex {
  readonly count: number;
  /** Genome keys, ascending; a key may repeat. */
  readonly keys: Uint32Array;
  /** Allele id of REF. */
  readonly refs: Int32Array;
  /** Start of a record's ALTs in `alts`; they end where the next record's start. */
  readonly altStarts: Uint32Array;
  /** Allele ids of the ALTs in order; NO_ALLELE for symbolic ones and `*`. */
  readonly alts: Int32Array;
  /** Allele indices of the call: 0 is REF. MISSING, HAPLOID: see call.ts. */
  readonly firsts: Uint8Array;
  readonly seconds: Uint8Array;
  readonly flags: Uint8Array;
  /** Imputed copies of each of `alts`, 0 to 2, NaN where the file gives none; null when it gives none at all. */
  readonly altDosages: Float64Array | null;
  /** Stretches in which the genome is homozygous for the reference; null when the file has none. */
  readonly blocks: ReferenceBlocks | null;
  readonly alleles: AlleleTable;
}

const COMMA = 44;
const DOT = 46;
const STAR = 42;
const LESS_THAN = 60;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** One record: spans of bytes for its alleles, and its call. */
export interface IndexedRecord {
  readonly key: number;
  readonly ref: Uint8Array;
  readonly refStart: number;
  readonly refEnd: number;
  readonly alt: Uint8Array;
  readonly altStart: number;
  readonly altEnd: number;
  /** Byte between ALTs: a comma in a VCF, a pipe in a normalised Parquet. */
  readonly altSeparator?: number;
  readonly first: number;
  readonly second: number;
  readonly filtered: boolean;
  /** Imputed copies of each ALT, or null. */
  readonly dosages: Float64Array | null;
}

/** Collects records in file order and sorts them once at the end. */
export class GenotypeIndexBuilder {
  readonly #alleles = new AlleleTable();
  #count = 0;
  #altCount = 0;
  #sorted = true;
  #lastKey = 0;
  #keys = new Uint32Array(1 << 12);
  #refs = new Int32Array(1 << 12);
  #altStarts = new Uint32Array((1 << 12) + 1);
  #alts = new Int32Array(1 << 12);
  #firsts = new Uint8Array(1 << 12);
  #seconds = new Uint8Array(1 << 12);
  #flags = new Uint8Array(1 << 12);
  #altDosages: Float64Array | null = null;
  readonly #blocks = new ReferenceBlockBuilder();

  /** Adds a stretch of keys, both ends included, in which the genome is homozygous for the reference. */
  addBlock(start: number, end: number): void {
    this.#blocks.add(start, end);
  }

  /**
   * Adds a record; one without a genome key (a decoy contig, a position off the chromosome) is left out. A call of an allele
   * that the record does not list contradicts it, and is no call.
   */
  add(record: IndexedRecord): void {
    if (record.key === NO_KEY) return;
    if (this.#count === this.#keys.length) this.#grow();
    const row = this.#count++;
    if (record.key < this.#lastKey) this.#sorted = false;
    this.#lastKey = record.key;
    this.#keys[row] = record.key;
    this.#refs[row] = this.#alleles.intern(record.ref, record.refStart, record.refEnd);
    const symbolic = this.#addAlts(record);
    if (record.dosages !== null) this.#addDosages(record.dosages, this.#altStarts[row]);
    this.#altStarts[row + 1] = this.#altCount;
    const isUsable = isListed(record, this.#altCount - this.#altStarts[row]);
    this.#firsts[row] = isUsable ? record.first : MISSING;
    this.#seconds[row] = isUsable ? record.second : MISSING;
    this.#flags[row] = (record.filtered ? FLAG.filtered : 0) | (symbolic ? FLAG.symbolic : 0);
  }

  /** Adds all that an index holds, in its order. */
  append(other: GenotypeIndex): void {
    const ids = other.alleles.internAllIn(this.#alleles);
    for (let record = 0; record < other.count; record++) {
      if (this.#count === this.#keys.length) this.#grow();
      const row = this.#count++;
      const key = other.keys[record];
      if (key < this.#lastKey) this.#sorted = false;
      this.#lastKey = key;
      this.#keys[row] = key;
      this.#refs[row] = ids[other.refs[record] + 1];
      this.#firsts[row] = other.firsts[record];
      this.#seconds[row] = other.seconds[record];
      this.#flags[row] = other.flags[record];
      const [from, to] = [other.altStarts[record], other.altStarts[record + 1]];
      for (let alt = from; alt < to; alt++) {
        if (this.#altCount === this.#alts.length) this.#alts = grown(this.#alts, this.#alts.length * 2);
        this.#alts[this.#altCount++] = ids[other.alts[alt] + 1];
      }
      if (other.altDosages !== null) this.#addDosages(other.altDosages.subarray(from, to), this.#altStarts[row]);
      this.#altStarts[row + 1] = this.#altCount;
    }
    for (let block = 0; other.blocks !== null && block < other.blocks.starts.length; block++)
      this.#blocks.add(other.blocks.starts[block], other.blocks.ends[block]);
  }

  /** Returns whether an ALT is symbolic. A lone `.` is no ALT at all. */
  #addAlts(record: IndexedRecord): boolean {
    const { alt: bytes, altStart, altEnd, altSeparator = COMMA } = record;
    if (altEnd <= altStart || (altEnd - altStart === 1 && bytes[altStart] === DOT)) return false;
    let symbolic = false;
    for (let start = altStart; start <= altEnd; ) {
      let end = start;
      while (end < altEnd && bytes[end] !== altSeparator) end++;
      if (this.#altCount === this.#alts.length) this.#alts = grown(this.#alts, this.#alts.length * 2);
      const isSymbolic = isSymbolicAllele(bytes, start, end);
      symbolic ||= isSymbolic;
      this.#alts[this.#altCount++] = isSymbolic ? NO_ALLELE : this.#alleles.intern(bytes, start, end);
      start = end + 1;
    }
    return symbolic;
  }

  #addDosages(dosages: Float64Array, from: number): void {
    const known = this.#altDosages;
    if (known === null || known.length < this.#altCount) {
      this.#altDosages = new Float64Array(this.#alts.length).fill(Number.NaN);
      if (known !== null) this.#altDosages.set(known);
    }
    (this.#altDosages as Float64Array).set(dosages.subarray(0, this.#altCount - from), from);
  }

  finish(): GenotypeIndex {
    const count = this.#count;
    const order = this.#sorted ? null : sortedOrder(this.#keys.subarray(0, count));
    const index = {
      count,
      keys: shareUint32(count),
      refs: new Int32Array(new SharedArrayBuffer(count * 4)),
      altStarts: shareUint32(count + 1),
      alts: new Int32Array(new SharedArrayBuffer(this.#altCount * 4)),
      firsts: new Uint8Array(new SharedArrayBuffer(count)),
      seconds: new Uint8Array(new SharedArrayBuffer(count)),
      flags: new Uint8Array(new SharedArrayBuffer(count)),
      altDosages:
        this.#altDosages === null ? null : new Float64Array(new SharedArrayBuffer(this.#altCount * 8)).fill(Number.NaN),
      blocks: this.#blocks.finish(),
      alleles: this.#alleles,
    };
    const altDosages = this.#altDosages;
    if (order === null) {
      index.keys.set(this.#keys.subarray(0, count));
      index.refs.set(this.#refs.subarray(0, count));
      index.altStarts.set(this.#altStarts.subarray(0, count + 1));
      index.alts.set(this.#alts.subarray(0, this.#altCount));
      if (altDosages !== null) index.altDosages?.set(altDosages.subarray(0, this.#altCount));
      index.firsts.set(this.#firsts.subarray(0, count));
      index.seconds.set(this.#seconds.subarray(0, count));
      index.flags.set(this.#flags.subarray(0, count));
      return index;
    }
    let altCount = 0;
    for (let row = 0; row < count; row++) {
      const from = order[row];
      index.keys[row] = this.#keys[from];
      index.refs[row] = this.#refs[from];
      index.firsts[row] = this.#firsts[from];
      index.seconds[row] = this.#seconds[from];
      index.flags[row] = this.#flags[from];
      for (let alt = this.#altStarts[from]; alt < this.#altStarts[from + 1]; alt++) {
        if (altDosages !== null && index.altDosages !== null)
          index.altDosages[altCount] = altDosages[alt] ?? Number.NaN;
        index.alts[altCount++] = this.#alts[alt];
      }
      index.altStarts[row + 1] = altCount;
    }
    return index;
  }

  #grow(): void {
    const length = this.#keys.length * 2;
    this.#keys = grown(this.#keys, length);
    this.#refs = grown(this.#refs, length);
    this.#altStarts = grown(this.#altStarts, length + 1);
    this.#firsts = grown(this.#firsts, length);
    this.#seconds = grown(this.#seconds, length);
    this.#flags = grown(this.#flags, length);
  }
}

const shareUint32 = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(length * 4));

/** `*`, `<…>` and breakends carry no sequence that a scoring allele could equal. */
function isSymbolicAllele(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === STAR || byte === LESS_THAN || byte === OPEN_BRACKET || byte === CLOSE_BRACKET) return true;
  }
  return false;
}

/** Row numbers in ascending key order; rows of one key keep their order. */
export function sortedOrder(keys: Uint32Array): Uint32Array {
  const order = new Uint32Array(keys.length);
  let sorted = true;
  for (let row = 0; row < keys.length; row++) {
    order[row] = row;
    if (row > 0 && keys[row] < keys[row - 1]) sorted = false;
  }
  if (sorted) return order;
  return order.sort((a, b) => keys[a] - keys[b] || a - b);
}

/** First row at or after `from` whose key is not below `key`; gallops, so a sorted walk costs little. */
export function seekKey(keys: Uint32Array, key: number, from: number): number {
  const count = keys.length;
  if (from >= count || keys[from] >= key) return from;
  let low = from;
  let step = 1;
  while (low + step < count && keys[low + step] < key) {
    low += step;
    step *= 2;
  }
  let high = Math.min(count, low + step);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (keys[middle] < key) low = middle;
    else high = middle;
  }
  return high;
}

/** Indices in CHROMOSOMES of which an index has any record or reference block. */
export function listedChromosomes({ keys, blocks }: Pick<GenotypeIndex, 'keys' | 'blocks'>): ReadonlySet<number> {
  const listed = new Set<number>();
  for (const sorted of [keys, ...(blocks === null ? [] : [blocks.starts])])
    for (let at = 0; at < sorted.length; ) {
      const { code } = locusOfKey(sorted[at]);
      listed.add(code);
      at = seekKey(sorted, chromosomeKeyRange(code)[1], at);
    }
  return listed;
}
