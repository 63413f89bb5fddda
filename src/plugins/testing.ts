/**
 * What authors of plugins test with, `just-prs-tui/plugin/testing`: the host's own checks, on made-up rows, without a host.
 * Every function throws an `Error` that says what is wrong.
 */
import { existsSync } from 'node:fs';
import { createJiti } from 'jiti/static';
import {
  type DeclaredOptions,
  describeOptionValues,
  type OptionValue,
  readOptionValue,
  requireOptions,
  usualOptions,
} from '../core/index.ts';
import type { Exporter, Interpretation, Plugin, PluginContext, QualityInterpreter, ResultRow } from './api.ts';
import { checkInterpretations } from './host/answers.ts';
import { foundAt } from './host/discover.ts';
import type { ExecEntry } from './host/model.ts';
import { readLines, runExec } from './host/runExec.ts';
import { describeShape } from './host/shape.ts';
import { sampleRow } from './sampleRows.ts';

export { sampleRow, sampleRows } from './sampleRows.ts';

/** Why the host would refuse what a plugin's file exports; empty for a plugin that it takes. */
export function checkPlugin(plugin: unknown): readonly string[] {
  const shape = describeShape(plugin);
  return shape.ok ? [] : shape.problems;
}

/** A plugin's file, TypeScript as well. `from` is the `import.meta.url` that a relative path starts at. */
export function loadPlugin<Loaded = unknown>(path: string, from: string): Promise<Loaded> {
  if (existsSync(new URL(`${path}/plugin.json`, from)))
    return Promise.reject(new Error(`${path} is a program; test it with runProgram(folder, rows, options)`));
  const kit = import.meta.url;
  const alias = {
    'just-prs-tui/plugin/testing': here(kit),
    'just-prs-tui/plugin': here(new URL('./plugin.js', kit).href),
  };
  return createJiti(from, { fsCache: false, alias }).import<Loaded>(path, { default: true });
}

const here = (url: string): string => decodeURIComponent(new URL(url).pathname);

/** The options of a plugin as they are when nobody sets them; those that are required are as in their example. */
export function defaultsOf<Options>(plugin: Plugin<Options>): Options {
  const declared = Object.entries((plugin.options ?? {}) as DeclaredOptions);
  return Object.fromEntries(declared.map(([name, option]) => [name, option.default ?? option.example])) as Options;
}

/** What a call is lent, with nobody listening unless `log` is given. */
export function contextOf<Options>(
  options: Options,
  signal: AbortSignal = new AbortController().signal,
  log: (message: string) => void = () => {},
): PluginContext<Options> {
  return { options, signal, log, progress: () => {} };
}

/** Rows as they cross into a plugin: copies, and a `TypeError` for one that changes them. */
const lend = (rows: readonly ResultRow[]): readonly ResultRow[] => freeze(structuredClone(rows));

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}

async function* inBatches(rows: readonly ResultRow[]): AsyncGenerator<readonly ResultRow[]> {
  for (let at = 0; at < rows.length; at += 256) yield lend(rows.slice(at, at + 256));
}

/** What a call made. */
export interface Made {
  readonly bytes: Uint8Array;
  /** What it logged; a program, the lines of its standard error but those of progress. */
  readonly log: readonly string[];
}

/** What an exporter makes of rows, handed over 256 at a time and not to be changed. */
export async function runExporter<Options>(
  exporter: Exporter<Options>,
  rows: readonly ResultRow[],
  options: Options,
): Promise<Made> {
  const chunks: Uint8Array[] = [];
  const log: string[] = [];
  const context = contextOf(options, undefined, (message) => void log.push(message));
  for await (const chunk of exporter.export(inBatches(rows), context)) {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))
      throw new Error(`${exporter.id} yielded ${typeof chunk}; expected a string or Uint8Array`);
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  return { bytes: Buffer.concat(chunks), log };
}

/**
 * What a program makes of rows: it is started as the host does. `folder` holds its plugin.json; options that are not given are
 * as declared there. The lines of an interpreter are checked as the host does.
 */
export async function runProgram(
  folder: string,
  rows: readonly ResultRow[],
  options: Readonly<Record<string, OptionValue>> = {},
): Promise<Made> {
  const found = await foundAt(folder);
  if (found === null || found.exec === null)
    throw new Error(`${folder} has no plugin.json; give the folder that holds it`);
  if (found.problems.length > 0) throw new Error(`${found.path}:\n${found.problems.join('\n')}`);
  const entry = found.exec;
  const chunks: Uint8Array[] = [];
  const log: string[] = [];
  const hear = { log: (line: string) => void log.push(line), progress: () => {} };
  const { signal } = new AbortController();
  const values = optionsFor(entry, options);
  const call = { entry, folder: found.folder, rows: inBatches(rows), options: values, signal, hear };
  for await (const chunk of runExec(call)) chunks.push(chunk);
  if (entry.kind === 'interpreter') checkInterpretations(rows, await readLines(each(chunks), rows.length));
  return { bytes: Buffer.concat(chunks), log };
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

function optionsFor(
  { id, options: declared }: ExecEntry,
  given: Readonly<Record<string, OptionValue>>,
): Readonly<Record<string, OptionValue>> {
  for (const [name, value] of Object.entries(given)) {
    const option = declared[name];
    if (option === undefined)
      throw new Error(`${id} has no option "${name}"; it has ${Object.keys(declared).join(', ') || 'none'}`);
    if (readOptionValue(String(value), option) === null)
      throw new Error(`${id} option "${name}" cannot be "${value}". ${describeOptionValues(option)}`);
  }
  const values = { ...usualOptions(declared), ...given };
  requireOptions(id, declared, values, (name) => `Give it: runProgram(folder, rows, { ${name}: … }).`);
  return values;
}

/** The interpretations of rows, checked as the host does: one a row, in order, with its source. */
export async function runInterpreter<Options>(
  interpreter: QualityInterpreter<Options>,
  rows: readonly ResultRow[],
  options: Options,
): Promise<readonly Interpretation[]> {
  return checkInterpretations(rows, await interpreter.interpret(lend(rows), contextOf(options)));
}

/** Passes when an exporter ends within two seconds of being cancelled, rows or not. */
export async function expectStopsOnAbort<Options>(exporter: Exporter<Options>, options: Options): Promise<void> {
  const abort = new AbortController();
  async function* endless(): AsyncGenerator<readonly ResultRow[]> {
    for (;;) {
      yield lend([sampleRow()]);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  setTimeout(() => abort.abort(), 20);
  const work = (async () => {
    for await (const _ of exporter.export(endless(), contextOf(options, abort.signal)));
  })().catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${exporter.id} went on for 2 s after it was cancelled; look at context.signal`)),
      2000,
    );
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
