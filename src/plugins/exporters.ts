/** Exporters and interpreters of plugins as the command line uses them. */
import type { ResultExporter } from '../cli/exporters.ts';
import type { ResultInterpreter } from '../cli/interpreters.ts';
import type { PrsResult } from '../core/index.ts';
import type { ResultRow } from './api.ts';
import { type AnyPlugin, BUILTIN } from './builtin/index.ts';

/** Nobody watches a built-in. */
const UNHEARD = { log: () => {}, progress: () => {} };

export const listExporters = (plugins: readonly AnyPlugin[] = BUILTIN): readonly ResultExporter[] =>
  plugins.flatMap((plugin) =>
    (plugin.exporters ?? []).map((exporter) => ({
      id: exporter.id,
      title: exporter.title,
      extension: exporter.extension,
      options: plugin.options ?? {},
      write: (results, options, signal) => exporter.export(oneByOne(results), { options, signal, ...UNHEARD }),
    })),
  );

async function* oneByOne(results: AsyncIterable<PrsResult>): AsyncGenerator<readonly ResultRow[]> {
  for await (const result of results) yield [result];
}

export const listInterpreters = (plugins: readonly AnyPlugin[] = BUILTIN): readonly ResultInterpreter[] =>
  plugins.flatMap(({ options = {}, interpreters = [] }) =>
    interpreters.map((interpreter) => ({
      id: interpreter.id,
      title: interpreter.title,
      interpret: (rows, signal) =>
        interpreter.interpret(rows, {
          options: Object.fromEntries(Object.entries(options).map(([name, { default: usual }]) => [name, usual])),
          signal,
          ...UNHEARD,
        }),
    })),
  );
