/** The commands about Hugging Face, as the real program. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SMALL_CATALOG, writeCatalog } from '../support/catalog.ts';
import { scoringGzip, startCatalogServer } from '../support/catalogServer.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { HUB_TOKEN, type HubServer, startHubServer } from '../support/hubServer.ts';
import { newDistributions, tablesOf } from '../support/hubTables.ts';
import { runProgram } from '../support/program.ts';
import { hasRealData, realData } from '../support/realData.ts';

const settings = (hub: HubServer, directory: string): Record<string, string> => ({
  PRS_HF_URL: hub.url,
  PRS_CACHE_DIR: directory,
});
const pull = ['catalog', 'bulk', 'pull-hf', '--repo', 'me/mine'];
const push = ['catalog', 'bulk', 'push-hf', '--repo', 'me/mine'];
const limited = ['bash', '-c', 'ulimit -v 4194304 && exec "$@"', 'bash'];

describe('catalog bulk pull-hf', () => {
  it('brings the tables, and the status says who they are from', async () => {
    const hub = await startHubServer();
    hub.publish('just-dna-seq/pgs-catalog', tablesOf('data/metadata'));
    hub.publish('just-dna-seq/prs-percentiles', newDistributions());
    const directory = temporaryDirectory();
    const env = settings(hub, directory);
    const { code, stdout, stderr } = await runProgram(['catalog', 'bulk', 'pull-hf'], { env });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^warning: These tables do not say .*terms/)]);
    expect(stdout).toMatch(/^metadata\/scores\.parquet +1 +[\d.]+ kB +new +just-dna-seq\/pgs-catalog@[0-9a-f]{8}$/m);
    const status = await runProgram(['catalog', 'status', '--offline'], { env });
    expect(status.stdout).toMatch(
      /^Data from {7}Hugging Face, http.*\/just-dna-seq\/pgs-catalog\/tree\/[0-9a-f]{40}$/m,
    );
    expect(status.stdout).toMatch(/^Fetched {9}\d{4}-.*Z, 0 days ago$/m);
    const list = await runProgram(['catalog', 'scores', 'list', '--json', '--offline'], { env });
    expect(JSON.parse(list.stdout)).toMatchObject([{ pgs_id: 'PGS000001' }]);
  });

  it('exits with 1 when there are no tables, and the status tells what was said', async () => {
    const hub = await startHubServer();
    const env = settings(hub, temporaryDirectory());
    const { code, stdout, stderr } = await runProgram(['catalog', 'bulk', 'pull-hf'], { env });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^error: There are no cleaned tables on Hugging Face in just-dna-seq\/pgs-catalog or .*\nhint: /,
    );
    const status = await runProgram(['catalog', 'status'], { env });
    expect(status.stdout).toMatch(/^Read from {7}nothing/m);
    expect(status.stdout).toMatch(/^Last failure {4}Hugging Face, \d{4}-.*: There are no cleaned tables/m);
  });

  it('is a usage error with a name that is none', async () => {
    for (const name of ['', 'mine', 'a/b/c', '../x', 'https://huggingface.co/datasets/me/mine'])
      expect([name, (await runProgram(['catalog', 'bulk', 'pull-hf', '--repo', name])).code]).toEqual([name, 2]);
  });
});

describe('catalog bulk push-hf', () => {
  it('says what goes, sends it, and a pull elsewhere brings it back', async () => {
    const hub = await startHubServer();
    const directory = writeCatalog(SMALL_CATALOG);
    const env = settings(hub, directory);
    const dry = await runProgram([...push, '--dry-run'], { env });
    expect([dry.code, dry.stdout, hub.datasets.size]).toEqual([0, '', 0]);
    expect(dry.stderr).toContain('which is made, for everybody to see:\n');
    expect(dry.stderr).toContain('Nothing was uploaded (--dry-run).');
    const sent = await runProgram(push, { env: { ...env, HF_TOKEN: HUB_TOKEN } });
    expect(sent.code).toBe(0);
    expect(sent.stdout).toMatch(new RegExp(`^${hub.url}/datasets/me/mine/tree/[0-9a-f]{40}\n$`));
    for (const part of ['data/scores.parquet', 'data/publications.parquet', 'README.md'])
      expect(sent.stderr).toContain(part);
    const elsewhere = temporaryDirectory();
    expect((await runProgram([...pull, '--json'], { env: settings(hub, elsewhere) })).code).toBe(0);
    for (const name of readdirSync(join(directory, 'metadata')).filter((name) => name.endsWith('.parquet')))
      expect([name, readFileSync(join(elsewhere, 'metadata', name))]).toEqual([
        name,
        readFileSync(join(directory, 'metadata', name)),
      ]);
  });

  it('takes the token of --token, else of .env, else of HF_TOKEN, and never shows it', async () => {
    const hub = await startHubServer();
    const directory = writeCatalog(SMALL_CATALOG);
    const here = temporaryDirectory();
    const through = ['bash', '-c', `cd ${here} && exec "$@"`, 'bash'];
    const run = (argv: readonly string[], HF_TOKEN = '') =>
      runProgram(argv, { env: { ...settings(hub, directory), HF_TOKEN }, through });
    const none = await run(push);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('needs a Hugging Face token')]);
    expect(hub.connections()).toBe(0);
    const answers = [await run(push, 'hf_wrongTOKEN'), await run(push, HUB_TOKEN)];
    writeFileSync(join(here, '.env'), `# mine\nOTHER=1\nexport HF_TOKEN="${HUB_TOKEN}"\n`);
    answers.push(await run(push, 'hf_wrongTOKEN'), await run([...push, '--token', 'hf_otherTOKEN']));
    writeFileSync(join(here, '.env'), 'HF_TOKEN=hf_badTOKEN # old\n');
    answers.push(await run(push, HUB_TOKEN), await run([...push, '--token', HUB_TOKEN]));
    expect(answers.map(({ code }) => code)).toEqual([1, 0, 0, 1, 1, 0]);
    for (const { stdout, stderr } of answers) expect(stdout + stderr).not.toContain('TOKEN\n');
    for (const { stderr } of answers) expect(stderr).not.toMatch(/hf_\w/);
  });
});

describe('catalog update --source', () => {
  it('asks the EBI alone unless told otherwise', async () => {
    const hub = await startHubServer();
    const ebi = await startCatalogServer([]);
    const env = { ...settings(hub, temporaryDirectory()), PRS_EBI_URL: ebi.ebiUrl };
    expect((await runProgram(['catalog', 'update'], { env })).code).toBe(0);
    expect(hub.connections()).toBe(0);
  });

  it('takes the next source when one fails, and says why', async () => {
    const hub = await startHubServer();
    const ebi = await startCatalogServer([]);
    const directory = temporaryDirectory();
    const env = { ...settings(hub, directory), PRS_EBI_URL: ebi.ebiUrl };
    const update = ['catalog', 'update', '--source', 'hf,ebi'];
    const { code, stdout, stderr } = await runProgram(update, { env });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: Hugging Face: There are no cleaned tables .* Next is EBI\.$/m);
    expect(stdout).toContain('pgs_all_metadata_scores.csv  2 rows');
    const status = JSON.parse((await runProgram(['catalog', 'status', '--json'], { env })).stdout);
    expect(status).toMatchObject({
      origin: 'ebi',
      origin_url: expect.stringContaining(ebi.ebiUrl),
      failed_attempts: [{ source: 'hf' }],
    });
    hub.publish('just-dna-seq/pgs-catalog', tablesOf('data'));
    expect((await runProgram(update, { env })).stdout).toContain('metadata/scores.parquet');
    expect(JSON.parse((await runProgram(['catalog', 'status', '--json'], { env })).stdout)).toMatchObject({
      origin: 'hf',
      failed_attempts: [],
    });
  });

  it('fails with the last when all do, and refuses names that are none', async () => {
    const hub = await startHubServer();
    const env = { ...settings(hub, temporaryDirectory()), PRS_EBI_URL: '/nowhere' };
    const { code, stderr } = await runProgram(['catalog', 'update', '--source', 'hf,ebi'], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^warning: Hugging Face: (?:.*\n)+error: \/nowhere\//);
    const status = await runProgram(['catalog', 'status'], { env });
    expect(status.stdout.match(/^Last failure/gm)).toHaveLength(2);
    expect((await runProgram(['catalog', 'update', '--source', 'ena'], { env })).code).toBe(2);
    expect((await runProgram(['catalog', 'update', '--source', 'hf,ena'], { env })).code).toBe(2);
  });
});

describe('a login node', () => {
  it('pulls and pushes under a limit of address space', async () => {
    const hub = await startHubServer();
    const env = { ...settings(hub, writeCatalog(SMALL_CATALOG)), HF_TOKEN: HUB_TOKEN };
    expect(await runProgram([...push, '--quiet'], { env, through: limited })).toMatchObject({ code: 0, stderr: '' });
    const elsewhere = settings(hub, temporaryDirectory());
    expect(await runProgram(pull, { env: elsewhere, through: limited })).toMatchObject({ code: 0 });
    const wrong = await runProgram(push, { env: { ...env, HF_TOKEN: 'hf_wrong' }, through: limited });
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('status 401')]);
  });

  it('goes through a proxy', async () => {
    const hub = await startHubServer();
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '');
      asked.push(`${request.method} ${pathname}`);
      const { method, headers } = request;
      const onward = forward(request.url ?? '', { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      });
      request.pipe(onward);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    afterAll(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const env = { ...settings(hub, writeCatalog(SMALL_CATALOG)), HF_TOKEN: HUB_TOKEN, HTTP_PROXY };
    expect(await runProgram(push, { env })).toMatchObject({ code: 0 });
    expect(asked).toContain('POST /api/datasets/me/mine/commit/main');
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.filter((request) => request.startsWith('PUT /content/'))).toHaveLength(5);
  });

  it.skipIf(!hasRealData)(
    'round-trips a catalogue of real size under that limit',
    async () => {
      const hub = await startHubServer();
      const directory = temporaryDirectory();
      const env = { ...settings(hub, directory), HF_TOKEN: HUB_TOKEN };
      const release = join(realData, 'pgs_metadata', 'release_2023-07');
      expect(
        spawnSync('bash', [
          '-c',
          `mkdir -p ${directory}/metadata/raw && cp ${release}/*.csv ${directory}/metadata/raw/`,
        ]).status,
      ).toBe(0);
      expect((await runProgram([...push, '--quiet'], { env, through: limited })).code).toBe(0);
      const elsewhere = temporaryDirectory();
      const { stdout } = await runProgram([...pull, '--json'], { env: settings(hub, elsewhere), through: limited });
      const rows = JSON.parse(stdout).origin.files.map(({ file, rows }: { file: string; rows: number }) => [
        file,
        rows,
      ]);
      expect(rows).toContainEqual(['metadata/scores.parquet', 3807]);
      expect(rows).toContainEqual(['metadata/performance.parquet', 16302]);
    },
    60_000,
  );
});

const canTrace = spawnSync('strace', ['-V']).status === 0;

describe('offline', () => {
  const WANTS = [pull, [...push, '--dry-run'], push, ['catalog', 'update', '--source', 'hf']];

  it('connects to nobody, and says so', async () => {
    const hub = await startHubServer();
    const directory = writeCatalog(SMALL_CATALOG);
    const env = { ...settings(hub, directory), HF_TOKEN: HUB_TOKEN };
    for (const argv of WANTS) {
      const { code, stderr } = await runProgram([...argv, '--offline'], { env });
      expect([code, stderr]).toEqual([1, expect.stringContaining('the network is not used (offline)')]);
    }
    expect(hub.connections()).toBe(0);
    expect(existsSync(join(directory, 'metadata', 'attempts.json'))).toBe(false);
  });

  it.skipIf(!canTrace)('asks the system for no internet socket', async () => {
    const hub = await startHubServer();
    const directory = writeCatalog(SMALL_CATALOG);
    const log = join(temporaryDirectory(), 'trace');
    const sockets = async (argv: readonly string[]): Promise<number> => {
      const through = ['strace', '-f', '-qq', '-e', 'trace=socket,connect', '-o', log];
      await runProgram(argv, { env: { ...settings(hub, directory), HF_TOKEN: HUB_TOKEN }, through });
      return readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.includes('AF_INET')).length;
    };
    for (const argv of WANTS) expect([argv, await sockets([...argv, '--offline'])]).toEqual([argv, 0]);
    expect(await sockets(pull)).toBeGreaterThan(0);
  });
});

describe('a cache of the Python just-prs', () => {
  it('serves scores, metadata and percentiles, and is as it was afterwards', async () => {
    const directory = temporaryDirectory();
    const files: Record<string, Buffer> = {
      ...tablesOf('metadata'),
      'scores/PGS000001_hmPOS_GRCh38.txt.gz': scoringGzip('PGS000001', 'GRCh38', 3),
      'percentiles/1000g_distributions.parquet': newDistributions()['data/1000g_distributions.parquet'] as Buffer,
    };
    for (const [path, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), bytes);
    }
    const tell = (): string[] =>
      readdirSync(directory, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((name) => `${name} ${statSync(join(directory, name)).mtimeMs}`);
    const before = tell();
    const env = { PRS_CACHE_DIR: temporaryDirectory() };
    const vcf = writeFixture(
      temporaryDirectory(),
      'one.vcf',
      vcfText(['1 2000 G A 0/1', '1 2001 G A 1/1', '1 2002 G A 0/0']),
    );
    const catalog = ['--catalog', directory, '--offline'];
    const compute = ['compute', '--vcf', vcf, '--pgs-id', 'PGS000001', '--format', 'json', ...catalog];
    const computed = await runProgram(compute, { env });
    expect([computed.code, JSON.parse(computed.stdout)[0]]).toEqual([
      0,
      expect.objectContaining({
        match_rate: 1,
        trait_reported: 'Breast cancer',
        percentile_method: 'reference_panel',
      }),
    ]);
    for (const argv of [
      ['catalog', 'status'],
      ['catalog', 'scores', 'search', 'breast'],
      ['catalog', 'scores', 'info', 'PGS000001'],
      ['catalog', 'traits', 'search', 'breast'],
      ['cache', 'verify'],
    ])
      expect([argv, (await runProgram([...argv, ...catalog], { env })).code]).toEqual([argv, 0]);
    for (const argv of [
      ['catalog', 'update'],
      ['catalog', 'bulk', 'pull-hf'],
      ['catalog', 'bulk', 'clean-metadata'],
    ])
      expect([argv, (await runProgram([...argv, ...catalog], { env })).code]).not.toEqual([argv, 0]);
    expect(tell()).toEqual(before);
  });
});
