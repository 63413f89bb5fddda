/** A scoring file while it is read: its first rows at once, and any of them after that. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { createSession, type ScoringFileReading, type ScoringFileView } from '../../src/core/index.ts';
import { countRows, splitRows } from '../../src/core/scoring/rowText.ts';
import { temporaryDirectory, writeFixture } from '../support/genotypes.ts';

const directory = temporaryDirectory();
const session = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 1 });
afterAll(() => session.close());

const HEAD = '#pgs_id=LONG\n#genome_build=GRCh38\nrsID\tchr_name\tchr_position\teffect_allele\teffect_weight\n';
const rowText = (row: number): string => `rs${row}\t1\t${row + 1}\tA\t${(row % 100) / 100}\n`;
const textOf = (rows: number): string => HEAD + Array.from({ length: rows }, (_, row) => rowText(row)).join('');
const long = writeFixture(directory, 'long.txt.gz', gzipSync(textOf(300_000)));

const read = (path: string, limit: number): ScoringFileReading =>
  session.readScoringFile({ kind: 'file', path }, 'GRCh38', limit);

async function gather(reading: ScoringFileReading): Promise<readonly ScoringFileView[]> {
  const views: ScoringFileView[] = [];
  for await (const view of reading.views) views.push(view);
  return views;
}

it('shows the header first, then rows as they are read, and reads any row of a long file again', async () => {
  const reading = read(long, 1000);
  const views = await gather(reading);
  expect(views[0]).toMatchObject({ header: { pgs_id: 'LONG' }, variants: { total: 0 }, isWhole: false });
  expect(views.slice(0, -1).every(({ isWhole }) => !isWhole)).toBe(true);
  const totals = views.map(({ variants }) => variants.total);
  expect(totals).toEqual(totals.toSorted((one, other) => one - other));
  expect(views.at(-1)).toMatchObject({ isWhole: true, variants: { total: 300_000 } });
  expect(views.at(-1)?.variants.rows).toHaveLength(1000);
  for (const first of [0, 999, 123_456, 299_990]) {
    const rows = await reading.readRows(first, 20);
    expect(rows.map(([id]) => id)).toEqual(
      Array.from({ length: Math.min(20, 300_000 - first) }, (_, i) => `rs${first + i}`),
    );
  }
  expect(await reading.readRows(300_000, 5)).toEqual([]);
  // Many blocks, one after the other.
  expect(await reading.readRows(50_000, 30_000)).toHaveLength(30_000);
  await reading.close();
  expect(readdirSync(join(directory, 'rows'))).toEqual([]);
});

it('holds all rows of a shorter file, and keeps nothing on disk', async () => {
  const short = writeFixture(directory, 'short.txt', `${textOf(3)}\r\n\n${rowText(3).trimEnd()}\r\n`);
  const views = await gather(read(short, 4));
  expect(views.at(-1)?.variants).toMatchObject({ total: 4 });
  expect(views.at(-1)?.variants.rows.map(([id, , , , weight]) => [id, weight])).toEqual([
    ['rs0', '0'],
    ['rs1', '0.01'],
    ['rs2', '0.02'],
    ['rs3', '0.03'],
  ]);
});

it('can be closed while it is read', async () => {
  const reading = read(long, 10);
  const views = gather(reading);
  await reading.close();
  await expect(views).rejects.toMatchObject({ code: 'cancelled' });
});

it('names the line of a file that ends in the middle, after the rows before it', async () => {
  const packed = gzipSync(textOf(100_000));
  const cut = writeFixture(directory, 'cut.txt.gz', packed.subarray(0, packed.length / 2));
  const seen: ScoringFileView[] = [];
  const reading = read(cut, 10);
  const failing = (async () => {
    for await (const view of reading.views) seen.push(view);
  })();
  await expect(failing).rejects.toMatchObject({ code: 'truncated', message: expect.stringContaining('cut.txt.gz') });
  expect(seen[0]?.header).toMatchObject({ pgs_id: 'LONG' });
  await reading.close();
});

it('refuses what is no scoring file as reading it whole does', async () => {
  const noTable = writeFixture(directory, 'prose.txt', '#a=b\nprose\n');
  await expect(gather(read(noTable, 10))).rejects.toMatchObject({ code: 'bad_scoring_file' });
  const empty = writeFixture(directory, 'header.txt', '#a=b\n');
  await expect(gather(read(empty, 10))).rejects.toMatchObject({ code: 'bad_scoring_file' });
});

it('splits any text into the lines that are not blank', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z\t]{0,5}$/)), fc.constantFrom('\n', '\r\n'), (lines, end) => {
      const text = Buffer.from(lines.join(end));
      const kept = lines.filter((line) => line !== '');
      expect(countRows(text)).toBe(kept.length);
      const cells = kept.map((line) => [0, 1].map((place) => line.split('\t')[place]?.trim() || null));
      expect(splitRows(text, 2)).toEqual(cells);
      expect(splitRows(text, 2, 1, 2)).toEqual(cells.slice(1, 3));
    }),
  );
});
