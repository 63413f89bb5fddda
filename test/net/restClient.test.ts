import { describe, expect, it } from 'vitest';
import { lookUp } from '../../src/core/jobs/lookUp.ts';
import { DEFAULT_NETWORK, type NetworkOptions } from '../../src/core/model/network.ts';
import type { LookUpKind } from '../../src/core/model/release.ts';
import { createHttpClient } from '../../src/core/net/httpClient.ts';
import { createRestClient, createTurns } from '../../src/core/net/restClient.ts';
import { FAULTS, type Fault, startCatalogServer } from '../support/catalogServer.ts';
import { hasty } from '../support/network.ts';

async function ask(network: Partial<NetworkOptions>, kind: LookUpKind, id: string, signal?: AbortSignal) {
  const client = createHttpClient({ ...DEFAULT_NETWORK, ...network }, 'test');
  try {
    return await lookUp(createRestClient(client), kind, id, signal);
  } finally {
    client.close();
  }
}

describe('a single look-up', () => {
  it('finds a score by its id in any case, and a trait', async () => {
    const server = await startCatalogServer(['PGS000001']);
    expect(await ask(hasty(server), 'score', 'pgs000001')).toMatchObject({ id: 'PGS000001', variants_number: 300 });
    expect(await ask(hasty(server), 'trait', 'EFO:0000305')).toMatchObject({ label: 'breast carcinoma' });
    expect(server.requests).toEqual([
      'GET /rest/score/PGS000001?format=json',
      'GET /rest/trait/EFO_0000305?format=json',
    ]);
  });

  it('follows the pages of a list, though they name another host', async () => {
    const server = await startCatalogServer(['PGS000001']);
    const found = (await ask(hasty(server), 'performance', 'PGS000001')) as readonly { id: string }[];
    expect(found.map(({ id }) => id)).toEqual(
      Array.from({ length: 120 }, (_, i) => `PPM${String(i + 1).padStart(6, '0')}`),
    );
    expect(server.requests).toHaveLength(3);
  });

  it('refuses what is no id, and says when the service does not know one', async () => {
    const server = await startCatalogServer([]);
    await expect(ask(hasty(server), 'score', '../trait')).rejects.toMatchObject({ code: 'bad_pgs_id' });
    await expect(ask(hasty(server), 'trait', '../score')).rejects.toMatchObject({ code: 'usage' });
    expect(server.requests).toEqual([]);
    await expect(ask(hasty(server), 'score', 'PGS000404')).rejects.toMatchObject({ code: 'not_on_server' });
  });

  it('opens no socket when offline', async () => {
    const server = await startCatalogServer(['PGS000001']);
    const network = { ...hasty(server), offline: true };
    await expect(ask(network, 'score', 'PGS000001')).rejects.toMatchObject({ code: 'offline' });
    expect(server.connections()).toBe(0);
  });

  it('waits as long as the server asks, and gives up where that is too long', async () => {
    const server = await startCatalogServer(['PGS000001']);
    server.retryAfter = '1';
    server.breakNext('busy', 1);
    const before = performance.now();
    await ask(hasty(server), 'score', 'PGS000001');
    expect(performance.now() - before).toBeGreaterThan(950);
    server.retryAfter = new Date(Date.now() + 3_600_000).toUTCString();
    server.breakNext('busy', 1);
    await expect(ask(hasty(server), 'score', 'PGS000001')).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('asks to wait 60 minutes'),
    });
  });

  it('is left at once when cancelled, also while it waits to try again', async () => {
    const server = await startCatalogServer(['PGS000001']);
    server.retryAfter = '60';
    server.breakNext('busy', 1);
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 50);
    await expect(ask(hasty(server), 'score', 'PGS000001', cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a network that fails', () => {
  const OUTCOMES: Readonly<Record<Fault, readonly [passing: string, lasting: string]>> = {
    busy: ['found', 'network'],
    serverError: ['found', 'network'],
    truncated: ['found', 'network'],
    slow: ['found', 'found'],
    stalled: ['found', 'network'],
    tooLong: ['found', 'network'],
    tooShort: ['found', 'network'],
    corruptGzip: ['found', 'network'],
    reset: ['found', 'network'],
    html: ['found', 'network'],
  };

  it.each(FAULTS)('%s', async (fault) => {
    const server = await startCatalogServer(['PGS000001']);
    const outcomes: string[] = [];
    for (const times of [2, 1000]) {
      server.breakNext(fault, times);
      const answer = await ask(hasty(server), 'score', 'PGS000001').catch((error) => error as { code: string });
      outcomes.push('code' in answer ? String(answer.code) : 'found');
    }
    expect(outcomes).toEqual(OUTCOMES[fault]);
  });
});

describe('the limit of requests', () => {
  it('lets so many through in a minute and makes the next one wait', async () => {
    let time = 1000;
    const takeTurn = createTurns(3, () => time);
    await Promise.all([takeTurn(), takeTurn(), takeTurn()]);
    const cancel = new AbortController();
    const fourth = takeTurn(cancel.signal);
    cancel.abort();
    await expect(fourth).rejects.toMatchObject({ code: 'cancelled' });
    time += 60_000;
    await takeTurn();
  });
});
