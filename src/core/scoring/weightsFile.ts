/** A parsed scoring file as a file of its arrays, so that a score that was read once is not parsed again. */
import { AlleleTable } from '../genotype/alleles.ts';
import { narrow, packArrays, unpackArrays, widen } from '../genotype/packedArrays.ts';
import type { ScoringFile } from './scoringFile.ts';

/** Changes with the layout, and with what `parseScoringFile` makes of a file. */
const VERSION = 1;

const stampOf = (stamp: string): string => `${VERSION}\0${stamp}`;

/** All but the arrays. */
type Details = Omit<
  ScoringFile,
  'keys' | 'effects' | 'others' | 'weights' | 'dosageWeights' | 'frequencies' | 'kinds' | 'alleles' | 'fileRows'
>;

/** The file as chunks, to be written one after the other. `stamp` says what was parsed. */
export function packWeights(scoring: ScoringFile, stamp: string): Generator<Uint8Array> {
  const { keys, effects, others, weights, dosageWeights, frequencies, kinds, alleles, fileRows, ...details } = scoring;
  return packArrays(stampOf(stamp), details satisfies Details, [
    ['keys', keys],
    ['effects', narrow(effects)],
    ['others', narrow(others)],
    ['weights', weights],
    ['dosageWeights', dosageWeights ?? new Float64Array(0)],
    ['frequencies', frequencies ?? new Float64Array(0)],
    ['kinds', kinds],
    ['alleles', alleles.pack()],
    // Most files are in the order of the genome.
    ['fileRows', fileRows.every((fileRow, row) => fileRow === row) ? new Uint32Array(0) : fileRows],
  ]);
}

/** The parsed file, or null when the bytes are not one made from `stamp`. `bytes` must start at a multiple of 8. */
export function unpackWeights(bytes: Uint8Array<ArrayBuffer>, stamp: string): ScoringFile | null {
  const file = unpackArrays(bytes, stampOf(stamp));
  if (file === null) return null;
  const { section } = file;
  const details = file.details as Details;
  const orNull = (name: string): Float64Array | null => {
    const values = section<Float64Array>(name);
    return values.length === 0 ? null : values;
  };
  const fileRows = section<Uint32Array>('fileRows');
  return {
    ...details,
    keys: section('keys'),
    effects: widen(section('effects')),
    others: widen(section('others')),
    weights: section('weights'),
    dosageWeights: orNull('dosageWeights'),
    frequencies: orNull('frequencies'),
    kinds: section('kinds'),
    alleles: AlleleTable.unpack(section('alleles')),
    fileRows: fileRows.length === 0 ? Uint32Array.from({ length: details.rows }, (_, row) => row) : fileRows,
  };
}
