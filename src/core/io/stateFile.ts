import { readFile, rm } from 'node:fs/promises';
import { writeChunks } from './replaceFile.ts';

/** A small JSON file that only this program reads; null when it is missing or broken: what it says is a convenience. */
export async function readStateFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Written whole or not at all, mode 0600; null removes it. */
export const writeStateFile = (path: string, state: unknown): Promise<void> =>
  state === null ? rm(path, { force: true }) : writeChunks(path, [`${JSON.stringify(state)}\n`]);
