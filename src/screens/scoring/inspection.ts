/** A variant of the open scoring file as it was looked up in the open genome. */
import type { ExplainedRow, LocusRecords, PrsErrorData } from '../../core/index.ts';
import type { Heard } from '../present.ts';

/** What was asked of the genome. */
export type Asked<Found> =
  | { readonly status: 'loading'; readonly heard: Heard | null }
  | { readonly status: 'failed'; readonly error: PrsErrorData }
  | { readonly status: 'ready'; readonly found: Found };

export interface Inspection {
  /** The score, and the row of its file, from 0. */
  readonly name: string;
  readonly row: number;
  /** The row first, then the others at its locus. */
  readonly match: Asked<readonly ExplainedRow[]>;
  /** Asked for when it is known where the row lies. */
  readonly records: Asked<LocusRecords> | null;
}
