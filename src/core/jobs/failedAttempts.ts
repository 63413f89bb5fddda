/** What the last attempts to fetch a catalogue met: `metadata/attempts.json` in its folder. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, errorData } from '../errors.ts';
import { writeChunks } from '../io/replaceFile.ts';
import type { CatalogSource, FailedAttempt } from '../model/release.ts';

const attemptsPath = (catalogDirectory: string): string => join(catalogDirectory, 'metadata', 'attempts.json');

/** The last attempt at each source, if it failed. */
export async function readFailedAttempts(catalogDirectory: string): Promise<readonly FailedAttempt[]> {
  try {
    const attempts: unknown = JSON.parse(await readFile(attemptsPath(catalogDirectory), 'utf8'));
    return Array.isArray(attempts) ? attempts : [];
  } catch {
    return [];
  }
}

/** Not failures of the source: the user stopped it, forbade it, or asked for something else than it gives. */
const isOwnDoing = (error: unknown): boolean => {
  const { code, exitCode } = errorData(error);
  return ['cancelled', 'offline'].includes(code) || exitCode === EXIT.usage;
};

/** Runs an attempt, and keeps what it failed with until one succeeds. */
export async function rememberFailure<T>(
  catalogDirectory: string,
  source: CatalogSource,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    const result = await attempt();
    await replaceAttempt(catalogDirectory, source, []);
    return result;
  } catch (error) {
    const { code, message } = errorData(error);
    const failed = { source, at: new Date().toISOString(), code, message };
    if (!isOwnDoing(error)) await replaceAttempt(catalogDirectory, source, [failed]);
    throw error;
  }
}

/** A note that cannot be written does not hide what it would be about. */
async function replaceAttempt(
  catalogDirectory: string,
  source: CatalogSource,
  failed: readonly FailedAttempt[],
): Promise<void> {
  const before = await readFailedAttempts(catalogDirectory);
  const after = [...before.filter((attempt) => attempt.source !== source), ...failed];
  if (before.length === 0 && after.length === 0) return;
  const path = attemptsPath(catalogDirectory);
  const kept =
    after.length === 0 ? rm(path, { force: true }) : writeChunks(path, [`${JSON.stringify(after, null, 2)}\n`]);
  await kept.catch(() => undefined);
}
