import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import type { NetworkOptions } from '../../src/core/model/network.ts';
import type { RunOptions } from '../../src/core/model/progress.ts';
import { createSession, type Session } from '../../src/core/session.ts';
import { SMALL_CATALOG, writeCatalog, writeSheets } from '../support/catalog.ts';
import { FAULTS } from '../support/catalogServer.ts';
import { temporaryDirectory } from '../support/genotypes.ts';
import { HUB_TOKEN, type HubFault, type HubServer, startHubServer } from '../support/hubServer.ts';
import { newDistributions, oldDistributions, parquetOf, tablesOf } from '../support/hubTables.ts';
import { hastyHub } from '../support/network.ts';

const TABLES = 'just-dna-seq/pgs-catalog';
const OLD_TABLES = 'just-dna-seq/polygenic_risk_scores';
const PERCENTILES = 'just-dna-seq/prs-percentiles';

async function inSession<T>(
  directory: string,
  network: Partial<NetworkOptions>,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 1, network });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

interface Pulling extends RunOptions {
  readonly repos?: readonly string[];
  readonly token?: string;
  readonly network?: Partial<NetworkOptions>;
}

const pull = (directory: string, hub: HubServer, { repos, token, network, ...run }: Pulling = {}) =>
  inSession(directory, { ...hastyHub(hub), ...network }, (session) =>
    session.pullHub({ repos: repos ?? null, token }, run),
  );

/** What the catalogue of a folder tells: its ids, its distributions' means, and its status. */
const tell = (directory: string) =>
  inSession(directory, { offline: true }, async (session) => {
    const catalog = await session.openCatalog();
    return {
      ids: (await catalog.scores()).map(({ pgs_id }) => pgs_id),
      means: (await catalog.referenceDistributions()).map(({ pgs_id, mean }) => [pgs_id, mean]),
      status: await catalog.status(),
    };
  });

/** All files below a folder with content and time, as one text. */
function snapshot(directory: string): string {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  return names
    .map((name) => {
      const { mtimeMs } = statSync(join(directory, name));
      return `${name} ${mtimeMs} ${statSync(join(directory, name)).isFile() ? readFileSync(join(directory, name), 'base64') : ''}`;
    })
    .join('\n');
}

const broken = (): Buffer => Buffer.from('PAR1 is how it starts, and no more');

describe('a pull', () => {
  it('finds the newest layout, leaves out what its audit refuses, and says where all is from', async () => {
    const hub = await startHubServer();
    hub.publish(TABLES, tablesOf('data/metadata'));
    hub.publish(TABLES, { 'data/scores/PGS000001_hmPOS_GRCh38.parquet': broken() });
    hub.publish(PERCENTILES, newDistributions());
    const directory = temporaryDirectory();
    const { origin, unchanged, warnings } = await pull(directory, hub);
    expect(origin.files.map(({ file, repo, rows }) => [file, repo, rows])).toEqual([
      ['metadata/scores.parquet', TABLES, 1],
      ['metadata/performance.parquet', TABLES, 1],
      ['metadata/best_performance.parquet', TABLES, 1],
      ['percentiles/1000g_distributions.parquet', PERCENTILES, 2],
      ['percentiles/1000g_distribution_quality_issues.parquet', PERCENTILES, 2],
    ]);
    expect([unchanged, warnings]).toEqual([[], [expect.stringContaining('under which terms')]]);
    const { ids, means, status } = await tell(directory);
    expect([ids, means]).toEqual([['PGS000001'], [['PGS000001', 3]]]);
    const { oid } = hub.datasets.get(TABLES)?.commits.at(-1) ?? { oid: '' };
    expect(status).toMatchObject({
      source: 'cleaned',
      origin: 'hf',
      origin_url: `${hub.url}/datasets/${TABLES}/tree/${oid}`,
      fetched_at: origin.fetched_at,
      age_days: 0,
      newest_release: '2026-01-02',
      cleaned_at: null,
    });
    expect(hub.requests.some((request) => request.includes(OLD_TABLES))).toBe(false);
    expect(readdirSync(directory).sort()).toEqual(['metadata', 'percentiles']);
    expect(statSync(join(directory, 'metadata', 'scores.parquet')).mode & 0o777).toBe(0o600);
    const manifest = JSON.parse(readFileSync(join(directory, 'metadata', 'cleaned.json'), 'utf8'));
    expect(manifest.hub).toEqual(origin);
  });

  it('finds the first layout where the newest is not', async () => {
    const hub = await startHubServer();
    hub.publish(OLD_TABLES, tablesOf('data'));
    hub.publish(PERCENTILES, oldDistributions());
    const directory = temporaryDirectory();
    const { origin } = await pull(directory, hub);
    expect(origin.files.map(({ repo }) => repo)).toEqual([OLD_TABLES, OLD_TABLES, OLD_TABLES, PERCENTILES]);
    expect((await tell(directory)).means).toEqual([['PGS000001', 1]]);
  });

  it('takes nothing but the datasets that were named', async () => {
    const hub = await startHubServer();
    hub.publish(TABLES, tablesOf('data/metadata'));
    hub.publish('me/mine', tablesOf('data', 'PGS000009'));
    const directory = temporaryDirectory();
    const { warnings } = await pull(directory, hub, { repos: ['me/mine'] });
    expect(warnings).toContainEqual(expect.stringContaining('No reference distributions'));
    expect((await tell(directory)).ids).toEqual(['PGS000009']);
    expect(hub.requests.every((request) => request.includes('me/mine'))).toBe(true);
    await expect(pull(directory, hub, { repos: ['me/mine', 'me/gone'] })).rejects.toMatchObject({
      code: 'hub_empty',
      message: expect.stringContaining('me/gone'),
    });
  });

  it('does not fetch again what is here, unless it was changed', async () => {
    const hub = await startHubServer();
    hub.publish('me/mine', { ...tablesOf('data'), ...oldDistributions() });
    const directory = temporaryDirectory();
    const repos = ['me/mine'];
    await pull(directory, hub, { repos });
    hub.contentRequests.length = 0;
    const verify = () => inSession(directory, { offline: true }, (session) => session.verifyCache());
    expect((await verify()).problems).toEqual([]);
    expect((await pull(directory, hub, { repos })).unchanged).toHaveLength(4);
    expect(hub.contentRequests).toEqual([]);
    writeFileSync(join(directory, 'metadata', 'performance.parquet'), 'changed by hand');
    expect((await verify()).problems).toContainEqual({
      path: 'performance.parquet',
      problem: 'is not what the manifest of the tables says',
    });
    hub.publish('me/mine', { 'data/scores.parquet': tablesOf('data', 'PGS000002')['data/scores.parquet'] as Buffer });
    const { unchanged } = await pull(directory, hub, { repos });
    expect(unchanged.map((file) => basename(file))).toEqual([
      'best_performance.parquet',
      'reference_distributions.parquet',
    ]);
    expect((await tell(directory)).ids).toEqual(['PGS000002']);
  });

  it('changes nothing when a table is missing, broken, empty or another one', async () => {
    const hub = await startHubServer();
    hub.publish('me/mine', tablesOf('data'));
    const directory = temporaryDirectory();
    await pull(directory, hub, { repos: ['me/mine'] });
    const before = snapshot(directory);
    const { 'data/scores.parquet': _, ...incomplete } = tablesOf('data', 'PGS000002');
    const whole = tablesOf('data', 'PGS000002');
    for (const [files, code] of [
      [incomplete, 'hub_empty'],
      [{ ...whole, 'data/performance.parquet': broken() }, 'hub_table'],
      [{ ...whole, 'data/performance.parquet': parquetOf([{ pgs_id: 'PGS000002' }]) }, 'hub_table'],
      [{ ...whole, 'data/best_performance.parquet': parquetOf([{ name: 'x' }]) }, 'hub_table'],
    ] as const) {
      hub.datasets.delete('me/mine');
      hub.publish('me/mine', files as Record<string, Buffer>);
      const refused = pull(directory, hub, { repos: ['me/mine'] });
      await expect(refused).rejects.toMatchObject({ code });
      rmSync(join(directory, 'metadata', 'attempts.json'));
      expect((await tell(directory)).ids).toEqual(['PGS000001']);
    }
    expect(readdirSync(directory)).toEqual(['metadata']);
    expect(snapshot(directory).replace(/^metadata .*$/m, '')).toBe(before.replace(/^metadata .*$/m, ''));
  });

  it('is left at once when cancelled, and the old tables stay', async () => {
    const hub = await startHubServer();
    hub.publish('me/mine', tablesOf('data'));
    const directory = temporaryDirectory();
    await pull(directory, hub, { repos: ['me/mine'] });
    hub.publish('me/mine', tablesOf('data', 'PGS000002'));
    hub.pace = { milliseconds: 30, bytes: 20 };
    const cancel = new AbortController();
    const running = pull(directory, hub, {
      repos: ['me/mine'],
      signal: cancel.signal,
      onProgress: () => cancel.abort(),
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const { ids, status } = await tell(directory);
    expect([ids, status.failed_attempts]).toEqual([['PGS000001'], []]);
    expect(readdirSync(directory)).toEqual(['metadata']);
  });

  it('is whole for readers at every instant after its commit, and finished by the next pull', async () => {
    const hub = await startHubServer();
    const repos = ['me/mine'];
    const [old, fresh] = [temporaryDirectory(), temporaryDirectory()];
    hub.publish('me/mine', { ...tablesOf('data'), ...oldDistributions() });
    await pull(old, hub, { repos });
    hub.publish('me/mine', { ...tablesOf('data', 'PGS000002'), ...newDistributions() });
    await pull(fresh, hub, { repos });
    const names = readdirSync(fresh, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
    for (let moved = 0; moved <= names.length; moved++) {
      const directory = temporaryDirectory();
      cpSync(old, directory, { recursive: true });
      cpSync(fresh, join(directory, 'pulled.new'), { recursive: true });
      for (const name of names.slice(0, moved)) renameSync(join(directory, 'pulled.new', name), join(directory, name));
      const { ids, means, status } = await tell(directory);
      expect([ids, means, status.source]).toEqual([['PGS000002'], [['PGS000001', 3]], 'cleaned']);
      expect((await pull(directory, hub, { repos })).unchanged).toHaveLength(5);
      expect(readdirSync(directory).sort()).toEqual(['metadata', 'percentiles']);
    }
  });
});

describe('tables of several sources in one folder', () => {
  it('are used as they were last asked for, never mixed', async () => {
    const hub = await startHubServer();
    hub.publish('me/mine', tablesOf('data', 'PGS000009'));
    const directory = writeCatalog(SMALL_CATALOG);
    await inSession(directory, {}, (session) => session.cleanMetadata());
    expect((await tell(directory)).status).toMatchObject({ origin: 'ebi', tables: { scores: 3, publications: 2 } });
    await pull(directory, hub, { repos: ['me/mine'] });
    const pulled = await tell(directory);
    expect(pulled.ids).toEqual(['PGS000009']);
    expect(pulled.status).toMatchObject({ origin: 'hf', tables: { score_development_ancestry: 1 } });
    // The cleaned publications are of the sheets, which are newer than they are.
    rmSync(join(directory, 'metadata', 'raw', SHEET_FILES.publications));
    expect((await tell(directory)).status.tables.publications).toBeNull();
    writeSheets(directory, { scores: `${SMALL_CATALOG.scores}PGS000004,X,Height,,,GRCh37,1,,,,2026-01-01,\n` });
    const updated = await tell(directory);
    expect(updated.ids).toHaveLength(4);
    expect(updated.status).toMatchObject({
      source: 'raw',
      origin: 'ebi',
      stale_reason: 'pgs_all_metadata_scores.csv has changed since the tables came from Hugging Face',
    });
  });
});

describe('the cache of the Python just-prs', () => {
  /** Its folders, with tables as it writes them. */
  function writePythonCache(): string {
    const directory = temporaryDirectory();
    const files = {
      ...tablesOf('metadata'),
      'metadata/raw/scores.parquet': parquetOf([{ 'Polygenic Score (PGS) ID': 'PGS000001' }]),
      ...Object.fromEntries(
        Object.entries({ ...newDistributions(), ...oldDistributions() }).map(([path, bytes]) => [
          path.replace(/^data/, 'percentiles'),
          bytes,
        ]),
      ),
    };
    for (const [path, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), bytes);
    }
    return directory;
  }

  it('is read, and a read changes nothing', async () => {
    const directory = writePythonCache();
    const before = snapshot(directory);
    const { ids, means, status } = await tell(directory);
    expect([ids, means]).toEqual([['PGS000001'], [['PGS000001', 3]]]);
    expect(status).toMatchObject({ source: 'cleaned', origin: 'other', origin_url: null, age_days: 0 });
    await inSession(directory, { offline: true }, async (session) => {
      const catalog = await session.openCatalog();
      expect(await catalog.scoreInfo('PGS000001')).toMatchObject({
        score: { ftp_link: 'https://ebi.invalid/PGS000001.txt.gz' },
        best_performance: { auroc_estimate: 0.6 },
      });
      expect((await catalog.search('breast')).scores).toHaveLength(1);
      expect((await session.listScores()).scores).toHaveLength(1);
      expect((await session.verifyCache()).problems).toEqual([]);
    });
    expect(snapshot(directory)).toBe(before);
  });

  it('is not fetched into', async () => {
    const hub = await startHubServer();
    hub.publish('me/mine', tablesOf('data', 'PGS000009'));
    const directory = writePythonCache();
    const before = snapshot(directory);
    await expect(pull(directory, hub, { repos: ['me/mine'] })).rejects.toMatchObject({
      code: 'foreign_catalog',
      exitCode: 2,
    });
    const update = inSession(directory, { ebi_url: '/nowhere' }, (session) => session.updateCatalog());
    await expect(update).rejects.toMatchObject({ code: 'foreign_catalog' });
    expect(snapshot(directory)).toBe(before);
    expect(hub.connections()).toBe(0);
  });
});

describe('a token', () => {
  it('opens a private dataset, goes to the Hub alone, and is in no message', async () => {
    const hub = await startHubServer();
    hub.publish('me/mine', tablesOf('data'));
    const state = hub.datasets.get('me/mine');
    hub.datasets.set('me/mine', { commits: state?.commits ?? [], isPrivate: true });
    const directory = temporaryDirectory();
    const repos = ['me/mine'];
    await expect(pull(directory, hub, { repos })).rejects.toMatchObject({ code: 'hub_empty' });
    await pull(directory, hub, { repos, token: HUB_TOKEN });
    expect(hub.contentRequests).toHaveLength(3);
    for (const request of hub.contentRequests) expect(request).toMatch(/ nobody$/);
    // The server repeats what it was sent.
    const wrong = pull(directory, hub, { repos, token: 'hf_wrongTOKEN' });
    await expect(wrong).rejects.toMatchObject({
      code: 'hub_refused',
      message: expect.not.stringContaining('wrongTOKEN'),
      hint: expect.stringContaining('HF_TOKEN'),
    });
    await expect(pull(directory, hub, { repos, token: 'my secret' })).rejects.toMatchObject({
      code: 'usage',
      message: expect.not.stringContaining('secret'),
    });
    const kept = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
    for (const name of kept) expect(readFileSync(join(directory, name), 'latin1')).not.toContain('TOKEN');
  });
});

describe('a network that fails', () => {
  /** What becomes of a pull when a fault passes after two answers, and when it does not. */
  const OUTCOMES: Readonly<Record<HubFault, readonly [passing: string, lasting: string]>> = {
    busy: ['pulled', 'network'],
    serverError: ['pulled', 'network'],
    truncated: ['pulled', 'network'],
    slow: ['pulled', 'pulled'],
    stalled: ['pulled', 'network'],
    // A listing that never ends as announced is not believed; of content all bytes came, and the checksum says so.
    tooLong: ['pulled', 'network'],
    tooShort: ['pulled', 'network'],
    corruptGzip: ['pulled', 'network'],
    reset: ['pulled', 'network'],
    html: ['pulled', 'network'],
    // Without a token the Hub says so of what is not there.
    unauthorized: ['hub_empty', 'hub_empty'],
    missing: ['hub_empty', 'hub_empty'],
  };
  const ALL_FAULTS: readonly HubFault[] = [...FAULTS, 'unauthorized', 'missing'];

  async function pullThrough(hub: HubServer): Promise<string> {
    const directory = temporaryDirectory();
    const outcome = await pull(directory, hub, { repos: ['me/mine'] }).then(
      () => 'pulled',
      (error: { code: string }) => error.code,
    );
    const isThere = existsSync(join(directory, 'metadata', 'scores.parquet'));
    expect([outcome, isThere]).toEqual([outcome, outcome === 'pulled']);
    for (const [path, bytes] of isThere ? hub.filesOf('me/mine') : [])
      expect(readFileSync(join(directory, 'metadata', basename(path)))).toEqual(bytes);
    const { failed_attempts } = await inSession(directory, { offline: true }, async (session) =>
      (await session.openCatalog()).status(),
    );
    expect(failed_attempts.map(({ source, code }) => [source, code])).toEqual(isThere ? [] : [['hf', outcome]]);
    return outcome;
  }

  it.each(ALL_FAULTS)('%s', async (fault) => {
    const hub = await startHubServer();
    hub.publish('me/mine', tablesOf('data'));
    const outcomes: string[] = [];
    for (const times of [2, 10_000]) {
      hub.breakNext(fault, times);
      outcomes.push(await pullThrough(hub));
    }
    expect(outcomes).toEqual(OUTCOMES[fault]);
  });

  /** The same when the lists come and the content does not. */
  const CONTENT_OUTCOMES: typeof OUTCOMES = {
    ...OUTCOMES,
    tooLong: ['pulled', 'pulled'],
    unauthorized: ['hub_refused', 'hub_refused'],
    missing: ['hub_refused', 'hub_refused'],
  };

  it.each(ALL_FAULTS)('%s, of the content alone', async (fault) => {
    const hub = await startHubServer();
    hub.publish('me/mine', tablesOf('data'));
    const outcomes: string[] = [];
    for (const times of [2, 10_000]) {
      hub.breakNext(fault, times, /^\/content/);
      outcomes.push(await pullThrough(hub));
    }
    expect(outcomes).toEqual(CONTENT_OUTCOMES[fault]);
  });

  it('is not there when offline: nobody is asked, and that is no failure of the Hub', async () => {
    const hub = await startHubServer();
    const directory = temporaryDirectory();
    await expect(pull(directory, hub, { network: { offline: true } })).rejects.toMatchObject({ code: 'offline' });
    expect([hub.connections(), readdirSync(directory)]).toEqual([0, []]);
  });

  it('is remembered with what it said, until a pull succeeds', async () => {
    const hub = await startHubServer();
    const directory = temporaryDirectory();
    await expect(pull(directory, hub)).rejects.toMatchObject({ code: 'hub_empty' });
    const status = () =>
      inSession(directory, { offline: true }, async (session) => (await session.openCatalog()).status());
    expect(await status()).toMatchObject({
      source: 'none',
      failed_attempts: [{ source: 'hf', code: 'hub_empty', message: expect.stringContaining('no cleaned tables') }],
    });
    hub.publish(TABLES, tablesOf('data/metadata'));
    await pull(directory, hub);
    expect((await status()).failed_attempts).toEqual([]);
    expect(existsSync(join(directory, 'metadata', 'attempts.json'))).toBe(false);
  });
});
