/**
 * A loopback Hugging Face Hub: datasets with commits, listings in pages, downloads by way of another server, uploads by
 * LFS; with faults on demand. The protocol is that of @huggingface/hub and https://huggingface.co/docs/hub/api
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { answerFault, type CatalogServer, type Fault, sendBody } from './catalogServer.ts';

export const HUB_TOKEN = 'hf_loopbackTOKEN';

/** Refusals by status, besides the faults of the other server. */
export type HubFault = Fault | 'unauthorized' | 'missing';

interface HubState {
  readonly commits: { readonly oid: string; readonly files: ReadonlyMap<string, Buffer> }[];
  readonly isPrivate: boolean;
}

export interface HubServer extends Pick<CatalogServer, 'requests' | 'connections' | 'pace' | 'retryAfter'> {
  readonly url: string;
  /** Requests to the server that hands out the content, with the authorisation they carried. */
  readonly contentRequests: string[];
  readonly datasets: Map<string, HubState>;
  /** The next `times` answers whose path matches go wrong. */
  readonly breakNext: (fault: HubFault, times: number, path?: RegExp) => void;
  /** Publishes files as a new commit. */
  readonly publish: (repo: string, files: Readonly<Record<string, Buffer>>) => void;
  /** The newest files of a dataset. */
  readonly filesOf: (repo: string) => ReadonlyMap<string, Buffer>;
}

/** Entries of one page of a listing. */
const PAGE = 2;
const hash = (algorithm: string, content: Buffer | string): string =>
  createHash(algorithm).update(content).digest('hex');
const gitId = (content: Buffer): string =>
  hash('sha1', Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]));
const isLarge = (path: string): boolean => path.endsWith('.parquet');

export async function startHubServer(): Promise<HubServer> {
  let connections = 0;
  let pending: { readonly fault: HubFault; left: number; readonly path: RegExp } | null = null;
  const uploads = new Map<string, Buffer>();
  const takeFault = (path: string): HubFault | null => {
    if (pending === null || pending.left === 0 || !pending.path.test(path)) return null;
    pending.left--;
    return pending.fault;
  };
  const listen = async (server: Server): Promise<string> => {
    server.on('connection', () => connections++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const failing =
    (answer: (fault: Fault | null, request: IncomingMessage, response: ServerResponse) => void): RequestListener =>
    (request, response) => {
      const fault = takeFault(request.url ?? '/');
      if (fault === 'unauthorized')
        return void sendJson(response, 401, { error: `Invalid credentials in ${request.headers.authorization}` });
      if (fault === 'missing') return void sendJson(response, 404, { error: 'Not here' });
      if (answerFault(hub, fault, request, response)) return;
      answer(fault, request, response);
    };
  const content = createServer(
    failing((fault, request, response) => {
      hub.contentRequests.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'nobody'}`);
      void answerContent({ hub, uploads, fault }, request, response);
    }),
  );
  const contentUrl = await listen(content);
  const server = createServer(
    failing((fault, request, response) => {
      hub.requests.push(`${request.method} ${request.url}`);
      void answerHub({ hub, uploads, fault, contentUrl }, request, response);
    }),
  );
  const url = await listen(server);
  const hub: HubServer = {
    url,
    requests: [],
    contentRequests: [],
    connections: () => connections,
    pace: { milliseconds: 0, bytes: 4096 },
    retryAfter: '0',
    datasets: new Map(),
    breakNext: (fault, times, path = /./) => {
      pending = { fault, left: times, path };
    },
    publish: (repo, files) => publish(hub, repo, new Map(Object.entries(files))),
    filesOf: (repo) => hub.datasets.get(repo)?.commits.at(-1)?.files ?? new Map(),
  };
  return hub;
}

function publish(hub: HubServer, repo: string, added: ReadonlyMap<string, Buffer>, isPrivate = false): string {
  const state = hub.datasets.get(repo) ?? { commits: [], isPrivate };
  const files = new Map([...(state.commits.at(-1)?.files ?? []), ...added]);
  const oid = hash('sha1', JSON.stringify([repo, state.commits.length, [...files].map(([, file]) => gitId(file))]));
  state.commits.push({ oid, files });
  hub.datasets.set(repo, state);
  return oid;
}

interface Asked {
  readonly hub: HubServer;
  /** Content that was uploaded and is of no commit yet, by SHA-256. */
  readonly uploads: Map<string, Buffer>;
  readonly fault: Fault | null;
}

function sendJson(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

async function readRequest(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Hands out content and takes uploads, by addresses that were signed: whoever has one may. */
async function answerContent({ hub, uploads, fault }: Asked, request: IncomingMessage, response: ServerResponse) {
  const [, oid = ''] = /^\/content\/(\w+)\?signature=\w+$/.exec(request.url ?? '') ?? [];
  if (request.method === 'PUT') {
    const body = await readRequest(request);
    if (hash('sha256', body) !== oid) return void response.writeHead(400).end('another content');
    uploads.set(oid, body);
    return void response.writeHead(200).end();
  }
  const all = [...hub.datasets.values()].flatMap(({ commits }) => commits.flatMap(({ files }) => [...files.values()]));
  const found = all.find((file) => hash('sha256', file) === oid);
  if (found === undefined) return void response.writeHead(404).end('not here');
  await sendBody(hub, { fault, body: found }, request, response);
}

async function answerHub(
  asked: Asked & { readonly contentUrl: string },
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { hub, fault, contentUrl } = asked;
  const { pathname, searchParams } = new URL(request.url ?? '/', hub.url);
  const body = request.method === 'POST' ? (await readRequest(request)).toString() : '';
  const isOwner = request.headers.authorization === `Bearer ${HUB_TOKEN}`;
  const json = (value: unknown, headers = {}): void =>
    void sendBody(
      hub,
      { fault, body: Buffer.from(JSON.stringify(value)), headers: { 'content-type': 'application/json', ...headers } },
      request,
      response,
    );
  if (request.headers.authorization !== undefined && !isOwner)
    return sendJson(response, 401, { error: `Invalid credentials in ${request.headers.authorization}` });
  if (pathname === '/api/repos/create') {
    const { organization, name, type, visibility } = JSON.parse(body);
    const repo = `${organization}/${name}`;
    if (!isOwner || type !== 'dataset') return sendJson(response, 401, { error: 'Log in first' });
    if (organization === 'others') return sendJson(response, 403, { error: 'You do not have the rights' });
    if (hub.datasets.has(repo)) return sendJson(response, 409, { error: 'You already created this dataset repo' });
    publish(hub, repo, new Map([['.gitattributes', Buffer.from('*.parquet filter=lfs\n')]]), visibility === 'private');
    return json({ url: `${hub.url}/datasets/${repo}`, id: hash('md5', repo), name: repo });
  }
  const [, repo = '', rest = ''] = /^(?:\/api)?\/datasets\/([^/]+\/[^/]+?)(?:\.git)?(?:\/(.*))?$/.exec(pathname) ?? [];
  const state = hub.datasets.get(repo);
  if (state === undefined || (state.isPrivate && !isOwner))
    return sendJson(
      response,
      isOwner ? 404 : 401,
      { error: 'Repository not found' },
      { 'x-error-code': 'RepoNotFound' },
    );
  const newest = state.commits.at(-1) as HubState['commits'][number];
  if (request.method === 'POST' && !isOwner) return sendJson(response, 401, { error: 'Log in first' });
  if (rest === 'preupload/main') {
    const { files } = JSON.parse(body) as { files: { path: string }[] };
    return json({ files: files.map(({ path }) => ({ path, uploadMode: isLarge(path) ? 'lfs' : 'regular' })) });
  }
  if (rest === 'info/lfs/objects/batch') {
    const { objects, transfers } = JSON.parse(body) as {
      objects: { oid: string; size: number }[];
      transfers: string[];
    };
    if (transfers.includes('xet')) return sendJson(response, 400, { error: 'This server has no Xet' });
    const known = new Set([...newest.files.values()].map((file) => hash('sha256', file)));
    const action = (oid: string) => ({ upload: { href: `${contentUrl}/content/${oid}?signature=upload` } });
    return json({
      transfer: 'basic',
      objects: objects.map(({ oid, size }) => ({ oid, size, ...(known.has(oid) ? {} : { actions: action(oid) }) })),
    });
  }
  if (rest === 'commit/main') return answerCommit(asked, { repo, body, old: newest.files }, json, response);
  const [, revision, place] = /^(?:tree|resolve|revision)\/([^/]+)\/?(.*)$/.exec(rest) ?? [];
  const version = ['main', 'HEAD'].includes(revision ?? '')
    ? newest
    : state.commits.find(({ oid }) => oid === revision);
  if (version === undefined || place === undefined) return sendJson(response, 404, { error: 'Revision not found' });
  if (rest.startsWith('revision/'))
    return json({ _id: hash('md5', repo), id: repo, sha: version.oid, private: state.isPrivate, lastModified: 0 });
  if (rest.startsWith('tree/'))
    return answerTree({ hub, files: version.files, place, searchParams }, pathname, json, response);
  const file = version.files.get(place);
  if (file === undefined)
    return sendJson(response, 404, { error: 'Entry not found' }, { 'x-error-code': 'EntryNotFound' });
  const location = `${contentUrl}/content/${hash('sha256', file)}?signature=download`;
  return void response.writeHead(302, { location, 'x-repo-commit': version.oid }).end();
}

interface Listing {
  readonly hub: HubServer;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly place: string;
  readonly searchParams: URLSearchParams;
}

type Send = (value: unknown, headers?: object) => void;

/** The files and folders of one folder, page after page. */
function answerTree({ hub, files, place, searchParams }: Listing, path: string, json: Send, response: ServerResponse) {
  const prefix = place === '' ? '' : `${place}/`;
  const names = new Set(
    [...files.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length).split('/')[0]),
  );
  if (names.size === 0) return sendJson(response, 404, { error: `${place} does not exist on "main"` });
  const entries = [...names].map((name) => {
    const file = files.get(`${prefix}${name}`);
    if (file === undefined) return { type: 'directory', path: `${prefix}${name}`, size: 0, oid: hash('sha1', prefix) };
    const lfs = isLarge(`${name}`) ? { lfs: { oid: hash('sha256', file), size: file.length, pointerSize: 130 } } : {};
    return { type: 'file', path: `${prefix}${name}`, size: file.length, oid: gitId(file), ...lfs };
  });
  const start = Number(searchParams.get('cursor') ?? 0);
  const next = start + PAGE < entries.length ? `${hub.url}${path}?cursor=${start + PAGE}` : null;
  json(entries.slice(start, start + PAGE), next === null ? {} : { link: `<${next}>; rel="next"` });
}

interface Committing {
  readonly repo: string;
  readonly body: string;
  readonly old: ReadonlyMap<string, Buffer>;
}

function answerCommit({ hub, uploads }: Asked, { repo, body, old }: Committing, json: Send, response: ServerResponse) {
  const added = new Map<string, Buffer>();
  for (const line of body.split('\n')) {
    const { key, value } = JSON.parse(line) as { key: string; value: Record<string, string> };
    if (key === 'file') added.set(value.path as string, Buffer.from(value.content as string, 'base64'));
    if (key !== 'lfsFile') continue;
    const file = uploads.get(value.oid as string) ?? [...old.values()].find((one) => hash('sha256', one) === value.oid);
    if (file === undefined) return sendJson(response, 400, { error: `${value.path} was not uploaded` });
    added.set(value.path as string, file);
  }
  const oid = publish(hub, repo, added);
  json({ success: true, commitOid: oid, commitUrl: `${hub.url}/datasets/${repo}/commit/${oid}`, hookOutput: '' });
}
