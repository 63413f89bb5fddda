/** The commands that use the network, as the real program. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CatalogServer, catalogTree, startCatalogServer } from '../support/catalogServer.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { runProgram } from '../support/program.ts';

const IDS = ['PGS000001', 'PGS000002', 'PGS000003'];
const serverSettings = (server: CatalogServer, directory: string): Record<string, string> => ({
  PRS_EBI_URL: server.ebiUrl,
  PRS_REST_URL: server.restUrl,
  PRS_CACHE_DIR: directory,
});
const download = ['catalog', 'download', IDS.join(','), '--build', 'GRCh38'];

describe('catalog download', () => {
  it('fetches scores, says what is there, and skips it the next time', async () => {
    const server = await startCatalogServer(IDS);
    const directory = temporaryDirectory();
    const first = await runProgram(download, { env: serverSettings(server, directory) });
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout.split('\n').sort()[1]).toMatch(
      /^PGS000001 {2}downloaded {2}300 variants {2}[\d.]+ kB {2}\/.*gz$/,
    );
    const second = await runProgram([...download, '--json'], { env: serverSettings(server, directory) });
    const statuses = JSON.parse(second.stdout).map((one: { pgs_id: string; status: string }) => [
      one.pgs_id,
      one.status,
    ]);
    expect(statuses).toEqual(IDS.map((id) => [id, 'present']));
    expect(server.requests).toHaveLength(3);
  });

  it('writes each as Parquet beside it on request', async () => {
    const server = await startCatalogServer(IDS);
    const directory = temporaryDirectory();
    const argv = [...download, '--parquet', '--json'];
    const { stdout } = await runProgram(argv, { env: serverSettings(server, directory) });
    const parquet = join(directory, 'scores', 'PGS000001_hmPOS_GRCh38.parquet');
    expect(JSON.parse(stdout)[0]).toMatchObject({ status: 'downloaded', parquet });
    expect(existsSync(parquet)).toBe(true);
  });

  it('exits with 3 when some scores fail, 1 when all do, and 2 without ids or build', async () => {
    const server = await startCatalogServer(IDS);
    const env = serverSettings(server, temporaryDirectory());
    const some = await runProgram(['catalog', 'download', 'pgs000001', 'PGS000404', '--build', 'GRCh38'], { env });
    expect(some.code).toBe(3);
    expect(some.stderr).toMatch(/^error: PGS000404: http.*_hmPOS_GRCh38\.txt\.gz does not exist\.\nhint: /);
    expect((await runProgram(['catalog', 'download', 'PGS000404', '--build', 'GRCh38'], { env })).code).toBe(1);
    for (const argv of [
      ['--build', 'GRCh38'],
      ['PGS000001'],
      ['PGS1', '--build', 'GRCh38'],
      [IDS[0] as string, '--jobs', '0'],
    ])
      expect((await runProgram(['catalog', 'download', ...argv], { env })).code).toBe(2);
  });

  it('lets compute fetch a score only where that is allowed', async () => {
    const server = await startCatalogServer(IDS);
    const directory = temporaryDirectory();
    const vcf = writeFixture(directory, 'one.vcf', vcfText(['1 2000 A G 0/1']));
    const compute = ['compute', '--vcf', vcf, '--pgs-id', 'PGS000001', '--format', 'json'];
    const env = serverSettings(server, directory);
    const refused = await runProgram(compute, { env });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('just-prs-tui catalog download PGS000001 --build GRCh38');
    expect(server.connections()).toBe(0);
    const { code, stdout } = await runProgram([...compute, '--download'], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)[0]).toMatchObject({ pgs_id: 'PGS000001', variants_total: 300 });
    expect((await runProgram([...compute, '--offline'], { env })).code).toBe(0);
    expect(server.requests).toHaveLength(1);
  });
});

describe('catalog update and rest', () => {
  it('brings the metadata, and a look-up answers', async () => {
    const server = await startCatalogServer(IDS);
    const env = serverSettings(server, temporaryDirectory());
    const { code, stdout } = await runProgram(['catalog', 'update'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('pgs_all_metadata_scores.csv  2 rows');
    expect((await runProgram(['catalog', 'update'], { env })).stdout).toContain('0 new scores\n0 removed scores\n');
    const found = await runProgram(['catalog', 'rest', 'score', 'PGS000001', '--json'], { env });
    expect(JSON.parse(found.stdout)).toEqual({ id: 'PGS000001', name: 'name of PGS000001', variants_number: 300 });
    expect((await runProgram(['catalog', 'rest', 'trait', 'EFO_0000305'], { env })).stdout).toContain('label: breast');
    expect((await runProgram(['catalog', 'rest', 'scores', 'PGS000001'], { env })).code).toBe(2);
  });

  it('helps with the words of a group', async () => {
    expect((await runProgram(['catalog'])).stdout).toContain('catalog download');
    const { code, stderr } = await runProgram(['catalog', 'udpate']);
    expect([code, stderr]).toEqual([
      2,
      'error: There is no command "catalog udpate".\nhint: Did you mean catalog update?\n',
    ]);
    expect((await runProgram(['catalog', 'download', '--help'])).stdout).toContain('catalog download IDS [flags]');
  });
});

const isolated = ['unshare', '-rn'];
const canIsolate = spawnSync('unshare', ['-rn', 'true']).status === 0;
const canCertify = spawnSync('openssl', ['version']).status === 0;
const canTrace = spawnSync('strace', ['-V']).status === 0;

describe('offline', () => {
  const WANTS: readonly (readonly string[])[] = [
    download,
    ['catalog', 'update'],
    ['catalog', 'rest', 'score', 'PGS000001'],
  ];

  it('connects to nobody, and says so', async () => {
    const server = await startCatalogServer(IDS);
    const env = serverSettings(server, temporaryDirectory());
    for (const argv of WANTS) {
      const { code, stderr } = await runProgram([...argv, '--offline'], { env });
      expect([code, stderr]).toEqual([1, expect.stringContaining('the network is not used (offline)')]);
      expect((await runProgram(argv, { env: { ...env, PRS_OFFLINE: '1' } })).code).toBe(1);
    }
    expect(server.connections()).toBe(0);
  });

  it.skipIf(!canIsolate)('works from a mirror where there is no network at all', async () => {
    const mirror = temporaryDirectory();
    for (const [path, content] of catalogTree(IDS)) {
      mkdirSync(dirname(join(mirror, path)), { recursive: true });
      writeFileSync(join(mirror, path), content);
    }
    const env = { PRS_EBI_URL: mirror, PRS_CACHE_DIR: temporaryDirectory() };
    for (const argv of [download, ['catalog', 'update'], ['cache', 'verify']])
      expect((await runProgram([...argv, '--offline'], { env, through: isolated })).code).toBe(0);
    const { stderr } = await runProgram(['catalog', 'rest', 'score', 'PGS000001', '--offline'], {
      env,
      through: isolated,
    });
    expect(stderr).toContain('the network is not used (offline)');
  });

  it.skipIf(!canTrace)('asks the system for no internet socket', async () => {
    const server = await startCatalogServer(IDS);
    const directory = temporaryDirectory();
    const sockets = async (argv: readonly string[]): Promise<number> => {
      const log = join(directory, 'trace');
      await runProgram(argv, {
        env: serverSettings(server, directory),
        through: ['strace', '-f', '-qq', '-e', 'trace=socket,connect', '-o', log],
      });
      return readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.includes('AF_INET')).length;
    };
    for (const argv of WANTS) expect([argv, await sockets([...argv, '--offline'])]).toEqual([argv, 0]);
    // The same measure sees one when it is there.
    expect(await sockets(['catalog', 'update'])).toBeGreaterThan(0);
  });
});

describe('a login node', () => {
  it('fetches under a limit of address space', async () => {
    const server = await startCatalogServer(IDS);
    const directory = temporaryDirectory();
    const through = ['bash', '-c', 'ulimit -v 4194304 && exec "$@"', 'bash'];
    for (const argv of [
      download,
      ['catalog', 'update'],
      ['catalog', 'rest', 'performance', 'PGS000001', '--json'],
      ['cache', 'verify'],
    ])
      expect([argv, await runProgram(argv, { env: serverSettings(server, directory), through })]).toEqual([
        argv,
        expect.objectContaining({ code: 0, stderr: '' }),
      ]);
    expect(readdirSync(join(directory, 'scores'))).toHaveLength(3);
  });
});

/** A proxy that forwards plain requests. Tunnels it opens, refuses with a status, or never answers (null). */
async function startProxy(tunnels: 'opened' | number | null): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const proxy: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { port, hostname, pathname, search } = new URL(request.url ?? '');
    const onward = connect(Number(port), hostname, () => {
      onward.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`);
      onward.pipe(response.socket as NodeJS.WritableStream);
    });
  });
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    if (typeof tunnels === 'number') socket.end(`HTTP/1.1 ${tunnels} no\r\ncontent-length: 0\r\n\r\n`);
    if (tunnels !== 'opened') return;
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 yes\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}

describe('a proxy', () => {
  const score = ['catalog', 'rest', 'score', 'PGS000001'];

  it('is used for http, and not for hosts of NO_PROXY', async () => {
    const server = await startCatalogServer(IDS);
    const { url, asked } = await startProxy(null);
    const env = { ...serverSettings(server, temporaryDirectory()), HTTP_PROXY: url };
    expect((await runProgram(score, { env })).code).toBe(0);
    expect(asked).toEqual([`GET ${server.restUrl}/score/PGS000001?format=json`]);
    expect((await runProgram(score, { env: { ...env, NO_PROXY: '127.0.0.1' } })).code).toBe(0);
    expect(asked).toHaveLength(1);
  });

  it('is asked for a tunnel to https, and its refusal is told', async () => {
    const { url, asked } = await startProxy(407);
    const env = { PRS_REST_URL: 'https://www.example.org/rest', HTTPS_PROXY: url, PRS_CACHE_DIR: temporaryDirectory() };
    const { code, stderr } = await runProgram(score, { env });
    expect(asked).toEqual(['CONNECT www.example.org:443']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT')]);
    const wrong = await runProgram(score, { env: { ...env, HTTPS_PROXY: 'http://:bad:' } });
    expect(wrong.code).toBe(2);
  });

  it.skipIf(!canCertify)('carries https to a server whose certificate is trusted, and to no other', async () => {
    const directory = temporaryDirectory();
    const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const made = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      cert,
      ...subject,
    ];
    expect(spawnSync('openssl', made).status).toBe(0);
    const secure = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
      response.end('{"id":"PGS000001"}');
    });
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    afterAll(() => {
      secure.closeAllConnections();
      secure.close();
    });
    const { url, asked } = await startProxy('opened');
    const { port } = secure.address() as AddressInfo;
    const env = { PRS_REST_URL: `https://localhost:${port}/rest`, HTTPS_PROXY: url, PRS_CACHE_DIR: directory };
    const trusting = await runProgram([...score, '--json'], { env: { ...env, NODE_EXTRA_CA_CERTS: cert } });
    expect([trusting.code, trusting.stderr, JSON.parse(trusting.stdout)]).toEqual([0, '', { id: 'PGS000001' }]);
    expect(asked).toEqual([`CONNECT localhost:${port}`]);
    const { code, stderr } = await runProgram(score, { env });
    expect([code, stderr]).toEqual([1, expect.stringContaining('set NODE_EXTRA_CA_CERTS')]);
  });

  it('that never answers does not hold the program', async () => {
    const { url } = await startProxy(null);
    const directory = temporaryDirectory();
    writeFileSync(join(directory, '.prsrc'), 'network_timeout: 0.2\nnetwork_retries: 0\n');
    const env = { PRS_REST_URL: 'https://www.example.org/rest', HTTPS_PROXY: url, PRS_CACHE_DIR: directory };
    const through = ['bash', '-c', `cd ${directory} && exec "$@"`, 'bash'];
    const { code, stderr } = await runProgram(score, { env, through });
    expect([code, stderr]).toEqual([1, expect.stringContaining('no answer for 0.2 s')]);
  });
});
