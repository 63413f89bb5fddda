/** Reads what is in the cache to its end, and compares it with the manifests. */
import { basename } from 'node:path';
import { errorData, errors } from '../errors.ts';
import { hashFile } from '../io/hashFile.ts';
import { readParquetFooter } from '../io/parquetFooter.ts';
import { isReadable } from '../io/readWhole.ts';
import type { VerifyReport } from '../model/cache.ts';
import { GENOME_BUILDS } from '../model/genome.ts';
import type { RunOptions } from '../model/progress.ts';
import { type CacheDirectories, listCacheFiles } from './cacheFiles.ts';
import { readCatalogFile, readCleaningManifest } from './catalogFiles.ts';
import { checkScoringFile } from './checkScoringFile.ts';
import { manifestPath, readManifest } from './manifest.ts';
import { readReleaseManifest, readSheetFile } from './release.ts';

/**
 * Scoring files to the end of their gzip stream, sheets against the checksums of their manifest, Parquets against their
 * footers and manifests. A problem is a finding, not the end; only `cancelled` is thrown.
 */
export async function verifyCache(directories: CacheDirectories, run: RunOptions = {}): Promise<VerifyReport> {
  const files = await listCacheFiles(directories);
  const problems: { path: string; problem: string }[] = [];
  let checked = 0;
  let done = 0;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  for (const file of files) {
    if (run.signal?.aborted) throw errors.cancelled();
    run.onProgress?.({ phase: 'Verifying the cache', done, total: bytes, unit: 'bytes' });
    const check = file.kind === 'leftovers' ? null : chooseCheck(file.path);
    if (check !== null) {
      checked++;
      const problem = await check(file.path).catch((error) => errorData(error).message);
      // What went meanwhile is no problem of what is here.
      if (problem !== null && (await isReadable(file.path))) problems.push({ path: file.path, problem });
    }
    done += file.bytes;
  }
  const release = await verifyListed(() => listRelease(directories.catalogDirectory), 'metadata');
  // They were opened above, as Parquets.
  const tables = await verifyListed(() => listTables(directories.catalogDirectory), 'tables');
  return {
    checked: checked + release.checked,
    problems: [...problems, ...release.problems, ...tables.problems],
    leftovers: files.filter(({ kind }) => kind === 'leftovers').length,
  };
}

/** Says what is wrong with a file, or null. */
type Check = (path: string) => Promise<string | null>;

function chooseCheck(path: string): Check | null {
  const name = basename(path);
  const [, pgs_id, written] = /^(PGS\d{6})_hmPOS_(GRCh3[78])\.txt\.gz$/.exec(name) ?? [];
  const build = GENOME_BUILDS.find((known) => known === written);
  if (pgs_id !== undefined && build !== undefined)
    return async () => {
      await checkScoringFile(path, { pgs_id, build, name });
      return null;
    };
  return name.endsWith('.parquet') ? checkParquet : null;
}

async function checkParquet(path: string): Promise<string | null> {
  const { rows } = await readParquetFooter(path);
  const hasManifest = await isReadable(manifestPath(path));
  return hasManifest && (await readManifest(path, rows)) === null ? 'is not what its manifest describes' : null;
}

/** A file that a manifest names. */
interface ListedFile {
  readonly file: string;
  readonly sha256: string;
  /** SHA-256 of the file that is there. */
  readonly hash: () => Promise<string>;
}

async function listRelease(catalogDirectory: string): Promise<readonly ListedFile[]> {
  const { files = [] } = (await readReleaseManifest(catalogDirectory)) ?? {};
  return files.map(({ sheet, file, sha256 }) => ({
    file,
    sha256,
    hash: () => readSheetFile(catalogDirectory, sheet, hashFile),
  }));
}

async function listTables(catalogDirectory: string): Promise<readonly ListedFile[]> {
  const { tables = [] } = (await readCleaningManifest(catalogDirectory)) ?? {};
  return tables.map(({ file, sha256 }) => ({
    file,
    sha256,
    hash: () => readCatalogFile(catalogDirectory, `metadata/${file}`, hashFile),
  }));
}

/** How often an update by another process may come in between. */
const TRIES = 5;

async function verifyListed(
  list: () => Promise<readonly ListedFile[]>,
  what: string,
): Promise<Omit<VerifyReport, 'leftovers'>> {
  for (let left = TRIES; ; left--) {
    const files = await list();
    const problems: { path: string; problem: string }[] = [];
    for (const { file, sha256, hash } of files) {
      const found = await hash().catch(() => null);
      if (found === null) problems.push({ path: file, problem: `is in the manifest of the ${what}, but not there` });
      else if (found !== sha256) problems.push({ path: file, problem: `is not what the manifest of the ${what} says` });
    }
    const isStill = JSON.stringify(await list()) === JSON.stringify(files);
    if (problems.length === 0 || left === 1 || isStill) return { checked: files.length, problems };
  }
}
