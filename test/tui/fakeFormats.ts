import type { PrsResult } from '../../src/core/index.ts';
import type { ResultFormat } from '../../src/screens/exportOverlay.ts';
import type { PipeAnswer } from '../../src/screens/pipeForm.ts';

/** Two formats: text, and something that is none. */
export const FAKE_FORMATS: readonly ResultFormat[] = [
  {
    id: 'lines',
    title: 'A line a result',
    extension: '.txt',
    async *write(results) {
      for await (const { pgs_id, score } of results) yield `${pgs_id} ${score}\n`;
    },
  },
  {
    id: 'bytes',
    title: 'Bytes',
    extension: '.bin',
    async *write() {
      yield Uint8Array.of(0, 1, 2);
    },
  },
];

/** Says the ids it was sent; `false` fails. */
export async function fakePipe(commandLine: string, results: AsyncIterable<PrsResult>): Promise<PipeAnswer> {
  let stdout = '';
  for await (const { pgs_id } of results) stdout += `${commandLine}: ${pgs_id}\n`;
  const isBad = commandLine === 'false';
  return { stdout, stderr: isBad ? 'no\n' : '', isCut: false, exitCode: isBad ? 1 : 0 };
}
