/** Results through any program: lines in on its standard input, what it prints comes back. */
import type { Readable } from 'node:stream';
import parseArguments from 'string-argv';
import { errors } from '../core/index.ts';
import { startProgram } from './childProgram.ts';

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

/**
 * Runs a command line without a shell: quotes group words, nothing else has a meaning. Throws `usage` for an empty line, and
 * for a program that is not there.
 */
export async function pipeThrough(
  commandLine: string,
  chunks: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<PipeAnswer> {
  const [program, ...words] = parseArguments(commandLine);
  if (program === undefined || program === '') throw errors.usage('There is no command to pipe through.');
  const child = startProgram([program, ...words], chunks, signal);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const exitCode = await child.ended;
  return { stdout: stdout.text(), stderr: stderr.text(), isCut: stdout.isCut() || stderr.isCut(), exitCode };
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
