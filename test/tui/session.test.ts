import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectRestored, prepareApp, processIdOf, start } from './start.ts';

prepareApp();
let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'prs-test-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

it('finds an interrupted computation again after the connection was lost', async () => {
  const environment = { FAKE_STATE: join(directory, 'app.json') };
  const before = start({ genotypes: '/data/a.vcf', fake: { hangsAt: 'PGS000003' }, environment });
  await before.until('Press enter to choose scores');
  before.keys('\r');
  await before.until('Mark scores');
  before.keys('ac');
  await before.until('computing, 2 of 12 done');
  process.kill(processIdOf(before), 'SIGHUP');
  await expectRestored(before, 129);
  expect(JSON.parse(readFileSync(environment.FAKE_STATE, 'utf8'))).toMatchObject({ interrupted: true });
  expect(statSync(environment.FAKE_STATE).mode & 0o777).toBe(0o600);

  const after = start({ environment });
  await after.until('Computing 12 scores was interrupted');
  await after.until('a.vcf, sample SYNTH1, GRCh38');
  after.keys('c');
  await after.until('Computed 12 scores');
});

it('downloads what is marked, and the list of jobs tells how it went', async () => {
  const terminal = start({ genotypes: 'a.vcf', columns: 120, rows: 40 });
  await terminal.until('Press enter to choose scores');
  terminal.keys('\r');
  await terminal.until('Mark scores');
  terminal.keys('  d');
  await terminal.until('1 scoring file here, 1 failed: see Jobs.');
  terminal.keys('4\r');
  await terminal.until('PGS000002: The fake server does not have it.');
  terminal.keys('\x1b');
  await terminal.until('row 1 of 1');
});

it('says what to do when there is no network', async () => {
  const terminal = start({ genotypes: 'a.vcf', fake: { offline: true } });
  await terminal.until('Press enter to choose scores');
  terminal.keys('1');
  await terminal.until('row 1 of 200');
  terminal.keys('U');
  await terminal.until('Not updated, see Jobs:');
  terminal.keys('4');
  await terminal.until('failed after under 1 s');
});

it('takes ten pasted ids at once', async () => {
  const terminal = start({ genotypes: 'a.vcf' });
  await terminal.until('Press enter to choose scores');
  terminal.keys('\r');
  await terminal.until('Mark scores');
  const ids = Array.from({ length: 10 }, (_, index) => `PGS${String(index + 1).padStart(6, '0')}`);
  terminal.keys(`\x1b[200~${ids.join('\n')}\x1b[201~`);
  await terminal.until('10 scores marked.');
  terminal.keys('c');
  await terminal.until('Computed 10 scores');
});

it('finds a command by name and runs it', async () => {
  const terminal = start({ genotypes: 'a.vcf' });
  await terminal.until('Press enter to choose scores');
  terminal.keys(':jobs');
  await terminal.until('> 4                Go to Jobs');
  terminal.keys('\r');
  await terminal.until('Nothing has run yet.');
});

it('finds columns as they were left, after the terminal was closed', async () => {
  const environment = { FAKE_STATE: join(directory, 'app.json') };
  const before = start({ genotypes: '/data/a.vcf', environment });
  await before.until('Press enter to choose scores');
  before.keys('1');
  await before.until('row 1 of 200');
  before.keys('l-s');
  const arranged = await before.until('▲');
  const titles = arranged.split('\n').find((line) => line.includes('▲'));
  process.kill(processIdOf(before), 'SIGHUP');
  await expectRestored(before, 129);

  const after = start({ environment });
  await after.until((text) => text.includes('row 1 of 200') && text.includes(String(titles)));
});
