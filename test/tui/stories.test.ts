import { describe, expect, it } from 'vitest';
import { expectRestored, prepareApp, start } from './start.ts';

const DOWN = '\x1b[B';
const ESC = '\x1b';
const BACKSPACE = '\x7f';
const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
];

prepareApp();

describe.each(SIZES)('at $columns x $rows', (size) => {
  it('normalises, computes and goes on where a cancel ended it', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf', fake: { msPerScore: 15 } });
    await terminal.until('Press enter to choose scores');
    terminal.keys('n');
    await terminal.until((text) => /Normalised +[\d,]+ of /.test(text));
    terminal.keys('\r');
    await terminal.until('Mark scores');
    terminal.keys('ac');
    await terminal.until((text) => /computing, [1-9]\d* of 12 done/.test(text));
    terminal.keys(ESC);
    await terminal.until((text) => /Cancelled: \d+ of 12 scores computed/.test(text));
    terminal.keys('c');
    await terminal.until('Computed 12 scores');
    terminal.keys('q');
    await expectRestored(terminal, 0);
  });

  it('is cancelled while it normalises, and can normalise again', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf', fake: { msPerScore: 60 } });
    await terminal.until('Press enter to choose scores');
    terminal.keys('n');
    await terminal.until((text) => /Normalised +[█░]/.test(text));
    terminal.keys(ESC);
    await terminal.until((text) => /Normalised +no/.test(text));
    terminal.keys('n');
    await terminal.until((text) => /Normalised +[\d,]+ of /.test(text));
  });

  it('keeps working while the terminal is made larger and smaller', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf', fake: { msPerScore: 40 } });
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r');
    await terminal.until('Mark scores');
    terminal.keys('ac');
    await terminal.until('computing, ');
    for (const [columns, rows] of [
      [100, 30],
      [60, 20],
      [20, 1],
      [140, 50],
    ] as const) {
      terminal.resize(columns, rows);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    terminal.resize(size.columns, size.rows);
    await terminal.until('Computed 12 scores');
    expect(terminal.lines()[0]).toContain('just-prs-tui');
    expect(terminal.lines()[size.rows - 1]).toContain('q quit');
  });

  it('leads back from everywhere with esc, and out with q', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf' });
    await terminal.until('Press enter to choose scores');
    const goAndComeBack = async (keys: string): Promise<void> => {
      const before = terminal.text();
      terminal.keys(keys);
      await terminal.until((text) => text !== before);
      terminal.keys(ESC);
      await terminal.until((text) => text === before);
    };
    for (const keys of ['?', ':', 'f']) await goAndComeBack(keys);
    terminal.keys('1');
    await terminal.until((text) => text.includes('row 1 of 200') && text.includes('q quit'));
    for (const keys of ['\r', '/', 'f', '#', 'x', '?', ':']) await goAndComeBack(keys);
    terminal.keys('3');
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r');
    await terminal.until('Mark scores');
    terminal.keys(ESC);
    await terminal.until('Press enter to choose scores');
    terminal.keys('q');
    await expectRestored(terminal, 0);
  });

  it('shows wide characters in line and keeps control characters from the terminal', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf' });
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r');
    await terminal.until('Mark scores');
    terminal.keys('G');
    await terminal.until('Höhe 身長');
    const titles = terminal.lines().find((line) => line.includes('PGS ID')) ?? '';
    expect(titles).not.toBe('');
    // A pasted escape sequence is text at most: it moves nothing and sets no title.
    terminal.keys('/\x1b[200~\x1b]0;title\x07\x1b[2Jbreast\x1b[201~');
    await terminal.until('Search:');
    await terminal.until((text) => text.includes('breast') && text.includes('q quit') === false);
    expect(terminal.lines()[0]).toContain('just-prs-tui');
  });

  it('needs no colour, and no character that is not ASCII', async () => {
    const environment = { NO_COLOR: '1', LC_ALL: 'C' };
    const terminal = start({ ...size, genotypes: 'a.vcf', environment });
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r');
    await terminal.until('Mark scores');
    terminal.keys('  c');
    await terminal.until('Computed 2 scores');
    expect(terminal.colors().size).toBe(0);
    expect(terminal.text()).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it('uses the sixteen colours of the terminal, whatever it could show', async () => {
    const environment = { COLORTERM: 'truecolor' };
    const terminal = start({ ...size, genotypes: 'a.vcf', environment });
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r');
    await terminal.until('Mark scores');
    terminal.keys('a');
    await terminal.until('12 of 12 scores marked');
    expect(terminal.colors().size).toBeGreaterThan(0);
    expect([...terminal.colors()].every((color) => color < 16)).toBe(true);
  });

  it('says what is wrong with a path, and takes the right one after it', async () => {
    const terminal = start({ ...size });
    await terminal.until('go down to one and press enter');
    terminal.keys('missing.vcf\r');
    await terminal.until('missing.vcf');
    await terminal.until((text) => /no such|not found|gone|does not exist/i.test(text));
    terminal.keys(BACKSPACE.repeat('missing.vcf'.length));
    await terminal.until('sample.vcf.gz');
    terminal.keys(`${DOWN}${DOWN}${DOWN}\r`);
    await terminal.until('Press enter to choose scores');
  });

  it('compares the results with an earlier run, down to the rows that moved a score', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf' });
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r');
    await terminal.until('Mark scores');
    terminal.keys('  c');
    await terminal.until('Computed 2 scores');
    terminal.keys('=');
    await terminal.until('ambiguous: drop');
    terminal.keys('\r');
    await terminal.until('1 score moved');
    terminal.keys('\r');
    await terminal.until('Policies differ: ambiguous drop');
    terminal.keys('G');
    await terminal.until('2:200 A/T weight 0.5: +0.5');
    terminal.keys(ESC);
    await terminal.until('1 score moved');
    terminal.keys(ESC);
    await terminal.until('> 3. Results');
  });

  it('marks all scores of a trait, and lists those whose file is here', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf' });
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r');
    await terminal.until('Mark scores');
    terminal.keys('t');
    await terminal.until('12 scores');
    terminal.keys('\r');
    await terminal.until('12 marked');
    terminal.keys(ESC);
    await terminal.until('12 of 12 scores marked');
    terminal.keys('f');
    await terminal.until('File is here');
    terminal.keys('\x1b[Ayes\r');
    await terminal.until('2 scores of 12');
    expect(terminal.text()).toMatch(/\*\s+PGS000004 .* 37 38/);
  });

  it('walks through five million records of a normalised genome', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf', fake: { msPerScore: 1 } });
    await terminal.until('Press enter to choose scores');
    terminal.keys('n');
    await terminal.until((text) => /Normalised +[\d,]+ of /.test(text));
    terminal.keys('v');
    await terminal.until('5,000,000 records');
    terminal.keys('G');
    await terminal.until('rs4999999');
    terminal.keys('#3:1000\r');
    await terminal.until((text) => /^> +3 +1000 rs2000010/m.test(text));
    terminal.keys('#77\r');
    await terminal.until((text) => /^> +1 +7600 rs76 /m.test(text));
    terminal.keys(ESC);
    await terminal.until('> 1. Genome');
  });

  it('names the key that fetches a catalogue that is missing', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf', fake: { hasNoCatalog: true } });
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r');
    await terminal.until('just-prs-tui catalog update');
    await terminal.until('Press U to fetch it');
    terminal.keys('U');
    await terminal.until('The catalogue is up to date');
  });

  it('tells in the list of jobs what the missing network stopped', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf', fake: { offline: true } });
    await terminal.until('Press enter to choose scores');
    terminal.keys('\r');
    await terminal.until('Mark scores');
    terminal.keys(' d');
    await terminal.until('see Jobs');
    terminal.keys('4\r');
    await terminal.until((text) => /offline/i.test(text));
    terminal.keys(ESC);
    await terminal.until('row 1 of 1');
    terminal.keys('3');
    await terminal.until('[3 Compute]');
    terminal.keys('c');
    await terminal.until('Computed 1 score');
  });

  it('finds a score by words, fetches it, and tells how a variant of it matched', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf', fake: { missing: ['PGS000001', 'PGS000006'] } });
    await terminal.until('Press enter to choose scores');
    terminal.keys('2');
    await terminal.until('Type a PGS id, words or a path');
    terminal.keys('breast');
    await terminal.until((text) => /PGS000006 .*not here/.test(text));
    terminal.keys(`${DOWN}${DOWN}`);
    await terminal.until('> PGS000006');
    terminal.keys('\r');
    await terminal.until((text) => text.includes('PGS000006  PRS77') && text.includes('row 1 of 77'));
    terminal.keys('\r');
    await terminal.until((text) => /Alleles +effect T, other C +REF C, ALT T/.test(text));
    await terminal.until((text) => /State +exact/.test(text));
    terminal.keys(ESC);
    await terminal.until('row 1 of 77');
    terminal.keys('q');
    await expectRestored(terminal, 0);
  });

  it('goes through a scoring file of millions of rows, and compares it with another score', async () => {
    const terminal = start({ ...size, genotypes: 'a.vcf', fake: { variants: 6_000_000 } });
    await terminal.until('Press enter to choose scores');
    terminal.keys('2');
    await terminal.until('Type a PGS id, words or a path');
    terminal.keys('PGS000004\r');
    await terminal.until('row 1 of 6,000,000');
    terminal.keys('#5000000\r');
    await terminal.until((text) => /^> +\d+ +5000999 /m.test(text) && text.includes('row 5,000,000 of 6,000,000'));
    terminal.keys('G');
    await terminal.until((text) => /^> +\d+ +6000999 /m.test(text));
    terminal.keys('s');
    await terminal.until('100,000 rows');
    terminal.keys('i');
    await terminal.until('PGS000004 at a glance');
    terminal.keys('c');
    await terminal.until('Compare with:');
    terminal.keys('PGS000007\r');
    await terminal.until((text) => /Correlation +0.8125/.test(text));
    terminal.keys(ESC);
    await terminal.until('PGS000004 at a glance');
    terminal.keys(ESC);
    await terminal.until('row 6,000,000 of 6,000,000');
    terminal.keys('q');
    await expectRestored(terminal, 0);
  });
});

it('lives through a terminal of one row', async () => {
  const terminal = start({ genotypes: 'a.vcf', columns: 40, rows: 1 });
  await terminal.until('This terminal has 40x1');
  // Harmless also if they are heard only after the resize.
  terminal.keys('jj');
  terminal.resize(80, 24);
  await terminal.until('Press enter to choose scores');
  terminal.keys('q');
  await expectRestored(terminal, 0);
});
