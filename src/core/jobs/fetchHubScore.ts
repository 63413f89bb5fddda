/** One scoring file of the Hugging Face dataset of just-prs, into the folder where scores are looked up. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HUB_SCORES, hubScorePath } from '../catalog/hubLayout.ts';
import { errors, isPrsError } from '../errors.ts';
import { isReadable } from '../io/readWhole.ts';
import type { GenomeBuild } from '../model/genome.ts';
import { DamagedDownload, downloadFile } from '../net/downloadFile.ts';
import type { HttpClient } from '../net/httpClient.ts';
import type { HubClient } from '../net/hubClient.ts';
import { normalizeBuildName } from '../scoring/buildName.ts';
import { readScoringParquetHeader } from './scoringParquetHeader.ts';

interface Fetching {
  readonly client: HttpClient;
  readonly hub: HubClient;
}

/**
 * Has `<catalogue>/scores/<ID>_hmPOS_<BUILD>.parquet`, which `compute` finds, and returns its path. A file that is there and
 * is the score asked for is kept. Throws `hub_refused`, `not_harmonised`, and what a download throws.
 */
export async function fetchHubScore(
  { client, hub }: Fetching,
  catalogDirectory: string,
  { pgs_id, build }: { readonly pgs_id: string; readonly build: GenomeBuild },
  signal?: AbortSignal,
): Promise<string> {
  const place = hubScorePath(pgs_id, build);
  const target = join(catalogDirectory, 'scores', place.split('/').pop() ?? '');
  const check = (path: string): Promise<void> => checkScore(path, { pgs_id, build, name: place });
  if (await isReadable(target)) {
    const isGood = await check(target).then(
      () => true,
      () => false,
    );
    if (isGood) return target;
  }
  const dataset = await hub.open(HUB_SCORES, [], signal);
  if (dataset === null) throw errors.hubRefused(HUB_SCORES, 404, 'there is no such dataset, or it is not public');
  await mkdir(dirname(target), { recursive: true });
  await downloadFile(client, {
    remote: hub.locate(dataset, place),
    target,
    check,
    headers: hub.headers,
    signal,
  }).catch((error) => {
    if (!isPrsError(error) || error.code !== 'not_on_server') throw error;
    throw errors.hubRefused(HUB_SCORES, 404, `it has no ${pgs_id} for ${build}`);
  });
  return target;
}

/** The header names score and build: a file on other positions is refused, not renamed. */
async function checkScore(
  path: string,
  { pgs_id, build, name }: { readonly pgs_id: string; readonly build: GenomeBuild; readonly name: string },
): Promise<void> {
  const header = await readScoringParquetHeader(path).catch((error) => {
    throw isPrsError(error) && error.code === 'bad_parquet' ? new DamagedDownload('is no Parquet file') : error;
  });
  if (String(header.pgs_id ?? pgs_id).toUpperCase() !== pgs_id)
    throw errors.notHarmonised(name, `it is the score ${header.pgs_id}`);
  if (normalizeBuildName(String(header.HmPOS_build ?? '')) !== build)
    throw errors.notHarmonised(name, `it is on ${header.HmPOS_build ?? 'its original build'}`);
}
