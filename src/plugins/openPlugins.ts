/** What plugins bring, as the command line and the app use it. */
import type { ResultExporter } from '../cli/exporters.ts';
import type { ResultInterpreter } from '../cli/interpreters.ts';
import type { PluginDesk } from '../cli/pluginDesk.ts';
import type { GenotypeFileReader } from '../cli/readers.ts';
import type { ListedSource } from '../cli/sources.ts';
import {
  type DeclaredOptions,
  type OptionValues,
  PLUGIN_KINDS,
  type PluginKind,
  type PluginListener,
  type PrsResult,
  requireOptions,
  type Session,
} from '../core/index.ts';
import type { ResultRow } from './api.ts';
import { type AnyPlugin, BUILTIN, builtinSources } from './builtin/index.ts';
import { findPrograms } from './host/discover.ts';
import { createPluginHost, type PluginHostOptions } from './host/host.ts';
import { writeNewPlugin } from './host/newPlugin.ts';

const UNHEARD: PluginListener = { log: () => {}, progress: () => {} };

/**
 * What a call is lent; throws a usage error when a required option is missing, which the command line has found out before.
 * What a plugin says goes to its host as well.
 */
function lend(
  owner: string,
  declared: DeclaredOptions,
  options: OptionValues,
  signal: AbortSignal,
  heard: PluginListener = UNHEARD,
) {
  requireOptions(owner, declared, options, () => 'Set it with o on the Plugins screen.');
  return { options, signal, ...heard };
}

export type PluginsOptions = Omit<PluginHostOptions, 'builtin'> & { readonly session: Session };

/** The desk at which plugins are asked for. What is built in is there at once; for others files are read first. */
export function openPlugins(options: PluginsOptions): PluginDesk {
  const builtin = [...BUILTIN, ...builtinSources(options.session)];
  const host = createPluginHost({ ...options, builtin });
  /** Nothing is looked for as long as what is built in will do. */
  async function list<Item extends { readonly id: string }>(
    of: (plugins: readonly AnyPlugin[]) => readonly Item[],
    wanted?: string,
  ): Promise<readonly Item[]> {
    const own = of(builtin);
    if (wanted !== undefined && own.some(({ id }) => id === wanted)) return own;
    return [...own, ...of(await host.ready())];
  }
  async function listOrExplain<Item extends { readonly id: string }>(
    kind: PluginKind,
    of: (plugins: readonly AnyPlugin[]) => readonly Item[],
    wanted?: string,
  ): Promise<readonly Item[]> {
    const found = await list(of, wanted);
    if (wanted !== undefined && !found.some(({ id }) => id === wanted))
      await host.explainMissing(kind, wanted, idsOf(found));
    return found;
  }
  return {
    async exporters(wanted) {
      const found = await list(exportersOf, wanted);
      if (wanted === undefined || found.some(({ id }) => id === wanted)) return found;
      const program = await host.onPath(wanted);
      if (program !== null) return [...found, ...exportersOf([program])];
      await host.explainMissing('exporters', wanted, idsOf(found));
      return found;
    },
    interpreters: (wanted) => listOrExplain('interpreters', interpretersOf, wanted),
    sources: (wanted) => listOrExplain('sources', sourcesOf, wanted),
    readers: (wanted) => listOrExplain('readers', readersOf, wanted),
    list: host.list,
    programs: () => findPrograms(options.path),
    allow: host.allow,
    forget: host.forget,
    setEnabled: host.setEnabled,
    test: host.test,
    check: host.check,
    async create(kind, name) {
      // Programs that are written anew are exporters.
      await host.refuseTaken(PLUGIN_KINDS.find((one) => one === `${kind}s`) ?? 'exporters', name);
      return writeNewPlugin(options.cwd, kind, name);
    },
  };
}

const idsOf = (items: readonly { readonly id: string }[]): readonly string[] => items.map(({ id }) => id);

const exportersOf = (plugins: readonly AnyPlugin[]): readonly ResultExporter[] =>
  plugins.flatMap(({ name, options = {}, exporters = [] }) =>
    exporters.map((exporter) => ({
      id: exporter.id,
      title: exporter.title,
      extension: exporter.extension,
      options,
      plugin: name,
      isForeign: !BUILTIN.some((own) => own.name === name),
      write: (results, values, signal, heard) =>
        exporter.export(oneByOne(results), lend(exporter.id, options, values, signal, heard)),
    })),
  );

async function* oneByOne(results: AsyncIterable<PrsResult>): AsyncGenerator<readonly ResultRow[]> {
  for await (const result of results) yield [result];
}

const interpretersOf = (plugins: readonly AnyPlugin[]): readonly ResultInterpreter[] =>
  plugins.flatMap(({ name, options = {}, interpreters = [] }) =>
    interpreters.map((interpreter) => ({
      id: interpreter.id,
      title: interpreter.title,
      options,
      plugin: name,
      interpret: (rows, values, signal, heard) =>
        interpreter.interpret(rows, lend(interpreter.id, options, values, signal, heard)),
    })),
  );

const sourcesOf = (plugins: readonly AnyPlugin[]): readonly ListedSource[] =>
  plugins.flatMap(({ options = {}, sources = [] }) =>
    sources.map((source) => ({
      id: source.id,
      title: source.title,
      options,
      search: (query, values, signal) => source.search(query, lend(source.id, options, values, signal)),
      fetch: (scoreId, build, values, signal) => source.fetch(scoreId, build, lend(source.id, options, values, signal)),
    })),
  );

const readersOf = (plugins: readonly AnyPlugin[]): readonly GenotypeFileReader[] =>
  plugins.flatMap(({ options = {}, readers = [] }) =>
    readers.map((reader) => ({
      id: reader.id,
      title: reader.title,
      options,
      sniff: (head, fileName) => reader.sniff(head, fileName),
      read: (path, values, signal) => reader.read(path, lend(reader.id, options, values, signal)),
    })),
  );
