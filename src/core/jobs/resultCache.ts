/** Finished results of a run, kept so that the same run, started again, does only what is missing. */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashFile } from '../io/hashFile.ts';
import { writeStateFile } from '../io/stateFile.ts';

interface Entry<Scored> {
  /** SHA-256 of the scoring file, and what it was called. */
  readonly key: string;
  readonly scored: Scored;
}

/** The options of a run stand beside its results; the time of that file is that of the last use. */
export const describedBy = (results: string): string => results.replace(/\.ndjson$/, '.json');

async function rememberRun(results: string, description: unknown): Promise<void> {
  const now = new Date();
  await utimes(describedBy(results), now, now)
    .catch(() => writeStateFile(describedBy(results), description))
    // A cache that cannot be written costs a comparison, not the result.
    .catch(() => undefined);
}

/**
 * Results of one genome under one set of options, by the content of the scoring file: one line of JSON each, added as they
 * come, so that a run that is killed loses at most the one it was at. Mode 0600.
 */
export class ResultCache<Scored> {
  readonly #path: string;
  readonly #results: Map<string, Scored>;

  private constructor(path: string, results: Map<string, Scored>) {
    this.#path = path;
    this.#results = results;
  }

  /**
   * `run` is whatever a result depends on, but for the scoring file: results of any other run are not seen. `description`
   * is kept for whoever looks for earlier runs.
   */
  static async open<Scored>(cacheDirectory: string, run: unknown, description: unknown): Promise<ResultCache<Scored>> {
    const name = createHash('sha256').update(JSON.stringify(run)).digest('hex').slice(0, 32);
    const path = join(cacheDirectory, 'results', `${name}.ndjson`);
    await rememberRun(path, description);
    const text = await readFile(path, 'utf8').catch(() => '');
    return new ResultCache(path, readEntries<Scored>(text));
  }

  /** The result kept for a scoring file, or else the one that `compute` makes, which is kept. */
  async once(scoringFile: string, name: string, compute: () => Promise<Scored>): Promise<Scored> {
    const key = `${await hashFile(scoringFile)} ${name}`;
    const kept = this.#results.get(key);
    if (kept !== undefined) return kept;
    const scored = await compute();
    await this.#add({ key, scored });
    return scored;
  }

  /** The line break goes first: what a killed run left of a line does not spoil this one. */
  async #add(entry: Entry<Scored>): Promise<void> {
    // A cache that cannot be written costs time, not the result.
    await mkdir(dirname(this.#path), { recursive: true }).catch(() => undefined);
    await appendFile(this.#path, `\n${JSON.stringify(entry)}`, { mode: 0o600 }).catch(() => undefined);
  }
}

/** Results by content and name of the scoring file; what is there twice counts as it was written last. */
export const readEntries = <Scored>(text: string): Map<string, Scored> =>
  new Map(text.split('\n').flatMap(parseEntry<Scored>));

/** Nothing for an empty line, or for one that was cut off. */
function parseEntry<Scored>(line: string): readonly [string, Scored][] {
  try {
    const { key, scored } = JSON.parse(line) as Entry<Scored>;
    return [[key, scored]];
  } catch {
    return [];
  }
}
