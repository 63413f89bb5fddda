import type { VcfFilterConfig } from '../model/vcf.ts';
import { decodeText, parseDecimal, parseUnsigned, sameBytes } from '../text/ascii.ts';
import {
  FIELD,
  fieldEnd,
  fieldStart,
  type RecordBatch,
  readSampleNumber,
  readSampleValue,
  type Span,
} from './recordScanner.ts';

/** The first filter a record fails, in the order they are applied. */
export type FilterVerdict = 'kept' | 'filter' | 'depth' | 'quality' | 'genotypeQuality';

/** FORMAT fields that the filters look at, in the order in which `judge` wants their places. */
export const FILTER_FIELDS = ['DP', 'GQ'] as const;

/** Decides on records by FILTER, then FORMAT/DP, then QUAL, then FORMAT/GQ; a missing value fails a filter that asks for it. */
export class RecordFilter {
  readonly #config: VcfFilterConfig;
  readonly #admitted: ReadonlySet<string> | null;
  #lastFilter: Uint8Array = new Uint8Array(0);
  #lastAdmitted = false;
  readonly #span: Span = { start: 0, end: 0 };

  constructor(config: VcfFilterConfig) {
    this.#config = config;
    this.#admitted = config.pass_filters === null ? null : admittedValues(config.pass_filters);
  }

  /** Places of FILTER_FIELDS in the record's FORMAT, −1 where absent. */
  judge(batch: RecordBatch, record: number, depthPlace: number, qualityPlace: number): FilterVerdict {
    if (this.#admitted !== null && !this.#admits(batch, record, this.#admitted)) return 'filter';
    const { min_depth, min_qual, min_gq } = this.#config;
    if (min_depth !== null) {
      readSampleValue(batch, record, depthPlace, this.#span);
      if (parseUnsigned(batch.bytes, this.#span.start, this.#span.end) < min_depth) return 'depth';
    }
    if (min_qual !== null) {
      const quality = parseDecimal(
        batch.bytes,
        fieldStart(batch, record, FIELD.QUAL),
        fieldEnd(batch, record, FIELD.QUAL),
      );
      if (!(quality >= min_qual)) return 'quality';
    }
    if (min_gq !== null && !(readSampleNumber(batch, record, qualityPlace) >= min_gq)) return 'genotypeQuality';
    return 'kept';
  }

  /** FILTER values repeat, so the last answer is remembered. */
  #admits(batch: RecordBatch, record: number, admitted: ReadonlySet<string>): boolean {
    const start = fieldStart(batch, record, FIELD.FILTER);
    const end = fieldEnd(batch, record, FIELD.FILTER);
    if (!sameBytes(batch.bytes, start, end, this.#lastFilter)) {
      this.#lastFilter = batch.bytes.slice(start, end);
      this.#lastAdmitted = admitted.has(decodeText(batch.bytes, start, end));
    }
    return this.#lastAdmitted;
  }
}

/** `.` and the empty text are the same: no filter was applied. */
function admittedValues(values: readonly string[]): ReadonlySet<string> {
  const set = new Set(values);
  if (set.has('.') || set.has('')) set.add('.').add('');
  return set;
}
