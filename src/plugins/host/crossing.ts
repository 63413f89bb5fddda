/** A plugin that runs elsewhere, in the shape of one that runs here: calls cross into its thread or its program. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import {
  type DeclaredOptions,
  errors,
  type OptionValue,
  type PluginContribution,
  type PluginDescription,
  type PluginListener,
  type PluginRun,
} from '../../core/index.ts';
import type { PluginContext, ResultRow } from '../api.ts';
import type { AnyPlugin } from '../builtin/index.ts';
import { checkConfidence, checkInterpretations, checkScores, checkScoringFile } from './answers.ts';
import { Fault } from './fault.ts';
import type { FaultKind, FoundPlugin } from './model.ts';
import { callThread, type ThreadLimits } from './pluginThread.ts';
import type { Call } from './protocol.ts';
import { readLines, runExec } from './runExec.ts';

export interface Crossing {
  readonly found: FoundPlugin;
  readonly description: PluginDescription;
  readonly limits: ThreadLimits;
  /** Hears all calls; whoever makes one lends its own ears with it. */
  readonly hear: (plugin: string) => PluginListener;
  /** How a call ended. */
  readonly record: (run: PluginRun) => Promise<unknown>;
  /** Notes that it is being loaded, until it is. */
  readonly noteLoading?: () => () => void;
}

type Options = Readonly<Record<string, OptionValue>>;
type Context = PluginContext<Options>;
type Chunks = AsyncIterable<string | Uint8Array>;
type Rows = AsyncIterable<readonly ResultRow[]>;

/** How many rows cross at once, when that many are there. */
const ROWS_AT_ONCE = 256;

export function crossOver(crossing: Crossing): AnyPlugin {
  const { found, description } = crossing;
  const { name, contributions } = description;
  const of = (kind: PluginContribution['kind']) => contributions.filter((item) => item.kind === kind);
  return {
    name,
    apiVersion: 1,
    description: description.description,
    options: withUserDefaults(description.options, found) as NonNullable<AnyPlugin['options']>,
    exporters: of('exporters').map(({ id, title, extension = '.txt' }) => ({
      id,
      title,
      extension: extension as `.${string}`,
      export: (rows, context) =>
        watched(crossing, `exporter ${id}`, context, rows, (counted) =>
          found.exec === null
            ? stream(crossing, { kind: 'export', id, options: context.options }, context, counted)
            : runExec({ ...execCall(crossing, context), rows: gather(counted) }),
        ),
    })),
    interpreters: of('interpreters').map(({ id, title }) => ({
      id,
      title,
      interpret: (rows, context) =>
        answered(crossing, `interpreter ${id}`, context, rows.length, async () =>
          checkInterpretations(
            rows,
            found.exec === null
              ? await answer(crossing, { kind: 'interpret', id, options: context.options, rows }, context)
              : await readLines(runExec({ ...execCall(crossing, context), rows: once(rows) }), rows.length),
          ),
        ),
    })),
    sources: of('sources').map(({ id, title }) => ({
      id,
      title,
      search: (query, context) =>
        answered(crossing, `source ${id}`, context, 0, async () =>
          checkScores(await answer(crossing, { kind: 'search', id, options: context.options, query }, context)),
        ),
      fetch: (scoreId, build, context) =>
        watched(crossing, `source ${id}`, context, null, () => {
          const call: Call = { kind: 'fetch', id, options: context.options, scoreId, build };
          return checkScoringFile(unpacked(stream(crossing, call, context, null)), build);
        }),
    })),
    readers: of('readers').map(({ id, title }) => ({
      id,
      title,
      sniff: (head, fileName) =>
        answered(crossing, `reader ${id}`, NOBODY, 0, async () =>
          checkConfidence(await answer(crossing, { kind: 'sniff', id, head, fileName }, NOBODY)),
        ),
      read: (path, context) =>
        watched(crossing, `reader ${id}`, context, null, () =>
          stream(crossing, { kind: 'read', id, options: context.options, path }, context, null),
        ),
    })),
  };
}

/** A look at a file is not worth an option, nor somebody who waits. */
const NOBODY: Context = { options: {}, signal: new AbortController().signal, log: () => {}, progress: () => {} };

/** Options as declared, with the values that the user's settings give them. */
export function withUserDefaults(declared: DeclaredOptions, { options: set }: FoundPlugin): DeclaredOptions {
  const options = Object.entries(declared).map(([name, option]) => [
    name,
    Object.hasOwn(set, name) ? { ...option, default: set[name] as OptionValue } : option,
  ]);
  return Object.fromEntries(options);
}

/** What a plugin says is heard by the host, and by whoever makes the call. */
function listeners({ description, hear }: Crossing, caller: Context): PluginListener {
  const host = hear(description.name);
  return {
    log(text) {
      host.log(text);
      caller.log(text);
    },
    progress(done, total) {
      host.progress(done, total);
      caller.progress(done, total);
    },
  };
}

const threadCall = (crossing: Crossing, call: Call, context: Context) => ({
  entry: crossing.found.path,
  name: crossing.description.name,
  call,
  limits: crossing.limits,
  signal: context.signal,
  hear: listeners(crossing, context),
  ...(crossing.noteLoading === undefined ? {} : { noteLoading: crossing.noteLoading }),
});

const stream = (crossing: Crossing, call: Call, context: Context, rows: Rows | null): Chunks =>
  callThread({ ...threadCall(crossing, call, context), ...(rows === null ? {} : { rows: gather(rows) }) });

/** The value of a call that is no stream. */
async function answer(crossing: Crossing, call: Call, context: Context): Promise<unknown> {
  const calling = callThread(threadCall(crossing, call, context));
  const { value } = await calling.next();
  await calling.return(undefined);
  return value;
}

const execCall = (crossing: Crossing, context: Context) => {
  const { exec: entry, folder } = crossing.found;
  if (entry === null) throw new Error('not a program');
  const { options, signal } = context;
  return { entry, folder, options, signal, hear: listeners(crossing, context) };
};

async function* once(rows: readonly ResultRow[]): Rows {
  if (rows.length > 0) yield rows;
}

/** Rows in batches as large as are there, without waiting for more than the first. */
async function* gather(batches: Rows): Rows {
  const from = batches[Symbol.asyncIterator]();
  let pending = from.next();
  try {
    for (;;) {
      const first = await pending;
      if (first.done === true) return;
      const rows = [...first.value];
      pending = from.next();
      for (;;) {
        const next = rows.length < ROWS_AT_ONCE ? await inTime(pending) : null;
        if (next === null || next.done === true) break;
        rows.push(...next.value);
        pending = from.next();
      }
      yield rows;
    }
  } finally {
    pending.catch(() => undefined);
    await from.return?.();
  }
}

/** What a promise holds already, or null. */
function inTime<T>(promise: Promise<T>): Promise<T | null> {
  const soon = new Promise<null>((resolve) => {
    setImmediate(() => resolve(null));
  });
  return Promise.race([promise, soon]);
}

interface Tally {
  rows: number;
  bytes: number;
}

/** A call that gives a stream: counted, kept as the plugin's last run, and its faults signed. */
async function* watched(
  crossing: Crossing,
  contribution: string,
  { signal }: Context,
  rows: Rows | null,
  start: (rows: Rows) => Chunks,
): AsyncGenerator<string | Uint8Array> {
  const tally: Tally = { rows: 0, bytes: 0 };
  const end = ending(crossing, contribution, tally, signal);
  try {
    for await (const chunk of start(counted(rows ?? once([]), tally))) {
      tally.bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw await end(error);
  }
  await end(null);
}

async function answered<T>(
  crossing: Crossing,
  contribution: string,
  { signal }: Context,
  rows: number,
  ask: () => Promise<T>,
): Promise<T> {
  const end = ending(crossing, contribution, { rows, bytes: 0 }, signal);
  try {
    const value = await ask();
    await end(null);
    return value;
  } catch (error) {
    throw await end(error);
  }
}

/** Notes how a call ended, and gives the error that says so; what went wrong elsewhere is not the plugin's. */
function ending(
  { description, record }: Crossing,
  contribution: string,
  tally: Tally,
  signal: AbortSignal,
): (error: unknown) => Promise<unknown> {
  const start = performance.now();
  const note = (fault: string | null): Promise<unknown> => {
    const when = new Date().toISOString();
    const ms = Math.round(performance.now() - start);
    // A full disk must not cost the export that just went well.
    return record({ when, contribution, ...tally, ms, fault }).catch(() => undefined);
  };
  return async (error) => {
    if (error === null) return note(null);
    if (signal.aborted) return errors.cancelled();
    const kind: FaultKind | null = error instanceof Fault ? error.kind : null;
    if (kind === null) return error;
    const { message, hint } = error as Fault;
    if (kind === 'usage') return errors.pluginUsage(description.name, contribution, message, hint);
    await note(`${kind}: ${message}`);
    return errors.pluginFault(description.name, contribution, message);
  };
}

async function* counted(rows: Rows, tally: Tally): Rows {
  for await (const batch of rows) {
    tally.rows += batch.length;
    yield batch;
  }
}

/** Plain or gzip in, plain out. */
async function* unpacked(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const from = chunks[Symbol.asyncIterator]();
  const first = await from.next();
  if (first.done === true) return;
  const bytesOf = (chunk: string | Uint8Array): Uint8Array => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  async function* all(): AsyncGenerator<Uint8Array> {
    yield bytesOf(first.value);
    for (let next = await from.next(); next.done !== true; next = await from.next()) yield bytesOf(next.value);
  }
  const [a, b] = bytesOf(first.value);
  if (a !== 0x1f || b !== 0x8b) yield* all();
  else yield* gunzip(all());
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacking = createGunzip();
  const feeding = pipeline(Readable.from(chunks), unpacking);
  feeding.catch(() => undefined);
  try {
    for await (const chunk of unpacking) yield chunk as Buffer;
    await feeding;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') === true)
      throw new Fault('contract', `gave broken gzip: ${(error as Error).message}`);
    throw error;
  }
}
