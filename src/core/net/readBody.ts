import type { IncomingMessage } from 'node:http';
import { Transient } from './retry.ts';

/** Bytes that may wait to be written before the server is made to wait. */
const MOST_WAITING = 4 << 20;

/**
 * Hands every byte of an answer to `write`, one call after the other. Rejects when the connection breaks, after what came
 * before has been written: reading it as a stream would drop what was buffered at that moment. Call it as soon as the
 * answer is there; nothing is written before `ready`.
 */
export function readBody(
  response: IncomingMessage,
  write: (chunk: Buffer) => Promise<unknown>,
  ready: Promise<void> = Promise.resolve(),
): Promise<void> {
  return new Promise((resolve, reject) => {
    let waiting = 0;
    let writing = ready;
    writing.catch((error) => response.destroy(error));
    response.on('data', (chunk: Buffer) => {
      waiting += chunk.length;
      if (waiting > MOST_WAITING) response.pause();
      writing = writing.then(async () => {
        await write(chunk);
        waiting -= chunk.length;
        if (waiting <= MOST_WAITING && response.isPaused()) response.resume();
      });
      writing.catch((error) => response.destroy(error));
    });
    const failWith = (error: Error): void => void writing.then(() => reject(error), reject);
    response.once('end', () => writing.then(resolve, reject));
    response.once('error', failWith);
    response.once('close', () => failWith(new Transient('the connection was broken')));
  });
}
