import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { errors, PrsError } from '../errors.ts';

/** SHA-256 of a file as stored, in hexadecimal; `beforeChunk` may end it by throwing. */
export async function hashFile(path: string, beforeChunk: () => void = () => undefined): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      beforeChunk();
      hash.update(chunk);
    }
  } catch (cause) {
    if (cause instanceof PrsError) throw cause;
    throw errors.fileSystem(path, cause as NodeJS.ErrnoException);
  }
  return hash.digest('hex');
}
