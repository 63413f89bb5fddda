/** The thread of a plugin: loads one file, makes one call, ends. Nothing of the engine is in here. */

import { existsSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type MessagePort, workerData } from 'node:worker_threads';
import { createJiti, type TransformOptions, type TransformResult } from 'jiti';
import type { OptionValue } from '../../core/index.ts';
import type { Plugin, PluginContext, ResultRow, UsageError } from '../api.ts';
import {
  type Call,
  type FromPlugin,
  MOST_BESIDE_HEAP,
  MOST_CHUNK,
  type PluginThreadData,
  type ToPlugin,
} from './protocol.ts';
import { describeShape, nameOf } from './shape.ts';

type Options = Readonly<Record<string, OptionValue>>;
type Chunks = AsyncIterable<string | Uint8Array>;

/** Smaller chunks are joined: each crossing costs as much as many bytes. */
const CHUNK = 64 << 10;
const MOST_LOGS = 200;
const MS_BETWEEN_PROGRESS = 50;

const data = workerData as { -readonly [Key in keyof PluginThreadData]: PluginThreadData[Key] };
const { entry, call, name } = data;
const port = data.port as MessagePort;
data.port = null;

/** What would end the whole program along with the thread. */
const WHOLE_PROGRAM = [0, -1, process.pid, -process.pid, process.ppid];
const { kill } = process;
process.kill = (pid, signal) => {
  if (signal !== 0 && WHOLE_PROGRAM.includes(Number(pid)))
    throw new Error('process.kill is not for plugins: it would end the whole program');
  return kill.call(process, pid, signal);
};
syncBuiltinESMExports();

const say = (message: FromPlugin): void => port.postMessage(message);

/** A fault that has its kind already. */
class Contract extends Error {}
class Memory extends Error {}

const abort = new AbortController();
let answer: ((message: ToPlugin) => void) | null = null;
port.on('message', (message: ToPlugin) => {
  if (message.type === 'abort') abort.abort();
  else answer?.(message);
});
/** Says something and waits for the other end. */
const ask = (message: FromPlugin, transfer: readonly ArrayBuffer[] = []): Promise<ToPlugin> =>
  new Promise((resolve) => {
    // Buffers lie beside the heap, which has a limit.
    if (process.memoryUsage().external > MOST_BESIDE_HEAP) throw new Memory('took more than 1 GB');
    answer = resolve;
    port.postMessage(message, [...transfer]);
  });

let logs = 0;
let lastProgress = 0;
const contextOf = (options: Options): PluginContext<Options> => ({
  options,
  signal: abort.signal,
  log(text) {
    logs += 1;
    if (logs <= MOST_LOGS) say({ type: 'log', text: String(text).slice(0, 2000) });
    if (logs === MOST_LOGS) say({ type: 'log', text: '… more than this is not shown' });
  },
  progress(done, total) {
    const now = performance.now();
    if (now - lastProgress < MS_BETWEEN_PROGRESS) return;
    lastProgress = now;
    say({ type: 'progress', done: Number(done), total: total === undefined ? undefined : Number(total) });
  },
});

/** What a plugin yields, in chunks of a decent size, each sent when the last was taken. */
class Outbox {
  #texts: string[] = [];
  #bytes: Uint8Array[] = [];
  #size = 0;

  async put(chunk: unknown): Promise<void> {
    const isText = typeof chunk === 'string';
    if (!isText && !(chunk instanceof Uint8Array))
      throw new Contract(`yielded ${nameOf(chunk)}; expected a string or Uint8Array`);
    if (chunk.length > MOST_CHUNK)
      throw new Contract(`yielded ${Math.round(chunk.length / 1e6)} MB at once; yield pieces of at most 64 MB`);
    // A piece of each: text and bytes keep their order.
    if (isText ? this.#bytes.length > 0 : this.#texts.length > 0) await this.flush();
    if (isText) this.#texts.push(chunk);
    else this.#bytes.push(new Uint8Array(chunk)); // A copy: a plugin may fill its buffer anew.
    this.#size += chunk.length;
    if (this.#size >= CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    const [texts, bytes, size] = [this.#texts, this.#bytes, this.#size];
    [this.#texts, this.#bytes, this.#size] = [[], [], 0];
    if (size === 0) return;
    if (texts.length > 0) {
      await ask({ type: 'chunk', chunk: texts.join('') });
      return;
    }
    const chunk = new Uint8Array(size);
    let at = 0;
    for (const part of bytes) {
      chunk.set(part, at);
      at += part.length;
    }
    await ask({ type: 'chunk', chunk }, [chunk.buffer]);
  }
}

async function send(chunks: Chunks, outbox: Outbox): Promise<void> {
  if (typeof chunks?.[Symbol.asyncIterator] !== 'function')
    throw new Contract(`returned ${nameOf(chunks)}; write the call as an async generator: async *…`);
  for await (const chunk of chunks) await outbox.put(chunk);
  await outbox.flush();
}

async function* rows(outbox: Outbox): AsyncGenerator<readonly ResultRow[]> {
  for (;;) {
    // What was made of the rows before is not held back by those that still have to be computed.
    await outbox.flush();
    const next = await ask({ type: 'want' });
    if (next.type !== 'rows' || next.rows === null) return;
    yield next.rows;
  }
}

/** Turns TypeScript into JavaScript, unless an earlier thread did. What does it takes longer to load than all else. */
function transpile(options: TransformOptions): TransformResult {
  const key = JSON.stringify([options.filename, options.async, options.source]);
  const known = data.transpiled[key];
  if (known !== undefined) return { code: known };
  const transform = createRequire(import.meta.url)('./pluginTranspiler.cjs') as (
    options: TransformOptions,
  ) => TransformResult;
  const made = transform(options);
  if (made.error === undefined) say({ type: 'transpiled', files: { [key]: made.code } });
  return made;
}

/** Loads the file, TypeScript as well; `just-prs-tui/plugin` is there wherever the plugin lies. */
async function load(): Promise<unknown> {
  const kit = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
  const jiti = createJiti(entry, {
    fsCache: false,
    transform: transpile,
    alias: { 'just-prs-tui/plugin/testing': kit('./plugin-testing.js'), 'just-prs-tui/plugin': kit('./plugin.js') },
  });
  if (!existsSync(entry)) throw new Contract('is gone');
  return jiti.import(entry, { default: true });
}

const found = <Item extends { readonly id: string }>(items: readonly Item[] | undefined, id: string): Item => {
  const item = items?.find((candidate) => candidate.id === id);
  if (item === undefined) throw new Contract(`no longer brings ${id}`);
  return item;
};

/** Makes the call; resolves with what it returned, when that is no stream. */
async function run(plugin: Plugin<Options>, asked: Exclude<Call, { kind: 'describe' }>): Promise<unknown> {
  const outbox = new Outbox();
  switch (asked.kind) {
    case 'export':
      return send(found(plugin.exporters, asked.id).export(rows(outbox), contextOf(asked.options)), outbox);
    case 'interpret':
      return found(plugin.interpreters, asked.id).interpret(asked.rows, contextOf(asked.options));
    case 'search':
      return found(plugin.sources, asked.id).search(asked.query, contextOf(asked.options));
    case 'fetch':
      return send(found(plugin.sources, asked.id).fetch(asked.scoreId, asked.build, contextOf(asked.options)), outbox);
    case 'sniff':
      return found(plugin.readers, asked.id).sniff(asked.head, asked.fileName);
    case 'read':
      return send(found(plugin.readers, asked.id).read(asked.path, contextOf(asked.options)), outbox);
  }
}

async function main(): Promise<FromPlugin> {
  const plugin = await load();
  const shape = describeShape(plugin);
  if (call.kind === 'describe') return { type: 'described', shape };
  if (!shape.ok) throw new Contract(`is no usable plugin: ${shape.problems.join('; ')}`);
  return { type: 'done', value: await run(plugin as Plugin<Options>, call) };
}

/** What was thrown, with its class when that says something, and where in the plugin's own files. */
function describeThrown(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${nameOf(error)}`;
  const { name: kind, message } = error;
  // A file that is no TypeScript: the parser says where.
  const text = message.replace(/\s+/g, ' ').trim();
  if (text.startsWith('ParseError: ')) return text;
  return `${kind === 'Error' ? '' : `${kind}: `}${text.slice(0, 2000)}${placeOf(error)}` || name;
}

function placeOf(error: unknown): string {
  const line = /\(?((?:file:\/\/)?\/[^():\n]+:\d+)(?::\d+)?\)?/.exec(
    error instanceof Error ? (error.stack ?? '') : '',
  )?.[1];
  return line === undefined ? '' : ` (${line.replace('file://', '')})`;
}

main()
  .then((last) => say(last))
  .catch((error: unknown) => {
    const { name: className, message, hint } = (error ?? {}) as Partial<UsageError>;
    if (className === 'UsageError') {
      const said = typeof hint === 'string' ? hint : null;
      say({ type: 'fault', kind: 'usage', message: String(message), hint: said });
    } else if (error instanceof Contract) say({ type: 'fault', kind: 'contract', message: error.message });
    else if (error instanceof Memory) say({ type: 'fault', kind: 'memory', message: error.message });
    else say({ type: 'fault', kind: 'throw', message: describeThrown(error) });
  })
  // A value that cannot be cloned, such as a function.
  .catch((error: Error) => say({ type: 'fault', kind: 'contract', message: error.message }));
