import type { Command } from './command.ts';
import type { AppEvent, AppState } from './state.ts';

/** Overlays with a list, and the event by which another of its choices is taken. */
const CHOSEN = {
  columns: 'columns_chosen',
  compare: 'compare_chosen',
  traits: 'traits_chosen',
} as const satisfies Readonly<Record<string, AppEvent['type']>>;

/** A command that goes down or up the list of an overlay, around its end. */
export const choiceStep =
  (where: keyof typeof CHOSEN, countOf: (state: AppState) => number) =>
  (id: string, title: string, keys: readonly string[], step: 1 | -1): Command => ({
    id,
    title,
    keys,
    where: [where],
    run({ state, dispatch }) {
      const count = countOf(state);
      if (state.overlay?.kind === where && count > 0)
        dispatch({ type: CHOSEN[where], choice: (state.overlay.choice + step + count) % count });
    },
  });
