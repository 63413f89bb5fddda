/** The composition root: settings → session → app. */
import { basename, join } from 'node:path';
import type { AppRequest, CliSettings, PluginRequest } from './cli/host.ts';
import { parseBytes } from './cli/numbers.ts';
import type { PluginDesk } from './cli/pluginDesk.ts';
import { userConfigDirectory } from './config.ts';
import {
  availableMemory,
  availableThreads,
  createSession,
  errors,
  findAddressSpaceProblem,
  type PrsResult,
  pickPolicies,
  type Session,
} from './core/index.ts';
import { VERSION } from './version.ts';

/** The engine, as the settings want it; `catalogDirectory` replaces the one they name. */
export function openSession(settings: CliSettings, catalogDirectory?: string): Session {
  const asked = parseBytes(settings.mem ?? '') ?? Infinity;
  return createSession({
    cacheDirectory: settings.cache_dir,
    catalogDirectory: catalogDirectory ?? settings.catalog_dir,
    stateDirectory: settings.state_dir,
    toolVersion: VERSION,
    threads: settings.threads ?? availableThreads(process.env, asked),
    machine: { node: process.versions.node, memory: Math.min(asked, availableMemory(process.env)) },
    network: {
      offline: settings.offline,
      ebi_url: settings.ebi_url,
      rest_url: settings.rest_url,
      hf_url: settings.hf_url,
      timeoutMs: settings.network_timeout * 1000,
      retries: settings.network_retries,
    },
  });
}

/** Shows the app until the user quits; returns the exit code. Only for its screens is Ink loaded. */
export async function openApp({ settings, session, genotypes, demo, allowOnce }: AppRequest): Promise<number> {
  const run = settings.plain ? (await import('./plain.ts')).runPlain : await loadScreens();
  let desk: Promise<PluginDesk> | undefined;
  const plugins = (): Promise<PluginDesk> => {
    desk ??= openDesk({ settings, session, allowOnce, say: () => {}, show: () => {} });
    return desk;
  };
  const { filters, build, population, sample, fasta, keys, mouse, files } = settings;
  return run({
    session,
    settings: {
      filters,
      policies: pickPolicies(settings),
      build,
      population,
      sample,
      fasta,
      keys,
      mouse,
      file: files.at(-1) ?? null,
    },
    ...(genotypes === undefined ? {} : { genotypes }),
    ...(demo === undefined ? {} : { demo }),
    toolVersion: VERSION,
    color: settings.color,
    symbols: settings.symbols,
    plugins,
    pipe,
    async openProgram(request, signal) {
      const { openUserProgram } = await import('./plugins/userProgram.ts');
      return openUserProgram(request, process.env, signal);
    },
    normalizedPathFor: (vcf: string) =>
      join(
        settings.cache_dir,
        'normalized',
        `${basename(vcf)
          .replace(/\.(gz|bgz)$/i, '')
          .replace(/\.g?vcf$/i, '')}.parquet`,
      ),
  });
}

/** The screens of Ink, which lays out with WebAssembly: better told now than by a crash. */
async function loadScreens() {
  const problem = findAddressSpaceProblem();
  if (problem !== null) throw errors.addressSpace(problem);
  return (await import('./tui.tsx')).runTui;
}

/** Plugins, as the settings allow them. Loaded when somebody asks for one. */
export async function openDesk({ settings, session, allowOnce, say, show }: PluginRequest): Promise<PluginDesk> {
  const { openPlugins } = await import('./plugins/openPlugins.ts');
  return openPlugins({
    session,
    cwd: process.cwd(),
    configDirectory: userConfigDirectory(process.env),
    stateDirectory: settings.state_dir,
    path: process.env.PATH ?? '',
    listed: settings.plugins,
    isOff: settings.no_plugins,
    only: settings.only_plugins ?? null,
    allowOnce,
    limits: { seconds: settings.plugin_seconds, memoryMb: settings.plugin_memory },
    hear: (plugin) => ({
      log: (text) => say(`${plugin}: ${text}`),
      progress: (done, total) => show({ phase: plugin, done, total: total ?? null, unit: 'results' }),
    }),
  });
}

/** Results as JSON lines through a program. Loaded when somebody asks for it. */
async function pipe(commandLine: string, results: AsyncIterable<PrsResult>, signal: AbortSignal) {
  const { pipeThrough } = await import('./plugins/pipeThrough.ts');
  return pipeThrough(commandLine, jsonLines(results), signal);
}

async function* jsonLines(results: AsyncIterable<PrsResult>): AsyncGenerator<string> {
  for await (const result of results) yield `${JSON.stringify(result)}\n`;
}
