import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScoring, removeOldest } from '../../src/core/jobs/readScoring.ts';
import { temporaryDirectory, writeFixture } from '../support/genotypes.ts';
import { scoringText } from '../support/scoring.ts';

const rows = (count: number, weight: string): string[] =>
  Array.from({ length: count }, (_, i) => `1 ${i + 1} A G ${weight}`);
const kept = (cache: string): string[] =>
  existsSync(join(cache, 'weights')) ? readdirSync(join(cache, 'weights')) : [];

describe('a scoring file', () => {
  it('that is long is parsed once, until it changes', async () => {
    const directory = temporaryDirectory();
    const cache = join(directory, 'cache');
    const path = writeFixture(directory, 'long.txt', scoringText(rows(20_000, '1')));
    const first = await readScoring(path, cache);
    const [file] = kept(cache) as [string];
    expect(statSync(join(cache, 'weights', file)).mode & 0o777).toBe(0o600);
    expect((await readScoring(path, cache)).weights).toEqual(first.weights);
    expect(kept(cache)).toEqual([file]);
    writeFileSync(path, scoringText(rows(20_000, '2')));
    utimesSync(path, 1, 1);
    expect((await readScoring(path, cache)).weights[0]).toBe(2);
  });

  it('whose kept arrays were damaged is parsed again', async () => {
    const directory = temporaryDirectory();
    const path = writeFixture(directory, 'long.txt', scoringText(rows(20_000, '1')));
    const first = await readScoring(path, directory);
    for (const name of kept(directory)) writeFileSync(join(directory, 'weights', name), 'rubbish\n');
    expect((await readScoring(path, directory)).weights).toEqual(first.weights);
  });

  it('that is short, or without a cache, leaves nothing', async () => {
    const directory = temporaryDirectory();
    const path = writeFixture(directory, 'short.txt', scoringText(rows(10, '1')));
    await readScoring(path, directory);
    await readScoring(path, undefined);
    expect(kept(directory)).toEqual([]);
  });

  it('does not fail for a cache that cannot be written', async () => {
    const directory = temporaryDirectory();
    const path = writeFixture(directory, 'long.txt', scoringText(rows(20_000, '1')));
    expect((await readScoring(path, writeFixture(directory, 'file', ''))).rows).toBe(20_000);
  });
});

it('the parsed scores not used for longest go first, and only as many as must', async () => {
  const directory = temporaryDirectory();
  for (const [name, used] of [
    ['old.weights', 1],
    ['new.weights', 3],
    ['middle.weights', 2],
    ['other.txt', 0],
  ] as const) {
    writeFileSync(join(directory, name), 'x'.repeat(10));
    utimesSync(join(directory, name), used, used);
  }
  await removeOldest(directory, 20);
  expect(readdirSync(directory).sort()).toEqual(['middle.weights', 'new.weights', 'other.txt']);
  await removeOldest(directory, 5);
  expect(readdirSync(directory)).toEqual(['other.txt']);
});
