/** Results through any program: lines in on its standard input, what it prints comes back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import parseArguments from 'string-argv';
import { errors } from '../core/index.ts';

export interface PipeAnswer {
  /** The start of what was printed, at most `MOST_BYTES` of each. */
  readonly stdout: string;
  readonly stderr: string;
  /** Whether more was printed than is kept. */
  readonly isCut: boolean;
  /** 128 + n for a program that signal n ended. */
  readonly exitCode: number;
}

/** Enough to read; a program that prints without end costs no memory. */
const MOST_BYTES = 1 << 20;
/** How long a program that was told to end may take. */
const GRACE_MS = 2000;
const SIGNALS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15, SIGPIPE: 13 };

/**
 * Runs a command line without a shell: quotes group words, nothing else has a meaning. `chunks` go to its standard input as
 * fast as it reads them; a program that reads only a part of them is no failure. Ends the program and whatever it started
 * when the signal fires. Throws `usage` for an empty line, and for a program that is not there.
 */
export async function pipeThrough(
  commandLine: string,
  chunks: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<PipeAnswer> {
  const [program, ...words] = parseArguments(commandLine);
  if (program === undefined || program === '') throw errors.usage('There is no command to pipe through.');
  if (signal.aborted) throw errors.cancelled();
  // A process group of its own, so that what it starts ends with it.
  const child = spawn(program, words, { stdio: 'pipe', detached: true });
  const end = (name: 'SIGTERM' | 'SIGKILL'): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  let patience: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    end('SIGTERM');
    patience = setTimeout(() => end('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    const feeding = pipeline(Readable.from(chunks), child.stdin).catch((error: NodeJS.ErrnoException) => {
      // It has seen enough, like head.
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
    feeding.catch(() => end('SIGTERM'));
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    const [code, killedBy] = await ended;
    if (signal.aborted) throw errors.cancelled();
    await feeding;
    const exitCode = code ?? 128 + (SIGNALS[killedBy ?? ''] ?? 0);
    return { stdout: stdout.text(), stderr: stderr.text(), isCut: stdout.isCut() || stderr.isCut(), exitCode };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw errors.usage(`There is no program "${program}".`, 'Check its name, or give its path.');
    if (code === 'EACCES')
      throw errors.usage(`"${program}" may not be run.`, `Make it executable: chmod +x ${program}`);
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    clearTimeout(patience);
  }
}

/** Keeps the start of a stream, and reads the rest to its end. */
function collect(stream: Readable): { text(): string; isCut(): boolean } {
  const kept: Buffer[] = [];
  let bytes = 0;
  let isCut = false;
  stream.on('data', (chunk: Buffer) => {
    const part = chunk.subarray(0, MOST_BYTES - bytes);
    if (part.length < chunk.length) isCut = true;
    if (part.length > 0) kept.push(part);
    bytes += part.length;
  });
  return { text: () => Buffer.concat(kept).toString(), isCut: () => isCut };
}
