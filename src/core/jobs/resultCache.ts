/** Finished results of a run, kept so that the same run, started again, does only what is missing. */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashFile } from '../io/hashFile.ts';
import type { PrsResult } from '../model/result.ts';

interface Entry {
  /** SHA-256 of the scoring file, and what it was called. */
  readonly key: string;
  readonly result: PrsResult;
}

/**
 * Results of one genome under one set of options, by the content of the scoring file: one line of JSON each, added as they
 * come, so that a run that is killed loses at most the one it was at. Mode 0600.
 */
export class ResultCache {
  readonly #path: string;
  readonly #results: Map<string, PrsResult>;

  private constructor(path: string, results: Map<string, PrsResult>) {
    this.#path = path;
    this.#results = results;
  }

  /** `run` is whatever a result depends on, but for the scoring file: results of any other run are not seen. */
  static async open(cacheDirectory: string, run: unknown): Promise<ResultCache> {
    const name = createHash('sha256').update(JSON.stringify(run)).digest('hex').slice(0, 32);
    const path = join(cacheDirectory, 'results', `${name}.ndjson`);
    const text = await readFile(path, 'utf8').catch(() => '');
    return new ResultCache(path, new Map(text.split('\n').flatMap(parseEntry)));
  }

  /** The result kept for a scoring file, or else the one that `compute` makes, which is kept. */
  async once(scoringFile: string, name: string, compute: () => Promise<PrsResult>): Promise<PrsResult> {
    const key = `${await hashFile(scoringFile)} ${name}`;
    const kept = this.#results.get(key);
    if (kept !== undefined) return kept;
    const result = await compute();
    await this.#add({ key, result });
    return result;
  }

  /** The line break goes first: what a killed run left of a line does not spoil this one. */
  async #add(entry: Entry): Promise<void> {
    // A cache that cannot be written costs time, not the result.
    await mkdir(dirname(this.#path), { recursive: true }).catch(() => undefined);
    await appendFile(this.#path, `\n${JSON.stringify(entry)}`, { mode: 0o600 }).catch(() => undefined);
  }
}

/** Nothing for an empty line, or for one that was cut off. */
function parseEntry(line: string): readonly [string, PrsResult][] {
  try {
    const { key, result } = JSON.parse(line) as Entry;
    return [[key, result]];
  } catch {
    return [];
  }
}
