import { HAPLOID } from './call.ts';
import type { GenotypeIndex } from './genotypeIndex.ts';

/**
 * Loci that a called variant replaces although their own position is not listed: inside a deletion or a longer
 * replacement nothing is homozygous reference. Returns a test of genome keys.
 */
export function findReplacedLoci(index: GenotypeIndex): (key: number) => boolean {
  const starts: number[] = [];
  /** Furthest last key of all spans up to this one: spans may overlap. */
  const reaches: number[] = [];
  for (let record = 0; record < index.count; record++) {
    const length = index.alleles.lengthOf(index.refs[record]);
    if (length < 2 || !carriesAlt(index, record)) continue;
    starts.push(index.keys[record]);
    reaches.push(Math.max(index.keys[record] + length - 1, reaches.at(-1) ?? 0));
  }
  return (key) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low > 0 && reaches[low - 1] >= key;
  };
}

/** A missing call counts: it may carry the variant. */
function carriesAlt({ firsts, seconds }: GenotypeIndex, record: number): boolean {
  return firsts[record] !== 0 || (seconds[record] !== 0 && seconds[record] !== HAPLOID);
}
