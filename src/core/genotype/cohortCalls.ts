import type { DosagePolicy } from '../model/result.ts';
import { countAlts, FIELD, fieldEnd, fieldStart, type RecordBatch } from '../vcf/recordScanner.ts';
import { grown } from './alleles.ts';
import { isListed, MISSING } from './call.ts';
import { SampleGenotypeReader } from './sampleGenotype.ts';

const TAB = 9;
const SLASH = 47;
const ZERO = 48;
const PIPE = 124;
/** Bytes of a column that is just a call, its tab included. */
const PLAIN_COLUMN = '0|1\t'.length;
/** Such a column of alleles 0 and 1 as a little-endian number without the bits of the alleles, which are these: */
const FIRST_BIT = 0;
const SECOND_BIT = 16;
const WITHOUT_ALLELES = ~((1 << FIRST_BIT) | (1 << SECOND_BIT));
const PHASED = (TAB << 24) | (ZERO << 16) | (PIPE << 8) | ZERO;
const UNPHASED = (TAB << 24) | (ZERO << 16) | (SLASH << 8) | ZERO;

/** Genotypes of all samples at some records, in the order in which they were read. Coded as in call.ts. */
export class CohortCalls {
  readonly samples: number;
  /** Of sample s at record r: at `r × samples + s`. */
  readonly firsts: Uint8Array;
  readonly seconds: Uint8Array;
  /** Of sample s at the a-th ALT of all records: at `a × samples + s`, NaN for none; null when no record has any. */
  altDosages: Float64Array | null = null;
  readonly #reader: SampleGenotypeReader;
  #records = 0;
  #alts = 0;

  /** Holds up to `records` records. */
  constructor(samples: number, records: number, policy: DosagePolicy) {
    this.samples = samples;
    this.firsts = new Uint8Array(records * samples);
    this.seconds = new Uint8Array(records * samples);
    this.#reader = new SampleGenotypeReader(policy);
  }

  /**
   * Reads all samples of a record; `places` are those of GENOTYPE_FIELDS in FORMAT. Returns the number of samples found,
   * which is less than expected in a line cut short.
   */
  add(batch: RecordBatch, record: number, places: readonly number[]): number {
    const { bytes } = batch;
    const reader = this.#reader;
    const alts = countAlts(batch, record);
    const end = fieldEnd(batch, record, FIELD.SAMPLES);
    const firstCell = this.#records * this.samples;
    const isPlain = places[0] === 0 && !reader.wantsDosages(places);
    const columns = isPlain && alts > 0 ? new DataView(bytes.buffer, bytes.byteOffset, end) : null;
    let sample = 0;
    for (let start = fieldStart(batch, record, FIELD.SAMPLES); start <= end && sample < this.samples; sample++) {
      if (isPlain) {
        const first = sample;
        if (columns !== null)
          sample += this.#addBiallelicCalls(columns, start, firstCell + sample, this.samples - sample);
        const at = start + (sample - first) * PLAIN_COLUMN;
        sample += this.#addPlainCalls({ bytes, start: at, end, alts }, firstCell + sample, this.samples - sample);
        start += (sample - first) * PLAIN_COLUMN;
        if (sample === this.samples || start > end) break;
      }
      let columnEnd = start;
      while (columnEnd < end && bytes[columnEnd] !== TAB) columnEnd++;
      reader.read(bytes, start, columnEnd, places, alts);
      const isUsable = isListed(reader, alts);
      this.firsts[firstCell + sample] = isUsable ? reader.first : MISSING;
      this.seconds[firstCell + sample] = isUsable ? reader.second : MISSING;
      if (reader.dosages !== null) this.#keepDosages(reader.dosages, alts, sample);
      start = columnEnd + 1;
    }
    this.#records++;
    this.#alts += alts;
    return sample;
  }

  /** The most common case, four bytes at once: calls of alleles 0 and 1, but the last. Returns how many there are before another. */
  #addBiallelicCalls(columns: DataView, start: number, firstCell: number, most: number): number {
    const { firsts, seconds } = this;
    const length = Math.min(most, Math.floor((columns.byteLength - start) / PLAIN_COLUMN));
    for (let read = 0; read < length; read++) {
      const column = columns.getInt32(start + read * PLAIN_COLUMN, true);
      const frame = column & WITHOUT_ALLELES;
      if (frame !== PHASED && frame !== UNPHASED) return read;
      firsts[firstCell + read] = (column >>> FIRST_BIT) & 1;
      seconds[firstCell + read] = (column >>> SECOND_BIT) & 1;
    }
    return length;
  }

  /** Columns that are just a call of two listed one-digit alleles. Returns how many there are before another. */
  #addPlainCalls(
    {
      bytes,
      start,
      end,
      alts,
    }: { readonly bytes: Uint8Array; readonly start: number; readonly end: number; readonly alts: number },
    firstCell: number,
    most: number,
  ): number {
    const { firsts, seconds } = this;
    const highest = Math.min(9, alts);
    let read = 0;
    for (let at = start; read < most; read++, at += PLAIN_COLUMN) {
      const first = bytes[at] - ZERO;
      const separator = bytes[at + 1];
      const second = bytes[at + 2] - ZERO;
      const after = at + PLAIN_COLUMN - 1;
      if (first < 0 || first > highest || second < 0 || second > highest) break;
      if ((separator !== PIPE && separator !== SLASH) || (after < end ? bytes[after] !== TAB : after > end)) break;
      firsts[firstCell + read] = first;
      seconds[firstCell + read] = second;
    }
    return read;
  }

  #keepDosages(dosages: Float64Array, alts: number, sample: number): void {
    const needed = (this.#alts + alts) * this.samples;
    const known = this.altDosages ?? new Float64Array(0);
    if (known.length < needed) this.altDosages = grown(known, needed * 2).fill(Number.NaN, known.length);
    for (let alt = 0; alt < alts; alt++)
      (this.altDosages as Float64Array)[(this.#alts + alt) * this.samples + sample] = dosages[alt];
  }

  /** Forgets all records. */
  clear(): void {
    this.altDosages?.fill(Number.NaN);
    this.#records = 0;
    this.#alts = 0;
  }
}
