/** Where the reader was in Metadata and Scoring: back and forward, as in a browser. */
import { withSheet } from './metadata/state.ts';
import type { AppState, Place } from './state.ts';

const MOST_PLACES = 50;

const placeOf = ({ screen, metadata, scoring }: AppState): Place => ({
  screen,
  sheet: metadata.sheet,
  shown: metadata.sheets[metadata.sheet],
  scoring,
});

/** Remembers this place before a jump from it. */
export const leavePlace = (state: AppState): AppState => ({
  ...state,
  history: { past: [...state.history.past.slice(1 - MOST_PLACES), placeOf(state)], future: [] },
});

export function goBack(state: AppState): AppState {
  const { past, future } = state.history;
  const place = past.at(-1);
  if (place === undefined) return state;
  return { ...restore(state, place), history: { past: past.slice(0, -1), future: [...future, placeOf(state)] } };
}

export function goForward(state: AppState): AppState {
  const { past, future } = state.history;
  const place = future.at(-1);
  if (place === undefined) return state;
  return { ...restore(state, place), history: { past: [...past, placeOf(state)], future: future.slice(0, -1) } };
}

function restore(state: AppState, { screen, sheet, shown, scoring }: Place): AppState {
  const metadata = { ...state.metadata, sheet, link: 0 };
  return { ...state, screen, scoring, metadata: shown === undefined ? metadata : withSheet(metadata, sheet, shown) };
}
