import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../../src/core/demo/random.ts';
import { openFile, planRanges } from '../../src/core/io/open.ts';
import { compressBgzf } from '../../src/core/vcf/bgzf.ts';
import { temporaryDirectory } from '../support/genotypes.ts';

const directory = temporaryDirectory();
const random = createRandom(11, 'ranges');

/** Text that does not compress, so that the file has many blocks; some lines are longer than a block. */
function drawText(lines: number, longest: number): string {
  const line = () =>
    Array.from({ length: 1 + Math.floor(random.uniform() * longest) }, () =>
      String.fromCharCode(33 + Math.floor(random.uniform() * 90)),
    ).join('');
  return Array.from({ length: lines }, line).join('\n');
}

async function readRange(path: string, range: { start: number; end: number }): Promise<string> {
  const file = await openFile(path);
  const parts: Uint8Array[] = [];
  for await (const { bytes } of file.lines(range)) parts.push(bytes);
  await file.close();
  return Buffer.concat(parts).toString();
}

it.each([
  ['short lines', drawText(20_000, 60), true],
  ['lines longer than a block', drawText(12, 200_000), true],
  ['no final line break', drawText(3_000, 300), false],
])('%s: ranges of any size hold every line once, whole and in order', async (name, body, ends) => {
  const text = ends ? `${body}\n` : body;
  const path = join(directory, `${name}.gz`);
  const packed = Buffer.concat([...compressBgzf([text])]);
  writeFileSync(path, packed);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 500, max: packed.length }), async (size) => {
      const ranges = await planRanges(path, packed.length, size);
      const read: string[] = [];
      for (const range of ranges) read.push(await readRange(path, range));
      expect(read.join('') === text).toBe(true);
      for (const part of read.slice(0, -1)) expect(part === '' || part.endsWith('\n')).toBe(true);
    }),
    { numRuns: 15 },
  );
});
