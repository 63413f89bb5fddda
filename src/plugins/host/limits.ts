import { Fault } from './fault.ts';
import type { Call } from './protocol.ts';

/** What any export may come to, and what each row adds: more is a plugin that does not stop. */
const BASE_BYTES = 64 << 20;
const ROW_BYTES = 1 << 20;
/** Weights of every variant that is known, as text, are a tenth of it. */
export const MOST_SCORING_FILE = 2 ** 32;

/** Counts what goes in and comes out of a call. */
export class Limiter {
  readonly #base: number;
  #rows = 0;
  #bytes = 0;

  /** `base` is what may come out before any row went in. */
  constructor(base = BASE_BYTES) {
    this.#base = base;
  }

  give(rows: number): void {
    this.#rows += rows;
  }

  /** Throws `Fault` for output without end. */
  take(bytes: number): void {
    this.#bytes += bytes;
    const most = this.#base + ROW_BYTES * this.#rows;
    if (this.#bytes <= most) return;
    const rows = this.#rows === 0 ? '' : ` for ${this.#rows} rows`;
    throw new Fault('contract', `gave more than ${Math.round(most / 1e6)} MB${rows}, and did not stop`);
  }
}

/** What may come out of a call: an export is as large as its rows, a genome as large as it is. */
export const limiterOf = ({ kind }: Call): Limiter =>
  new Limiter(kind === 'read' ? Infinity : kind === 'fetch' ? MOST_SCORING_FILE : BASE_BYTES);
