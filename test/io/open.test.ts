import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readWholeFile } from '../../src/core/io/readWhole.ts';
import { temporaryDirectory, writeFixture } from '../support/genotypes.ts';

describe('a large gzip file', () => {
  it('is read whole, and without a word from Node', async () => {
    const warned = once(process, 'warning').then(([warning]) => String(warning));
    // Random letters hardly compress: 16 MB are more reads than an emitter has listeners for.
    const text = randomBytes(16 << 20).toString('base64');
    const path = writeFixture(temporaryDirectory(), 'large.txt.gz', gzipSync(text, { level: 1 }));
    expect(Buffer.from(await readWholeFile(path)).equals(Buffer.from(text))).toBe(true);
    expect(await Promise.race([warned, setTimeout(50, 'quiet')])).toBe('quiet');
  });
});

describe('a gzip file of several parts', () => {
  const [first, second] = [gzipSync('one\n'), gzipSync('two\n')];
  const read = async (...parts: Uint8Array[]): Promise<string> =>
    Buffer.from(await readWholeFile(writeFixture(temporaryDirectory(), 'parts.gz', Buffer.concat(parts)))).toString();

  it('is read whole', async () => expect(await read(first, second)).toBe('one\ntwo\n'));
  it('may be padded with zeros', async () => expect(await read(first, Buffer.alloc(512))).toBe('one\n'));

  it('is refused when zeros took the place of a part, or of the start of one', async () => {
    const damaged = Buffer.from(second);
    damaged[0] = 0;
    for (const parts of [
      [first, damaged],
      [first, Buffer.alloc(100), second],
      [first, Buffer.alloc(3 << 20), second],
    ])
      await expect(read(...parts)).rejects.toMatchObject({
        code: 'truncated',
        message: expect.stringContaining('zeros lie where the gzip stream goes on'),
      });
  });
});
