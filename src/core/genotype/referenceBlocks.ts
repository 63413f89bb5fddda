/** Stretches in which a genome is known to be homozygous for the reference: the blocks of a gVCF. */
import { grown } from './alleles.ts';
import { type Call, HAPLOID } from './call.ts';

/** By genome keys, apart from each other, in ascending order; ends are inclusive. */
export interface ReferenceBlocks {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Genotype quality below which a block proves nothing, unless a filter asks for more: 1 in 100 would be wrong. */
const LEAST_QUALITY = 20;
/** Reads below which a block without a quality proves nothing: 10 reads miss one of two alleles once in 1,000. */
const LEAST_DEPTH = 10;

/** Whether a block's call is homozygous reference, and sure enough. `quality` is null where FORMAT has none; NaN is missing. */
export function isSureReference(
  { first, second }: Call,
  { quality, depth }: { readonly quality: number | null; readonly depth: number },
): boolean {
  if (first !== 0 || (second !== 0 && second !== HAPLOID)) return false;
  return quality === null ? depth >= LEAST_DEPTH : quality >= LEAST_QUALITY;
}

/** Whether the keys from `key` to `last`, both included, lie in one of the blocks. */
export function isInBlock({ starts, ends }: ReferenceBlocks, key: number, last = key): boolean {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle] <= key) low = middle + 1;
    else high = middle;
  }
  return low > 0 && ends[low - 1] >= last;
}

/** Collects blocks; a whole genome has tens of millions, most of which touch, and those that touch become one. */
export class ReferenceBlockBuilder {
  #count = 0;
  #starts = new Uint32Array(1 << 10);
  #ends = new Uint32Array(1 << 10);
  #sorted = true;

  /** Adds the keys from `start` to `end`, both included. */
  add(start: number, end: number): void {
    const last = this.#count - 1;
    if (last >= 0 && start >= this.#starts[last] && start <= this.#ends[last] + 1) {
      if (end > this.#ends[last]) this.#ends[last] = end;
      return;
    }
    if (last >= 0 && start < this.#starts[last]) this.#sorted = false;
    if (this.#count === this.#starts.length) {
      this.#starts = grown(this.#starts, this.#count * 2);
      this.#ends = grown(this.#ends, this.#count * 2);
    }
    this.#starts[this.#count] = start;
    this.#ends[this.#count++] = end;
  }

  /** Null when there are none. */
  finish(): ReferenceBlocks | null {
    if (this.#count === 0) return null;
    if (!this.#sorted) return this.#inOrder();
    const share = (values: Uint32Array): Uint32Array => {
      const shared = new Uint32Array(new SharedArrayBuffer(this.#count * 4));
      shared.set(values.subarray(0, this.#count));
      return shared;
    };
    return { starts: share(this.#starts), ends: share(this.#ends) };
  }

  #inOrder(): ReferenceBlocks | null {
    const order = Array.from({ length: this.#count }, (_, i) => i).sort((a, b) => this.#starts[a] - this.#starts[b]);
    const sorted = new ReferenceBlockBuilder();
    for (const i of order) sorted.add(this.#starts[i], this.#ends[i]);
    return sorted.finish();
  }
}
