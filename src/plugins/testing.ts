/**
 * What authors of plugins test with, `just-prs-tui/plugin/testing`: the host's own checks, on made-up rows, without a host.
 * Every function throws an `Error` that says what is wrong.
 */
import { createJiti } from 'jiti/static';
import type { Exporter, Interpretation, PluginContext, QualityInterpreter, ResultRow } from './api.ts';
import { checkInterpretations } from './host/answers.ts';
import { describeShape } from './host/shape.ts';

export { sampleRow, sampleRows } from './sampleRows.ts';

/** Why the host would refuse what a plugin's file exports; empty for a plugin that it takes. */
export function checkPlugin(plugin: unknown): readonly string[] {
  const shape = describeShape(plugin);
  return shape.ok ? [] : shape.problems;
}

/** A plugin's file, TypeScript as well. `from` is the `import.meta.url` that a relative path starts at. */
export function loadPlugin<Loaded = unknown>(path: string, from: string): Promise<Loaded> {
  const kit = import.meta.url;
  const alias = {
    'just-prs-tui/plugin/testing': here(kit),
    'just-prs-tui/plugin': here(new URL('./plugin.js', kit).href),
  };
  return createJiti(from, { fsCache: false, alias }).import<Loaded>(path, { default: true });
}

const here = (url: string): string => decodeURIComponent(new URL(url).pathname);

/** What a call is lent, with nobody listening. */
export function contextOf<Options>(
  options: Options,
  signal: AbortSignal = new AbortController().signal,
): PluginContext<Options> {
  return { options, signal, log: () => {}, progress: () => {} };
}

async function* inBatches(rows: readonly ResultRow[], size: number): AsyncGenerator<readonly ResultRow[]> {
  for (let at = 0; at < rows.length; at += size) yield structuredClone(rows.slice(at, at + size));
}

/** The bytes that an exporter makes of rows, handed over in batches as the host does. */
export async function runExporter<Options>(
  exporter: Exporter<Options>,
  rows: readonly ResultRow[],
  options: Options,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of exporter.export(inBatches(rows, 256), contextOf(options))) {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))
      throw new Error(`${exporter.id} yielded ${typeof chunk}; expected a string or Uint8Array`);
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  return Buffer.concat(chunks);
}

/** The interpretations of rows, checked as the host does: one a row, in order, with its source. */
export async function runInterpreter<Options>(
  interpreter: QualityInterpreter<Options>,
  rows: readonly ResultRow[],
  options: Options,
): Promise<readonly Interpretation[]> {
  return checkInterpretations(rows, await interpreter.interpret(structuredClone(rows), contextOf(options)));
}

/** Passes when an exporter ends within two seconds of being cancelled, rows or not. */
export async function expectStopsOnAbort<Options>(exporter: Exporter<Options>, options: Options): Promise<void> {
  const abort = new AbortController();
  const { sampleRow } = await import('./sampleRows.ts');
  async function* endless(): AsyncGenerator<readonly ResultRow[]> {
    for (;;) {
      yield [sampleRow()];
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
