/** What lies in the cache, and which of it may go. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import {
  CACHE_KINDS,
  type CacheFile,
  type CacheKind,
  type CacheListing,
  type PruneReport,
  type PruneRequest,
} from '../model/cache.ts';

export interface CacheDirectories {
  readonly cacheDirectory: string;
  readonly catalogDirectory: string;
}

const DAY_MS = 24 * 3600 * 1000;
/** Nothing that is still being written is as old as this. */
const LEFTOVER_DAYS = 1;
/** The folders of a catalogue that is not in the cache; the rest of that place is not ours. */
const CATALOG_KINDS: readonly CacheKind[] = ['metadata', 'scores', 'percentiles', 'reference'];

/** All files of the cache, and those of the catalogue where that is elsewhere. */
export async function listCacheFiles({ cacheDirectory, catalogDirectory }: CacheDirectories): Promise<CacheFile[]> {
  const files = await walk(cacheDirectory, cacheDirectory);
  if (resolve(catalogDirectory) === resolve(cacheDirectory)) return files;
  for (const kind of CATALOG_KINDS) files.push(...(await walk(join(catalogDirectory, kind), catalogDirectory)));
  return files;
}

/** Files below a directory; what goes meanwhile, or may not be read, is left out. Links are not followed. */
async function walk(directory: string, root: string): Promise<CacheFile[]> {
  const files: CacheFile[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) files.push(...(await walk(path, root)));
    if (!entry.isFile()) continue;
    const found = await stat(path).catch(() => null);
    if (found === null) continue;
    const used_ms = Math.max(found.atimeMs, found.mtimeMs);
    files.push({ path, kind: kindOf(relative(root, path)), bytes: found.size, used_ms });
  }
  return files;
}

function kindOf(path: string): CacheKind {
  const parts = path.split(sep);
  if (parts.some((part) => part.startsWith('.') && part.endsWith('.partial'))) return 'leftovers';
  return CACHE_KINDS.find((kind) => kind === parts[0] && parts.length > 1) ?? 'other';
}

const total = (files: readonly CacheFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

export async function listCache(directories: CacheDirectories): Promise<CacheListing> {
  const files = await listCacheFiles(directories);
  const kinds = CACHE_KINDS.map((kind) => {
    const those = files.filter((file) => file.kind === kind);
    return { kind, files: those.length, bytes: total(those) };
  });
  return {
    cache_directory: directories.cacheDirectory,
    catalog_directory: directories.catalogDirectory,
    kinds: kinds.filter(({ files }) => files > 0),
    bytes: total(files),
  };
}

/** Only what is downloaded or made again by itself; never genomes, metadata, or files that we do not know. */
const isReplaceable = ({ kind, path }: CacheFile): boolean =>
  kind === 'demo' ||
  kind === 'facts' ||
  (kind === 'index' && path.endsWith('.index')) ||
  (kind === 'weights' && path.endsWith('.weights')) ||
  (kind === 'scores' && /_hmPOS_GRCh3[78]\.txt\.gz$/.test(path));

/** Chooses what may go, and removes it when the request says so. A catalogue outside of the cache is left alone. */
export async function pruneCache(cacheDirectory: string, request: PruneRequest, now: number): Promise<PruneReport> {
  const files = await walk(cacheDirectory, cacheDirectory);
  const doomed = chooseDoomed(files, request, now);
  if (request.apply) {
    for (const { path } of doomed) await rm(path, { force: true });
    const scratch = new Set(doomed.flatMap((file) => scratchDirectoryOf(cacheDirectory, file)));
    for (const directory of scratch) await rm(directory, { recursive: true, force: true });
  }
  const bytes = total(doomed);
  return { files: doomed, bytes, remaining_bytes: total(files) - bytes, applied: request.apply };
}

/** The private directory that a leftover lies in, however deep; none for a file that was written as one. */
function scratchDirectoryOf(cacheDirectory: string, { kind, path }: CacheFile): readonly string[] {
  const folders = relative(cacheDirectory, path).split(sep).slice(0, -1);
  const depth = folders.findIndex((name) => name.startsWith('.') && name.endsWith('.partial'));
  return kind !== 'leftovers' || depth === -1 ? [] : [join(cacheDirectory, ...folders.slice(0, depth + 1))];
}

/** Leftovers, then by age, then the least recently used until the rest fits. */
export function chooseDoomed(
  files: readonly CacheFile[],
  { olderThanDays, maxBytes }: PruneRequest,
  now: number,
): readonly CacheFile[] {
  const age = ({ used_ms }: CacheFile): number => (now - used_ms) / DAY_MS;
  const oldestFirst = [...files].sort((a, b) => a.used_ms - b.used_ms);
  let size = total(files);
  return oldestFirst.filter((file) => {
    const isLeftover = file.kind === 'leftovers' && age(file) > LEFTOVER_DAYS;
    const isOld = olderThanDays !== null && age(file) > olderThanDays;
    const isTooMuch = maxBytes !== null && size > maxBytes;
    if (!isLeftover && !(isReplaceable(file) && (isOld || isTooMuch))) return false;
    size -= file.bytes;
    return true;
  });
}
