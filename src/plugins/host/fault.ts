import type { FaultKind } from './model.ts';

/** A message is read by somebody. */
const MOST_MESSAGE = 2500;

/** What a plugin did wrong, or what it says that its user did. Whoever called it says which one it was. */
export class Fault extends Error {
  readonly kind: FaultKind;
  /** Of bad input. */
  readonly hint: string | null;

  constructor(kind: FaultKind, message: string, hint: unknown = null) {
    super(String(message).slice(0, MOST_MESSAGE));
    this.kind = kind;
    this.hint = typeof hint === 'string' ? hint.slice(0, MOST_MESSAGE) : null;
  }
}
