/** The genotype index as a file, so that a genome that was read once opens in a moment. */

import { AlleleTable } from './alleles.ts';
import type { GenotypeIndex } from './genotypeIndex.ts';
import { narrow, packArrays, unpackArrays, widen } from './packedArrays.ts';

/** Changes with the layout. */
const VERSION = 3;

const stampOf = (stamp: string): string => `${VERSION}\0${stamp}`;

/** The file as chunks, to be written one after the other. `stamp` says what the index was made from. */
export function packIndex(index: GenotypeIndex, stamp: string): Generator<Uint8Array> {
  const altCounts = new Uint32Array(index.count);
  for (let record = 0; record < index.count; record++)
    altCounts[record] = index.altStarts[record + 1] - index.altStarts[record];
  return packArrays(stampOf(stamp), null, [
    ['keys', index.keys],
    ['refs', narrow(index.refs)],
    ['altCounts', narrow(altCounts)],
    ['alts', narrow(index.alts)],
    ['firsts', index.firsts],
    ['seconds', index.seconds],
    ['flags', index.flags],
    ['alleles', index.alleles.pack()],
    ['altDosages', index.altDosages ?? new Float64Array(0)],
    ['blockStarts', index.blocks?.starts ?? new Uint32Array(0)],
    ['blockEnds', index.blocks?.ends ?? new Uint32Array(0)],
  ]);
}

/** The index, or null when the bytes are not one made from `stamp`. `bytes` must start at a multiple of 8. */
export function unpackIndex(bytes: Uint8Array<ArrayBuffer>, stamp: string): GenotypeIndex | null {
  const file = unpackArrays(bytes, stampOf(stamp));
  if (file === null) return null;
  const { section } = file;
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
    alleles: AlleleTable.unpack(section('alleles')),
  };
}

/** Starts of the ALTs of each record, from their counts; `narrow` made the counts one higher. */
function runningTotal(counts: Uint8Array | Uint16Array | Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i] + counts[i] - 1;
  return starts;
}
