import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { errors } from '../errors.ts';

/** SHA-256 of a file as stored, in hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  } catch (cause) {
    throw errors.fileSystem(path, cause as NodeJS.ErrnoException);
  }
  return hash.digest('hex');
}
