/** The genotype in one sample column: its call, and its imputed dosages where there are any. */
import type { DosagePolicy } from '../model/result.ts';
import { type Call, MISSING, readCall } from './call.ts';
import { MOST_ALTS, readDosageField, readProbabilityField } from './dosage.ts';

const COLON = 58;

/** FORMAT fields that hold a genotype. */
export const GENOTYPE_FIELDS = ['GT', 'DS', 'GP'] as const;

/** Reads sample columns one after the other; its fields are of the last one. */
export class SampleGenotypeReader implements Call {
  first = MISSING;
  second = MISSING;
  /** Copies of each ALT, 0 to 2; null when the column gives none. */
  dosages: Float64Array | null = null;
  readonly #policy: DosagePolicy;
  readonly #scratch = new Float64Array(MOST_ALTS);

  /**
   * With `auto` DS goes before GP before GT; with `gt` only GT counts; with `ds` GT only tells the ploidy, so that a column
   * without dosages is no call.
   */
  constructor(policy: DosagePolicy) {
    this.#policy = policy;
  }

  /** Whether the number of ALTs matters in a record whose FORMAT has GENOTYPE_FIELDS in these places. */
  wantsDosages(places: readonly number[]): boolean {
    return this.#policy !== 'gt' && (places[1] >= 0 || places[2] >= 0);
  }

  /** The column in `bytes[start, end)`; places of GENOTYPE_FIELDS in FORMAT, −1 where absent; number of ALTs. */
  read(bytes: Uint8Array, start: number, end: number, places: readonly number[], alts: number): void {
    const [gt, ds, gp] = places as [number, number, number];
    const wantsDosages = this.wantsDosages(places) && alts <= MOST_ALTS;
    const lastPlace = wantsDosages ? Math.max(gt, ds, gp) : gt;
    const scratch = this.#scratch;
    this.first = MISSING;
    this.second = MISSING;
    this.dosages = null;
    let from = start;
    for (let place = 0; place <= lastPlace && from <= end; place++) {
      let to = from;
      while (to < end && bytes[to] !== COLON) to++;
      if (place === gt) readCall(bytes, from, to, this);
      else if (wantsDosages && place === ds && readDosageField(bytes, from, to, scratch, alts)) this.dosages = scratch;
      else if (wantsDosages && place === gp && this.dosages === null)
        this.dosages = readProbabilityField(bytes, from, to, scratch, alts) ? scratch : null;
      from = to + 1;
    }
    if (this.#policy === 'ds' && this.dosages === null) this.first = MISSING;
  }
}
