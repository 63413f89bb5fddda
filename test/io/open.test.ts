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
