/**
 * `npm run bench:plugins`: what it costs to write results by a program or by a plugin in a thread. Rows are made up as they
 * are asked for, so that the memory is that of the way through, not of the rows.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { PrsResult } from '../src/core/index.ts';
import type { AnyPlugin } from '../src/plugins/builtin/index.ts';
import { createPluginHost, type PluginHost } from '../src/plugins/host/host.ts';
import { resultOf } from '../test/support/results.ts';
import { median } from './measure.ts';
import { describeMachine } from './report.ts';

const BATCH = 250;
const STREAMED = [100_000, 1_000_000];
/** Rows of a call, and how often each way is measured. */
const CALLS = [
  [1, 15],
  [1_000, 7],
  [100_000, 1],
] as const;

/** Programs that read all and print next to nothing. */
const PROGRAMS = [
  { id: 'cat-ndjson', stdin: 'ndjson', exec: ['sh', '-c', 'cat > /dev/null'] },
  { id: 'cat-arrow', stdin: 'arrow', exec: ['sh', '-c', 'cat > /dev/null'] },
  {
    id: 'python-ndjson',
    stdin: 'ndjson',
    exec: ['python3', '-c', 'import json,sys; print(sum(1 for line in sys.stdin if json.loads(line)["pgs_id"]))'],
  },
] as const;

async function* makeRows(count: number): AsyncGenerator<readonly PrsResult[]> {
  for (let at = 0; at < count; at += BATCH)
    yield Array.from({ length: Math.min(BATCH, count - at) }, (_, i) =>
      resultOf({ pgs_id: `PGS${String(at + i).padStart(6, '0')}`, score: (at + i) / 7 }),
    );
}

async function write(plugins: readonly AnyPlugin[], id: string, rows: number): Promise<number> {
  const exporter = plugins.flatMap(({ exporters = [] }) => exporters).find((item) => item.id === id);
  if (exporter === undefined) throw new Error(`There is no exporter ${id}.`);
  const options = { columns: '' };
  const context = { options, signal: new AbortController().signal, log: () => {}, progress: () => {} };
  const start = performance.now();
  for await (const _ of exporter.export(makeRows(rows), context));
  return performance.now() - start;
}

function openHost(folder: string): PluginHost {
  const listed = PROGRAMS.map((entry) => ({ where: join(folder, '.prsrc'), entry: { ...entry, quiet_seconds: 600 } }));
  return createPluginHost({
    cwd: folder,
    configDirectory: join(folder, 'config'),
    listed,
    builtin: [],
    stateDirectory: join(folder, 'state'),
    path: '',
    isOff: false,
    only: null,
    allowOnce: [],
    limits: { seconds: 600, memoryMb: 2048 },
    hear: () => ({ log: () => {}, progress: () => {} }),
  });
}

/** One stream in a process of its own, for its memory: prints seconds and the peak in MiB. */
async function streamOnce(folder: string, id: string, rows: number): Promise<void> {
  const host = openHost(folder);
  await host.allow(id);
  const ms = await write(await host.ready(), id, rows);
  process.stdout.write(JSON.stringify([ms / 1000, process.resourceUsage().maxRSS / 1024]));
}

function streams(folder: string): readonly string[] {
  const self = fileURLToPath(import.meta.url);
  return PROGRAMS.filter(({ exec: [name] }) => spawnSync(name, ['--version']).error === undefined).flatMap(({ id }) =>
    STREAMED.map((rows) => {
      const argv = ['--import', 'tsx', self, folder, id, String(rows)];
      const [seconds, mib] = JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
      const cells = [id, grouped(rows), seconds.toFixed(1), grouped(Math.round(rows / seconds)), mib.toFixed(0)];
      return say(`| ${cells.join(' | ')} |`);
    }),
  );
}

/** The exporter of CSV as a plugin of somebody else: the same code in one file. */
async function writePlugin(folder: string): Promise<string> {
  const file = join(folder, 'plugins', 'csv.mjs');
  mkdirSync(join(folder, 'plugins'));
  const contents = `export { delimitedText as default } from '${fileURLToPath(new URL('../src/plugins/builtin/delimited.ts', import.meta.url))}'`;
  const stdin = { contents, resolveDir: folder };
  const external = ['nodejs-polars'];
  await build({ stdin, external, bundle: true, platform: 'node', format: 'esm', outfile: file, logLevel: 'warning' });
  return file;
}

async function calls(folder: string): Promise<readonly string[]> {
  const { default: here } = (await import(pathToFileURL(await writePlugin(folder)).href)) as { default: AnyPlugin };
  const host = openHost(folder);
  await host.allow('csv');
  const there = await host.ready();
  const lines: string[] = [];
  // Once without being counted.
  for (const plugins of [[here], there]) await write(plugins, 'csv', 1_000);
  for (const [rows, runs] of CALLS) {
    const pairs: [number, number][] = [];
    for (let run = 0; run < runs; run++)
      pairs.push([await write([here], 'csv', rows), await write(there, 'csv', rows)]);
    const [inProcess, inThread] = [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))];
    const ratio = median(pairs.map(([a, b]) => b / a));
    const cells = [grouped(rows), inProcess.toFixed(1), inThread.toFixed(1), (inThread - inProcess).toFixed(1)];
    lines.push(say(`| ${[...cells, ratio.toFixed(1), runs].join(' | ')} |`));
  }
  return lines;
}

/** Shows a line of a table as soon as it is known. */
function say(line: string): string {
  process.stdout.write(`${line}\n`);
  return line;
}

const grouped = (value: number): string => value.toLocaleString('en-US');

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'prs-bench-plugins-'));
  try {
    const load = loadavg()[0].toFixed(1);
    const streamed = streams(folder);
    const inThreads = await calls(folder);
    const { cpu, cores, versions } = describeMachine();
    const [row] = (await makeRows(1).next()).value as readonly PrsResult[];
    const text = `# What plugins cost

${cpu}, ${cores} cores; Node ${versions.node}. Load of the machine before: ${load}, after: ${loadavg()[0].toFixed(1)}
(1 minute). A row is ${grouped(JSON.stringify(row).length)} bytes of JSON. ${BATCH} rows a batch.

## Results through a program

Each in a process of its own. The peak is that of our process, without the program.

| program | rows | s | rows/s | peak RSS, MiB |
|---|--:|--:|--:|--:|
${streamed.join('\n')}

## A thread for each call

The same exporter of CSV in the process and in a thread, in turn; medians. A call in a thread starts the thread, loads the
plugin and ends it.

| rows | in the process, ms | in a thread, ms | more, ms | ratio | runs |
|--:|--:|--:|--:|--:|--:|
${inThreads.join('\n')}
`;
    writeFileSync(fileURLToPath(new URL('results/plugins.md', import.meta.url)), text);
    process.stdout.write(text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [folder, id, rows] = process.argv.slice(2);
await (folder === undefined || id === undefined ? main() : streamOnce(folder, id, Number(rows)));
