import type { PrsResult } from '../../src/core/index.ts';
import type { Exporter, Plugin, PluginContext } from '../../src/plugins/api.ts';

/** What a host lends to a call, with the declared defaults and what differs from them. */
export function contextOf<Options>(plugin: Plugin<Options>, different: Partial<Options> = {}): PluginContext<Options> {
  const defaults = Object.fromEntries(
    Object.entries<{ readonly default?: unknown }>(plugin.options ?? {}).map(([name, field]) => [name, field.default]),
  );
  return {
    options: { ...(defaults as Options), ...different },
    signal: new AbortController().signal,
    log: () => {},
    progress: () => {},
  };
}

export function exporterOf<Options>(plugin: Plugin<Options>, id: string): Exporter<Options> {
  const found = plugin.exporters?.find((exporter) => exporter.id === id);
  if (found === undefined) throw new Error(`${plugin.name} has no exporter ${id}`);
  return found;
}

/** The bytes that an exporter of a plugin makes of results, given one a batch. */
export async function exportBytes<Options>(
  plugin: Plugin<Options>,
  id: string,
  results: readonly PrsResult[],
  options: Partial<Options> = {},
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of exporterOf(plugin, id).export(oneByOne(results), contextOf(plugin, options)))
    chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export const exportText = async <Options>(...request: Parameters<typeof exportBytes<Options>>): Promise<string> =>
  (await exportBytes<Options>(...request)).toString();

async function* oneByOne(results: readonly PrsResult[]): AsyncGenerator<readonly PrsResult[]> {
  for (const result of results) yield [result];
}
