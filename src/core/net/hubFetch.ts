/**
 * Our HTTP client in the shape of `fetch`, for @huggingface/hub. The built-in `fetch` of Node 20, and even its `Response`
 * and `Headers`, start an engine in WebAssembly, which fails under a limit of address space (`ulimit -v`); nor does it go
 * through proxies. So answers are plain objects with the few members that the library reads.
 */
import type { IncomingMessage } from 'node:http';
import { errors } from '../errors.ts';
import { type HttpClient, shownUrl } from './httpClient.ts';
import { readBody } from './readBody.ts';
import { Transient, withRetries } from './retry.ts';

/** Answers of the Hub are lists of files and receipts; files are fetched by `downloadFile`. */
const MOST_BYTES = 64 << 20;

/** What the library hands to `fetch`. */
interface HubRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Blob;
  readonly signal?: AbortSignal;
}

/**
 * Every request is tried again as downloads are: all of them end in the same state when they are repeated. `signal` ends
 * those that the library starts without one. The authorisation goes to the Hub and to nobody else, whatever address it
 * gives for a next page or an upload.
 */
export function createHubFetch(client: HttpClient, signal?: AbortSignal): typeof fetch {
  const hub = new URL(client.options.hf_url);
  const fetchFromHub = async (address: string | URL, request: HubRequest = {}) => {
    const url = new URL(address);
    const body = request.body === undefined ? undefined : await toBytes(request.body);
    const headers = Object.fromEntries(
      Object.entries(request.headers ?? {}).filter(
        ([name]) => url.origin === hub.origin || name.toLowerCase() !== 'authorization',
      ),
    );
    const ending = request.signal ?? signal;
    const method = request.method ?? 'GET';
    return withRetries({ network: client.options, url: shownUrl(url), signal: ending }, async () => {
      const response = await client.send(url.href, { method, headers, body, signal: ending });
      const text = (await readAll(response, url)).toString('utf8');
      const answer = toAnswer(response, url, text);
      // Whatever is not an upload is answered with JSON; else it was cut off, or is the page of a login.
      if (answer.ok && method !== 'PUT' && !isJson(text)) throw new Transient('the answer is not JSON');
      return answer;
    });
  };
  // The library asks for no more of a Response than `toAnswer` gives.
  return fetchFromHub as unknown as typeof fetch;
}

const toBytes = async (body: string | Blob): Promise<Uint8Array> =>
  typeof body === 'string' ? Buffer.from(body) : new Uint8Array(await body.arrayBuffer());

async function readAll(response: IncomingMessage, url: URL): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  await readBody(response, async (chunk) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw errors.networkFailed(shownUrl(url), 'the answer is too large');
    chunks.push(chunk);
  });
  return Buffer.concat(chunks);
}

const toAnswer = ({ statusCode = 0, headers }: IncomingMessage, url: URL, text: string) => ({
  ok: statusCode >= 200 && statusCode < 300,
  status: statusCode,
  url: shownUrl(url),
  headers: { get: (name: string) => [headers[name.toLowerCase()] ?? []].flat()[0] ?? null },
  json: async () => JSON.parse(text),
  text: async () => text,
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
