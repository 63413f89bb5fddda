/** Results of earlier runs: those that are kept in the cache, and files that an export wrote. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { errors } from '../errors.ts';
import { readStateFile } from '../io/stateFile.ts';
import type { KeptRun } from '../model/comparison.ts';
import type { PrsResult } from '../model/result.ts';
import { checkOneRun, isResult, readResults } from '../scoring/readResults.ts';
import { describedBy, readEntries } from './resultCache.ts';
import type { ValueTask } from './task.ts';

/** Runs told: nobody looks for older ones by hand. */
const MOST_RUNS = 30;

/** What of a run must be there; the rest is options, which were valid when it was written. */
const RUN = v.looseObject({
  genotypes: v.string(),
  filters: v.looseObject({ pass_filters: v.nullable(v.array(v.string())) }),
  policies: v.looseObject({ ambiguous: v.string() }),
  population: v.string(),
  forceBuild: v.boolean(),
  toolVersion: v.string(),
});

/** Runs whose results are kept, the last used first. A folder that cannot be read has none. */
export async function listKeptRuns(cacheDirectory: string): Promise<readonly KeptRun[]> {
  const directory = join(cacheDirectory, 'results');
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.ndjson'));
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      const described = await stat(describedBy(path)).catch(() => null);
      return described === null ? [] : [{ path, modified_ms: described.mtimeMs }];
    }),
  );
  const latest = found.flat().sort((one, other) => other.modified_ms - one.modified_ms);
  const runs = await Promise.all(latest.slice(0, MOST_RUNS).map(describeRun));
  return runs.flat();
}

async function describeRun({ path, modified_ms }: Pick<KeptRun, 'path' | 'modified_ms'>): Promise<readonly KeptRun[]> {
  const run = await readStateFile(describedBy(path));
  if (!v.is(RUN, run)) return [];
  const { toolVersion: tool_version, ...request } = run;
  return [{ path, modified_ms, tool_version, request: request as unknown as KeptRun['request'] }];
}

export interface StoredResultsInput {
  readonly path: string;
  /** Whether it is one of the kept runs. */
  readonly isKept: boolean;
}

/** Throws `bad_results` for a file that holds none, or those of several samples. */
export const storedResultsTask: ValueTask<StoredResultsInput, readonly PrsResult[]> = async (
  { path, isKept },
  { checkCancelled },
) => {
  if (isKept) return readKept(path);
  const results: PrsResult[] = [];
  for await (const result of readResults(openText(path), path)) {
    checkCancelled();
    results.push(result);
  }
  checkOneRun(results, path);
  return results;
};

/** Of a score whose file changed meanwhile, the result that was computed last. */
async function readKept(path: string): Promise<readonly PrsResult[]> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw errors.fileSystem(path, cause);
  });
  const byName = new Map<string, PrsResult>();
  for (const [key, scored] of readEntries<{ readonly result?: unknown }>(text))
    if (isResult(scored?.result)) byName.set(key.slice(key.indexOf(' ') + 1), scored.result);
  return [...byName.values()];
}

async function* openText(path: string): AsyncGenerator<string> {
  try {
    for await (const chunk of createReadStream(path, 'utf8')) yield chunk as string;
  } catch (cause) {
    throw errors.fileSystem(path, cause as NodeJS.ErrnoException);
  }
}
