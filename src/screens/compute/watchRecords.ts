import { errorData, type Session } from '../../core/index.ts';
import { heights } from '../layout.ts';
import type { Store } from '../store.ts';
import { missingWindow } from './records.ts';

/** Reads the rows of the genome that came in sight; one window at a time, where the reader is now. */
export function watchRecords(store: Store, session: Session): void {
  let isReading = false;
  const read = (): void => {
    const state = store.getState();
    const { records } = state.compute.genome;
    const missing = records === null || isReading ? null : missingWindow(records, heights.records(state));
    if (records === null || missing === null) return;
    const { path } = records;
    isReading = true;
    session
      .readGenotypeRows({ path, ...missing })
      .then(
        (table) => store.dispatch({ type: 'records_read', path, first: missing.first, table }),
        (error) => store.dispatch({ type: 'records_failed', path, error: errorData(error) }),
      )
      .finally(() => {
        isReading = false;
        read();
      });
  };
  store.subscribe(read);
}
