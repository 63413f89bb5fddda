import type { PrsErrorData } from '../errors.ts';
import type { Progress } from '../model/progress.ts';
import type { TaskName } from './tasks.ts';

/** Main thread → worker. */
export interface RunMessage {
  readonly task: TaskName;
  readonly input: unknown;
  /** One Int32; any other value than 0 means cancelled. Shared, so that busy code sees it without messages. */
  readonly cancelFlag: SharedArrayBuffer;
}

/** Worker → main thread, for the one task it runs. */
export type WorkerMessage =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'item'; readonly item: unknown }
  | { readonly type: 'done'; readonly value: unknown }
  | { readonly type: 'failed'; readonly error: PrsErrorData };
