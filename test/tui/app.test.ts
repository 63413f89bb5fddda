import { describe, expect, it } from 'vitest';
import { appCommand, expectRestored, prepareApp, processIdOf, start, startShell } from './start.ts';

const DOWN = '\x1b[B';
const ESC = '\x1b';
const CTRL_C = '\x03';
const CTRL_Z = '\x1a';

prepareApp();

describe.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
])('at $columns x $rows', (size) => {
  it('goes from a path to a result and leaves the terminal as it was', async () => {
    const terminal = start({ ...size, fake: { msPerScore: 20 } });
    await terminal.until('go down to one and press enter');
    expect(terminal.isAlternate()).toBe(true);
    terminal.keys(`${DOWN}${DOWN}${DOWN}\r`);
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r/');
    await terminal.until('Search:');
    terminal.keys('breast\ra');
    await terminal.until('c computes 3 scores');
    terminal.keys('c');
    await terminal.until('Computed 3 scores');
    expect(terminal.lines()[8]).toMatch(/PGS ID +Trait +PRS Score/);
    terminal.keys('\r');
    await terminal.until('60 of 77');
    // The last line of the frame: a key sent before it has come would follow esc too soon.
    await terminal.until('w says why.');
    terminal.keys(`${ESC}`);
    await terminal.until('Enter explains a result');
    terminal.keys('q');
    await expectRestored(terminal, 0);
  });
});

it('switches screens, shows the help, and takes a paste as text', async () => {
  const terminal = start({ genotypes: 'a.vcf' });
  await terminal.until('Press enter to choose scores');
  terminal.keys('1');
  await terminal.until('row 1 of 200');
  terminal.keys('\t');
  await terminal.until('[2 Scoring]');
  terminal.keys('\x1b[200~PGS000007\n\x1b[201~\r');
  await terminal.until('PGS000007  PRS77  Breast cancer');
  terminal.keys('?');
  await terminal.until('Open another scoring file');
  terminal.keys(`${ESC}`);
  await terminal.until((text) => !text.includes('Open another scoring file'));
  terminal.keys('\x1b[Z');
  await terminal.until('[1 Metadata]');
});

it('feels a cancel at once and keeps what is done', async () => {
  const terminal = start({ genotypes: 'a.vcf', fake: { hangsAt: 'PGS000004' } });
  await terminal.until('Press enter to choose scores');
  terminal.keys('\r');
  await terminal.until('Mark scores');
  terminal.keys('ac');
  await terminal.until('computing, 3 of 12 done, 1 failed');
  const pressed = performance.now();
  terminal.keys(ESC);
  await terminal.until('Cancelled: 3 of 12 scores computed.');
  // Esc itself takes 50 ms to be told from an arrow.
  expect(performance.now() - pressed).toBeLessThan(500);
});

it('ends with 130 on ctrl-c during work, and asks on q', async () => {
  const terminal = start({ genotypes: 'a.vcf', fake: { hangsAt: 'PGS000001' } });
  await terminal.until('Press enter to choose scores');
  terminal.keys('\r');
  await terminal.until('Mark scores');
  terminal.keys(' cq');
  await terminal.until('Quit and lose it?');
  terminal.keys('n');
  await terminal.until('computing, 0 of 1 done');
  terminal.keys(CTRL_C);
  await expectRestored(terminal, 130);
});

it.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGQUIT', 131],
] as const)('restores the terminal on %s', async (signal, exitCode) => {
  const terminal = start({ genotypes: 'a.vcf' });
  await terminal.until('Press enter to choose scores');
  process.kill(processIdOf(terminal), signal);
  await expectRestored(terminal, exitCode);
});

it.each([
  ['a throw in a timer', 'CRASH.txt', 'boom in a timer'],
  ['an unhandled rejection', 'REJECT.txt', 'boom in a promise'],
])('restores the terminal on %s and says what it was', async (_what, name, message) => {
  const terminal = start({ genotypes: 'a.vcf', columns: 120, rows: 40 });
  await terminal.until('Press enter to choose scores');
  terminal.keys('2');
  await terminal.until('Score:');
  terminal.keys(`${name}\r`);
  expect(await expectRestored(terminal, 1)).toContain(`Error: ${message}`);
});

it('restores the terminal on a fault in the frame around the screens', async () => {
  const genome_build = { toString: 'no function' } as never;
  const terminal = start({ genotypes: 'a.vcf', fake: { genome_build }, columns: 120, rows: 40 });
  expect(await expectRestored(terminal, 1)).toContain('TypeError');
});

it('keeps a fault in one screen to that screen', async () => {
  const terminal = start({ genotypes: 'a.vcf' });
  await terminal.until('Press enter to choose scores');
  terminal.keys('2');
  await terminal.until('Score:');
  terminal.keys('RENDER.txt\r');
  await terminal.until('This screen failed:');
  terminal.keys('3');
  await terminal.until('Press enter to choose scores');
  terminal.keys('q');
  await expectRestored(terminal, 0);
});

it('follows the size of the terminal, also below what it needs', async () => {
  const terminal = start({ genotypes: 'a.vcf', columns: 120, rows: 40 });
  await terminal.until('Press enter to choose scores');
  terminal.resize(30, 8);
  const small = await terminal.until('60x20 are needed');
  expect(small.split('\n').every((line) => line.length <= 30)).toBe(true);
  terminal.resize(80, 24);
  await terminal.until((text) => text.includes('Press enter to choose scores') && text.includes('q quit'));
  expect(terminal.lines()[23]).toContain('enter choose scores');
});

it('suspends and comes back with the size the terminal has by then', async () => {
  const terminal = startShell(['--norc', '--noprofile', '-i'], { environment: { PS1: 'SHELL> ' } });
  await terminal.until('SHELL>');
  terminal.keys(`${appCommand()} a.vcf\r`);
  await terminal.until('Press enter to choose scores');
  terminal.keys(CTRL_Z);
  await terminal.until('Stopped');
  expect(terminal.isAlternate()).toBe(false);
  terminal.resize(100, 30);
  terminal.keys('fg\r');
  await terminal.until((text) => terminal.isAlternate() && text.includes('Press enter to choose scores'));
  await terminal.until(() => terminal.lines()[29].includes('q quit'));
  terminal.keys('q');
  await terminal.until((text) => !terminal.isAlternate() && text.trimEnd().endsWith('SHELL>'));
});

it('moves a row for less than 900 bytes, and scrolls for less', async () => {
  const terminal = start({ genotypes: 'a.vcf', columns: 120, rows: 40 });
  await terminal.until('Press enter to choose scores');
  terminal.keys('1');
  await terminal.until('row 1 of 200');
  const costOf = async (keys: string, place: string): Promise<number> => {
    const before = terminal.bytes;
    terminal.keys(keys);
    await terminal.until(place);
    return terminal.bytes - before;
  };
  expect(await costOf('j', 'row 2 of 200')).toBeLessThan(900);
  await costOf('jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj', 'row 38 of 200');
  expect(await costOf('j', 'row 39 of 200')).toBeLessThan(900);
});

it('writes nothing while nothing happens', async () => {
  const terminal = start({ genotypes: 'a.vcf' });
  await terminal.until((text) => text.includes('Press enter to choose scores') && text.includes('0 of 12'));
  // The absence of something has no condition to wait for.
  const before = terminal.bytes;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(terminal.bytes).toBe(before);
});

it('draws in ASCII on request, and leaves names alone', async () => {
  const terminal = start({ genotypes: 'a.vcf', environment: { FAKE_SYMBOLS: 'ascii' } });
  await terminal.until('Press enter to choose scores');
  terminal.keys('\rG');
  const text = await terminal.until('Höhe 身長');
  expect(text).not.toMatch(/[─│█░…▲]/);
  expect(text).toMatch(/^-{80}$/m);
});

it('draws without colour on request, and in ASCII where the locale says so', async () => {
  const colored = start({ genotypes: 'a.vcf' });
  await colored.until('Press enter to choose scores');
  expect(colored.colors().size).toBeGreaterThan(0);
  const plain = start({ genotypes: 'a.vcf', environment: { NO_COLOR: '1', LC_ALL: 'C' } });
  await plain.until('Press enter to choose scores');
  expect(plain.colors().size).toBe(0);
  expect(plain.text()).toMatch(/^[\n\x20-\x7e]*$/);
});

it('labels the demo on every screen', async () => {
  const terminal = start({ environment: { FAKE_DEMO: '1' } });
  await terminal.until('synthetic.vcf.gz');
  for (const [key, tab] of [
    ['1', '[1 Metadata]'],
    ['2', '[2 Scoring]'],
  ] as const) {
    terminal.keys(key);
    await terminal.until(tab);
    expect(terminal.lines()[0]).toContain('SYNTHETIC DEMO');
  }
});

it('sorts, filters and arranges a table, and brings it back', async () => {
  const terminal = start({ genotypes: 'a.vcf', columns: 120, rows: 40 });
  await terminal.until('Press enter to choose scores');
  terminal.keys('1');
  await terminal.until('row 1 of 200');
  terminal.keys('ss');
  await terminal.until((text) => /▼ Polygenic/.test(text) && text.includes('row 200 of 200'));
  terminal.keys('lf');
  await terminal.until('Reported Trait is:');
  terminal.keys('breast\r');
  await terminal.until('Filtered: Reported Trait "breast"');
  expect(terminal.text()).toContain('of 40, 200 in all');
  terminal.keys('#3\r');
  await terminal.until('row 3 of 40, 200 in all');
  terminal.keys('-');
  await terminal.until((text) => !text.includes('Reported Trait  '));
  terminal.keys('zz');
  await terminal.until('of 200');
  expect(terminal.text()).toContain('▼ Polygenic');
});

it('copies the selected rows to the clipboard of the terminal, and writes them', async () => {
  const terminal = start({ genotypes: 'a.vcf', columns: 120, rows: 40 });
  await terminal.until('Press enter to choose scores');
  terminal.keys('1');
  await terminal.until('row 1 of 200');
  terminal.keys('jj v');
  await terminal.until(', 2 selected');
  terminal.keys('y');
  await terminal.until('2 rows sent to the clipboard');
  expect(terminal.clipboard).toMatch(/^Polygenic Score \(PGS\) ID\tReported Trait.*\nPGS000003\t.*\nPGS000004\t.*\n$/);
  expect(terminal.text()).toContain('>* PGS000004');
  terminal.keys('x');
  await terminal.until('Write 2 rows to:');
  terminal.keys('shortlist.tsv\r');
  await terminal.until('Written to shortlist.tsv');
  expect(terminal.text()).toContain('row 4 of 200, 2 selected');
});
