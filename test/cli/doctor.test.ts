import { chmodSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HealthCheck } from '../../src/core/index.ts';
import { temporaryDirectory } from '../support/genotypes.ts';
import { runProgram } from '../support/program.ts';

const directory = temporaryDirectory();
let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.statusCode = 404;
  response.end();
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => server.close());
const urlOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function examine(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  asked = [];
  const { code, stdout, stderr } = await runProgram(['doctor', '--json', ...argv], {
    env: {
      PRS_CACHE_DIR: join(directory, 'cache'),
      PRS_EBI_URL: urlOf(),
      PRS_REST_URL: urlOf(),
      PRS_HF_URL: urlOf(),
      ...env,
    },
  });
  const checks = JSON.parse(stdout) as HealthCheck[];
  return { code, stderr, find: (id: string) => checks.find((check) => check.id === id) };
}

it('finds this machine fit, and asks nobody', async () => {
  const { code, find, stderr } = await examine([]);
  expect(code).toBe(0);
  expect(find('node')).toMatchObject({ state: 'good', said: expect.stringContaining(process.versions.node) });
  expect(find('parquet')).toMatchObject({ state: 'good' });
  expect(find('cache')).toMatchObject({ state: 'good', said: expect.stringContaining(join(directory, 'cache')) });
  expect(find('catalog')).toMatchObject({ state: 'warn', mend: expect.stringContaining('catalog update') });
  expect(find('ebi')).toMatchObject({ state: 'unknown' });
  expect(find('terminal')).toMatchObject({ state: 'warn' });
  expect(stderr).toContain('doctor --network');
  expect(asked).toEqual([]);
});

it('asks the servers when told to; any answer shows that they are there', async () => {
  const { code, find } = await examine(['--network']);
  expect(code).toBe(0);
  expect(find('ebi')).toMatchObject({ state: 'good', said: expect.stringMatching(/answered in \d+ ms/) });
  expect(asked).toHaveLength(3);
  const offline = await examine(['--network', '--offline']);
  expect(offline.find('ebi')).toMatchObject({ state: 'unknown', said: expect.stringContaining('offline') });
  expect(asked).toEqual([]);
});

it('fails with what to do when a server is out of reach', async () => {
  const { code, find } = await examine(['--network'], { PRS_EBI_URL: 'http://127.0.0.1:1' });
  expect(code).toBe(1);
  expect(find('ebi')).toMatchObject({ state: 'bad', mend: expect.stringContaining('HTTPS_PROXY') });
  expect(find('rest')).toMatchObject({ state: 'good' });
});

it.skipIf(process.getuid?.() === 0)('names a folder that cannot be written', async () => {
  const closed = join(directory, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o500);
  const { code, find } = await examine([], { PRS_CACHE_DIR: closed });
  expect(code).toBe(1);
  expect(find('cache')).toMatchObject({ state: 'bad', mend: expect.stringContaining('PRS_CACHE_DIR') });
});

it('names a cache folder that is a file', async () => {
  const { code, find } = await examine([], { PRS_CACHE_DIR: '/dev/null' });
  expect(code).toBe(1);
  expect(find('cache')).toMatchObject({ state: 'bad' });
});
