/** What plugins bring, as the command line uses it. */
import type { ResultExporter } from '../cli/exporters.ts';
import type { ResultInterpreter } from '../cli/interpreters.ts';
import type { ListedSource } from '../cli/sources.ts';
import type { PrsResult } from '../core/index.ts';
import type { ResultRow } from './api.ts';
import { type AnyPlugin, BUILTIN, builtinSources } from './builtin/index.ts';
import type { SourceSession } from './builtin/sources.ts';

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

export const listSources = (session: SourceSession): readonly ListedSource[] =>
  builtinSources(session).flatMap(({ options = {}, sources = [] }) =>
    sources.map((source) => ({
      id: source.id,
      title: source.title,
      options,
      search: (query, values, signal) => source.search(query, { options: values, signal, ...UNHEARD }),
      fetch: (scoreId, build, values, signal) => source.fetch(scoreId, build, { options: values, signal, ...UNHEARD }),
    })),
  );
