/** What all exporters do with the rows they are given. */
import { errors } from '../../core/index.ts';
import type { PluginContext, ResultRow } from '../api.ts';

type Batches = AsyncIterable<readonly ResultRow[]>;
type Watched = Pick<PluginContext<unknown>, 'signal' | 'progress'>;

/** The rows one by one; ends with an error when the user cancels. */
export async function* eachRow(batches: Batches, { signal, progress }: Watched): AsyncGenerator<ResultRow> {
  let done = 0;
  for await (const rows of batches) {
    if (signal.aborted) throw errors.cancelled();
    yield* rows;
    done += rows.length;
    progress(done);
  }
}

/** All rows, for formats whose beginning depends on their end. */
export async function allRows(batches: Batches, watched: Watched): Promise<readonly ResultRow[]> {
  const rows: ResultRow[] = [];
  for await (const row of eachRow(batches, watched)) rows.push(row);
  return rows;
}
