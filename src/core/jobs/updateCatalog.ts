/** The bulk metadata of the PGS Catalog, replaced as one set: whoever reads finds the old release or the new one. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { remoteSheetPath } from '../catalog/files.ts';
import { summarizeChanges } from '../catalog/releaseChanges.ts';
import { SHEET_FILES } from '../catalog/sheets.ts';
import { errors, isPrsError } from '../errors.ts';
import { commitFiles, settleFiles } from '../io/commitFiles.ts';
import { hashFile } from '../io/hashFile.ts';
import { withScratchDirectory, writeChunks } from '../io/replaceFile.ts';
import type { RunOptions } from '../model/progress.ts';
import type { CatalogUpdate, ReleaseFile, ReleaseManifest } from '../model/release.ts';
import { METADATA_SHEETS, type MetadataSheet } from '../model/score.ts';
import { DamagedDownload, downloadFile, locateRemote, nameRemote } from '../net/downloadFile.ts';
import type { HttpClient } from '../net/httpClient.ts';
import { refuseForeign } from './catalogSource.ts';
import { CHANGES_FILE, type KeptChanges } from './keptChanges.ts';
import type { WorkerPool } from './pool.ts';
import { RELEASE_MANIFEST, readReleaseManifest, readSheetFile, sheetsDirectory } from './release.ts';

interface Updating {
  readonly client: HttpClient;
  readonly pool: WorkerPool;
  readonly toolVersion: string;
}

/** Fetches all seven sheets, checks them, and puts them in place. Nothing changes when any of them fails. */
export async function updateCatalog(
  { client, pool, toolVersion }: Updating,
  catalogDirectory: string,
  run: RunOptions = {},
): Promise<CatalogUpdate> {
  const directory = sheetsDirectory(catalogDirectory);
  await settleFiles(directory);
  await refuseForeign(catalogDirectory);
  const known = await readReleaseManifest(catalogDirectory);
  return withScratchDirectory(directory, async (scratch) => {
    const check = createSheetCheck(pool);
    const fetched = await fetchSheets({ client, catalogDirectory, scratch, known, check, run });
    const found = await pool.value('release', { path: join(scratch, SHEET_FILES.scores), catalogDirectory }, run);
    const manifest: ReleaseManifest = {
      // A password in the address stays here: catalogues are shared.
      source: nameRemote(locateRemote(client.options.ebi_url, '')),
      fetched_at: new Date().toISOString(),
      tool_version: toolVersion,
      files: fetched.map(({ file }) => file),
    };
    await writeChunks(join(scratch, RELEASE_MANIFEST), [`${JSON.stringify(manifest, null, 2)}\n`]);
    // A release that changed nothing leaves what the last one changed.
    if (found !== null && found.length > 0) {
      const kept: KeptChanges = { fetched_at: manifest.fetched_at, changes: [...found] };
      await writeChunks(join(scratch, CHANGES_FILE), [`${JSON.stringify(kept, null, 2)}\n`]);
    }
    if (run.signal?.aborted) throw errors.cancelled();
    await commitFiles(scratch, directory);
    const unchanged = fetched.filter(({ isNew }) => !isNew).map(({ file }) => file.sheet);
    return { directory, manifest, unchanged, changes: found === null ? null : summarizeChanges(found) };
  });
}

interface Fetching {
  readonly client: HttpClient;
  readonly catalogDirectory: string;
  /** Where the new set is put together. */
  readonly scratch: string;
  readonly known: ReleaseManifest | null;
  /** Rows of a sheet. Throws `DamagedDownload`. */
  readonly check: (path: string, sheet: MetadataSheet) => Promise<number>;
  readonly run: RunOptions;
}

interface FetchedSheet {
  readonly file: ReleaseFile;
  readonly isNew: boolean;
}

/** All sheets at once; the first that fails stops the others. */
async function fetchSheets({ run, ...fetching }: Fetching): Promise<FetchedSheet[]> {
  const stop = new AbortController();
  const forward = (): void => stop.abort();
  run.signal?.addEventListener('abort', forward, { once: true });
  if (run.signal?.aborted) stop.abort();
  const received = new Map<MetadataSheet, number>();
  const onBytes = (sheet: MetadataSheet, bytes: number): void => {
    received.set(sheet, bytes);
    const done = [...received.values()].reduce((sum, each) => sum + each, 0);
    run.onProgress?.({ phase: 'Downloading the metadata', done, total: null, unit: 'bytes' });
  };
  let first: unknown;
  const fetches = METADATA_SHEETS.map(({ key }) =>
    fetchSheet(key, { ...fetching, run: { signal: stop.signal } }, (bytes) => onBytes(key, bytes)).catch((error) => {
      first ??= error;
      stop.abort();
      throw error;
    }),
  );
  const settled = await Promise.allSettled(fetches);
  run.signal?.removeEventListener('abort', forward);
  if (run.signal?.aborted) throw errors.cancelled();
  if (first !== undefined) throw first;
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

async function fetchSheet(
  sheet: MetadataSheet,
  fetching: Fetching,
  onBytes: (bytes: number) => void,
): Promise<FetchedSheet> {
  const { client, catalogDirectory, scratch, known, check, run } = fetching;
  const file = SHEET_FILES[sheet];
  const target = join(scratch, file);
  const remote = locateRemote(client.options.ebi_url, remoteSheetPath(sheet));
  const url = nameRemote(remote);
  const kept = known?.files.find((entry) => entry.sheet === sheet && entry.url === url);
  const hash = kept === undefined ? null : await readSheetFile(catalogDirectory, sheet, hashFile).catch(() => null);
  const { isNew, etag, lastModified, bytes, checked } = await downloadFile(client, {
    remote,
    target,
    check: (path) => check(path, sheet),
    onBytes,
    signal: run.signal,
    knownEtag: kept !== undefined && hash === kept.sha256 ? kept.etag : null,
  });
  if (checked !== null) {
    const sha256 = await hashFile(target);
    return { isNew, file: { sheet, file, url, bytes, sha256, etag, last_modified: lastModified, rows: checked } };
  }
  await readSheetFile(catalogDirectory, sheet, (current) => copyFile(current, target));
  if (kept !== undefined && (await hashFile(target)) === kept.sha256) return { isNew, file: kept };
  // Another update replaced it meanwhile.
  return fetchSheet(sheet, { ...fetching, known: null }, onBytes);
}

/** Checks sheets one after the other, in one worker thread: each thread takes a lot of address space. */
function createSheetCheck(pool: WorkerPool): Fetching['check'] {
  let last: Promise<unknown> = Promise.resolve();
  const check = async (path: string, sheet: MetadataSheet): Promise<number> => {
    try {
      return await pool.value('checkSheet', { path, sheet });
    } catch (error) {
      throw isPrsError(error) && error.code === 'bad_sheet'
        ? new DamagedDownload(`was refused: ${error.message}`)
        : error;
    }
  };
  return (path, sheet) => {
    const checked = last.then(() => check(path, sheet));
    last = checked.catch(() => undefined);
    return checked;
  };
}
