import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claimPartial, parkPartial, removePartials, restartPartial } from '../../src/core/net/partialFile.ts';
import { temporaryDirectory } from '../support/genotypes.ts';

const VALIDATOR = { url: 'https://host/file.gz', value: '"1"' };

/** What a process left: `owner` is `host~pid`, or empty for a download that was parked. */
function leave(folder: string, owner: string, minutesAgo = 0): void {
  const suffix = owner === '' ? 'partial' : `${owner}~0a1b-2c3d.partial`;
  const directory = join(folder, `.file.gz.${suffix}`);
  mkdirSync(directory);
  writeFileSync(join(directory, 'data'), '12345');
  writeFileSync(join(directory, 'validator.json'), JSON.stringify(VALIDATOR));
  const then = Date.now() / 1000 - 60 * minutesAgo;
  utimesSync(join(directory, 'data'), then, then);
}

const claimedBytes = async (...leftovers: Parameters<typeof leave>[]): Promise<number> => {
  const folder = temporaryDirectory();
  for (const [, owner, minutesAgo] of leftovers) leave(folder, owner, minutesAgo);
  return (await claimPartial(join(folder, 'file.gz'))).bytes;
};

/** No process has this number. */
const DEAD = 2 ** 30;

describe('what an earlier download left', () => {
  it('is taken over when it was parked, or when its process has ended', async () => {
    expect(await claimedBytes(['', ''])).toBe(5);
    expect(await claimedBytes(['', `${hostname()}~${DEAD}`])).toBe(5);
    expect(await claimedBytes(['', 'another.host.example.org~7', 11])).toBe(5);
  });

  it('is left alone while its process may be writing it', async () => {
    expect(await claimedBytes(['', `${hostname()}~${process.pid}`])).toBe(0);
    expect(await claimedBytes(['', 'another.host.example.org~7', 1])).toBe(0);
  });

  it('of another kind or file is never taken', async () => {
    const folder = temporaryDirectory();
    writeFileSync(join(folder, '.file.gz.123.0a1b.partial'), 'a temporary file of another writer');
    mkdirSync(join(folder, '.file.gz.other.gz.partial'));
    expect((await claimPartial(join(folder, 'file.gz'))).bytes).toBe(0);
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('goes to one of two that want it', async () => {
    const folder = temporaryDirectory();
    leave(folder, '');
    const target = join(folder, 'file.gz');
    const claims = await Promise.all([claimPartial(target), claimPartial(target)]);
    expect(claims.map(({ bytes }) => bytes).sort()).toEqual([0, 5]);
  });

  it('goes with a file that is whole, unless its process may be writing it', async () => {
    const folder = temporaryDirectory();
    const running = `${hostname()}~${process.pid}`;
    for (const owner of ['', `${hostname()}~${DEAD}`, running]) leave(folder, owner);
    mkdirSync(join(folder, '.other.gz.partial'));
    await removePartials([join(folder, 'file.gz')]);
    expect(readdirSync(folder).sort()).toEqual([`.file.gz.${running}~0a1b-2c3d.partial`, '.other.gz.partial'].sort());
  });

  it('is kept only together with what it is of', async () => {
    const folder = temporaryDirectory();
    leave(folder, '');
    const target = join(folder, 'file.gz');
    const first = await claimPartial(target);
    expect(first.validator).toEqual(VALIDATOR);
    const handle = await open(first.data, 'r+');
    await restartPartial(handle, first, null);
    await handle.write('from a server without validators');
    await handle.close();
    await parkPartial(target, first);
    expect(readdirSync(folder)).toEqual([]);
  });
});
