import { FIELD, fieldEnd, fieldStart, type RecordBatch } from '../vcf/recordScanner.ts';
import { type Call, readCall } from './call.ts';

const TAB = 9;
const COLON = 58;

/** Calls of all samples at some records: sample s of record r at `r × samples + s`. Coded as in call.ts. */
export interface CohortCalls {
  readonly samples: number;
  readonly firsts: Uint8Array;
  readonly seconds: Uint8Array;
}

const call: Call = { first: 0, second: 0 };

/**
 * Reads the calls of all samples of a record into row `row` of `calls`. `place` is that of GT in FORMAT, −1 without one.
 * Returns the number of samples found, which is less than expected in a line cut short.
 */
export function readCohortCalls(
  batch: RecordBatch,
  record: number,
  place: number,
  row: number,
  calls: CohortCalls,
): number {
  const { bytes } = batch;
  const end = fieldEnd(batch, record, FIELD.SAMPLES);
  let cell = row * calls.samples;
  const cells = cell + calls.samples;
  for (let start = fieldStart(batch, record, FIELD.SAMPLES); start <= end && cell < cells; cell++) {
    let at = start;
    for (let seen = 0; seen < place && at < end && bytes[at] !== TAB; at++) if (bytes[at] === COLON) seen++;
    let callEnd = at;
    while (callEnd < end && bytes[callEnd] !== COLON && bytes[callEnd] !== TAB) callEnd++;
    readCall(bytes, at, place < 0 ? at : callEnd, call);
    calls.firsts[cell] = call.first;
    calls.seconds[cell] = call.second;
    while (callEnd < end && bytes[callEnd] !== TAB) callEnd++;
    start = callEnd + 1;
  }
  return cell - row * calls.samples;
}
