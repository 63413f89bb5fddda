/** The cleaned catalogue, uploaded to a dataset of the Hugging Face Hub. */
import { stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { writeDatasetCard } from '../catalog/datasetCard.ts';
import { ALL_TABLES, DISTRIBUTION_FILES, PUBLISHED_FOLDER } from '../catalog/hubLayout.ts';
import { SHEET_FILES } from '../catalog/sheets.ts';
import { errors } from '../errors.ts';
import { settleFiles } from '../io/commitFiles.ts';
import { hashFile } from '../io/hashFile.ts';
import { readParquetFooter } from '../io/parquetFooter.ts';
import type { RunOptions } from '../model/progress.ts';
import type { HubPush, HubPushRequest, HubUpload } from '../model/release.ts';
import type { HubClient, HubDataset } from '../net/hubClient.ts';
import { cleanedFile, fileStamp, pulledSet } from './catalogFiles.ts';
import { chooseSource, hasTable } from './catalogSource.ts';
import type { WorkerPool } from './pool.ts';
import { sheetsDirectory } from './release.ts';

interface Pushing {
  readonly hub: HubClient;
  readonly hubUrl: string;
  readonly pool: WorkerPool;
  readonly toolVersion: string;
}

const CARD = 'README.md';

/** What would be uploaded: the cleaned tables, made first when there are only raw sheets, and a card that describes them. */
export async function planHubPush(
  { hub, hubUrl, pool, toolVersion }: Pushing,
  catalogDirectory: string,
  { repo, distributions }: Pick<HubPushRequest, 'repo' | 'distributions'>,
  run: RunOptions = {},
): Promise<HubPush> {
  await settleFiles(catalogDirectory, pulledSet(catalogDirectory));
  // Asked first: a dataset that is not to be had makes all else needless.
  const dataset = await hub.open(repo, [PUBLISHED_FOLDER, ''], run.signal);
  let source = await chooseSource(catalogDirectory);
  if (source.source === 'none') throw errors.catalogMissing(sheetsDirectory(catalogDirectory), SHEET_FILES.scores);
  if (source.source === 'raw') {
    await pool.value('cleanMetadata', { catalogDirectory }, run);
    source = await chooseSource(catalogDirectory);
  }
  const chosen = [
    ...ALL_TABLES.filter((table) => hasTable(source, table)).map(cleanedFile),
    ...(distributions ? await findDistributionFiles(catalogDirectory) : []),
  ];
  const found = await Promise.all(chosen.map((file) => describeFile(join(catalogDirectory, file), dataset)));
  const tables = found.flatMap((table) => table ?? []);
  const card = writeDatasetCard({
    repo,
    tables: tables.map(({ upload: { path, rows }, columns }) => ({ path, rows: rows ?? 0, columns })),
    date: new Date().toISOString().slice(0, 10),
    newestRelease: source.manifest?.newest_release ?? null,
    toolVersion,
  });
  const isThere = dataset?.files.some(({ path }) => path === CARD) ?? false;
  const described: HubUpload = {
    path: CARD,
    file: null,
    bytes: Buffer.byteLength(card),
    rows: null,
    change: isThere ? 'replaced' : 'new',
  };
  const url = `${hubUrl.replace(/\/+$/, '')}/datasets/${repo}`;
  return { repo, url, exists: dataset !== null, files: [...tables.map(({ upload }) => upload), described], card };
}

/** The distributions that the catalogue uses, and what an audit found in them; they need not be there. */
async function findDistributionFiles(catalogDirectory: string): Promise<readonly string[]> {
  for (const { table, issues } of DISTRIBUTION_FILES)
    if ((await fileStamp(join(catalogDirectory, 'percentiles', table))) !== null)
      return [`percentiles/${table}`, `percentiles/${issues}`];
  return [];
}

/** A local table as it would be in the dataset; null when it is not there. */
async function describeFile(
  file: string,
  dataset: HubDataset | null,
): Promise<{ readonly upload: HubUpload; readonly columns: number } | null> {
  if ((await fileStamp(file)) === null) return null;
  const path = `${PUBLISHED_FOLDER}/${posix.basename(file)}`;
  const { rows, columns } = await readParquetFooter(file);
  const { size } = await stat(file);
  const there = dataset?.files.find((listed) => listed.path === path);
  const isSame = there !== undefined && there.sha256 === (await hashFile(file));
  const change = there === undefined ? 'new' : isSame ? 'unchanged' : 'replaced';
  return { upload: { path, file, bytes: size, rows, change }, columns: columns.length };
}

/** Uploads what was planned as one commit, and makes the dataset when it is not there. Returns the id of the commit. */
export async function pushHub(
  hub: HubClient,
  { repo, exists, files, card }: HubPush,
  isPrivate: boolean,
  run: RunOptions = {},
): Promise<string> {
  if (!exists) await hub.create(repo, isPrivate, run.signal);
  run.onProgress?.({ phase: 'Uploading to Hugging Face', done: 0, total: files.length, unit: 'tables' });
  const planned = files.map(({ path, file }) => ({ path, from: file === null ? { text: card } : { file } }));
  return hub.commit({ repo, title: 'Upload the cleaned PGS Catalog metadata', files: planned }, run.signal);
}
