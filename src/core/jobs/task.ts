import type { Progress } from '../model/progress.ts';

/** What a task is lent: it never sees a thread, a signal or a clock. */
export interface TaskContext {
  readonly toolVersion: string;
  /** Throws `cancelled` when the caller no longer wants the result. Call it often: at least every 50 ms. */
  readonly checkCancelled: () => void;
  /** Thinned out to ten a second. */
  readonly report: (progress: Progress) => void;
  /**
   * Runs the task of a name on every input, in threads of its own side by side; values in the order of the inputs. The
   * first failure ends all. Untyped, because a task cannot know the table of all tasks that it is in.
   */
  readonly runAll: (
    task: string,
    inputs: readonly unknown[],
    options: { readonly threads: number; readonly onProgress: (place: number, progress: Progress) => void },
  ) => Promise<readonly unknown[]>;
}

/** Work with one answer. Input and value are plain data that crosses threads. */
export type ValueTask<Input, Value> = (input: Input, context: TaskContext) => Promise<Value>;

/** Work whose answers arrive one by one; the last value ends it. */
export type Task<Input, Item, Value> = (input: Input, context: TaskContext) => AsyncGenerator<Item, Value, void>;
