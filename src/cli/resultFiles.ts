/** Results of earlier runs, from the files that a command names or from standard input. */
import { createReadStream } from 'node:fs';
import { errors, type PrsResult, readResults } from '../core/index.ts';
import type { CommandContext } from './host.ts';

/** What to read; `-` is standard input, which is also meant when nothing is named. */
export function resultFiles(
  { flags, host }: Pick<CommandContext, 'flags' | 'host'>,
  command: string,
): readonly string[] {
  const files = flags.positional.length === 0 ? ['-'] : flags.positional;
  if (files.includes('-') && host.stdin.isTTY === true)
    throw errors.usage(
      `${command} needs results of compute.`,
      'Give a file that compute --format json wrote, or pipe it in.',
    );
  return files;
}

/** Their results, one after the other; `tally` counts them. */
export async function* readResultFiles(
  files: readonly string[],
  { output, host }: Pick<CommandContext, 'output' | 'host'>,
  tally: { results: number },
): AsyncGenerator<PrsResult> {
  for (const file of files) {
    const name = file === '-' ? 'standard input' : file;
    for await (const result of readResults(openText(file, host.stdin), name)) {
      if (host.signal.aborted) throw errors.cancelled();
      tally.results++;
      if (result.synthetic) output.synthetic();
      yield result;
    }
  }
}

async function* openText(file: string, stdin: NodeJS.ReadableStream): AsyncGenerator<string> {
  const stream = file === '-' ? stdin : createReadStream(file);
  stream.setEncoding('utf8');
  try {
    for await (const chunk of stream) yield chunk as string;
  } catch (error) {
    throw errors.fileSystem(file, error as NodeJS.ErrnoException);
  }
}
