/**
 * Requests over HTTP(S) with Node's own `http`: the built-in `fetch` of Node 20 parses with WebAssembly, which does not start
 * under a limit of address space (`ulimit -v`), as login nodes have. The only place where a socket is opened.
 */
import { setMaxListeners } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { errors } from '../errors.ts';
import type { NetworkOptions } from '../model/network.ts';
import { Transient } from './retry.ts';

export interface HttpClient {
  readonly options: NetworkOptions;
  /**
   * The answer, its body unread: 2xx, 304 or 416. Follows redirects. Throws `Transient` for what may pass, `offline`,
   * `not_on_server` or `http_status` for the rest. An aborted signal destroys the connection at once.
   */
  readonly get: (url: string, request?: GetRequest) => Promise<IncomingMessage>;
  /** The answer of any status, its body unread; only what may pass is thrown, as `Transient`. Follows redirects like `get`. */
  readonly send: (url: string, request: SendRequest) => Promise<IncomingMessage>;
  /** Ends connections that are kept for the next request. */
  readonly close: () => void;
}

export interface GetRequest {
  /** An `authorization` among them does not follow a redirect to another server. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface SendRequest extends GetRequest {
  readonly method: string;
  readonly body?: Uint8Array | undefined;
}

interface Exchange {
  readonly response: IncomingMessage;
  /** Whom it is from, after all redirects. */
  readonly url: URL;
}

const MOST_REDIRECTS = 5;

export function createHttpClient(options: NetworkOptions, toolVersion: string): HttpClient {
  const agents = new Map<string, http.Agent>();
  // Ends what destroying an agent does not reach: a connection to a proxy that has not answered yet.
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const agentFor = (url: URL): http.Agent => {
    const proxy = findProxy(url);
    const key = `${url.protocol} ${proxy}`;
    const agent = agents.get(key) ?? createAgent(url, proxy, closing.signal);
    agents.set(key, agent);
    return agent;
  };
  const headers = { 'user-agent': `just-prs-tui/${toolVersion}`, 'accept-encoding': 'identity' };

  async function exchange(address: string, request: SendRequest, redirects = 0): Promise<Exchange> {
    const url = new URL(address);
    // Many downloads share one signal.
    if (request.signal !== undefined) setMaxListeners(0, request.signal);
    if (options.offline) throw errors.offline(shownUrl(url));
    const sent = { ...request, agent: agentFor(url), headers: { ...headers, ...request.headers } };
    const response = await send(url, sent, options.timeoutMs);
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    // Other redirects of a POST would turn it into a GET.
    if (
      location !== undefined &&
      (request.method === 'GET' ? status >= 300 && status < 400 : [307, 308].includes(status))
    ) {
      response.resume();
      const next = new URL(location, url);
      if (redirects === MOST_REDIRECTS) throw errors.networkFailed(shownUrl(url), 'it redirects without end');
      if (!/^https?:$/.test(next.protocol) || (url.protocol === 'https:' && next.protocol === 'http:'))
        throw errors.networkFailed(shownUrl(url), `it redirects to ${shownUrl(next)}, which is not secure`);
      return exchange(next.href, next.origin === url.origin ? request : withoutSecrets(request), redirects + 1);
    }
    if (isPassing(status)) {
      // The rest of a refusal is of no interest, and the connection is not worth keeping.
      response.destroy();
      const wait = readRetryAfter(response.headers['retry-after'], Date.now());
      throw new Transient(`the server answered ${status}`, wait);
    }
    return { response, url };
  }

  return {
    options,
    get: async (address, request = {}) => {
      const { response, url } = await exchange(address, { ...request, method: 'GET' });
      const status = response.statusCode ?? 0;
      if ((status >= 200 && status < 300) || status === 304 || status === 416) return response;
      response.destroy();
      throw status === 404 || status === 410
        ? errors.notOnServer(shownUrl(url))
        : errors.httpStatus(shownUrl(url), status);
    },
    send: async (address, request) => (await exchange(address, request)).response,
    close: () => {
      closing.abort();
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** What was meant for one server is not told to another. */
const withoutSecrets = (request: SendRequest): SendRequest => ({
  ...request,
  headers: Object.fromEntries(
    Object.entries(request.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'authorization'),
  ),
});

/** The proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name for a URL, or an empty text. */
function findProxy(url: URL): string {
  const proxy = getProxyForUrl(url.href);
  if (proxy !== '' && !URL.canParse(proxy)) throw errors.badProxy(proxy);
  return proxy;
}

function createAgent(url: URL, proxy: string, signal: AbortSignal): http.Agent {
  const secure = url.protocol === 'https:';
  const options = { keepAlive: true, signal };
  if (proxy === '') return secure ? new https.Agent(options) : new http.Agent(options);
  return secure ? new HttpsProxyAgent(proxy, options) : new HttpProxyAgent(proxy, options);
}

interface SentRequest extends SendRequest {
  readonly agent: http.Agent;
}

function send(url: URL, { signal, body, ...options }: SentRequest, timeoutMs: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(errors.cancelled());
    const client = url.protocol === 'https:' ? https : http;
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    const sent = { ...options, headers: { ...options.headers, ...length } };
    const request = client.request(url, signal === undefined ? sent : { ...sent, signal });
    let isSettled = false;
    // A request whose connection is not there yet reports its end only when it comes.
    const fail = (error: Error): void => {
      isSettled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      reject(error);
      request.destroy(error);
    };
    const cancel = (): void => fail(errors.cancelled());
    // The timeout of the socket does not cover the time before there is one: a proxy that never answers.
    const timer = setTimeout(() => fail(new Transient(`no answer for ${timeoutMs / 1000} s`)), timeoutMs);
    signal?.addEventListener('abort', cancel, { once: true });
    request.on('error', fail);
    request.once('response', (response) => {
      isSettled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      response.setTimeout(timeoutMs, () => response.destroy(new Transient(`nothing came for ${timeoutMs / 1000} s`)));
      resolve(response);
    });
    const onProgress = (): void => {
      // A timer that was cleared would start again.
      if (!isSettled) timer.refresh();
    };
    // http-proxy-agent writes the headers anew when it has connected; a body under way by then would get them twice.
    if (body === undefined) request.end();
    else request.once('socket', () => writeBody(request, body, onProgress));
  });
}

/** Bytes handed over at once: each piece that leaves is progress. */
const PIECE = 1 << 16;

/** Ends the request with its body. A slow line is not a dead one: `onProgress` is called with each piece that left. */
function writeBody(request: http.ClientRequest, body: Uint8Array, onProgress: () => void, at = 0): void {
  if (at >= body.length) return void request.end();
  request.write(body.subarray(at, at + PIECE), (error) => {
    // What went wrong is told by the request itself.
    if (error) return;
    onProgress();
    writeBody(request, body, onProgress, at + PIECE);
  });
}

/** Busy, or broken for the moment. */
const isPassing = (status: number): boolean => [408, 425, 429].includes(status) || status >= 500;

/** Milliseconds that a Retry-After asks for: seconds, or a date. 0 when it says nothing. */
export function readRetryAfter(text: string | undefined, now: number): number {
  if (text === undefined) return 0;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}

/** A URL as it may be shown: without passwords and parameters. */
export const shownUrl = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`;
