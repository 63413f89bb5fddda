/** What is left when the process is killed, and when two work on one cache. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import { createSession } from '../../src/core/session.ts';
import { type CatalogServer, startCatalogServer } from '../support/catalogServer.ts';
import { temporaryDirectory } from '../support/genotypes.ts';
import { startHubServer } from '../support/hubServer.ts';
import { oldDistributions, tablesOf } from '../support/hubTables.ts';
import { runProgram, startProgram } from '../support/program.ts';

const IDS = Array.from({ length: 6 }, (_, i) => `PGS00000${i + 1}`);
const download = ['catalog', 'download', IDS.join(','), '--build', 'GRCh38'];
const SCORES = 'metadata/pgs_all_metadata_scores.csv';
const MANY_IDS = Array.from({ length: 40 }, (_, i) => `PGS0000${String(i + 10)}`);
/** Kills of each command. */
const KILLS = 25;
/** The last instant, in whole runs. */
const LONGEST = 1.4;

const environment = (server: CatalogServer, directory: string): Record<string, string> => ({
  PRS_EBI_URL: server.ebiUrl,
  PRS_CACHE_DIR: directory,
});

async function verify(directory: string) {
  const session = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 1 });
  try {
    return await session.verifyCache();
  } finally {
    await session.close();
  }
}

/** Starts the program and kills it after so many milliseconds; says whether it was still running. */
async function killAfter(milliseconds: number, argv: readonly string[], env: Record<string, string>): Promise<boolean> {
  const child = startProgram(argv, env);
  const ended = once(child, 'exit');
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  const killed = child.kill('SIGKILL');
  const [, signal] = await ended;
  return killed && signal === 'SIGKILL';
}

/** Kills at instants spread over the time that one whole run takes, and a little more: some runs end. */
async function killOften(
  argv: readonly string[],
  env: Record<string, string>,
  afterEach: (place: number) => Promise<void>,
): Promise<number> {
  const started = performance.now();
  expect((await runProgram(argv, { env: { ...env, PRS_CACHE_DIR: temporaryDirectory() } })).code).toBe(0);
  const whole = performance.now() - started;
  let hits = 0;
  for (let place = 0; place < KILLS; place++) {
    if (await killAfter((LONGEST * whole * (place + Math.random())) / KILLS, argv, env)) hits++;
    await afterEach(place);
  }
  return hits;
}

describe('SIGKILL', () => {
  it('during bundle use leaves each score old or new, and one whole release', async () => {
    const bundles: string[] = [];
    for (const rows of [20, 30]) {
      const server = await startCatalogServer(MANY_IDS, rows);
      server.files.set(SCORES, Buffer.from(`${server.files.get(SCORES)}PGS9000${rows},P,Trait,1,2026-01-01\n`));
      const env = environment(server, temporaryDirectory());
      const bundle = join(temporaryDirectory(), 'bundle.tar');
      expect((await runProgram(['catalog', 'update'], { env })).code).toBe(0);
      const create = ['bundle', 'create', bundle, '--scores', MANY_IDS.join(','), '--build', 'GRCh38'];
      expect((await runProgram(create, { env })).code).toBe(0);
      bundles.push(bundle);
    }
    const [first, second] = bundles as [string, string];
    const directory = temporaryDirectory();
    const env = { PRS_CACHE_DIR: directory };
    expect((await runProgram(['bundle', 'use', first], { env })).code).toBe(0);
    const hits = await killOften(['bundle', 'use', second, '--yes'], env, async (place) => {
      const { checked, problems } = await verify(directory);
      expect(problems).toEqual([]);
      expect(checked).toBe(MANY_IDS.length + 7);
      if (place % 3 === 2) expect((await runProgram(['bundle', 'use', first, '--yes'], { env })).code).toBe(0);
    });
    expect(hits).toBeGreaterThan(KILLS / 3);
    expect((await runProgram(['bundle', 'use', second, '--yes'], { env })).code).toBe(0);
    expect((await runProgram(['bundle', 'use', second], { env })).stdout).toContain('0 new, 48 there already');
  }, 120_000);

  it('during catalog update leaves one whole release, which the next one replaces', async () => {
    const server = await startCatalogServer([]);
    const directory = temporaryDirectory();
    const env = environment(server, directory);
    expect((await runProgram(['catalog', 'update'], { env })).code).toBe(0);
    server.pace = { milliseconds: 2, bytes: 20 };
    const published = [(server.files.get(SCORES) as Buffer).toString()];
    const hits = await killOften(['catalog', 'update'], env, async (place) => {
      expect((await verify(directory)).problems).toEqual([]);
      const session = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 1 });
      const { columns } = await session.readSheet('scores');
      expect(columns[0]).toBe('Polygenic Score (PGS) ID');
      await session.close();
      // Each update has something to do.
      published.push(`${published[0]}PGS9000${String(place + 10)},P,Trait ${place},1,2026-01-01\n`);
      server.files.set(SCORES, Buffer.from(published.at(-1) as string));
    });
    expect(hits).toBeGreaterThan(KILLS / 3);
    expect((await runProgram(['catalog', 'update'], { env })).code).toBe(0);
    expect(readFileSync(join(directory, 'metadata', 'raw', SHEET_FILES.scores), 'utf8')).toBe(published.at(-1));
    expect(existsSync(join(directory, 'metadata', 'raw.new'))).toBe(false);
  }, 120_000);

  it('during catalog bulk pull-hf leaves one whole set, which the next one replaces', async () => {
    const hub = await startHubServer();
    const publish = (place: number) =>
      hub.publish('me/mine', { ...tablesOf('data', `PGS9000${String(place + 10)}`), ...oldDistributions() });
    const directory = temporaryDirectory();
    const env = { PRS_HF_URL: hub.url, PRS_CACHE_DIR: directory };
    const pull = ['catalog', 'bulk', 'pull-hf', '--repo', 'me/mine'];
    publish(-1);
    expect((await runProgram(pull, { env })).code).toBe(0);
    hub.pace = { milliseconds: 2, bytes: 200 };
    const seen = new Set<string>();
    const hits = await killOften(pull, env, async (place) => {
      expect((await verify(directory)).problems).toEqual([]);
      const session = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 1 });
      const catalog = await session.openCatalog();
      const [score] = await catalog.scores();
      const [evaluation] = await catalog.performance();
      // Both are of one set.
      expect(evaluation?.pgs_id).toBe(score?.pgs_id);
      expect((await catalog.status()).origin).toBe('hf');
      await session.close();
      seen.add(score?.pgs_id ?? '');
      publish(place);
    });
    expect(hits).toBeGreaterThan(KILLS / 3);
    expect(seen.size).toBeGreaterThan(1);
    expect((await runProgram(pull, { env })).code).toBe(0);
    expect(existsSync(join(directory, 'pulled.new'))).toBe(false);
    const session = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 1 });
    expect((await (await session.openCatalog()).scores())[0]?.pgs_id).toBe(`PGS9000${KILLS + 9}`);
    await session.close();
  }, 120_000);

  it('during catalog download leaves whole files only, and what had come is continued', async () => {
    const server = await startCatalogServer(IDS, 600);
    server.pace = { milliseconds: 2, bytes: 700 };
    const directory = temporaryDirectory();
    const env = environment(server, directory);
    let continued = 0;
    const hits = await killOften(download, env, async (place) => {
      expect((await verify(directory)).problems).toEqual([]);
      const names = existsSync(join(directory, 'scores')) ? readdirSync(join(directory, 'scores')) : [];
      const whole = names.filter((name) => !name.startsWith('.'));
      for (const name of whole) {
        const id = name.slice(0, 9);
        const remote = `scores/${id}/ScoringFiles/Harmonized/${name}`;
        expect(readFileSync(join(directory, 'scores', name))).toEqual(server.files.get(remote));
      }
      continued += server.requests.filter((request) => request.includes('bytes=')).length;
      server.requests.length = 0;
      // Each download has something to do.
      if (whole.length === IDS.length && place < KILLS - 1)
        for (const name of whole) rmSync(join(directory, 'scores', name));
    });
    expect(hits).toBeGreaterThan(KILLS / 3);
    expect(continued).toBeGreaterThan(0);
    server.pace = { milliseconds: 0, bytes: 1 << 20 };
    expect((await runProgram(download, { env })).code).toBe(0);
    const report = await verify(directory);
    expect([report.checked, report.problems, report.leftovers]).toEqual([IDS.length, [], 0]);
  }, 120_000);
});

describe('Ctrl-C', () => {
  it('ends a download at once, with 130, and keeps what has come', async () => {
    const server = await startCatalogServer(IDS, 3000);
    server.pace = { milliseconds: 20, bytes: 700 };
    const directory = temporaryDirectory();
    const child = startProgram(download, environment(server, directory));
    const ended = once(child, 'exit');
    while (server.requests.length < IDS.length) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = performance.now();
    child.kill('SIGINT');
    const [code] = await ended;
    expect(code).toBe(130);
    expect(performance.now() - before).toBeLessThan(2000);
    const left = readdirSync(join(directory, 'scores')).sort();
    expect(left).toEqual(IDS.map((id) => `.${id}_hmPOS_GRCh38.txt.gz.partial`));
  }, 60_000);
});

describe('two processes on one cache', () => {
  it('both succeed in updating and downloading, and what is left is whole', async () => {
    const server = await startCatalogServer(IDS, 600);
    server.pace = { milliseconds: 1, bytes: 2000 };
    const directory = temporaryDirectory();
    const env = environment(server, directory);
    for (let round = 0; round < 4; round++) {
      const commands = [['catalog', 'update'], ['catalog', 'update'], download, download];
      const answers = await Promise.all(commands.map((argv) => runProgram(argv, { env })));
      expect(answers.map(({ code, stderr }) => [code, stderr])).toEqual(commands.map(() => [0, '']));
      const report = await verify(directory);
      expect([report.checked, report.problems, report.leftovers]).toEqual([IDS.length + 7, [], 0]);
      expect(readdirSync(join(directory, 'metadata'))).toEqual(['raw']);
      const text = `${(server.files.get(SCORES) as Buffer).toString()}PGS80000${round},P,Trait,1,2026-01-01\n`;
      server.files.set(SCORES, Buffer.from(text));
    }
  }, 120_000);
});
