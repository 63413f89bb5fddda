import { describe, expect, it } from 'vitest';
import { DEFAULT_NETWORK } from '../../src/core/model/network.ts';
import { createHttpClient, readRetryAfter, shownUrl } from '../../src/core/net/httpClient.ts';
import { readBody } from '../../src/core/net/readBody.ts';
import { type RetryOptions, Transient, withRetries } from '../../src/core/net/retry.ts';
import { startCatalogServer } from '../support/catalogServer.ts';

async function read(url: string, network = { retries: 0, backoffMs: 1 }): Promise<string> {
  const client = createHttpClient({ ...DEFAULT_NETWORK, ...network }, 'test');
  const chunks: Buffer[] = [];
  try {
    await withRetries({ network, url }, async () => {
      await readBody(await client.get(url), async (chunk) => chunks.push(chunk));
    });
    return Buffer.concat(chunks).toString();
  } finally {
    client.close();
  }
}

describe('a request', () => {
  it('follows redirects, and not without end', async () => {
    const server = await startCatalogServer([]);
    const sheet = '/pgs/metadata/pgs_all_metadata_cohorts.csv';
    const once = `${server.url}/redirect/${encodeURIComponent(sheet)}`;
    const twice = `${server.url}/redirect/${encodeURIComponent(once)}`;
    expect(await read(twice)).toContain('VETSA');
    let endless = '/redirect/x';
    for (let i = 0; i < 6; i++) endless = `/redirect/${encodeURIComponent(endless)}`;
    await expect(read(`${server.url}${endless}`)).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('it redirects without end'),
    });
    const elsewhere = `${server.url}/redirect/${encodeURIComponent('file:///etc/passwd')}`;
    await expect(read(elsewhere)).rejects.toMatchObject({ message: expect.stringContaining('not secure') });
  });

  it('is not repeated where that changes nothing', async () => {
    const server = await startCatalogServer([]);
    await expect(read(`${server.url}/forbidden`, { retries: 3, backoffMs: 1 })).rejects.toMatchObject({
      code: 'http_status',
      message: `${server.url}/forbidden was refused: the server answered 403.`,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('says in words why nobody answers', async () => {
    const refused = read('http://127.0.0.1:1/x', { retries: 2, backoffMs: 1 });
    await expect(refused).rejects.toMatchObject({
      code: 'network',
      message: 'http://127.0.0.1:1/x could not be fetched: the connection was refused (3 attempts).',
    });
  });
});

describe('trying again', () => {
  const tries = async (options: Partial<RetryOptions>, outcomes: readonly unknown[]): Promise<number> => {
    let made = 0;
    await withRetries({ network: { retries: 2, backoffMs: 1 }, url: 'u', ...options }, async () => {
      const outcome = outcomes[made++];
      if (outcome !== undefined) throw outcome;
    }).catch(() => undefined);
    return made;
  };
  const busy = new Transient('busy');

  it('ends after so many failures in a row', async () => {
    expect(await tries({}, [busy, busy])).toBe(3);
    expect(await tries({}, [busy, busy, busy, busy])).toBe(3);
    expect(await tries({}, [new Error('a bug'), busy])).toBe(1);
  });

  it('goes on as long as there is progress', async () => {
    let bytes = 0;
    expect(await tries({ progress: () => bytes++ }, [busy, busy, busy, busy, busy, busy])).toBe(7);
  });
});

describe('texts of HTTP', () => {
  it('reads Retry-After in seconds and as a date', () => {
    const now = Date.UTC(2026, 0, 1);
    expect(readRetryAfter('120', now)).toBe(120_000);
    expect(readRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000);
    expect(readRetryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
    expect([readRetryAfter(undefined, now), readRetryAfter('soon', now)]).toEqual([0, 0]);
  });

  it('shows no passwords and no parameters', () => {
    expect(shownUrl(new URL('https://me:secret@host/a/b?token=1'))).toBe('https://host/a/b');
  });
});
