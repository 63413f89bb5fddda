/** Ids of the single bases; longer and odd alleles get ids from FIRST_LONG up, in order of appearance. */
export const BASES = 'ACGT';
export const NO_ALLELE = -1;
const FIRST_LONG = BASES.length;

/** Base id of an ASCII byte in either case, or NO_ALLELE. */
const BASE_OF_BYTE = new Int8Array(256).fill(NO_ALLELE);
for (let id = 0; id < BASES.length; id++) {
  BASE_OF_BYTE[BASES.charCodeAt(id)] = id;
  BASE_OF_BYTE[BASES.toLowerCase().charCodeAt(id)] = id;
}

const upper = (byte: number): number => (byte >= 97 && byte <= 122 ? byte - 32 : byte);

/** Complement of a base id: A↔T, C↔G. */
export const complementBase = (id: number): number => 3 - id;

const COMPLEMENT: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A' };

/** Reverse complement of a nucleotide allele, or null when it holds anything but A, C, G, T. */
export function reverseComplement(allele: string): string | null {
  let result = '';
  for (let i = allele.length - 1; i >= 0; i--) {
    const base = COMPLEMENT[allele[i]];
    if (base === undefined) return null;
    result += base;
  }
  return result;
}

/**
 * Allele strings as small integers, so that matching compares numbers. Letter case is folded. Held in flat arrays
 * behind an open-addressing hash, which makes it cheap to build from VCF bytes without a string per record.
 */
export class AlleleTable {
  #bytes = new Uint8Array(1 << 12);
  #ends = new Int32Array(1 << 8);
  #slots = new Int32Array(1 << 9).fill(NO_ALLELE);
  #count = 0;
  /** Strings made so far: the same alleles are asked for again and again. */
  readonly #texts: (string | undefined)[] = [];

  /** Alleles known, the four bases included. */
  get size(): number {
    return FIRST_LONG + this.#count;
  }

  /** A table in which these alleles have the ids from FIRST_LONG up, in this order. */
  static of(longAlleles: readonly string[]): AlleleTable {
    const table = new AlleleTable();
    for (const allele of longAlleles) table.intern(Buffer.from(allele, 'latin1'), 0, allele.length);
    return table;
  }

  /** The alleles that are not single bases, in the order of their ids, as bytes for `unpack`. */
  pack(): Uint8Array {
    const texts = Array.from({ length: this.#count }, (_, long) => this.text(long + FIRST_LONG));
    return Uint8Array.from(Buffer.from(texts.join('\n'), 'latin1'));
  }

  static unpack(packed: Uint8Array): AlleleTable {
    return AlleleTable.of(Buffer.from(packed).toString('latin1').split('\n'));
  }

  /** Id of the allele in `bytes[start, end)`, new if need be. An empty span is NO_ALLELE. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    if (end - start === 1) {
      const base = BASE_OF_BYTE[bytes[start]] as number;
      if (base !== NO_ALLELE) return base;
    }
    if (end <= start) return NO_ALLELE;
    const slot = this.#find(bytes, start, end);
    const known = this.#slots[slot];
    return known === NO_ALLELE ? this.#add(slot, bytes, start, end) : known + FIRST_LONG;
  }

  /** Interns all alleles in another table: its ids by ours, ours one higher, so that NO_ALLELE has a place. */
  internAllIn(other: AlleleTable): Int32Array {
    const ids = new Int32Array(this.size + 1);
    ids[0] = NO_ALLELE;
    for (let id = 0; id < this.size; id++) {
      const [start, end] = id < FIRST_LONG ? [0, 0] : this.#span(id - FIRST_LONG);
      ids[id + 1] = id < FIRST_LONG ? id : other.intern(this.#bytes, start, end);
    }
    return ids;
  }

  /** Id of an allele, or NO_ALLELE when it was never interned. */
  lookup(allele: string): number {
    const bytes = Buffer.from(allele, 'latin1');
    if (bytes.length === 1) {
      const base = BASE_OF_BYTE[bytes[0]] as number;
      if (base !== NO_ALLELE) return base;
    }
    if (bytes.length === 0) return NO_ALLELE;
    const known = this.#slots[this.#find(bytes, 0, bytes.length)] as number;
    return known === NO_ALLELE ? NO_ALLELE : known + FIRST_LONG;
  }

  /** The allele of an id, upper case. */
  text(id: number): string {
    if (id < FIRST_LONG) return BASES[id] ?? '';
    const known = this.#texts[id];
    if (known !== undefined) return known;
    const [start, end] = this.#span(id - FIRST_LONG);
    const text = Buffer.from(this.#bytes.buffer, start, end - start).toString('latin1');
    this.#texts[id] = text;
    return text;
  }

  /** Letters of the allele of an id. */
  lengthOf(id: number): number {
    if (id < FIRST_LONG) return 1;
    const [start, end] = this.#span(id - FIRST_LONG);
    return end - start;
  }

  #span(long: number): [start: number, end: number] {
    return [long === 0 ? 0 : this.#ends[long - 1], this.#ends[long]];
  }

  /** The slot that holds the allele, or the free slot where it belongs. */
  #find(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ upper(bytes[i]), 0x01000193);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const long = this.#slots[slot];
      if (long === NO_ALLELE || this.#equals(long, bytes, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(long: number, bytes: Uint8Array, start: number, end: number): boolean {
    const [from, to] = this.#span(long);
    if (to - from !== end - start) return false;
    for (let i = 0; i < to - from; i++) if (this.#bytes[from + i] !== upper(bytes[start + i])) return false;
    return true;
  }

  #add(slot: number, bytes: Uint8Array, start: number, end: number): number {
    const long = this.#count++;
    const from = long === 0 ? 0 : this.#ends[long - 1];
    const to = from + (end - start);
    if (to > this.#bytes.length) this.#bytes = grown(this.#bytes, Math.max(to, this.#bytes.length * 2));
    if (long >= this.#ends.length) this.#ends = grown(this.#ends, this.#ends.length * 2);
    for (let i = start; i < end; i++) this.#bytes[from + i - start] = upper(bytes[i]);
    this.#ends[long] = to;
    this.#slots[slot] = long;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return long + FIRST_LONG;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(NO_ALLELE);
    for (let long = 0; long < this.#count; long++) {
      const [start, end] = this.#span(long);
      this.#slots[this.#find(this.#bytes, start, end)] = long;
    }
  }
}

/** A copy of a typed array with room for `length` elements. */
export function grown<T extends Uint8Array | Int32Array | Uint32Array | Float64Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}
