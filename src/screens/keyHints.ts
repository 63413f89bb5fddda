/** The line of keys below a screen. */
import { commandsOf } from './commands.ts';
import { presentKey } from './keymap.ts';
import type { AppState } from './state.ts';
import { textWidth } from './text.ts';
import { type Focus, fieldOf } from './views.ts';

export interface KeyHint {
  /** As people say it. */
  readonly key: string;
  readonly does: string;
}

/** A hint and the key that a click on it presses. */
interface BoundHint extends KeyHint {
  readonly chord: string;
}

const bound = (chord: string, does: string): BoundHint => ({ key: presentKey(chord), does, chord });

const ALWAYS = [bound('?', 'help'), bound('q', 'quit')];
const ALWAYS_TYPING = [bound('f1', 'help'), bound('ctrl-c', 'quit')];

/** What can be done here, and what can be done always. */
export function findHints(
  state: AppState,
  focus: Focus,
): { readonly hints: readonly BoundHint[]; readonly always: readonly BoundHint[] } {
  const here = commandsOf(state).filter((command) => command.where.includes(focus));
  const hints = here.flatMap((command) =>
    command.hint === undefined || command.keys.length === 0 || (command.whenDisabled?.(state) ?? null) !== null
      ? []
      : [bound(command.keys[0], command.hint)],
  );
  const isTyping = fieldOf(state, focus) !== null;
  const always = here.some(({ id }) => id === 'app.quit') ? ALWAYS : isTyping ? ALWAYS_TYPING : [];
  return { hints, always };
}

/** As many as fit; the last ones given are always there. */
export function fitHints<Hint extends KeyHint>(
  hints: readonly Hint[],
  always: readonly Hint[],
  width: number,
): readonly Hint[] {
  let free = width - 1 - always.reduce((sum, hint) => sum + hintWidth(hint), 0);
  const shown = hints.filter((hint) => {
    free -= hintWidth(hint);
    return free >= 0;
  });
  return [...shown, ...always];
}

/** The hint at a column of the line. */
export function hintAt<Hint extends KeyHint>(shown: readonly Hint[], column: number): Hint | undefined {
  let end = 0;
  return shown.find((hint) => {
    end += hintWidth(hint);
    return column < end;
  });
}

const hintWidth = ({ key, does }: KeyHint): number => textWidth(key) + textWidth(does) + 3;
