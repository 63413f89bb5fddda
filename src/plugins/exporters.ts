/** Exporters of plugins as the command line uses them: one result a batch, plain bytes out. */
import type { ResultExporter } from '../cli/exporters.ts';
import type { PrsResult } from '../core/index.ts';
import type { ResultRow } from './api.ts';
import { type AnyPlugin, BUILTIN } from './builtin/index.ts';

export const listExporters = (plugins: readonly AnyPlugin[] = BUILTIN): readonly ResultExporter[] =>
  plugins.flatMap((plugin) =>
    (plugin.exporters ?? []).map((exporter) => ({
      id: exporter.id,
      title: exporter.title,
      extension: exporter.extension,
      options: plugin.options ?? {},
      write: (results, options, signal) =>
        exporter.export(oneByOne(results), { options, signal, log: () => {}, progress: () => {} }),
    })),
  );

async function* oneByOne(results: AsyncIterable<PrsResult>): AsyncGenerator<readonly ResultRow[]> {
  for await (const result of results) yield [result];
}
