import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listCache, pruneCache } from '../../src/core/jobs/cacheFiles.ts';
import { verifyCache } from '../../src/core/jobs/verifyCache.ts';
import type { PruneRequest } from '../../src/core/model/cache.ts';
import { scoringGzip } from '../support/catalogServer.ts';
import { temporaryDirectory } from '../support/genotypes.ts';

const NOW = Date.UTC(2026, 0, 31);
const DAY = 24 * 3600 * 1000;
const NOTHING: PruneRequest = { olderThanDays: null, maxBytes: null, apply: false };

/** A cache of files `path → [content, days since it was used]`. */
function cacheOf(files: Readonly<Record<string, readonly [content: string | Buffer, days: number]>>): string {
  const directory = temporaryDirectory();
  for (const [name, [content, days]] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, (NOW - days * DAY) / 1000, (NOW - days * DAY) / 1000);
  }
  return directory;
}

const score = (number: number): string => `scores/PGS00000${number}_hmPOS_GRCh38.txt.gz`;
const LEFT = 'scores/.PGS000009_hmPOS_GRCh38.txt.gz.partial/data';

const mixed = (): string =>
  cacheOf({
    'metadata/raw/pgs_all_metadata_scores.csv': ['12345', 400],
    [score(1)]: ['1'.repeat(100), 90],
    [score(2)]: ['2'.repeat(100), 10],
    'scores/PGS000003.parquet': ['of another program', 400],
    'index/abc.index': ['i'.repeat(50), 20],
    'normalized/me.parquet': ['a genome', 400],
    'somewhere/else.txt': ['x', 400],
    [LEFT]: ['half', 3],
    'scores/.PGS000008_hmPOS_GRCh38.txt.gz.partial/data': ['being written', 0.01],
  });

const pruned = async (directory: string, request: Partial<PruneRequest>): Promise<string[]> =>
  (await pruneCache(directory, { ...NOTHING, ...request }, NOW)).files.map(({ path }) =>
    path.slice(directory.length + 1),
  );

describe('cache list', () => {
  it('adds up the sizes of each kind', async () => {
    const directory = mixed();
    const { kinds, bytes } = await listCache({ cacheDirectory: directory, catalogDirectory: directory });
    expect(kinds).toEqual([
      { kind: 'metadata', files: 1, bytes: 5 },
      { kind: 'scores', files: 3, bytes: 218 },
      { kind: 'normalized', files: 1, bytes: 8 },
      { kind: 'index', files: 1, bytes: 50 },
      { kind: 'other', files: 1, bytes: 1 },
      { kind: 'leftovers', files: 2, bytes: 17 },
    ]);
    expect(bytes).toBe(299);
  });

  it('counts of a catalogue elsewhere its own folders only', async () => {
    const [cacheDirectory, catalogDirectory] = [cacheOf({}), mixed()];
    const { kinds } = await listCache({ cacheDirectory, catalogDirectory });
    expect(kinds.map(({ kind }) => kind)).toEqual(['metadata', 'scores', 'leftovers']);
  });
});

describe('cache prune', () => {
  it('shows what would go, and removes it only when told to', async () => {
    const directory = mixed();
    expect(await pruned(directory, {})).toEqual([LEFT]);
    expect(existsSync(join(directory, LEFT))).toBe(true);
    expect(await pruned(directory, { apply: true })).toEqual([LEFT]);
    expect(existsSync(dirname(join(directory, LEFT)))).toBe(false);
    expect(await pruned(directory, {})).toEqual([]);
  });

  it('leaves no folders of a bundle that was not unpacked to its end', async () => {
    const left = '.bundle.json.1.2.partial/scores/PGS000001_hmPOS_GRCh38.txt.gz';
    const directory = cacheOf({ [left]: ['half', 3], 'reference/GRCh38.2bit': ['bases', 400] });
    expect(await pruned(directory, { apply: true, olderThanDays: 0 })).toEqual([left]);
    expect(readdirSync(directory)).toEqual(['reference']);
  });

  it('goes by age, and never takes genomes, metadata or what it does not know', async () => {
    expect(await pruned(mixed(), { olderThanDays: 15 })).toEqual([score(1), 'index/abc.index', LEFT]);
    expect(await pruned(mixed(), { olderThanDays: 0 })).toEqual([score(1), 'index/abc.index', score(2), LEFT]);
  });

  it('goes by size, the least recently used first, and stops where the rest fits', async () => {
    expect(await pruned(mixed(), { maxBytes: 200 })).toEqual([score(1), LEFT]);
    expect(await pruned(mixed(), { maxBytes: 0 })).toEqual([score(1), 'index/abc.index', score(2), LEFT]);
  });
});

describe('cache verify', () => {
  const problemsOf = async (directory: string) =>
    (await verifyCache({ cacheDirectory: directory, catalogDirectory: directory })).problems.map(
      ({ problem }) => problem,
    );

  it('finds scores that are cut off, damaged, or not what their name says', async () => {
    const whole = scoringGzip('PGS000001', 'GRCh38', 50);
    expect(await problemsOf(cacheOf({ [score(1)]: [whole, 1] }))).toEqual([]);
    expect(await problemsOf(cacheOf({ [score(1)]: [whole.subarray(0, -9), 1] }))).toEqual([
      'is damaged: the gzip stream is cut off',
    ]);
    expect(await problemsOf(cacheOf({ [score(2)]: [whole, 1] }))).toEqual([expect.stringContaining('PGS000001')]);
    expect(await problemsOf(cacheOf({ 'normalized/me.parquet': ['no Parquet', 1] }))).toHaveLength(1);
  });

  it('finds sheets that are not what the manifest says', async () => {
    const sha256 = '5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5';
    const files = [
      { sheet: 'scores', file: 'pgs_all_metadata_scores.csv', sha256 },
      { sheet: 'cohorts', file: 'pgs_all_metadata_cohorts.csv', sha256 },
    ];
    const directory = cacheOf({
      'metadata/raw/manifest.json': [JSON.stringify({ files }), 1],
      'metadata/raw/pgs_all_metadata_scores.csv': ['12345', 1],
    });
    expect(await problemsOf(directory)).toEqual(['is in the manifest of the metadata, but not there']);
    writeFileSync(join(directory, 'metadata/raw/pgs_all_metadata_cohorts.csv'), '1234');
    expect(await problemsOf(directory)).toEqual(['is not what the manifest of the metadata says']);
  });
});
