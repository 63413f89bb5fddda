/** A loopback server with a small, made-up PGS Catalog in EBI's layout and REST paging, and with faults on demand. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import { SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import type { MetadataSheet } from '../../src/core/model/score.ts';

/** What goes wrong with an answer. */
export const FAULTS = [
  'busy',
  'serverError',
  'truncated',
  'slow',
  'stalled',
  'tooLong',
  'tooShort',
  'corruptGzip',
  'reset',
  'html',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface CatalogServer {
  readonly url: string;
  readonly ebiUrl: string;
  readonly restUrl: string;
  /** Every request so far, as `GET /path`, and the Range of those that had one. */
  readonly requests: string[];
  /** Connections accepted so far. */
  readonly connections: () => number;
  /** The next `times` answers go wrong. */
  readonly breakNext: (fault: Fault, times: number) => void;
  /** Path → content; change it to publish another version. */
  readonly files: Map<string, Buffer>;
  /** Milliseconds between the pieces of an answer, and bytes of a piece. */
  pace: { milliseconds: number; bytes: number };
  retryAfter: string;
}

const BUILDS = ['GRCh37', 'GRCh38'] as const;

/** A harmonised scoring file of `rows` variants. */
export function scoringGzip(pgs_id: string, build: string, rows: number, header = ''): Buffer {
  // The numbers do not compress well: the file has some length.
  const noise = (row: number) => createHash('md5').update(`${pgs_id} ${row}`).digest('hex');
  const lines = Array.from(
    { length: rows },
    (_, row) => `rs${row}\t1\t${1000 + row}\tA\tG\t0.${BigInt(`0x${noise(row)}`)}\tENSEMBL\t1\t${2000 + row}`,
  );
  return gzipSync(
    [
      '###PGS CATALOG SCORING FILE - made up',
      `#pgs_id=${pgs_id}`,
      '#genome_build=GRCh37',
      `#variants_number=${rows}`,
      ...(header === '' ? [`#HmPOS_build=${build}`] : [header]),
      'rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\thm_source\thm_chr\thm_pos',
      ...lines,
      '',
    ].join('\n'),
  );
}

const SHEETS: Readonly<Record<MetadataSheet, readonly string[]>> = {
  scores: [
    'Polygenic Score (PGS) ID,PGS Name,Reported Trait,Number of Variants,Release Date',
    'PGS000001,PRS77,"Breast cancer, made up",300,2019-10-14',
    'PGS000002,PRS2,"Height\nof a person",300,2019-10-14',
  ],
  publications: ['PGS Publication/Study (PGP) ID,First Author', 'PGP000001,Someone S'],
  efo_traits: ['Ontology Trait ID,Ontology Trait Label', 'EFO_0000305,breast carcinoma'],
  score_development_samples: ['Polygenic Score (PGS) ID,Stage of PGS Development', 'PGS000001,Variant'],
  performance_metrics: ['PGS Performance Metric (PPM) ID,Evaluated Score', 'PPM000001,PGS000001'],
  evaluation_sample_sets: ['PGS Sample Set (PSS),Polygenic Score (PGS) ID', 'PSS000001,PGS000001'],
  cohorts: ['Cohort ID,Cohort Name', 'VETSA,A study'],
};

/** The tree below the root, as the server and a mirror directory have it. */
export function catalogTree(pgs_ids: readonly string[], rows = 300): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const id of pgs_ids)
    for (const build of BUILDS)
      files.set(`scores/${id}/ScoringFiles/Harmonized/${id}_hmPOS_${build}.txt.gz`, scoringGzip(id, build, rows));
  for (const [sheet, lines] of Object.entries(SHEETS))
    files.set(`metadata/${SHEET_FILES[sheet as MetadataSheet]}`, Buffer.from(`${lines.join('\n')}\n`));
  return files;
}

export async function startCatalogServer(pgs_ids: readonly string[], rows = 300): Promise<CatalogServer> {
  let connections = 0;
  let pending: Fault[] = [];
  const server = createServer((request, response) => {
    catalog.requests.push(
      `${request.method} ${request.url}${request.headers.range ? ` ${request.headers.range}` : ''}`,
    );
    answer(catalog, pending.shift() ?? null, request, response);
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const catalog: CatalogServer = {
    url,
    ebiUrl: `${url}/pgs`,
    restUrl: `${url}/rest`,
    requests: [],
    connections: () => connections,
    breakNext: (fault, times) => {
      pending = Array.from({ length: times }, () => fault);
    },
    files: catalogTree(pgs_ids, rows),
    pace: { milliseconds: 0, bytes: 4096 },
    retryAfter: '0',
  };
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return catalog;
}

/** Answers with a fault that needs no content; says whether it did. */
export function answerFault(
  { retryAfter }: Pick<CatalogServer, 'retryAfter'>,
  fault: Fault | null,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (fault === 'busy') response.writeHead(429, { 'retry-after': retryAfter }).end('slow down');
  else if (fault === 'serverError') response.writeHead(503).end('later');
  else if (fault === 'reset') request.socket.destroy();
  else if (fault === 'html') response.writeHead(200).end('<html>Log in to the network</html>');
  else return false;
  return true;
}

function answer(catalog: CatalogServer, fault: Fault | null, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', catalog.url);
  if (answerFault(catalog, fault, request, response)) return;
  const [, place] = /^\/redirect\/(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
  if (place !== undefined) return void response.writeHead(302, { location: place }).end();
  if (pathname === '/forbidden') return void response.writeHead(403).end('no');
  const found = pathname.startsWith('/rest/')
    ? answerRest(catalog, pathname.slice('/rest'.length), searchParams)
    : catalog.files.get(pathname.replace(/^\/pgs\//, ''));
  if (found === undefined) return void response.writeHead(404).end('not here');
  void sendBody(catalog, { fault, body: found }, request, response);
}

const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

function corrupted(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  for (let at = Math.floor(copy.length / 2); at < copy.length; at += 7) copy[at] = (copy[at] as number) ^ 0x55;
  return copy;
}

interface Sending {
  readonly fault: Fault | null;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends content, or the part that is asked for, as the fault wants it. */
export async function sendBody(
  { pace }: Pick<CatalogServer, 'pace'>,
  { fault, body: content, headers }: Sending,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const etag = etagOf(content);
  const body = fault === 'corruptGzip' ? corrupted(content) : content;
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  const isRange = from !== undefined && request.headers['if-range'] === etag;
  const start = isRange ? Number(from) : 0;
  if (isRange && start >= body.length)
    return void response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
  const rest = body.subarray(start);
  const announced =
    rest.length + (fault === 'tooLong' ? 100 : fault === 'tooShort' ? -Math.min(20, rest.length - 1) : 0);
  response.writeHead(isRange ? 206 : 200, {
    ...headers,
    etag,
    'content-length': announced,
    ...(isRange ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {}),
  });
  if (fault === 'tooShort') return void response.end(rest.subarray(0, announced));
  const { milliseconds, bytes } = fault === 'slow' ? { milliseconds: 5, bytes: Math.ceil(rest.length / 20) } : pace;
  const end = fault === 'truncated' || fault === 'stalled' ? Math.floor(rest.length / 2) : rest.length;
  for (let at = 0; at < end && !response.destroyed; at += bytes) {
    response.write(rest.subarray(at, Math.min(end, at + bytes)));
    if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
  if (fault === 'stalled') return;
  if (fault === 'truncated' || fault === 'tooLong') return void response.socket?.end();
  response.end();
}

const PERFORMANCES = 120;
const PAGE = 50;

/** The REST service: objects by id, and pages that name the next. */
function answerRest(catalog: CatalogServer, path: string, parameters: URLSearchParams): Buffer | undefined {
  const [, kind, id] = path.split('/');
  if (kind === 'score' && catalog.files.has(`scores/${id}/ScoringFiles/Harmonized/${id}_hmPOS_GRCh38.txt.gz`))
    return Buffer.from(JSON.stringify({ id, name: `name of ${id}`, variants_number: 300 }));
  if (kind === 'trait' && id === 'EFO_0000305') return Buffer.from(JSON.stringify({ id, label: 'breast carcinoma' }));
  if (kind !== 'performance') return undefined;
  const offset = Number(parameters.get('offset') ?? 0);
  const size = Math.max(0, Math.min(PAGE, PERFORMANCES - offset));
  const next =
    offset + PAGE < PERFORMANCES
      ? `http://elsewhere.invalid/rest${path}?${new URLSearchParams({ pgs_id: parameters.get('pgs_id') ?? '', limit: String(PAGE), offset: String(offset + PAGE) })}`
      : null;
  const results = Array.from({ length: size }, (_, i) => ({ id: `PPM${String(offset + i + 1).padStart(6, '0')}` }));
  return Buffer.from(JSON.stringify({ size, count: PERFORMANCES, next, previous: null, results }));
}
