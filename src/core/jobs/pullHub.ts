/** The cleaned catalogue of Hugging Face datasets, brought here as one set: readers find the old tables or the new. */
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { DEFAULT_HUB_REPOS, findDistributions, findTables, HUB_FOLDERS, tableFile } from '../catalog/hubLayout.ts';
import { SHEET_FILES } from '../catalog/sheets.ts';
import { errors, isPrsError } from '../errors.ts';
import { commitFiles, settleFiles } from '../io/commitFiles.ts';
import { hashFile } from '../io/hashFile.ts';
import { readParquetRows } from '../io/readParquetRows.ts';
import { withScratchDirectory, writeChunks } from '../io/replaceFile.ts';
import type { CleaningManifest, SourceFile } from '../model/catalog.ts';
import type { RunOptions } from '../model/progress.ts';
import type { HubFileRecord, HubPull } from '../model/release.ts';
import { METADATA_SHEETS } from '../model/score.ts';
import { downloadFile, nameRemote } from '../net/downloadFile.ts';
import type { HttpClient } from '../net/httpClient.ts';
import type { HubClient, HubDataset, HubFile } from '../net/hubClient.ts';
import {
  CLEANING_MANIFEST,
  cleanedFile,
  fileStamp,
  pulledSet,
  rawSheetPath,
  readCatalogFile,
  readCleaningManifest,
} from './catalogFiles.ts';
import { refuseForeign } from './catalogSource.ts';
import { concurrently } from './concurrently.ts';
import { type CheckedTable, checkHubTable } from './hubTable.ts';
import { sheetsDirectory } from './release.ts';

interface Pulling {
  readonly client: HttpClient;
  readonly hub: HubClient;
  readonly toolVersion: string;
}

/** Files fetched at the same time. */
const JOBS = 4;

/**
 * Fetches tables and distributions from the first of the datasets that have them; `repos` null stands for those of
 * just-prs. Everything is checked before anything changes. Throws `hub_empty`, `hub_refused`, `hub_table`,
 * `foreign_catalog`, and what a download throws.
 */
export async function pullHub(
  { client, hub, toolVersion }: Pulling,
  catalogDirectory: string,
  repos: readonly string[] | null,
  run: RunOptions = {},
): Promise<HubPull> {
  await settleFiles(catalogDirectory, pulledSet(catalogDirectory));
  await settleFiles(sheetsDirectory(catalogDirectory));
  await refuseForeign(catalogDirectory);
  const known = await readCleaningManifest(catalogDirectory);
  const wanted = await chooseFiles(hub, repos, run.signal);
  return withScratchDirectory(join(catalogDirectory, 'pulled'), async (scratch) => {
    const received = new Map<string, number>();
    const onBytes = (file: string, bytes: number): void => {
      received.set(file, bytes);
      const done = [...received.values()].reduce((sum, each) => sum + each, 0);
      const total = wanted.reduce((sum, { listed }) => sum + listed.bytes, 0);
      run.onProgress?.({ phase: 'Fetching from Hugging Face', done, total, unit: 'bytes' });
    };
    const fetching = { client, hub, catalogDirectory, scratch, known: known?.hub?.files ?? [], onBytes };
    const fetched: FetchedTable[] = [];
    for await (const table of concurrently(wanted, JOBS, (file) =>
      fetchTable(file, { ...fetching, signal: run.signal }),
    ))
      fetched.push(table);
    fetched.sort((a, b) => order(wanted, a) - order(wanted, b));
    const origin = {
      source: client.options.hf_url,
      fetched_at: new Date().toISOString(),
      files: fetched.map(({ record }) => record),
    };
    const tables = origin.files.filter(({ file }) => file.startsWith('metadata/'));
    const manifest: CleaningManifest = {
      created: origin.fetched_at,
      tool_version: toolVersion,
      newest_release: await newestRelease(join(scratch, cleanedFile('scores'))),
      sources: await describeSheets(catalogDirectory),
      hub: origin,
      tables: tables.map(({ file, rows, sha256 }) => ({ file: posix.basename(file), rows, sha256 })),
    };
    await writeChunks(join(scratch, CLEANING_MANIFEST), [`${JSON.stringify(manifest, null, 2)}\n`]);
    if (run.signal?.aborted) throw errors.cancelled();
    await commitFiles(scratch, catalogDirectory, pulledSet(catalogDirectory));
    const unchanged = fetched.filter(({ isNew }) => !isNew).map(({ record }) => record.file);
    return { directory: catalogDirectory, origin, unchanged, warnings: findShortcomings(fetched) };
  });
}

interface WantedFile {
  /** Below the catalogue folder. */
  readonly file: string;
  readonly dataset: HubDataset;
  readonly listed: HubFile;
}

/** What to fetch: the tables of one dataset, and the distributions of the same or another. */
async function chooseFiles(
  hub: HubClient,
  repos: readonly string[] | null,
  signal: AbortSignal | undefined,
): Promise<readonly WantedFile[]> {
  const asked = repos ?? DEFAULT_HUB_REPOS;
  let tables: readonly WantedFile[] = [];
  let distributions: readonly WantedFile[] = [];
  const absent: string[] = [];
  for (const repo of asked) {
    if (tables.length > 0 && distributions.length > 0) break;
    const dataset = await hub.open(repo, HUB_FOLDERS, signal);
    if (dataset === null) {
      absent.push(repo);
      continue;
    }
    const paths = dataset.files.map(({ path }) => path);
    const want = (folder: string, path: string): WantedFile => ({
      file: `${folder}/${posix.basename(path)}`,
      dataset,
      listed: dataset.files.find((file) => file.path === path) as HubFile,
    });
    if (tables.length === 0) tables = [...(findTables(paths)?.values() ?? [])].map((path) => want('metadata', path));
    if (distributions.length === 0) distributions = findDistributions(paths).map((path) => want('percentiles', path));
  }
  // A dataset that somebody named has to be there; of the usual ones, one that has the tables is enough.
  if (absent.length > 0 && (repos !== null || tables.length === 0))
    throw errors.hubEmpty(absent, 'there is no such dataset, or it is not public');
  if (tables.length === 0) throw errors.hubEmpty(asked, 'scores, performance and best_performance are not all there');
  return [...tables, ...distributions];
}

const order = (wanted: readonly WantedFile[], { record }: FetchedTable): number =>
  wanted.findIndex(({ file }) => file === record.file);

interface Fetching {
  readonly client: HttpClient;
  readonly hub: HubClient;
  readonly catalogDirectory: string;
  /** Where the new set is put together. */
  readonly scratch: string;
  /** What an earlier pull brought. */
  readonly known: readonly HubFileRecord[];
  readonly onBytes: (file: string, bytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

interface FetchedTable {
  readonly record: HubFileRecord;
  readonly columns: readonly string[];
  readonly isNew: boolean;
}

async function fetchTable({ file, dataset, listed }: WantedFile, fetching: Fetching): Promise<FetchedTable> {
  const { client, hub, catalogDirectory, scratch, known, onBytes, signal } = fetching;
  const target = join(scratch, file);
  const remote = hub.locate(dataset, listed.path);
  const name = `${dataset.repo}/${listed.path}`;
  await mkdir(dirname(target), { recursive: true });
  const isKnown = listed.sha256 !== null && known.some((one) => one.file === file && one.sha256 === listed.sha256);
  const kept = isKnown && (await readCatalogFile(catalogDirectory, file, (path) => keep(path, target, listed)));
  const check = (path: string): Promise<CheckedTable> => checkHubTable(path, listed, name);
  const request = {
    remote,
    target,
    check,
    headers: hub.headers,
    onBytes: (done: number) => onBytes(file, done),
    signal,
  };
  const sent = kept ? null : await downloadFile(client, request).catch(refuse(dataset.repo));
  const { sha256, rows, columns } = sent?.checked ?? (await check(target));
  const { repo, commit } = dataset;
  const record = { file, repo, commit, url: nameRemote(remote), bytes: listed.bytes, sha256, rows };
  return { record, columns, isNew: !kept };
}

/** What the Hub lists and then does not hand out. */
const refuse = (repo: string) => (error: unknown) => {
  if (!isPrsError(error) || !['not_on_server', 'http_status'].includes(error.code)) throw error;
  throw errors.hubRefused(repo, null, error.message);
};

/** Takes over the file that is here when it still is what the Hub lists. */
async function keep(path: string, target: string, listed: HubFile): Promise<boolean> {
  if ((await hashFile(path).catch(() => null)) !== listed.sha256) return false;
  await copyFile(path, target);
  return (await hashFile(target)) === listed.sha256;
}

async function newestRelease(scores: string): Promise<string | null> {
  const dates = ((await readParquetRows(scores)) ?? []).map(({ release_date }) =>
    release_date instanceof Date ? release_date.toISOString().slice(0, 10) : String(release_date ?? ''),
  );
  return dates.reduce((newest, date) => (date > newest ? date : newest), '') || null;
}

/** The raw sheets that the tables take the place of: when one of them changes later, it counts again. */
async function describeSheets(catalogDirectory: string): Promise<readonly SourceFile[]> {
  const found = METADATA_SHEETS.map(async ({ key }) => {
    const path = rawSheetPath(catalogDirectory, key);
    const stamp = await fileStamp(path);
    return stamp === null ? [] : [{ file: SHEET_FILES[key], ...stamp, sha256: await hashFile(path), rows: null }];
  });
  return (await Promise.all(found)).flat();
}

function findShortcomings(fetched: readonly FetchedTable[]): readonly string[] {
  const scores = fetched.find(({ record }) => record.file === `metadata/${tableFile('scores')}`);
  const hasDistributions = fetched.some(({ record }) => record.file.startsWith('percentiles/'));
  return [
    ...(scores?.columns.includes('license')
      ? []
      : ['These tables do not say under which terms each score may be used; those of the EBI do (catalog update).']),
    ...(hasDistributions ? [] : ['No reference distributions came with these tables; those that were here are kept.']),
  ];
}
