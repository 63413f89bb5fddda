import type { FaultKind } from './model.ts';

/** A message is read by somebody. */
const MOST_MESSAGE = 2500;

/** What a plugin did wrong. Whoever called it says which one it was. */
export class Fault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string) {
    super(String(message).slice(0, MOST_MESSAGE));
    this.kind = kind;
  }
}
