import { reduce } from './reduce.ts';
import type { AppEvent, AppState } from './state.ts';

export interface Store {
  getState(): AppState;
  dispatch(event: AppEvent): void;
  subscribe(listener: () => void): () => void;
}

/** The one state, changed by events only. Events of one turn of the event loop are drawn together. */
export function createStore(initial: AppState): Store {
  let state = initial;
  let isAnnounced = false;
  const listeners = new Set<() => void>();
  const announce = (): void => {
    isAnnounced = false;
    for (const listener of [...listeners]) listener();
  };
  return {
    getState: () => state,
    dispatch(event) {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      if (isAnnounced) return;
      isAnnounced = true;
      setImmediate(announce);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
