import { errorData, type GenomeBuild, type ScoringFileReading, type Session } from '../../core/index.ts';
import { isWindow, MOST_ROWS, rowAt } from '../arrangement.ts';
import { heights } from '../layout.ts';
import type { AppState } from '../state.ts';
import type { Store } from '../store.ts';
import { referenceOf, WINDOW_ROWS } from './state.ts';

/** Files that can be gone back to without reading them again. */
const MOST_OPEN = 3;

/** Reads the scoring files that are opened, and of long ones the rows in sight. */
export function readScoringFiles({ getState, dispatch, subscribe }: Store, session: Session) {
  /** The latest last. */
  const readings = new Map<number, ScoringFileReading>();
  let latest = 0;
  let isAsking = false;

  const follow = async (name: string, number: number, reading: ScoringFileReading): Promise<void> => {
    try {
      for await (const file of reading.views) dispatch({ type: 'score_opened', name, reading: number, file });
    } catch (error) {
      if (!readings.has(number)) return;
      const { message, hint } = errorData(error);
      dispatch({ type: 'score_failed', name, error: { message, hint } });
      const { opened } = getState().scoring;
      if (opened.status !== 'ready' || opened.reading !== number) return;
      const text = `Only the rows before a fault are here. ${[message, hint].filter(Boolean).join(' ')}`;
      dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
    }
  };
  const open = (name: string, build: GenomeBuild): void => {
    const number = ++latest;
    const reading = session.readScoringFile(referenceOf(name), build, MOST_ROWS);
    readings.set(number, reading);
    for (const [old, { close }] of [...readings].slice(0, -MOST_OPEN)) {
      readings.delete(old);
      void close();
    }
    void follow(name, number, reading);
  };
  const look = (): void => {
    const wanted = findMissingRows(getState());
    if (isAsking || wanted === null) return;
    const { reading: number, first, name } = wanted;
    const reading = readings.get(number);
    // Gone back to after it was closed.
    if (reading === undefined) {
      const { build } = getState().scoring;
      dispatch({ type: 'score_opening', name, build });
      open(name, build);
      return;
    }
    isAsking = true;
    reading
      .readRows(first, WINDOW_ROWS)
      .then((rows) => dispatch({ type: 'score_rows_read', reading: number, first, rows }))
      .catch((error) => dispatch({ type: 'score_failed', name, error: errorData(error) }))
      .finally(() => {
        isAsking = false;
        look();
      });
  };
  subscribe(look);
  return { open };
}

interface MissingRows {
  readonly name: string;
  readonly reading: number;
  readonly first: number;
}

/** The window that is needed to show what is in sight; null when all of that is held. */
function findMissingRows(state: AppState): MissingRows | null {
  const { opened } = state.scoring;
  if (state.screen !== 'scoring' || opened.status !== 'ready' || !isWindow(opened.view.table)) return null;
  const { view, name, reading } = opened;
  const { top, cursor } = view.grid;
  const { table } = view;
  const last = Math.min(table.total, top + Math.max(1, heights.variants(state))) - 1;
  const isHeld = [cursor, top, last].every((row) => rowAt(table, row) !== undefined);
  return isHeld ? null : { name, reading, first: Math.max(0, top - Math.floor(WINDOW_ROWS / 2)) };
}
