/** A plugin host of a folder of its own, with plugins that tests write there. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PrsResult } from '../../src/core/index.ts';
import { type AnyPlugin, BUILTIN } from '../../src/plugins/builtin/index.ts';
import { createPluginHost, type PluginHost, type PluginHostOptions } from '../../src/plugins/host/host.ts';
import { temporaryDirectory, writeFixture } from './genotypes.ts';

export interface HostPlace {
  readonly cwd: string;
  readonly state: string;
  readonly host: PluginHost;
  /** What plugins said. */
  readonly said: string[];
  /** Writes a file below the folder. */
  readonly write: (path: string, text: string) => string;
  /** The same folder and state, seen with other options. */
  readonly again: (different?: Partial<PluginHostOptions>) => PluginHost;
}

/** Loading takes its time on a busy machine; for what hangs the shorter one does. */
const PATIENT = { seconds: 20, memoryMb: 64 };
export const IMPATIENT = { ...PATIENT, seconds: 2 };

export function openPlace(
  files: Readonly<Record<string, string>> = {},
  different: Partial<PluginHostOptions> = {},
): HostPlace {
  const cwd = temporaryDirectory();
  const state = join(temporaryDirectory(), 'state');
  const said: string[] = [];
  const write = (path: string, text: string): string => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    return writeFixture(cwd, path, text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const again = (more: Partial<PluginHostOptions> = {}): PluginHost =>
    createPluginHost({
      cwd,
      configDirectory: join(cwd, 'config'),
      listed: [],
      builtin: BUILTIN,
      stateDirectory: state,
      path: '',
      isOff: false,
      only: null,
      allowOnce: [],
      limits: PATIENT,
      hear: (plugin) => ({
        log: (text) => void said.push(`${plugin}: ${text}`),
        progress: (done, total) => void said.push(`${plugin}: ${done}/${total}`),
      }),
      ...different,
      ...more,
    });
  return { cwd, state, said, write, again, host: again() };
}

/** A plugin with one exporter, as an author writes it; `body` is what `export(batches, context)` does. */
export const exporterText = (id: string, body: string, before = ''): string => `${before}
import { definePlugin } from 'just-prs-tui/plugin';
export default definePlugin({
  name: '${id}', apiVersion: 1, description: 'For a test',
  exporters: [{ id: '${id}', title: '${id}', extension: '.txt', async *export(batches, context) { ${body} } }],
});
`;

/** An exporter that works: an id a line. */
export const GOOD = "for await (const rows of batches) for (const row of rows) yield row.pgs_id + '\\n';";

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** The bytes of an exporter among plugins, rows given in batches of ten. */
export async function exportBy(
  plugins: readonly AnyPlugin[],
  id: string,
  rows: readonly PrsResult[] | AsyncIterable<readonly PrsResult[]>,
  { signal = new AbortController().signal, options = {} }: CallOptions = {},
): Promise<string> {
  const exporter = plugins.flatMap((plugin) => plugin.exporters ?? []).find((item) => item.id === id);
  if (exporter === undefined) throw new Error(`no exporter ${id}`);
  const context = { options, signal, log: () => {}, progress: () => {} };
  const chunks: Buffer[] = [];
  const batches = Symbol.asyncIterator in rows ? rows : inTens(rows);
  for await (const chunk of exporter.export(batches, context)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

async function* inTens(rows: readonly PrsResult[]): AsyncGenerator<readonly PrsResult[]> {
  for (let at = 0; at < rows.length; at += 10) yield rows.slice(at, at + 10);
}
