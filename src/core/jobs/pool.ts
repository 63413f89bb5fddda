import { Worker } from 'node:worker_threads';
import { errors, PrsError } from '../errors.ts';
import type { RunOptions } from '../model/progress.ts';
import type { RunMessage, WorkerMessage } from './protocol.ts';
import type { TaskInput, TaskItem, TaskName, TaskValue } from './tasks.ts';

/** How long a cancelled task may take to clean up before its thread is ended. */
const GRACE_MS = 2000;

/** The bundle's worker; sources (tests, `npm run dev`) use the one that the build made. */
const workerUrl = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/worker.js', import.meta.url)
  : new URL('./worker.js', import.meta.url);

export interface PoolRunOptions extends RunOptions {
  /** Called when the thread of a cancelled task has ended, to remove what it may have left. */
  readonly afterAbandoned?: (() => Promise<void>) | undefined;
}

/** Runs tasks in worker threads, one task a thread; idle threads are kept, with what they have in memory. */
export class WorkerPool {
  readonly #toolVersion: string;
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, () => Promise<void>>();

  constructor(toolVersion: string) {
    this.#toolVersion = toolVersion;
  }

  /** The task's items as they come; its last value is the generator's return value. */
  async *run<Name extends TaskName>(
    task: Name,
    input: TaskInput<Name>,
    { signal, onProgress, afterAbandoned }: PoolRunOptions = {},
  ): AsyncGenerator<TaskItem<Name>, TaskValue<Name>, void> {
    if (signal?.aborted) throw errors.cancelled();
    const worker = this.#idle.pop() ?? this.#start();
    const cancelFlag = new SharedArrayBuffer(4);
    const inbox = new Inbox();
    const cancel = (): void => {
      Atomics.store(new Int32Array(cancelFlag), 0, 1);
      inbox.fail(errors.cancelled());
    };
    const onMessage = (message: WorkerMessage): void => {
      if (message.type === 'progress') onProgress?.(message.progress);
      else inbox.push(message);
    };
    const onEnd = (): void => inbox.fail(errors.workerDied(`running ${task}`));
    const onError = (error: Error): void => inbox.fail(error);
    worker.on('message', onMessage);
    worker.once('error', onError);
    worker.once('exit', onEnd);
    signal?.addEventListener('abort', cancel, { once: true });
    let retiring: Promise<void> | undefined;
    const retire = (): Promise<void> => {
      cancel();
      retiring ??= this.#retire(worker, afterAbandoned);
      return retiring;
    };
    this.#busy.set(worker, retire);
    let finished = false;
    try {
      worker.postMessage({ task, input, cancelFlag } satisfies RunMessage);
      for (;;) {
        const message = await inbox.next();
        if (message.type === 'item') yield message.item as TaskItem<Name>;
        else {
          finished = true;
          if (message.type === 'failed') throw new PrsError(message.error);
          return message.value as TaskValue<Name>;
        }
      }
    } finally {
      signal?.removeEventListener('abort', cancel);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onEnd);
      if (finished) this.#release(worker);
      else void retire();
    }
  }

  /** Runs a task that has one answer. */
  async value<Name extends TaskName>(
    task: Name,
    input: TaskInput<Name>,
    run?: PoolRunOptions,
  ): Promise<TaskValue<Name>> {
    const running = this.run(task, input, run);
    for (;;) {
      const { done, value } = await running.next();
      if (done) return value;
    }
  }

  /** Cancels what runs, waits for it to clean up, and ends all threads. */
  async close(): Promise<void> {
    await Promise.all([
      ...this.#idle.splice(0).map((worker) => worker.terminate()),
      ...[...this.#busy.values()].map((retire) => retire()),
    ]);
  }

  #start(): Worker {
    const worker = new Worker(workerUrl, { workerData: { toolVersion: this.#toolVersion } });
    worker.unref();
    return worker;
  }

  #release(worker: Worker): void {
    this.#busy.delete(worker);
    this.#idle.push(worker);
  }

  /** A cancelled thread may still be writing: it gets time to remove what it left, then ends. */
  async #retire(worker: Worker, afterAbandoned: PoolRunOptions['afterAbandoned']): Promise<void> {
    await answerOrExit(worker);
    this.#busy.delete(worker);
    await worker.terminate();
    await afterAbandoned?.();
  }
}

/** Resolves when the thread has answered its task, has died, or has had its time. */
function answerOrExit(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GRACE_MS);
    const finish = (): void => {
      clearTimeout(timer);
      resolve();
    };
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'done' || message.type === 'failed') finish();
    });
    worker.once('exit', finish);
    worker.once('error', finish);
  });
}

type Answer = Exclude<WorkerMessage, { type: 'progress' }>;

/** Messages waiting to be read, and the reader waiting for messages. A failure is told at once, before the queue. */
class Inbox {
  readonly #queue: Answer[] = [];
  #failure: Error | null = null;
  #wake: (() => void) | null = null;

  push(message: Answer): void {
    this.#queue.push(message);
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  async next(): Promise<Answer> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure;
      const message = this.#queue.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
