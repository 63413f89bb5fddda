import type { FaultKind } from './model.ts';

/** What a plugin did wrong. Whoever called it says which one it was. */
export class Fault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
