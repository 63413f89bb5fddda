/** A worker thread: runs one task at a time and relays what it says. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { errorData, errors } from '../errors.ts';
import type { Progress } from '../model/progress.ts';
import { WorkerPool } from './pool.ts';
import type { RunMessage, WorkerMessage } from './protocol.ts';
import { runAll } from './runAll.ts';
import type { Task, TaskContext, ValueTask } from './task.ts';
import { type TaskInput, type TaskName, tasks } from './tasks.ts';

const PROGRESS_INTERVAL_MS = 100;
/** How often a thread that waits for others looks whether the result is still wanted. */
const CANCEL_CHECK_MS = 20;
const port = parentPort as MessagePort;
const send = (message: WorkerMessage): void => port.postMessage(message);

port.on('message', async (message: RunMessage) => {
  try {
    // Each task gets the input made for it; the pool's types see to that.
    const task = tasks[message.task] as Task<unknown, unknown, unknown> | ValueTask<unknown, unknown>;
    const answer = task(message.input, createContext(message));
    send({ type: 'done', value: Symbol.asyncIterator in answer ? await relayItems(answer) : await answer });
  } catch (error) {
    send({ type: 'failed', error: errorData(error) });
  }
});

/** Sends each item on; returns the last value. */
async function relayItems(running: AsyncGenerator<unknown, unknown, void>): Promise<unknown> {
  for (;;) {
    const { done, value } = await running.next();
    if (done) return value;
    send({ type: 'item', item: value });
  }
}

function createContext(message: RunMessage): TaskContext {
  const flag = new Int32Array(message.cancelFlag);
  const isCancelled = (): boolean => Atomics.load(flag, 0) !== 0;
  const { toolVersion } = workerData as { toolVersion: string };
  let lastPhase = '';
  let lastReport = 0;
  return {
    toolVersion,
    checkCancelled: () => {
      if (isCancelled()) throw errors.cancelled();
    },
    runAll: async (task, inputs, options) => {
      const pool = new WorkerPool(toolVersion);
      const stop = new AbortController();
      const watch = setInterval(() => isCancelled() && stop.abort(), CANCEL_CHECK_MS);
      try {
        const checked = inputs as readonly TaskInput<TaskName>[];
        return await runAll(task as TaskName, checked, { ...options, pool, signal: stop.signal });
      } finally {
        clearInterval(watch);
        await pool.close();
      }
    },
    report: (progress: Progress) => {
      const now = performance.now();
      if (progress.phase === lastPhase && now - lastReport < PROGRESS_INTERVAL_MS) return;
      lastPhase = progress.phase;
      lastReport = now;
      send({ type: 'progress', progress });
    },
  };
}
