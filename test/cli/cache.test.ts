import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatBytes, parseBytes } from '../../src/cli/numbers.ts';
import { scoringGzip } from '../support/catalogServer.ts';
import { temporaryDirectory } from '../support/genotypes.ts';
import { runProgram } from '../support/program.ts';

describe('the commands of the cache', () => {
  it('say where it is, what it holds, and whether it is whole', async () => {
    const directory = temporaryDirectory();
    const env = { PRS_CACHE_DIR: directory };
    expect((await runProgram(['cache', 'path'], { env })).stdout).toBe(`${directory}\n`);
    const path = join(directory, 'scores', 'PGS000001_hmPOS_GRCh38.txt.gz');
    mkdirSync(join(directory, 'scores'));
    writeFileSync(path, scoringGzip('PGS000001', 'GRCh38', 5));
    expect((await runProgram(['cache', 'list'], { env })).stdout).toMatch(/^scores +1 files +\d+ B\n\d+ B in \/.*\n$/);
    const sound = await runProgram(['cache', 'verify'], { env });
    expect([sound.code, sound.stdout]).toEqual([0, '1 files checked, no problems\n']);
    writeFileSync(path, scoringGzip('PGS000001', 'GRCh38', 5).subarray(0, 60));
    const damaged = await runProgram(['cache', 'verify', '--json'], { env });
    expect([damaged.code, JSON.parse(damaged.stdout).problems]).toEqual([
      1,
      [{ path, problem: 'is damaged: the gzip stream is cut off' }],
    ]);
  });

  it('remove only with --yes', async () => {
    const directory = temporaryDirectory();
    const env = { PRS_CACHE_DIR: directory };
    mkdirSync(join(directory, 'scores'));
    writeFileSync(join(directory, 'scores', 'PGS000001_hmPOS_GRCh38.txt.gz'), 'x'.repeat(2000));
    const shown = await runProgram(['cache', 'prune', '--max-size', '1kB'], { env });
    expect(shown.stdout).toContain('1 files, 2.0 kB, could be removed; 0 B stay');
    expect(shown.stderr).toContain('say --yes');
    expect((await runProgram(['cache', 'prune', '--max-size', '1kB', '--yes'], { env })).stdout).toContain('removed');
    expect((await runProgram(['cache', 'list'], { env })).stdout).toBe(`0 B in ${directory}\n`);
    for (const wrong of [
      ['--max-size', 'much'],
      ['--older-than', 'soon'],
    ])
      expect((await runProgram(['cache', 'prune', ...wrong], { env })).code).toBe(2);
  });
});

describe('sizes', () => {
  it('are written in decimal units and read in the same', () => {
    expect([0, 999, 1000, 99_940, 100_000, 999_999, 1_234_567_890].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '99.9 kB',
      '100 kB',
      '1.0 MB',
      '1.2 GB',
    ]);
    expect(['1024', '5GB', '1.5 m', '2kB', 'x', '-1'].map(parseBytes)).toEqual([1024, 5e9, 1.5e6, 2000, null, null]);
  });
});
