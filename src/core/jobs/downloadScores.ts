/** Scoring files of the PGS Catalog, into the folder where scores are looked up. */
import { join } from 'node:path';
import { remoteScorePath, scoreFileName } from '../catalog/files.ts';
import { errorData } from '../errors.ts';
import { isReadable } from '../io/readWhole.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { Progress, RunOptions } from '../model/progress.ts';
import type { DownloadRequest, ScoreDownload } from '../model/release.ts';
import { downloadFile, locateRemote } from '../net/downloadFile.ts';
import type { HttpClient } from '../net/httpClient.ts';
import { removePartials } from '../net/partialFile.ts';
import { type CheckedScoringFile, checkScoringFile } from './checkScoringFile.ts';
import { concurrently } from './concurrently.ts';
import { locateScoringFile } from './locateScoringFile.ts';

/**
 * Has each score's harmonised file in `<catalogue>/scores`, whole, and yields what became of it, in the order of
 * completion. A score that fails is an outcome, not the end; only `cancelled` is thrown.
 */
export async function* downloadScores(
  client: HttpClient,
  catalogDirectory: string,
  { pgs_ids, build, jobs }: DownloadRequest,
  { signal, onProgress }: RunOptions = {},
): AsyncGenerator<ScoreDownload, void, void> {
  const wanted = [...new Set(pgs_ids)];
  const received = new Map<string, number>();
  let finished = 0;
  const report = (item?: Progress['item']): void => {
    const done = [...received.values()].reduce((sum, bytes) => sum + bytes, 0);
    const phase = `Downloading scores (${finished} of ${wanted.length} there)`;
    onProgress?.({ phase, done, total: null, unit: 'bytes', ...(item === undefined ? {} : { item }) });
  };
  const fetchOne = (pgs_id: string): Promise<ScoreDownload> =>
    haveScore(client, catalogDirectory, {
      pgs_id,
      build,
      signal,
      onBytes: (bytes, total) => {
        received.set(pgs_id, bytes);
        report({ name: pgs_id, done: bytes, total, isThere: false });
      },
    });
  report();
  const whole: string[] = [];
  for await (const outcome of concurrently(wanted, jobs, fetchOne)) {
    finished++;
    if (outcome.status !== 'failed') whole.push(outcome.path);
    const bytes = received.get(outcome.pgs_id) ?? 0;
    report({ name: outcome.pgs_id, done: bytes, total: bytes, isThere: true });
    yield outcome;
  }
  // A process that was killed just after its file had got its name could not.
  await removePartials(whole);
}

/** Those of the ids that `compute` would not find. */
export async function findMissingScores(
  catalogDirectory: string,
  pgs_ids: readonly string[],
  build: GenomeBuild,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const pgs_id of new Set(pgs_ids)) {
    const found = await locateScoringFile({ kind: 'id', pgs_id }, catalogDirectory, build).catch(() => null);
    if (found === null) missing.push(pgs_id);
  }
  return missing;
}

interface OneScore {
  readonly pgs_id: string;
  readonly build: GenomeBuild;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (bytes: number, total: number | null) => void;
}

async function haveScore(
  client: HttpClient,
  catalogDirectory: string,
  { pgs_id, build, signal, onBytes }: OneScore,
): Promise<ScoreDownload> {
  const name = scoreFileName(pgs_id, build);
  const path = join(catalogDirectory, 'scores', name);
  const check = (file: string): Promise<CheckedScoringFile> => checkScoringFile(file, { pgs_id, build, name });
  const outcome = { pgs_id, genome_build: build, path, error: null };
  try {
    // A file that is cut off, or that holds the original positions under this name, is fetched anew.
    const there = (await isReadable(path)) ? await check(path).catch(() => null) : null;
    if (there !== null) return { ...outcome, status: 'present', ...there };
    const remote = locateRemote(client.options.ebi_url, remoteScorePath(pgs_id, build));
    const { checked } = await downloadFile(client, { remote, target: path, check, onBytes, signal });
    if (checked === null) throw new Error(`${name} was not sent`);
    return { ...outcome, status: 'downloaded', ...checked };
  } catch (error) {
    const { code, message, hint } = errorData(error);
    if (code === 'cancelled') throw error;
    const nothing = { bytes: null, rows: null, license: null, warnings: [] };
    return { ...outcome, status: 'failed', ...nothing, error: { code, message, hint } };
  }
}
