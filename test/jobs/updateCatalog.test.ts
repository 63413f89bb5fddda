import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import { readKeptChanges } from '../../src/core/jobs/keptChanges.ts';
import { WorkerPool } from '../../src/core/jobs/pool.ts';
import { readReleaseManifest } from '../../src/core/jobs/release.ts';
import { updateCatalog } from '../../src/core/jobs/updateCatalog.ts';
import { DEFAULT_NETWORK, type NetworkOptions } from '../../src/core/model/network.ts';
import type { RunOptions } from '../../src/core/model/progress.ts';
import { createHttpClient } from '../../src/core/net/httpClient.ts';
import { createSession } from '../../src/core/session.ts';
import { type CatalogServer, catalogTree, FAULTS, type Fault, startCatalogServer } from '../support/catalogServer.ts';
import { temporaryDirectory } from '../support/genotypes.ts';
import { hasty } from '../support/network.ts';

const pool = new WorkerPool('test');
afterAll(() => pool.close());

async function update(directory: string, network: Partial<NetworkOptions>, run?: RunOptions) {
  const client = createHttpClient({ ...DEFAULT_NETWORK, ...network }, 'test');
  try {
    return await updateCatalog({ client, pool, toolVersion: 'test' }, directory, run);
  } finally {
    client.close();
  }
}

const raw = (directory: string): string => join(directory, 'metadata', 'raw');
const scoresOf = (server: CatalogServer): string =>
  (server.files.get('metadata/pgs_all_metadata_scores.csv') ?? '').toString();

/** Publishes another release: a score added, one removed, one revised. */
function publishNext(server: CatalogServer): void {
  const [columns] = scoresOf(server).split('\n');
  const rows = ['PGS000001,PRS77,Breast cancer revised,300,2026-01-01', 'PGS000003,PRS3,Weight,300,2026-01-01'];
  server.files.set('metadata/pgs_all_metadata_scores.csv', Buffer.from(`${[columns, ...rows].join('\n')}\n`));
}

describe('catalog update', () => {
  it('brings seven sheets and a manifest, and the next one says what changed', async () => {
    const server = await startCatalogServer([]);
    const directory = temporaryDirectory();
    const first = await update(directory, hasty(server));
    expect(first.changes).toBeNull();
    expect(readdirSync(raw(directory)).sort()).toEqual(['manifest.json', ...Object.values(SHEET_FILES)].sort());
    expect(readdirSync(join(directory, 'metadata'))).toEqual(['raw']);
    expect(first.manifest.files.map(({ sheet, rows }) => [sheet, rows])).toEqual([
      ['scores', 2],
      ['publications', 1],
      ['efo_traits', 1],
      ['score_development_samples', 1],
      ['performance_metrics', 1],
      ['evaluation_sample_sets', 1],
      ['cohorts', 1],
    ]);
    expect(await readReleaseManifest(directory)).toEqual(first.manifest);

    publishNext(server);
    const second = await update(directory, hasty(server));
    expect(second.changes).toEqual({ added: ['PGS000003'], removed: ['PGS000002'], revised: ['PGS000001'] });
    const kept = await readKeptChanges(directory);
    const { fetched_at } = second.manifest;
    expect(kept.rows).toEqual([
      ['PGS000003', 'added', 'Reported Trait', null, 'Weight', fetched_at],
      ['PGS000002', 'removed', 'Reported Trait', 'Height\nof a person', null, fetched_at],
      ['PGS000001', 'revised', 'Reported Trait', 'Breast cancer, made up', 'Breast cancer revised', fetched_at],
      ['PGS000001', 'revised', 'Release Date', '2019-10-14', '2026-01-01', fetched_at],
    ]);
    // An update that finds nothing newer does not forget them; what cannot be read is no change.
    await update(directory, hasty(server));
    expect(await readKeptChanges(directory)).toEqual(kept);
    writeFileSync(join(raw(directory), 'changes.json'), '{"changes": 3}');
    expect((await readKeptChanges(directory)).rows).toEqual([]);
    expect(second.unchanged).toHaveLength(6);
    expect(readFileSync(join(raw(directory), SHEET_FILES.scores), 'utf8')).toBe(scoresOf(server));
    expect(second.manifest.files[1]).toEqual(first.manifest.files[1]);
  });

  it('fetches a sheet again that is not any more what the manifest says', async () => {
    const server = await startCatalogServer([]);
    const directory = temporaryDirectory();
    await update(directory, hasty(server));
    writeFileSync(join(raw(directory), SHEET_FILES.cohorts), 'changed by hand\n');
    const { unchanged } = await update(directory, hasty(server));
    expect(unchanged).not.toContain('cohorts');
    expect(readFileSync(join(raw(directory), SHEET_FILES.cohorts), 'utf8')).toContain('VETSA');
  });

  it('leaves other files of the folder alone, and compares with sheets that somebody else put there', async () => {
    const server = await startCatalogServer([]);
    const directory = temporaryDirectory();
    mkdirSync(raw(directory), { recursive: true });
    writeFileSync(join(raw(directory), 'scores.parquet'), 'of another program');
    writeFileSync(join(raw(directory), SHEET_FILES.scores), 'Polygenic Score (PGS) ID,PGS Name\nPGS000001,PRS77\n');
    const { changes } = await update(directory, hasty(server));
    expect(changes).toEqual({ added: ['PGS000002'], removed: [], revised: [] });
    expect(readFileSync(join(raw(directory), 'scores.parquet'), 'utf8')).toBe('of another program');
  });

  it('works from a mirror directory, offline', async () => {
    const mirror = temporaryDirectory();
    mkdirSync(join(mirror, 'metadata'));
    for (const [path, content] of catalogTree([])) writeFileSync(join(mirror, path), content);
    const directory = temporaryDirectory();
    const { manifest } = await update(directory, { ebi_url: mirror, offline: true });
    expect(manifest.source).toBe(mirror);
    expect(manifest.files[0]?.url).toBe(join(mirror, 'metadata', SHEET_FILES.scores));
  });

  it('keeps the password of a server out of the manifest', async () => {
    const server = await startCatalogServer([]);
    const directory = temporaryDirectory();
    const ebi_url = server.ebiUrl.replace('http://', 'http://me:secret@');
    const { manifest } = await update(directory, { ...hasty(server), ebi_url });
    expect(manifest.source).toBe(`${server.ebiUrl}/`);
    expect(readFileSync(join(raw(directory), 'manifest.json'), 'utf8')).not.toContain('secret');
  });

  it('changes nothing when one sheet is missing or is no sheet', async () => {
    const server = await startCatalogServer([]);
    const directory = temporaryDirectory();
    await update(directory, hasty(server));
    const before = readFileSync(join(raw(directory), 'manifest.json'), 'utf8');
    publishNext(server);
    const path = 'metadata/pgs_all_metadata_cohorts.csv';
    for (const [content, code] of [
      [null, 'not_on_server'],
      ['Cohort ID\n', 'network'],
      ['a,b\n"never closed\n', 'network'],
      ['a,b\n1,2,3\n', 'network'],
      ['a,b\n1,2', 'network'],
    ] as const) {
      if (content === null) server.files.delete(path);
      else server.files.set(path, Buffer.from(content));
      await expect(update(directory, hasty(server))).rejects.toMatchObject({ code });
      expect(readFileSync(join(raw(directory), 'manifest.json'), 'utf8')).toBe(before);
      expect(readdirSync(join(directory, 'metadata'))).toEqual(['raw']);
    }
  });

  it('is left at once when cancelled, and the old release stays', async () => {
    const server = await startCatalogServer([]);
    const directory = temporaryDirectory();
    await update(directory, hasty(server));
    publishNext(server);
    server.pace = { milliseconds: 30, bytes: 20 };
    const cancel = new AbortController();
    const run = { signal: cancel.signal, onProgress: () => cancel.abort() };
    await expect(update(directory, hasty(server), run)).rejects.toMatchObject({ code: 'cancelled' });
    expect(readFileSync(join(raw(directory), SHEET_FILES.scores), 'utf8')).toContain('PGS000002');
    expect(readdirSync(join(directory, 'metadata'))).toEqual(['raw']);
  });

  it('is whole for readers at every instant after its commit, and finished by the next update', async () => {
    const server = await startCatalogServer([]);
    const [old, fresh] = [temporaryDirectory(), temporaryDirectory()];
    await update(old, hasty(server));
    publishNext(server);
    await update(fresh, hasty(server));
    const names = readdirSync(raw(fresh));
    for (let moved = 0; moved <= names.length; moved++) {
      const directory = temporaryDirectory();
      cpSync(old, directory, { recursive: true });
      cpSync(raw(fresh), `${raw(directory)}.new`, { recursive: true });
      for (const name of names.slice(0, moved))
        renameSync(join(`${raw(directory)}.new`, name), join(raw(directory), name));
      const session = createSession({
        cacheDirectory: directory,
        toolVersion: 'test',
        threads: 1,
        network: hasty(server),
      });
      expect((await session.listScores()).scores.map(({ pgs_id }) => pgs_id)).toEqual(['PGS000001', 'PGS000003']);
      expect((await session.verifyCache()).problems).toEqual([]);
      const { changes, unchanged } = await session.updateCatalog();
      expect([changes, unchanged.length]).toEqual([{ added: [], removed: [], revised: [] }, 7]);
      expect(existsSync(`${raw(directory)}.new`)).toBe(false);
      await session.close();
    }
  });
});

describe('a network that fails during an update', () => {
  const OUTCOMES: Readonly<Record<Fault, readonly [passing: string, lasting: string]>> = {
    busy: ['updated', 'network'],
    serverError: ['updated', 'network'],
    truncated: ['updated', 'network'],
    slow: ['updated', 'updated'],
    stalled: ['updated', 'network'],
    tooLong: ['updated', 'updated'],
    tooShort: ['updated', 'network'],
    // A sheet has no checksum; the number of cells of its rows tells.
    corruptGzip: ['updated', 'network'],
    reset: ['updated', 'network'],
    html: ['updated', 'network'],
  };

  it.each(FAULTS)('%s', async (fault) => {
    const server = await startCatalogServer([]);
    const outcomes: string[] = [];
    for (const times of [2, 1000]) {
      const directory = temporaryDirectory();
      server.breakNext(fault, times);
      const outcome = await update(directory, hasty(server)).catch((error) => error as { code: string });
      outcomes.push('code' in outcome ? outcome.code : 'updated');
      const path = join(raw(directory), SHEET_FILES.scores);
      expect(existsSync(path)).toBe(outcomes.at(-1) === 'updated');
      if (existsSync(path)) expect(readFileSync(path, 'utf8')).toBe(scoresOf(server));
    }
    expect(outcomes).toEqual(OUTCOMES[fault]);
  });
});
