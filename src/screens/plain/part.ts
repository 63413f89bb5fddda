/** One thing that is told, and told again when it has changed. */
export interface Part {
  readonly name: string;
  /** What it is the state of; the same key says nothing new. */
  readonly key: string;
  readonly lines: readonly string[];
  /** Work on its way, told now and then; at once when this changes. */
  readonly stage?: string;
}
