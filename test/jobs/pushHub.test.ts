import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSession } from '../../src/core/session.ts';
import { SMALL_CATALOG, writeCatalog } from '../support/catalog.ts';
import { FAULTS } from '../support/catalogServer.ts';
import { temporaryDirectory } from '../support/genotypes.ts';
import { HUB_TOKEN, type HubFault, type HubServer, startHubServer } from '../support/hubServer.ts';
import { oldDistributions } from '../support/hubTables.ts';
import { hastyHub } from '../support/network.ts';

interface Pushing {
  readonly repo?: string;
  readonly token?: string;
  readonly distributions?: boolean;
  readonly isPrivate?: boolean;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

async function push(directory: string, hub: HubServer, { signal, timeoutMs, ...given }: Pushing = {}) {
  const session = createSession({
    cacheDirectory: directory,
    toolVersion: '1.2.3',
    threads: 1,
    network: { ...hastyHub(hub), ...(timeoutMs === undefined ? {} : { timeoutMs }) },
  });
  const request = { repo: 'me/mine', token: HUB_TOKEN, distributions: false, isPrivate: false, ...given };
  try {
    const plan = await session.planHubPush(request);
    return { plan, commit: await session.pushHub(request, plan, { signal }) };
  } finally {
    await session.close();
  }
}

async function pull(directory: string, hub: HubServer) {
  const session = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 1, network: hastyHub(hub) });
  try {
    return await session.pullHub({ repos: ['me/mine'], token: undefined });
  } finally {
    await session.close();
  }
}

/** Raw sheets, and distributions beside them. */
function writeSmallCatalog(): string {
  const directory = writeCatalog(SMALL_CATALOG);
  mkdirSync(join(directory, 'percentiles'));
  for (const [path, bytes] of Object.entries(oldDistributions()))
    writeFileSync(join(directory, 'percentiles', basename(path)), bytes);
  return directory;
}

describe('a push', () => {
  it('makes the dataset, and a pull of it brings the same bytes', async () => {
    const hub = await startHubServer();
    const directory = writeSmallCatalog();
    const { plan, commit } = await push(directory, hub, { distributions: true });
    expect(plan).toMatchObject({ exists: false, url: `${hub.url}/datasets/me/mine` });
    expect(plan.files.map(({ path, rows, change }) => [path, rows, change])).toEqual([
      ['data/scores.parquet', 3, 'new'],
      ['data/performance.parquet', 2, 'new'],
      ['data/best_performance.parquet', 1, 'new'],
      ['data/publications.parquet', 2, 'new'],
      ['data/score_development_ancestry.parquet', 1, 'new'],
      ['data/reference_distributions.parquet', 1, 'new'],
      ['README.md', null, 'new'],
    ]);
    const elsewhere = temporaryDirectory();
    const { origin, warnings } = await pull(elsewhere, hub);
    expect(warnings).toEqual([]);
    expect(new Set(origin.files.map((file) => file.commit))).toEqual(new Set([commit]));
    expect(origin.files).toHaveLength(6);
    for (const { file } of origin.files)
      expect([file, readFileSync(join(elsewhere, file))]).toEqual([file, readFileSync(join(directory, file))]);
  });

  it('describes the dataset', async () => {
    const hub = await startHubServer();
    await push(writeSmallCatalog(), hub);
    const card = hub.filesOf('me/mine').get('README.md')?.toString() ?? '';
    const today = new Date().toISOString().slice(0, 10);
    expect(card).toMatch(/^---\nlicense: cc-by-4\.0\ntags:\n- biology\n- genomics\n- polygenic-risk-scores\n/);
    for (const part of [
      '- config_name: scores\n  data_files: data/scores.parquet\n',
      '\n---\n\n# mine\n',
      `Made on ${today} with just-prs-tui 1.2.3; the newest score was released on 2022-01-02.`,
      '| `data/scores.parquet` | 3 | 13 |\n| `data/performance.parquet` | 2 |',
      'doi:10.1038/s41588-021-00783-5',
      'hg19 and hg37 are GRCh37',
    ])
      expect(card).toContain(part);
  });

  it('sends what was named and nothing else', async () => {
    const hub = await startHubServer();
    const directory = writeSmallCatalog();
    writeFileSync(join(directory, 'metadata', 'secret.parquet'), 'mine');
    await push(directory, hub, { isPrivate: true });
    expect(hub.datasets.get('me/mine')?.isPrivate).toBe(true);
    expect([...hub.filesOf('me/mine').keys()].sort()).toEqual([
      '.gitattributes',
      'README.md',
      'data/best_performance.parquet',
      'data/performance.parquet',
      'data/publications.parquet',
      'data/score_development_ancestry.parquet',
      'data/scores.parquet',
    ]);
  });

  it('says what is replaced, and does not send content that is there', async () => {
    const hub = await startHubServer();
    const directory = writeSmallCatalog();
    await push(directory, hub);
    hub.publish('me/mine', { 'data/scores.parquet': Buffer.from('older'), 'notes.txt': Buffer.from('kept') });
    hub.contentRequests.length = 0;
    const { plan } = await push(directory, hub);
    expect(plan.exists).toBe(true);
    expect(plan.files.map(({ change }) => change)).toEqual([
      'replaced',
      'unchanged',
      'unchanged',
      'unchanged',
      'unchanged',
      'replaced',
    ]);
    expect(hub.contentRequests).toHaveLength(1);
    expect(hub.requests.filter((request) => request.includes('repos/create'))).toHaveLength(1);
    expect(hub.filesOf('me/mine').get('notes.txt')?.toString()).toBe('kept');
  });

  it('is refused with a reason: a wrong token, no right, nothing to send', async () => {
    const hub = await startHubServer();
    const directory = writeSmallCatalog();
    await expect(push(directory, hub, { token: 'hf_wrongTOKEN' })).rejects.toMatchObject({
      code: 'hub_refused',
      message: expect.stringMatching(
        /^Hugging Face refused me\/mine with status 401: Invalid credentials in Bearer …\.$/,
      ),
    });
    await expect(push(directory, hub, { repo: 'others/theirs' })).rejects.toMatchObject({
      code: 'hub_refused',
      message: 'Hugging Face refused others/theirs with status 403: You do not have the rights.',
      hint: expect.stringContaining('token with the right'),
    });
    await expect(push(temporaryDirectory(), hub)).rejects.toMatchObject({ code: 'catalog_missing' });
    expect(hub.datasets.size).toBe(0);
  });

  it('is left when cancelled, without a commit', async () => {
    const hub = await startHubServer();
    const directory = writeSmallCatalog();
    const cancel = new AbortController();
    hub.breakNext('stalled', 1, /\/preupload\//);
    const running = push(directory, hub, { signal: cancel.signal, timeoutMs: 60_000 });
    const watch = setInterval(() => {
      if (hub.requests.at(-1)?.includes('/preupload/')) cancel.abort();
    }, 5);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    clearInterval(watch);
    expect([...hub.filesOf('me/mine').keys()]).toEqual(['.gitattributes']);
  });
});

describe('a network that fails during a push', () => {
  /** What becomes of a push when a fault passes after two answers, and when it does not. */
  const OUTCOMES: Readonly<Record<HubFault, readonly [passing: string, lasting: string]>> = {
    busy: ['pushed', 'network'],
    serverError: ['pushed', 'network'],
    truncated: ['pushed', 'network'],
    slow: ['pushed', 'pushed'],
    stalled: ['pushed', 'network'],
    tooLong: ['pushed', 'network'],
    tooShort: ['pushed', 'network'],
    corruptGzip: ['pushed', 'network'],
    reset: ['pushed', 'network'],
    html: ['pushed', 'network'],
    // The first answer is about whether the dataset is there; then it cannot be made.
    unauthorized: ['hub_refused', 'hub_refused'],
    missing: ['hub_refused', 'hub_refused'],
  };

  it.each([...FAULTS, 'unauthorized', 'missing'] as const)('%s', async (fault) => {
    const hub = await startHubServer();
    const directory = writeSmallCatalog();
    const outcomes: string[] = [];
    for (const times of [2, 10_000]) {
      hub.datasets.delete('me/mine');
      hub.breakNext(fault, times, /^(?!.*\/revision\/)/);
      const outcome = await push(directory, hub).then(
        () => 'pushed',
        (error: { code: string }) => error.code,
      );
      outcomes.push(outcome);
      hub.breakNext(fault, 0);
      if (outcome === 'pushed') await pull(temporaryDirectory(), hub);
      else expect(hub.filesOf('me/mine').has('data/scores.parquet')).toBe(false);
    }
    expect(outcomes).toEqual(OUTCOMES[fault]);
  });

  it('of the uploads alone, ends with what went wrong and does not hang', async () => {
    const hub = await startHubServer();
    const directory = writeSmallCatalog();
    for (const fault of ['busy', 'serverError', 'reset', 'missing', 'unauthorized'] as const) {
      hub.breakNext(fault, 10_000, /^\/content/);
      const code = ['missing', 'unauthorized'].includes(fault) ? 'hub_refused' : 'network';
      await expect(push(directory, hub)).rejects.toMatchObject({ code });
    }
    hub.breakNext('reset', 2, /^\/content/);
    expect((await push(directory, hub)).commit).toMatch(/^[0-9a-f]{40}$/);
  });
});
