/** One call of a plugin in a thread of its own: what it does wrong ends the call and nothing else. */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { PluginListener } from '../../core/index.ts';
import type { ResultRow } from '../api.ts';
import { endProgramsOf } from './endPrograms.ts';
import { Fault } from './fault.ts';
import { limiterOf } from './limits.ts';
import {
  type Call,
  type FromPlugin,
  MOST_BESIDE_HEAP,
  MOST_CHUNK,
  type PluginThreadData,
  type ToPlugin,
  type Transpiled,
} from './protocol.ts';

const workerUrl = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/pluginWorker.js', import.meta.url)
  : new URL('./pluginWorker.js', import.meta.url);

export interface ThreadLimits {
  /** Seconds without a sign of life while the plugin has the turn. */
  readonly seconds: number;
  /** Megabytes of its heap. */
  readonly memoryMb: number;
}

export interface ThreadCall {
  readonly entry: string;
  readonly name: string;
  readonly call: Call;
  /** Of exporters. */
  readonly rows?: AsyncIterable<readonly ResultRow[]>;
  readonly limits: ThreadLimits;
  readonly signal: AbortSignal;
  readonly hear: PluginListener;
  /** Notes that the plugin is being loaded; what it returns is called when it is, or cannot be. */
  readonly noteLoading?: () => () => void;
}

/** How long a call that was cancelled may take to end by itself. */
const GRACE_MS = 2000;
const MOST_PRINTED = 64 << 10;
const MS_BETWEEN_LOOKS = 200;

/** JavaScript of plugins by their entry, for the threads to come: making it takes longer than all else of a short call. */
const transpiled = new Map<string, Transpiled>();
const MOST_TRANSPILED = 8 << 20;

/** Files that were edited again and again, or that are many, are made anew. */
function keepSome(files: Transpiled): Transpiled {
  const size = Object.entries(files).reduce((sum, [key, code]) => sum + key.length + code.length, 0);
  return size > MOST_TRANSPILED ? {} : files;
}

type Event = FromPlugin | { readonly type: 'ended'; readonly fault: Fault };

/**
 * Yields the chunks that a call gives, and returns its value. Throws `Fault` for whatever the plugin does wrong, and nothing
 * of it is left running. The clock stands still while rows are computed or chunks are written.
 */
export async function* callThread(request: ThreadCall): AsyncGenerator<string | Uint8Array, unknown> {
  const { entry, name, call, limits, signal, hear } = request;
  const { port1: port, port2 } = new MessageChannel();
  const mark = randomUUID();
  const data: PluginThreadData = { entry, name, call, port: port2, transpiled: transpiled.get(entry) ?? {} };
  const noteLoaded = request.noteLoading?.() ?? (() => {});
  const worker = new Worker(workerUrl, {
    workerData: data,
    transferList: [port2],
    stdout: true,
    stderr: true,
    env: { ...pluginEnvironment(process.env), JUST_PRS_CALL: mark },
    execArgv: [],
    argv: [],
    name: `plugin ${name}`,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  const events: Event[] = [];
  let wake: (() => void) | null = null;
  const happen = (event: Event): void => {
    events.push(event);
    wake?.();
  };
  port.on('message', (message: FromPlugin) => happen(message));
  worker.on('error', (error: NodeJS.ErrnoException) => happen({ type: 'ended', fault: faultOfError(error, limits) }));
  worker.on('exit', (code) =>
    happen({ type: 'ended', fault: new Fault('exit', `ended its thread with process.exit(${code})`) }),
  );
  for (const stream of [worker.stdout, worker.stderr]) hearStream(stream, hear);
  const abort = (): void => post(port, { type: 'abort' });
  signal.addEventListener('abort', abort, { once: true });
  const rows = request.rows?.[Symbol.asyncIterator]();
  const limiter = limiterOf(call);
  try {
    if (signal.aborted) abort();
    for (;;) {
      if (events.length === 0)
        await patience(
          new Promise<void>((resolve) => {
            wake = resolve;
          }),
          limits,
          signal,
        );
      const event = events.shift();
      if (event?.type !== 'transpiled') noteLoaded();
      if (!isUnderstood(event)) throw new Fault('contract', 'spoke out of turn');
      switch (event.type) {
        case 'want': {
          const next = await rows?.next();
          const given = next === undefined || next.done === true ? null : next.value;
          limiter.give(given?.length ?? 0);
          post(port, { type: 'rows', rows: given });
          break;
        }
        case 'chunk':
          if (event.chunk.length > MOST_CHUNK + (64 << 10)) throw new Fault('contract', 'yielded too much at once');
          limiter.take(event.chunk.length);
          yield event.chunk;
          post(port, { type: 'more' });
          break;
        case 'transpiled':
          transpiled.set(entry, keepSome({ ...transpiled.get(entry), ...event.files }));
          break;
        case 'log':
          hear.log(event.text);
          break;
        case 'progress':
          hearProgress(hear, event);
          break;
        case 'described':
          return event.shape;
        case 'done':
          return event.value;
        case 'fault':
          throw new Fault(event.kind, event.message, event.hint);
        case 'ended':
          throw event.fault;
        default:
          throw new Fault('contract', 'spoke out of turn');
      }
    }
  } finally {
    signal.removeEventListener('abort', abort);
    port.close();
    noteLoaded();
    await endThread(worker, mark);
    await rows?.return?.();
  }
}

/** Ends a thread, and the programs that it started: one that waits for a program can be ended no other way. */
async function endThread(worker: Worker, mark: string): Promise<void> {
  const ended = worker.terminate();
  endProgramsOf(mark);
  // A thread in native code may never end; it must not hold whoever called.
  await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })]);
  worker.unref();
  endProgramsOf(mark);
}

/** A plugin that gets hold of its port may say anything. */
function isUnderstood(event: Event | undefined | null): event is Event {
  switch (event?.type) {
    case 'chunk':
      return typeof event.chunk === 'string' || (event.chunk as unknown) instanceof Uint8Array;
    case 'log':
      return typeof event.text === 'string';
    default:
      return event?.type !== undefined;
  }
}

/** Tells how far a plugin is; what is no number moves nothing. */
export function hearProgress(
  hear: PluginListener,
  { done, total }: { readonly done: unknown; readonly total?: unknown },
): void {
  const isAmount = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0;
  if (isAmount(done)) hear.progress(done, isAmount(total) ? total : undefined);
}

const post = (port: MessageChannel['port1'], message: ToPlugin): void => port.postMessage(message);

/** What a plugin may know of the environment: nothing that is a secret. */
export function pluginEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  more: readonly string[] = [],
): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TERM', 'TMPDIR', 'TZ', ...more];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name] as string]])));
}

function faultOfError(error: NodeJS.ErrnoException, { memoryMb }: ThreadLimits): Fault {
  if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY') return new Fault('memory', `needed more than ${memoryMb} MB`);
  return new Fault('throw', error instanceof Error ? error.message : String(error));
}

/**
 * Resolves when the plugin says something; throws when it says nothing for too long, or takes all memory. Memory beside the
 * heap, such as buffers, has no limit in Node: a thread looks at its own when it speaks, and until then growth of the whole
 * process is watched.
 */
async function patience(news: Promise<void>, { seconds, memoryMb }: ThreadLimits, signal: AbortSignal): Promise<void> {
  const before = process.memoryUsage.rss();
  const start = performance.now();
  let cancelledAt = signal.aborted ? start : null;
  let timer: NodeJS.Timeout | undefined;
  const tooMuch = new Promise<never>((_, reject) => {
    timer = setInterval(
      () => {
        const now = performance.now();
        if (signal.aborted) cancelledAt ??= now;
        if (cancelledAt !== null && now - cancelledAt > GRACE_MS)
          reject(new Fault('timeout', 'went on after it was cancelled'));
        else if (now - start > seconds * 1000) reject(new Fault('timeout', `said nothing for ${seconds} s`));
        else if (process.memoryUsage.rss() - before > MOST_BESIDE_HEAP + memoryMb * 2 ** 20)
          reject(new Fault('memory', 'took more than 1 GB'));
      },
      Math.min(MS_BETWEEN_LOOKS, seconds * 250),
    );
  });
  try {
    await Promise.race([news, tooMuch]);
  } finally {
    clearInterval(timer);
  }
}

/** What a plugin prints is told, not shown over the screen. */
function hearStream(stream: NodeJS.ReadableStream, hear: PluginListener): void {
  let heard = 0;
  stream.setEncoding('utf8').on('data', (text: string) => {
    if (heard < MOST_PRINTED) hear.log(text.slice(0, MOST_PRINTED - heard).trimEnd());
    heard += text.length;
  });
}
