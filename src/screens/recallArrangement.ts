import {
  arrangeAsKept,
  describeArrangement,
  isAlike,
  isArrangedAsUsual,
  type KeptArrangement,
} from './keptArrangement.ts';
import type { AppState } from './state.ts';
import { findTable } from './views.ts';

/** The state that remembers how its table has just been arranged; what is as usual need not be. */
export function keepArrangement(state: AppState): AppState {
  const table = findTable(state);
  if (table === null) return state;
  const { [table.name]: _before, ...others } = state.arrangements;
  const kept = describeArrangement(table.view);
  return {
    ...state,
    arrangements: isArrangedAsUsual(table.view) ? others : { ...others, [table.name]: kept },
  };
}

/** Arrangements that are as was kept: so that each is looked at once, not at every key. */
const asKept = new WeakMap<object, KeptArrangement>();

/** The state with its table arranged as was kept; most of the time it is already. */
export function recallArrangement(state: AppState): AppState {
  const table = findTable(state);
  const kept = state.arrangements[table?.name ?? ''];
  if (table === null || kept === undefined || asKept.get(table.view.arrangement) === kept) return state;
  const view = isAlike(describeArrangement(table.view), kept) ? table.view : arrangeAsKept(table.view, kept);
  asKept.set(view.arrangement, kept);
  return view === table.view ? state : table.replace(view);
}
