import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTar, type TarContent, writeTar } from '../../src/core/io/tarArchive.ts';
import { temporaryDirectory } from '../support/genotypes.ts';

/** Sizes around a block of tar, and one that does not fit into any buffer. */
const SIZES = [0, 1, 511, 512, 513, 3_000_001];

const bytesOf = (size: number): Buffer => Buffer.alloc(size, createHash('sha256').update(String(size)).digest());

async function* inPieces(content: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 100_000) yield content.subarray(at, at + 100_000);
}

async function* entriesOf(sizes: readonly number[]): AsyncGenerator<TarContent> {
  for (const size of sizes)
    yield { name: `scores/${size}`, bytes: size, modifiedMs: 1.7e12, content: inPieces(bytesOf(size)) };
}

async function listTar(path: string): Promise<readonly (readonly [string, number, string])[]> {
  const found: [string, number, string][] = [];
  for await (const { name, bytes, content } of readTar(path)) {
    const hash = createHash('sha256');
    for await (const part of content) hash.update(part);
    found.push([name, bytes, hash.digest('hex')]);
  }
  return found;
}

describe('a tar archive', () => {
  const expected = SIZES.map((size) => [
    `scores/${size}`,
    size,
    createHash('sha256').update(bytesOf(size)).digest('hex'),
  ]);

  it('holds files of any size, for us and for tar', async () => {
    const path = join(temporaryDirectory(), 'x.tar');
    await writeTar(path, entriesOf(SIZES));
    expect(await listTar(path)).toEqual(expected);
    const { stdout } = spawnSync('tar', ['-tf', path], { encoding: 'utf8' });
    expect(stdout.trim().split('\n')).toEqual(SIZES.map((size) => `scores/${size}`));
  });

  it('may be read in part, and entries may be passed over', async () => {
    const path = join(temporaryDirectory(), 'x.tar');
    await writeTar(path, entriesOf(SIZES));
    const names: string[] = [];
    for await (const { name } of readTar(path)) names.push(name);
    expect(names).toHaveLength(SIZES.length);
    for await (const { name } of readTar(path)) {
      expect(name).toBe('scores/0');
      break;
    }
  });

  it('is not there when an entry fails, or is not as long as it was said to be', async () => {
    const directory = temporaryDirectory();
    const path = join(directory, 'x.tar');
    async function* failing(): AsyncGenerator<TarContent> {
      yield* entriesOf([3_000_001]);
      throw new Error('no more');
    }
    await expect(writeTar(path, failing())).rejects.toThrow('no more');
    for (const bytes of [4, 6]) {
      const wrong = async function* (): AsyncGenerator<TarContent> {
        yield { name: 'x', bytes, modifiedMs: 0, content: inPieces(Buffer.from('12345')) };
      };
      await expect(writeTar(path, wrong())).rejects.toThrow();
    }
    writeFileSync(join(directory, 'file'), '');
    await expect(writeTar(join(directory, 'file', 'x.tar'), entriesOf(SIZES))).rejects.toThrow('not a directory');
    expect(readdirSync(directory)).toEqual(['file']);
  });
});
