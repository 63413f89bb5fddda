import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genomeKey } from '../../src/core/genotype/chromosome.ts';
import { isInBlock } from '../../src/core/genotype/referenceBlocks.ts';
import { readCallableRegions } from '../../src/core/jobs/readCallableRegions.ts';
import { temporaryDirectory, writeFixture } from '../support/genotypes.ts';

const directory = temporaryDirectory();
const read = (text: string | Uint8Array) =>
  readCallableRegions(writeFixture(directory, 'callable.bed', text), 'GRCh38');
const positions = (regions: Awaited<ReturnType<typeof read>>, code: number, end: number): number[] =>
  Array.from({ length: end }, (_, i) => i + 1).filter((position) => isInBlock(regions, genomeKey(code, position)));

describe('callable regions', () => {
  it('start after the first number and end at the second', async () => {
    expect(positions(await read('chr1\t3\t5\n'), 0, 9)).toEqual([4, 5]);
  });

  it('come in any order, overlap, and may be gzipped, described, named, empty, or of other sequences', async () => {
    const text = [
      'browser position chr1:1-9',
      'track name=callable',
      '# regions',
      '2\t0\t1\tname\t0\t+',
      '1 6 8 name',
      'chr1\t1\t3\r',
      'chr1\t2\t4',
      'chr1\t5\t5',
      'chrUn_1\t1\t999999999',
      'chrM\t16560\t16571',
      '',
      'chr1\t8\t9',
    ].join('\n');
    for (const regions of [await read(text), await read(gzipSync(text))]) {
      expect(positions(regions, 0, 20)).toEqual([2, 3, 4, 7, 8, 9]);
      expect(positions(regions, 1, 20)).toEqual([1]);
    }
  });

  it('hold exactly what any one of the lines holds', async () => {
    const line = fc.tuple(fc.nat(60), fc.nat(12), fc.nat(1));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 15 }), async (lines) => {
        fc.pre(lines.some(([, length]) => length > 0));
        const regions = await read(
          lines.map(([start, length, code]) => `${code + 1}\t${start}\t${start + length}\n`).join(''),
        );
        for (const code of [0, 1])
          expect(positions(regions, code, 80)).toEqual(
            Array.from({ length: 80 }, (_, i) => i + 1).filter((position) =>
              lines.some(([start, length, of]) => of === code && position > start && position <= start + length),
            ),
          );
      }),
    );
  });

  it.each([
    ['without an end', 'chr1\t1\t3\nchr1\t4\n', 'callable.bed:2: a region is a chromosome, a start and an end'],
    ['with a negative start', 'chr1\t-1\t3\n', 'callable.bed:1: a region is'],
    ['that ends before it starts', '\nchr1\t9\t3\n', 'callable.bed:2: the region ends at 3, before its start 9'],
    [
      'of another build',
      'chr1\t1\t249250621\n',
      'callable.bed:1: the region ends at 249250621, but chr1 at 248956422 on GRCh38',
    ],
    ['of no chromosome', 'chrUn\t1\t3\n', 'no line is a region of a chromosome'],
  ])('refuses a line %s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('refuses a file that is cut off', async () => {
    const packed = gzipSync(Array.from({ length: 5000 }, (_, i) => `1\t${i * 7}\t${i * 7 + 3}\n`).join(''));
    await expect(read(packed.subarray(0, -50))).rejects.toMatchObject({ code: 'truncated' });
  });
});
