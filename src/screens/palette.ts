import fuzzysort from 'fuzzysort';
import type { Command } from './command.ts';
import { COMMAND_GROUPS } from './help/keys.ts';
import type { AppState } from './state.ts';
import { focusOf } from './views.ts';

/** A command as the palette lists it. */
export interface PaletteEntry {
  readonly command: Command;
  /** Why it cannot be run now, as a sentence; null when it can. */
  readonly problem: string | null;
}

/** A screen's own keys move and close the palette; as entries they would do nothing. */
const isListed = ({ id }: Command): boolean => !/^(move|palette|help\.close|quit\.)/.test(id);

/**
 * Commands whose title, id or group has the letters of the query in order, the best match first; those that can be run come
 * before those that cannot.
 */
export function findEntries(commands: readonly Command[], state: AppState, query: string): readonly PaletteEntry[] {
  const beneath = { ...state, overlay: null };
  const focus = focusOf(beneath);
  const entries = commands.filter(isListed).map((command): PaletteEntry & { readonly text: string } => {
    const isHere = command.where.includes(focus);
    const places = COMMAND_GROUPS.filter(({ focuses }) => command.where.some((each) => focuses.includes(each)));
    const elsewhere = `Works in ${places.map(({ title }) => title).join(', ')}.`;
    return {
      command,
      text: `${command.title} ${command.id}`,
      problem: isHere ? (command.whenDisabled?.(beneath) ?? null) : elsewhere,
    };
  });
  const found =
    query.trim() === '' ? entries : fuzzysort.go(query, entries, { key: 'text', threshold: 0.2 }).map(({ obj }) => obj);
  return found.toSorted((one, other) => Number(one.problem !== null) - Number(other.problem !== null));
}
