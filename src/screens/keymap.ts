import type { Command } from './command.ts';
import type { Keymap } from './state.ts';
import { type Focus, TEXT_FOCUSES } from './views.ts';

/** Where a key's name for people is not its name in the program. */
const KEY_NAMES: Readonly<Record<string, string>> = {
  return: 'enter',
  escape: 'esc',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

/** A key as people say it. */
export const presentKey = (chord: string): string => KEY_NAMES[chord] ?? chord;

/** A key as people write it in a file: `Enter`, `Ctrl-P` and `PgDn` are fine; a single letter is as it is. */
function readKey(text: string): string {
  if ([...text].length === 1) return text === ' ' ? 'space' : text;
  const small = text.toLowerCase();
  return Object.entries(KEY_NAMES).find(([, name]) => name.toLowerCase() === small)?.[0] ?? small;
}

const bound = new WeakMap<Keymap, readonly Command[]>();

/** The commands with the keys of the keymap. */
export function bindKeys(commands: readonly Command[], keymap: Keymap): readonly Command[] {
  const known = bound.get(keymap);
  if (known !== undefined) return known;
  const changed = commands.map((command) => {
    const keys = keymap[command.id];
    return keys === undefined ? command : { ...command, keys: keys.map(readKey) };
  });
  bound.set(keymap, changed);
  return changed;
}

/** Taken by tmux, screen and flow control before they reach a program; ctrl-j is enter for some terminals. */
const TAKEN: ReadonlySet<string> = new Set(['ctrl-a', 'ctrl-b', 'ctrl-s', 'ctrl-q', 'ctrl-j']);

/** What is wrong with a keymap, as the key of the setting and what it must be; null when nothing is. */
export function findKeymapProblem(
  commands: readonly Command[],
  keymap: Keymap,
): { readonly id: string; readonly problem: string } | null {
  for (const id of Object.keys(keymap)) {
    if (!commands.some((command) => command.id === id))
      return { id, problem: 'is no command; docs/keys.md lists them all' };
    const taken = keymap[id].map(readKey).find((key) => TAKEN.has(key));
    if (taken !== undefined)
      return { id, problem: `is ${taken}, which tmux, screen or the terminal itself takes; choose another key` };
  }
  const changed = bindKeys(commands, keymap);
  for (const focus of new Set(commands.flatMap(({ where }) => where))) {
    const problem = findClash(changed, keymap, focus);
    if (problem !== null) return problem;
  }
  return null;
}

function findClash(commands: readonly Command[], keymap: Keymap, focus: Focus): { id: string; problem: string } | null {
  const owners = new Map<string, string>();
  for (const { id, keys, where } of commands) {
    if (!where.includes(focus)) continue;
    for (const key of keys) {
      const owner = owners.get(key);
      const changed = keymap[id] === undefined ? owner : id;
      if (owner !== undefined && changed !== undefined)
        return {
          id: changed,
          problem: `is ${presentKey(key)}, which ${changed === id ? owner : id} has there already`,
        };
      owners.set(key, id);
      if (TEXT_FOCUSES.has(focus) && keymap[id] !== undefined && [...key].length === 1)
        return {
          id,
          problem: `is ${key}, but the command works where letters are typed; choose a key such as ctrl-${key}`,
        };
    }
  }
  return null;
}
