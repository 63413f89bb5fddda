import { open } from 'node:fs/promises';
import { errors } from '../errors.ts';
import { openFile, TruncatedStream } from './open.ts';

/** The whole text of a file, unpacked. Throws a PrsError for one that cannot be read or ends too early. */
export async function readWholeFile(path: string): Promise<Uint8Array> {
  const file = await openFile(path);
  const parts: Uint8Array[] = [];
  try {
    for await (const { bytes } of file.chunks()) parts.push(bytes);
    return Buffer.concat(parts);
  } catch (error) {
    if (error instanceof TruncatedStream) throw errors.truncated(path, countLines(parts) + 1, error.message);
    throw error;
  } finally {
    await file.close();
  }
}

function countLines(parts: readonly Uint8Array[]): number {
  let lines = 0;
  for (const part of parts) for (const byte of part) if (byte === 10) lines++;
  return lines;
}

/** Whether a file is there and may be read. */
export async function isReadable(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => null);
  await handle?.close();
  return handle !== null;
}
