/** Programs of the user's: the only place that starts one. There is never a shell. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errors } from '../core/index.ts';

export interface ChildProgram {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when it runs; rejects with `usage` for a program that is not there, or that cannot be started. */
  readonly started: Promise<unknown>;
  /**
   * Its exit code, 128 + n after signal n, when it has ended and its output was read to the end. Rejects with `usage` for a
   * program that is not there, with `cancelled` when the signal fired.
   */
  readonly ended: Promise<number>;
  /** Whether it has ended; others that it started may still hold its output. */
  isGone(): boolean;
  /** Ends it and whatever it started: asked at first, forced after two seconds; at once what outlived it. */
  stop(): void;
}

/** How long a program that was told to end may take. */
const GRACE_MS = 2000;
const SIGNALS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15, SIGPIPE: 13 };

/**
 * Starts a program. `chunks` go to its standard input as fast as it reads them; one that reads only a part of them is no
 * failure.
 */
export function startProgram(
  [program, ...words]: readonly [string, ...string[]],
  chunks: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
  place: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): ChildProgram {
  if (signal.aborted) throw errors.cancelled();
  const child = spawnOrExplain(program, words, place);
  const end = (name: 'SIGTERM' | 'SIGKILL'): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  let patience: NodeJS.Timeout | undefined;
  let isOver = false;
  const stop = (): void => {
    end(isOver ? 'SIGKILL' : 'SIGTERM');
    if (!isOver) patience ??= setTimeout(() => end('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', stop, { once: true });
  // Nobody is there to wait any longer.
  const abandon = (): void => end('SIGKILL');
  process.once('exit', abandon);
  const started = once(child, 'spawn').catch((error) => {
    throw explain(error, program);
  });
  started.catch(() => undefined);
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const feeding = pipeline(Readable.from(chunks), child.stdin).catch((error: NodeJS.ErrnoException) => {
    // It has seen enough, like head.
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
  feeding.catch(stop);
  const ended = (async (): Promise<number> => {
    try {
      const [code, killedBy] = await closed;
      if (signal.aborted) throw errors.cancelled();
      await feeding;
      return code ?? 128 + (SIGNALS[killedBy ?? ''] ?? 0);
    } catch (error) {
      throw explain(error as NodeJS.ErrnoException, program);
    } finally {
      isOver = true;
      process.removeListener('exit', abandon);
      signal.removeEventListener('abort', stop);
      clearTimeout(patience);
    }
  })();
  // Whoever reads the output first hears of it afterwards.
  ended.catch(() => undefined);
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return { stdout: child.stdout, stderr: child.stderr, started, ended, isGone, stop };
}

function spawnOrExplain(
  program: string,
  words: readonly string[],
  place: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> },
): ChildProcessWithoutNullStreams {
  try {
    // A process group of its own, so that what it starts ends with it.
    return spawn(program, words, { ...place, stdio: 'pipe', detached: true });
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, program);
  }
}

/**
 * Runs a program that has the terminal to itself until it ends, as the shell would: in our own process group, so that what is
 * typed there reaches it. A text goes to its standard input. Resolves with its exit code, as `startProgram` does.
 */
export async function lendTerminal(
  [program, ...words]: readonly [string, ...string[]],
  text: string | null,
  signal: AbortSignal,
): Promise<number> {
  if (signal.aborted) throw errors.cancelled();
  const child = spawn(program, words, { stdio: [text === null ? 'inherit' : 'pipe', 'inherit', 'inherit'] });
  const stop = (): void => void child.kill();
  signal.addEventListener('abort', stop, { once: true });
  // A pager that was left before it had read all is no failure.
  child.stdin?.on('error', () => {});
  child.stdin?.end(text);
  try {
    const [code, killedBy] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + (SIGNALS[killedBy ?? ''] ?? 0);
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, program);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function explain(error: NodeJS.ErrnoException, program: string): Error {
  if (error.code === 'ENOENT' && error.syscall?.startsWith('spawn') === true)
    return errors.usage(`There is no program "${program}".`, 'Check its name, or give its path.');
  if (error.code === 'EACCES')
    return errors.usage(`"${program}" may not be run.`, `Make it executable: chmod +x ${program}`);
  if (error.code === 'ERR_INVALID_ARG_VALUE' || error.syscall?.startsWith('spawn') === true)
    return errors.usage(
      `"${program}" could not be started: ${error.message.slice(0, 200)}`,
      'Check its arguments: they may be too long, or hold a zero byte.',
    );
  return error;
}
