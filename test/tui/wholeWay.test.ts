/** The shipped program in a real terminal, by keys alone: from a VCF to files that a person hands on. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SMALL_CATALOG, writeSheets } from '../support/catalog.ts';
import { vcfText } from '../support/genotypes.ts';
import { program } from '../support/program.ts';
import { scoringText } from '../support/scoring.ts';
import { Terminal } from './terminal.ts';

let home = '';
let terminal: Terminal | null = null;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'prs-test-'));
  writeSheets(join(home, 'catalog'), SMALL_CATALOG);
  mkdirSync(join(home, 'catalog', 'scores'));
  // 1 copy × 0.5 + 2 copies × 0.25 + 2 copies of the REF × 1 = 3.
  const rows = ['1 100 G A 0.5', '1 200 T C 0.25', '2 300 G A 1'];
  writeFileSync(
    join(home, 'catalog', 'scores', 'PGS000001_hmPOS_GRCh38.txt'),
    scoringText(rows, '#pgs_id=PGS000001\n#genome_build=GRCh38\n'),
  );
  mkdirSync(join(home, 'genomes'));
  const records = ['1 100 A G 0/1', '1 200 C T 1/1', '2 300 G A 0/0'];
  writeFileSync(join(home, 'genomes', 'anna.vcf'), vcfText(records, { sample: 'Anna' }));
});
afterEach(() => {
  terminal?.close();
  rmSync(home, { recursive: true });
});

it.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
])('goes from a half-typed path to a report and a table at $columns x $rows', { timeout: 60_000 }, async (size) => {
  const environment = {
    HOME: home,
    PRS_CACHE_DIR: join(home, 'cache'),
    PRS_STATE_DIR: join(home, 'state'),
    XDG_CONFIG_HOME: join(home, 'config'),
  };
  const command = ['sh', '-c', `cd '${home}' && exec '${process.execPath}' '${program}' --catalog catalog --offline`];
  terminal = new Terminal(command, { ...size, environment, patienceMs: 20_000 });
  await terminal.until('genomes/');
  terminal.keys('gen\t');
  await terminal.until('anna.vcf');
  terminal.keys('\t');
  await terminal.until('genomes/anna.vcf');
  terminal.keys('\r');
  await terminal.until('Press enter to choose scores');
  terminal.keys('n');
  await terminal.until('3 of 3 records');
  terminal.keys('\r');
  await terminal.until('Mark scores');
  terminal.keys('/breast\r');
  await terminal.until('1 score of 3');
  terminal.keys(' ');
  await terminal.until('1 of 3 scores marked');
  terminal.keys('c');
  await terminal.until('Computed 1 score');
  expect(await terminal.until('PGS000001')).toMatch(/3\.0+/);
  terminal.keys('\r');
  // The last line of the frame: a key sent before it has come would follow esc too soon.
  await terminal.until('w says why.');
  expect(terminal.lines().join('\n')).toMatch(/3 of 3\s+\(100\.0%\)/);
  terminal.keys('\x1b');
  await terminal.until('Enter explains a result');
  for (const [steps, file] of [
    ['\x1b[B'.repeat(5), 'prs_results.html'],
    ['', 'prs_results.csv'],
  ]) {
    terminal.keys('e');
    await terminal.until('CSV (RFC 4180)');
    terminal.keys(steps);
    await terminal.until(`results to: ${file}`.replace('results', 'result'));
    terminal.keys('\r');
    await terminal.until(`Written to ${file}`);
    expect(statSync(join(home, file)).mode & 0o777).toBe(0o600);
  }
  terminal.keys('q');
  expect(await terminal.ended).toBe(0);

  const [header, row] = readFileSync(join(home, 'prs_results.csv'), 'utf8')
    .split(/\r?\n/)
    .map((line) => line.split(','));
  expect(row[header.indexOf('pgs_id')]).toBe('PGS000001');
  expect(Number(row[header.indexOf('score')])).toBe(3);
  const report = readFileSync(join(home, 'prs_results.html'), 'utf8');
  expect(report).toContain('Breast cancer');
  expect(report).toContain('CC BY 4.0');
  expect(readdirSync(home).sort()).toEqual(
    ['cache', 'catalog', 'genomes', 'prs_results.csv', 'prs_results.html', 'state'].sort(),
  );
  expect(readdirSync(join(home, 'genomes'))).toEqual(['anna.vcf']);
});
