import { errorData, type Session } from '../../core/index.ts';
import type { Store } from '../store.ts';
import { scoreOfRow } from './links.ts';

/** Reads everything about the score of the row that is open, once. */
export function watchDetail({ getState, dispatch, subscribe }: Store, session: Session): void {
  const read = (): void => {
    const { screen, metadata, settings } = getState();
    const shown = metadata.sheets[metadata.sheet];
    if (screen !== 'metadata' || shown?.status !== 'ready' || shown.view.openRow === null) return;
    const pgs_id = scoreOfRow(metadata);
    if (pgs_id === null || metadata.details[pgs_id] !== undefined) return;
    dispatch({ type: 'detail_changed', pgs_id, detail: { status: 'loading' } });
    session.describeScore(pgs_id, settings.population).then(
      (detail) =>
        dispatch({
          type: 'detail_changed',
          pgs_id,
          detail: detail === null ? { status: 'unknown' } : { status: 'ready', detail },
        }),
      (error) => dispatch({ type: 'detail_changed', pgs_id, detail: { status: 'failed', error: errorData(error) } }),
    );
  };
  subscribe(read);
}
