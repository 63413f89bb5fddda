import type { Session } from '../../core/index.ts';
import type { Store } from '../store.ts';
import { focusOf } from '../views.ts';
import { listOffers } from './offers.ts';

/** Looks which of the offered scores are in the catalogue folder; each once, until files may have come. */
export function watchOffers({ getState, dispatch, subscribe }: Store, session: Session): void {
  let isAsking = false;
  const look = (): void => {
    const state = getState();
    if (isAsking || focusOf(state) !== 'score_field') return;
    const { build } = state.scoring;
    const unknown = listOffers(state).flatMap((offer) =>
      offer.kind === 'score' && offer.isHere === null ? [offer.name] : [],
    );
    if (unknown.length === 0) return;
    isAsking = true;
    session
      .findMissingScores(unknown, build)
      // Opening one tells what is wrong with the folder.
      .catch(() => unknown)
      .then((missing) => {
        isAsking = false;
        const here = unknown.map((name) => [name, !missing.includes(name)] as const);
        dispatch({ type: 'scores_looked_up', build, here });
      });
  };
  subscribe(look);
}
