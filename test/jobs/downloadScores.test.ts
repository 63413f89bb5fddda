import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { downloadScores } from '../../src/core/jobs/downloadScores.ts';
import { DEFAULT_NETWORK, type NetworkOptions } from '../../src/core/model/network.ts';
import type { RunOptions } from '../../src/core/model/progress.ts';
import type { DownloadRequest, ScoreDownload } from '../../src/core/model/release.ts';
import { createHttpClient } from '../../src/core/net/httpClient.ts';
import { type CatalogServer, FAULTS, type Fault, scoringGzip, startCatalogServer } from '../support/catalogServer.ts';
import { temporaryDirectory } from '../support/genotypes.ts';
import { hasty } from '../support/network.ts';

const ID = 'PGS000001';
const NAME = `${ID}_hmPOS_GRCh38.txt.gz`;
const REMOTE = `scores/${ID}/ScoringFiles/Harmonized/${NAME}`;

interface Asked extends RunOptions {
  readonly directory: string;
  readonly network: Partial<NetworkOptions>;
  readonly request?: Partial<DownloadRequest>;
}

async function download({ directory, network, request, ...run }: Asked): Promise<ScoreDownload[]> {
  const client = createHttpClient({ ...DEFAULT_NETWORK, ...network }, 'test');
  const outcomes: ScoreDownload[] = [];
  const wanted: DownloadRequest = { pgs_ids: [ID], build: 'GRCh38', jobs: 8, ...request };
  try {
    for await (const outcome of downloadScores(client, directory, wanted, run)) outcomes.push(outcome);
  } finally {
    client.close();
  }
  return outcomes;
}

const leftIn = (directory: string): string[] => readdirSync(join(directory, 'scores')).sort();
const published = (server: CatalogServer): Buffer => server.files.get(REMOTE) as Buffer;

describe('a scoring file', () => {
  it('arrives as it was published, for its owner alone, and is not fetched twice', async () => {
    const server = await startCatalogServer([ID]);
    const directory = temporaryDirectory();
    const [first] = await download({ directory, network: hasty(server) });
    const path = join(directory, 'scores', NAME);
    expect(first).toEqual({
      pgs_id: ID,
      genome_build: 'GRCh38',
      status: 'downloaded',
      path,
      bytes: published(server).length,
      rows: 300,
      license: null,
      warnings: [],
      error: null,
    });
    expect(readFileSync(path)).toEqual(published(server));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const [second] = await download({ directory, network: hasty(server) });
    expect(second?.status).toBe('present');
    expect(server.requests).toEqual([`GET /pgs/${REMOTE}`]);
    expect(leftIn(directory)).toEqual([NAME]);
  });

  it('is fetched anew when the one that is there is cut off, or is on its original build', async () => {
    const server = await startCatalogServer([ID]);
    const directory = temporaryDirectory();
    const path = join(directory, 'scores', NAME);
    mkdirSync(dirname(path), { recursive: true });
    for (const bad of [published(server).subarray(0, 900), scoringGzip(ID, '', 3, '#genome_build=GRCh38')]) {
      writeFileSync(path, bad);
      expect((await download({ directory, network: hasty(server) }))[0]?.status).toBe('downloaded');
      expect(readFileSync(path)).toEqual(published(server));
    }
  });

  it('is refused when it is not the harmonised file of that score and build, and nothing is kept', async () => {
    const server = await startCatalogServer([ID]);
    const strangers = {
      'original build': scoringGzip(ID, '', 3, '#genome_build=GRCh38'),
      'another build': scoringGzip(ID, 'GRCh37', 3),
      'another score': scoringGzip('PGS000009', 'GRCh38', 3),
    };
    for (const [what, bytes] of Object.entries(strangers)) {
      const directory = temporaryDirectory();
      server.files.set(REMOTE, bytes);
      const [outcome] = await download({ directory, network: hasty(server) });
      expect([what, outcome?.error?.code]).toEqual([what, 'not_harmonised']);
      expect(leftIn(directory)).toEqual([]);
    }
  });

  it('is warned about when it has not the number of variants that its header says', async () => {
    const server = await startCatalogServer([ID]);
    const text = gunzipSync(scoringGzip(ID, 'GRCh38', 4))
      .toString()
      .replace('variants_number=4', 'variants_number=5');
    server.files.set(REMOTE, gzipSync(text));
    const [outcome] = await download({ directory: temporaryDirectory(), network: hasty(server) });
    expect(outcome?.rows).toBe(4);
    expect(outcome?.warnings).toEqual([`${NAME} has 4 variants, but its header says 5.`]);
  });

  it('is an outcome that names the id and what to do when the server does not have it; the others come', async () => {
    const server = await startCatalogServer([ID]);
    const outcomes = await download({
      directory: temporaryDirectory(),
      network: hasty(server),
      request: { pgs_ids: ['PGS000404', ID], jobs: 1 },
    });
    expect(outcomes.map(({ pgs_id, status }) => [pgs_id, status])).toEqual([
      ['PGS000404', 'failed'],
      [ID, 'downloaded'],
    ]);
    expect(outcomes[0]?.error?.code).toBe('not_on_server');
    expect(outcomes[0]?.error?.message).toContain('PGS000404_hmPOS_GRCh38.txt.gz does not exist');
  });

  it('comes from a mirror directory in the same way, also offline', async () => {
    const server = await startCatalogServer([ID]);
    const mirror = temporaryDirectory();
    mkdirSync(dirname(join(mirror, REMOTE)), { recursive: true });
    writeFileSync(join(mirror, REMOTE), published(server));
    for (const ebi_url of [mirror, `file://${mirror}`]) {
      const directory = temporaryDirectory();
      const [outcome] = await download({ directory, network: { ebi_url, offline: true } });
      expect(outcome?.status).toBe('downloaded');
      expect(readFileSync(join(directory, 'scores', NAME))).toEqual(published(server));
    }
    writeFileSync(join(mirror, REMOTE), published(server).subarray(0, 900));
    const directory = temporaryDirectory();
    const [damaged] = await download({ directory, network: { ebi_url: mirror } });
    expect(damaged?.error?.code).toBe('bad_download');
    expect(leftIn(directory)).toEqual([]);
  });

  it('is not asked for when offline', async () => {
    const server = await startCatalogServer([ID]);
    const directory = temporaryDirectory();
    const [outcome] = await download({ directory, network: { ...hasty(server), offline: true } });
    expect(outcome?.error?.code).toBe('offline');
    expect(server.connections()).toBe(0);
  });
});

describe('a network that fails', () => {
  /** What becomes of a download when a fault passes after two answers, and when it does not. */
  const OUTCOMES: Readonly<Record<Fault, readonly [passing: string, lasting: string]>> = {
    busy: ['downloaded', 'network'],
    serverError: ['downloaded', 'network'],
    truncated: ['downloaded', 'network'],
    slow: ['downloaded', 'downloaded'],
    stalled: ['downloaded', 'network'],
    // All bytes came, more were announced: the server itself says at the next request that there are no more.
    tooLong: ['downloaded', 'downloaded'],
    tooShort: ['downloaded', 'network'],
    corruptGzip: ['downloaded', 'network'],
    reset: ['downloaded', 'network'],
    html: ['downloaded', 'network'],
  };

  it.each(FAULTS)('%s', async (fault) => {
    const server = await startCatalogServer([ID]);
    const outcomes: string[] = [];
    for (const times of [2, 1000]) {
      const directory = temporaryDirectory();
      server.breakNext(fault, times);
      const [outcome] = await download({ directory, network: hasty(server) });
      outcomes.push(outcome?.error?.code ?? (outcome?.status as string));
      const path = join(directory, 'scores', NAME);
      expect(existsSync(path)).toBe(outcome?.status === 'downloaded');
      if (existsSync(path)) expect(readFileSync(path)).toEqual(published(server));
    }
    expect(outcomes).toEqual(OUTCOMES[fault]);
  });

  it('is resumed where it broke, and after a failure by the next run', async () => {
    const server = await startCatalogServer([ID]);
    const directory = temporaryDirectory();
    const half = Math.floor(published(server).length / 2);
    server.breakNext('truncated', 1);
    const [failed] = await download({ directory, network: { ...hasty(server), retries: 0 } });
    expect(failed?.error?.code).toBe('network');
    expect(leftIn(directory)).toEqual([`.${NAME}.partial`]);
    server.requests.length = 0;
    const [outcome] = await download({ directory, network: hasty(server) });
    expect(outcome?.status).toBe('downloaded');
    expect(server.requests).toEqual([`GET /pgs/${REMOTE} bytes=${half}-`]);
    expect(leftIn(directory)).toEqual([NAME]);
  });

  it('that had come whole when the process ended is not fetched again', async () => {
    const server = await startCatalogServer([ID]);
    const directory = temporaryDirectory();
    const partial = join(directory, 'scores', `.${NAME}.partial`);
    server.breakNext('truncated', 1);
    await download({ directory, network: { ...hasty(server), retries: 0 } });
    writeFileSync(join(partial, 'data'), published(server));
    server.requests.length = 0;
    const [outcome] = await download({ directory, network: hasty(server) });
    expect([outcome?.status, outcome?.bytes]).toEqual(['downloaded', published(server).length]);
    expect(server.requests).toEqual([`GET /pgs/${REMOTE} bytes=${published(server).length}-`]);
    expect(leftIn(directory)).toEqual([NAME]);
  });

  it('never joins two versions of a file', async () => {
    const server = await startCatalogServer([ID]);
    const directory = temporaryDirectory();
    server.breakNext('truncated', 1);
    await download({ directory, network: { ...hasty(server), retries: 0 } });
    server.files.set(REMOTE, scoringGzip(ID, 'GRCh38', 299));
    const [outcome] = await download({ directory, network: hasty(server) });
    expect(outcome?.rows).toBe(299);
    expect(readFileSync(join(directory, 'scores', NAME))).toEqual(published(server));
  });

  it('is left at once when cancelled, and what came is kept', async () => {
    const server = await startCatalogServer([ID], 3000);
    server.pace = { milliseconds: 5, bytes: 1000 };
    const directory = temporaryDirectory();
    const cancel = new AbortController();
    const running = download({
      directory,
      network: { ...hasty(server), timeoutMs: 5000 },
      signal: cancel.signal,
      onProgress: ({ done }) => {
        if (done > 5000) cancel.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(leftIn(directory)).toEqual([`.${NAME}.partial`]);
    server.pace = { milliseconds: 0, bytes: 1 << 20 };
    const [outcome] = await download({ directory, network: hasty(server) });
    expect(outcome?.status).toBe('downloaded');
    expect(server.requests.at(-1)).toMatch(/ bytes=\d{4,}-$/);
  });

  it('fetches as many files at the same time as asked for, and no more', async () => {
    const pgs_ids = Array.from({ length: 12 }, (_, i) => `PGS0000${i + 10}`);
    const server = await startCatalogServer(pgs_ids);
    server.pace = { milliseconds: 3, bytes: 2000 };
    const outcomes = await download({
      directory: temporaryDirectory(),
      network: hasty(server),
      request: { pgs_ids, jobs: 3 },
    });
    expect(outcomes.filter(({ status }) => status === 'downloaded')).toHaveLength(12);
    expect(server.connections()).toBe(3);
  });
});
