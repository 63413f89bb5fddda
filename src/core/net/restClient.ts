/** The PGS Catalog's REST service, for single look-ups: JSON, pages, and its limit of requests. */
import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from '../errors.ts';
import { type HttpClient, shownUrl } from './httpClient.ts';
import { readBody } from './readBody.ts';
import { Transient, withRetries } from './retry.ts';

/** What the service allows: https://www.pgscatalog.org/rest/ */
export const REQUESTS_A_MINUTE = 100;
const MINUTE_MS = 60_000;
/** No answer of the service is near this size. */
const MOST_BYTES = 64 << 20;

export type RestRecord = Readonly<Record<string, unknown>>;
export type RestParameters = Readonly<Record<string, string>>;

export interface RestClient {
  /** One object. Throws `not_on_server` for an id the service does not know. */
  readonly get: (path: string, signal?: AbortSignal) => Promise<RestRecord>;
  /** All results of a list, page after page. */
  readonly list: (path: string, parameters: RestParameters, signal?: AbortSignal) => Promise<readonly RestRecord[]>;
}

export function createRestClient(client: HttpClient, takeTurn: TakeTurn = createTurns(REQUESTS_A_MINUTE)): RestClient {
  const fetchJson = (path: string, parameters: RestParameters, signal?: AbortSignal): Promise<RestRecord> => {
    const url = new URL(`${client.options.rest_url.replace(/\/+$/, '')}/${path}`);
    for (const [name, value] of Object.entries({ ...parameters, format: 'json' })) url.searchParams.set(name, value);
    const retrying = { network: client.options, url: shownUrl(url), signal };
    return withRetries(retrying, async () => {
      // Each attempt is a request that the service counts.
      if (!client.options.offline) await takeTurn(signal);
      return readJson(client, url.href, signal);
    });
  };
  return {
    get: async (path, signal) => {
      const found = await fetchJson(path, {}, signal);
      // The service answers an unknown id with an empty object.
      if (Object.keys(found).length === 0) throw errors.notOnServer(`${client.options.rest_url}/${path}`);
      return found;
    },
    list: async (path, parameters, signal) => {
      const results: RestRecord[] = [];
      const seen = new Set<string>();
      let wanted: RestParameters | null = parameters;
      while (wanted !== null) {
        const page: RestRecord = await fetchJson(path, wanted, signal);
        if (!Array.isArray(page.results)) throw errors.networkFailed(path, 'the answer is not a list of results');
        results.push(...page.results);
        wanted = page.results.length === 0 ? null : readNext(page.next, seen);
      }
      return results;
    },
  };
}

/** Parameters of the next page: its address may name a host that we reach by another name. Null after the last page. */
function readNext(next: unknown, seen: Set<string>): RestParameters | null {
  if (typeof next !== 'string' || !URL.canParse(next)) return null;
  const { search, searchParams } = new URL(next);
  if (seen.has(search)) return null;
  seen.add(search);
  return Object.fromEntries(searchParams);
}

async function readJson(client: HttpClient, url: string, signal: AbortSignal | undefined): Promise<RestRecord> {
  const response = await client.get(url, { headers: { accept: 'application/json' }, signal });
  const chunks: Buffer[] = [];
  let bytes = 0;
  await readBody(response, async (chunk) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw errors.networkFailed(shownUrl(new URL(url)), 'the answer is too large');
    chunks.push(chunk);
  });
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null) return parsed as RestRecord;
  } catch {
    // Told below: it may have been cut off.
  }
  throw new Transient('the answer is not JSON');
}

/** Resolves when a request may be sent. */
export type TakeTurn = (signal?: AbortSignal) => Promise<void>;

/** Lets `perMinute` requests through in any minute; the others wait for their turn, in order. */
export function createTurns(perMinute: number, now: () => number = () => performance.now()): TakeTurn {
  const sent: number[] = [];
  let last: Promise<void> = Promise.resolve();
  const take = async (signal?: AbortSignal): Promise<void> => {
    const oldest = sent.length < perMinute ? undefined : sent.shift();
    const wait = oldest === undefined ? 0 : oldest + MINUTE_MS - now();
    if (wait > 0)
      await sleep(wait, undefined, signal === undefined ? {} : { signal }).catch(() => {
        if (oldest !== undefined) sent.unshift(oldest);
        throw errors.cancelled();
      });
    sent.push(now());
  };
  return (signal) => {
    const turn = last.then(() => take(signal));
    last = turn.catch(() => undefined);
    return turn;
  };
}
