/** One call of a program that is a plugin: rows in on its standard input, bytes or lines out. */
import { createReadStream } from 'node:fs';
import { lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPrsError, type OptionValue, type PluginListener, streamArrow } from '../../core/index.ts';
import type { ResultRow } from '../api.ts';
import { type ChildProgram, startProgram } from '../childProgram.ts';
import { Fault } from './fault.ts';
import { Limiter } from './limits.ts';
import type { ExecEntry } from './model.ts';
import { hearProgress, pluginEnvironment } from './pluginThread.ts';
import { tabSeparated } from './tabSeparated.ts';

export interface ExecCall {
  readonly entry: ExecEntry;
  /** Where the program runs. */
  readonly folder: string;
  readonly rows: AsyncIterable<readonly ResultRow[]>;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly signal: AbortSignal;
  readonly hear: PluginListener;
}

/** A line of an interpreter; longer is no line. */
const MOST_LINE = 1 << 20;
const MOST_LOG_LINE = 8 << 10;
const MOST_LOGS = 200;
const MOST_LOG_BYTES = 64 << 20;
const MS_BETWEEN_LOOKS = 200;

/** The bytes that the program prints, or those of the file that `{out}` named. Throws `Fault`. */
export async function* runExec(call: ExecCall): AsyncGenerator<Uint8Array> {
  const { entry, folder, signal, hear, options } = call;
  const wantsFile = entry.exec.some((word) => word.includes('{out}'));
  const scratch = wantsFile ? await mkdtemp(join(tmpdir(), 'just-prs-')) : null;
  const out = scratch === null ? '' : join(scratch, `out${entry.extension}`);
  const limiter = new Limiter();
  const clock = { last: performance.now(), isOurs: false };
  let fault: Fault | null = null;
  let child: ChildProgram | null = null;
  const blame = (error: unknown): void => {
    fault ??= error as Fault;
    child?.stop();
  };
  let fileBytes = 0;
  /** A file that grows is a sign of life, and counts as what is printed. */
  const lookAtFile = async (): Promise<void> => {
    const found = scratch === null ? null : await lstat(out).catch(() => null);
    if (found === null || found.size <= fileBytes) return;
    limiter.take(found.size - fileBytes);
    fileBytes = found.size;
    clock.last = performance.now();
  };
  const watch = setInterval(
    () => {
      lookAtFile().catch(blame);
      if (clock.isOurs || performance.now() - clock.last <= entry.quiet_seconds * 1000) return;
      const quiet = `for ${entry.quiet_seconds} s`;
      const isGone = child?.isGone() === true;
      const what = isGone
        ? `ended, but left a program behind that held its output ${quiet}`
        : `neither read nor wrote ${quiet}`;
      blame(new Fault('timeout', what));
    },
    Math.min(MS_BETWEEN_LOOKS, entry.quiet_seconds * 250),
  );
  try {
    const { rows, build } = await peekBuild(call.rows);
    const values: Readonly<Record<string, OptionValue>> = { title: entry.title, ...options, build, out };
    const words = entry.exec.map((word) =>
      word.replace(/\{([\w-]+)\}/g, (whole, name: string) =>
        Object.hasOwn(values, name) ? String(values[name]) : whole,
      ),
    );
    const env = { ...pluginEnvironment(process.env, entry.env), JUST_PRS_API: '1', JUST_PRS_BUILD: build };
    const lines = WRITERS[entry.stdin](counted(rows, limiter));
    child = await start(words, timed(lines, clock), signal, { cwd: folder, env });
    const last = hearErrors(child.stderr, hear, clock, blame);
    for await (const chunk of child.stdout) {
      clock.last = performance.now();
      limiter.take((chunk as Buffer).length);
      if (wantsFile) continue;
      clock.isOurs = true;
      yield chunk as Buffer;
      clock.isOurs = false;
      clock.last = performance.now();
    }
    const code = await child.ended;
    if (fault !== null) throw fault;
    if (code !== 0)
      throw new Fault('exit', `ended with code ${code}${last.line === '' ? '' : ` (${last.line.trim()})`}`);
    if (!wantsFile) return;
    const file = await lstat(out).catch(() => null);
    if (file === null) throw new Fault('contract', 'ended well, but did not write the file of {out}');
    if (!file.isFile()) throw new Fault('contract', 'wrote no plain file to {out}');
    await lookAtFile();
    yield* createReadStream(out) as AsyncIterable<Buffer>;
  } catch (error) {
    throw fault ?? error;
  } finally {
    clearInterval(watch);
    child?.stop();
    await child?.ended.catch(() => undefined);
    child?.stop();
    if (scratch !== null) await rm(scratch, { recursive: true, force: true });
  }
}

/** How rows are written to standard input. */
const WRITERS: Readonly<
  Record<ExecEntry['stdin'], (rows: AsyncIterable<readonly ResultRow[]>) => AsyncIterable<string | Uint8Array>>
> = { ndjson, tsv: tabSeparated, arrow: streamArrow };

/** Starts the program of a plugin; one that cannot be started is at fault. */
async function start(words: readonly string[], ...rest: Rest): Promise<ChildProgram> {
  try {
    const child = startProgram(words as [string, ...string[]], ...rest);
    await child.started;
    return child;
  } catch (error) {
    if (isPrsError(error) && error.code === 'usage') throw new Fault('exit', error.message);
    throw error;
  }
}

type Rest = Parameters<typeof startProgram> extends [unknown, ...infer Others] ? Others : never;

interface Clock {
  last: number;
  /** While rows are computed or bytes are written, silence is not the program's. */
  isOurs: boolean;
}

async function* timed(chunks: AsyncIterable<string | Uint8Array>, clock: Clock): AsyncGenerator<string | Uint8Array> {
  const from = chunks[Symbol.asyncIterator]();
  for (;;) {
    clock.isOurs = true;
    const next = await from.next();
    clock.isOurs = false;
    clock.last = performance.now();
    if (next.done === true) return;
    yield next.value;
  }
}

async function* counted(
  rows: AsyncIterable<readonly ResultRow[]>,
  limiter: Limiter,
): AsyncGenerator<readonly ResultRow[]> {
  for await (const batch of rows) {
    limiter.give(batch.length);
    yield batch;
  }
}

async function* ndjson(batches: AsyncIterable<readonly ResultRow[]>): AsyncGenerator<string> {
  for await (const rows of batches) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The build of the first row, for the arguments; all rows follow all the same. */
async function peekBuild(
  rows: AsyncIterable<readonly ResultRow[]>,
): Promise<{ readonly rows: AsyncIterable<readonly ResultRow[]>; readonly build: string }> {
  const from = rows[Symbol.asyncIterator]();
  const first = await from.next();
  async function* all(): AsyncGenerator<readonly ResultRow[]> {
    if (first.done === true) return;
    yield first.value;
    for (let next = await from.next(); next.done !== true; next = await from.next()) yield next.value;
  }
  return { rows: all(), build: first.done === true ? '' : (first.value[0]?.genome_build ?? '') };
}

/** Its log, and the last line of it, which says why it failed; a line of progress moves the bar. */
function hearErrors(
  stderr: ChildProgram['stderr'],
  hear: PluginListener,
  clock: Clock,
  blame: (fault: Fault) => void,
): { readonly line: string } {
  const last = { line: '' };
  let rest = '';
  let bytes = 0;
  let logs = 0;
  stderr.setEncoding('utf8').on('data', (text: string) => {
    clock.last = performance.now();
    bytes += text.length;
    if (bytes > MOST_LOG_BYTES)
      return blame(
        new Fault('contract', `wrote more than ${MOST_LOG_BYTES >> 20} MB to standard error, and did not stop`),
      );
    const lines = `${rest}${text}`.split('\n');
    rest = (lines.pop() ?? '').slice(0, MOST_LOG_LINE);
    for (const line of lines) hearLine(line);
  });
  stderr.on('end', () => hearLine(rest));
  function hearLine(line: string): void {
    if (line.trim() === '') return;
    const progress = readProgress(line);
    if (progress !== null) {
      hearProgress(hear, progress);
      return;
    }
    last.line = line.slice(0, 300);
    logs += 1;
    if (logs <= MOST_LOGS) hear.log(last.line);
    if (logs === MOST_LOGS) hear.log('… more than this is not shown');
  }
  return last;
}

function readProgress(line: string): { readonly done: unknown; readonly total?: unknown } | null {
  if (!line.startsWith('{"progress"')) return null;
  try {
    const { progress } = JSON.parse(line) as { progress: { done: unknown; total?: unknown } | null };
    return progress;
  } catch {
    return null;
  }
}

/** The values of an interpreter's lines, one JSON object each. Throws `Fault` for what is no such line. */
export async function readLines(chunks: AsyncIterable<Uint8Array>, most: number): Promise<readonly unknown[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const values: unknown[] = [];
  let rest = '';
  const add = (line: string): void => {
    if (line.trim() === '') return;
    if (values.length === most) throw new Fault('contract', `printed more than ${most} lines for ${most} rows`);
    try {
      values.push(JSON.parse(line));
    } catch {
      throw new Fault('contract', `line ${values.length + 1} of its output is not JSON: ${line.slice(0, 60)}`);
    }
  };
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new Fault('contract', `line ${values.length + 1} of its output is not UTF-8`);
    }
  };
  for await (const chunk of chunks) {
    const lines = `${rest}${decode(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MOST_LINE)
      throw new Fault('contract', `line ${values.length + lines.length + 1} of its output is longer than 1 MB`);
    for (const line of lines) add(line);
  }
  add(rest + decode());
  return values;
}
