/** A plugin that goes wrong in the app: the real program, its real plugin host, a real pseudo-terminal. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { SMALL_CATALOG, writeCatalog } from '../support/catalog.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { exporterText } from '../support/pluginHost.ts';
import { program } from '../support/program.ts';
import { scoringText } from '../support/scoring.ts';
import { Terminal } from './terminal.ts';

const UP = '\x1b[A';
const ESC = '\x1b';
const FAULT = 'Plugin bad, exporter bad: no reason';

let terminal: Terminal | null = null;
afterEach(() => {
  terminal?.close();
  terminal = null;
});

/** A project with one plugin, a genome and three scores, and the app in it. */
function openProject(size: { readonly columns: number; readonly rows: number }) {
  const [cwd, home, state] = [temporaryDirectory(), temporaryDirectory(), temporaryDirectory()];
  const catalog = writeCatalog(SMALL_CATALOG);
  mkdirSync(join(catalog, 'scores'));
  for (const id of ['PGS000001', 'PGS000002', 'PGS000003']) {
    const text = scoringText(['1 5 G A 0.5 0.5', '1 6 G A 0.25 0.5'], `#pgs_id=${id}\n#genome_build=GRCh38\n`);
    writeFixture(join(catalog, 'scores'), `${id}_hmPOS_GRCh38.txt.gz`, gzipSync(text));
  }
  mkdirSync(join(cwd, 'plugins'));
  writeFixture(cwd, 'plugins/bad.ts', exporterText('bad', "yield 'half'; throw new Error('no reason');"));
  writeFixture(cwd, 'me.vcf', vcfText(['1 5 A G 0/1', '1 6 A G 1/1']));
  const environment = {
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: state,
    PRS_CACHE_DIR: join(home, 'cache'),
    PRS_CATALOG_DIR: catalog,
  };
  const command = `cd ${cwd} && exec ${process.execPath} ${program} me.vcf --build GRCh38`;
  const restart = (): Terminal => {
    terminal?.close();
    terminal = new Terminal(['bash', '-c', command], { ...size, environment, patienceMs: 12_000 });
    return terminal;
  };
  return { terminal: restart(), restart, cwd, state };
}

describe.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
])('at $columns x $rows', (size) => {
  it('a plugin that fails is named, costs no result, and is off after three faults', async () => {
    const { terminal, cwd, state } = openProject(size);
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r');
    await terminal.until('Mark scores');
    terminal.keys('ac');
    await terminal.until('Computed 3 scores');

    await allowIt(terminal);

    // The look at the first lines is a call, and so is each try to write.
    terminal.keys('3');
    await terminal.until('PGS000003');
    terminal.keys('e');
    await terminal.until('prs_results.csv');
    terminal.keys(UP);
    await terminal.until(FAULT);
    expect(faults(state)).toBe(1);
    terminal.keys('\r');
    await untilFaults(state, 2);
    await terminal.until(FAULT);
    expect(readdirSync(cwd).sort()).toEqual(['me.vcf', 'plugins']);

    // Results are still there, and go out in another format.
    terminal.keys(ESC);
    await terminal.until((text) => text.includes('PGS000003') && !text.includes('prs_results'));
    terminal.keys('e');
    await terminal.until('prs_results.csv');
    terminal.keys('\r');
    await terminal.until('Written to prs_results.csv');
    expect(readFileSync(join(cwd, 'prs_results.csv'), 'utf8').match(/^PGS00000\d/gm)).toHaveLength(3);

    // The third in a row turns it off.
    terminal.keys('e');
    await terminal.until((text) => text.includes('prs_results.csv') && !text.includes('Written to'));
    terminal.keys(UP);
    await untilFaults(state, 3);
    terminal.keys(ESC);
    await terminal.until((text) => !text.includes('prs_results.'));
    terminal.keys('5');
    await terminal.until('3 faults in a row');
    terminal.keys(' ');
    await terminal.until('bad: is on.');
    expect(faults(state)).toBe(0);
    terminal.keys('q');
  }, 120_000);

  it('a plugin that took the app down is off at the next start, which says so', async () => {
    const { terminal, cwd, state, restart } = openProject(size);
    await terminal.until('Press enter to choose scores');
    await allowIt(terminal);
    terminal.keys('q');
    // As a crash leaves it: `true` has ended, and has had its number.
    const { pid } = spawnSync('true');
    const note = `plugin-loading-${hostname()}-${pid}-1`;
    writeFixture(join(state, 'just-prs-tui'), note, join(cwd, 'plugins/bad.ts'));
    const next = restart();
    await next.until('Plugin bad is off: the program died');
    next.keys('5');
    await next.until('off: the program died');
    next.keys(' ');
    await next.until('bad: is on.');
    expect(readdirSync(join(state, 'just-prs-tui'))).not.toContain(note);
  }, 120_000);
});

/** In the Plugins screen, once to see what that means and once more. */
async function allowIt(terminal: Terminal): Promise<void> {
  terminal.keys('5');
  await terminal.until('waits to be allowed');
  terminal.keys('A');
  await terminal.until('SHA-256');
  terminal.keys('A');
  await terminal.until('bad: may run now.');
}

/** Faults in a row, as the state folder keeps them. */
function faults(state: string): number {
  const { consents } = JSON.parse(readFileSync(join(state, 'just-prs-tui', 'plugins.json'), 'utf8'));
  return (Object.values(consents) as { faults: number }[])[0].faults;
}

async function untilFaults(state: string, count: number): Promise<void> {
  await expect.poll(() => faults(state), { timeout: 12_000 }).toBe(count);
}
