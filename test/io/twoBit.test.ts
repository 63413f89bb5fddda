import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/demo/random.ts';
import { openTwoBit } from '../../src/core/io/twoBit.ts';
import { type PackReferenceInput, packReferenceTask } from '../../src/core/jobs/packReferenceTask.ts';
import { CHROMOSOME_LENGTHS } from '../../src/core/model/genome.ts';
import type { PackReferenceReport } from '../../src/core/model/reference.ts';
import { compressBgzf } from '../../src/core/vcf/bgzf.ts';
import { quietContext, temporaryDirectory, writeFixture } from '../support/genotypes.ts';
import { hasRealData, realData } from '../support/realData.ts';

const directory = temporaryDirectory();
const random = createRandom(5, 'twoBit');
const MT = 24;
const length = CHROMOSOME_LENGTHS.GRCh38[MT];

/** A mitochondrion with runs of N, other letters and lower case. */
const letters = Array.from({ length }, (_, i) =>
  (i > 100 && i < 140) || i % 977 === 0 || i > length - 3 ? 'N' : random.pick([...'ACGTACGTACGTACGTacgtRn']),
).join('');
/** What is known of it. */
const bases = letters.toUpperCase().replaceAll(/[^ACGT]/g, 'N');
const lines = letters.match(/.{1,61}/g)?.join('\r\n') ?? '';
const fastaText = `>chrM made up > 1\r\n${lines}\r\n>decoy\nACGT\n`;

const pack = (text: string | Uint8Array, change: Partial<PackReferenceInput> = {}): Promise<PackReferenceReport> => {
  const fasta = writeFixture(directory, 'reference.fa', text);
  return packReferenceTask(
    { fasta, build: 'GRCh38', cacheDirectory: join(directory, 'cache'), ...change },
    quietContext,
  );
};

interface Layout {
  readonly bigEndian: boolean;
  readonly version: 0 | 1;
}

/** The format as its description has it, written in the plainest way: one sequence, with two masked runs. */
function writeTwoBit(name: string, sequence: string, { bigEndian, version }: Layout): Buffer {
  const word = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (bigEndian) bytes.writeUInt32BE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  };
  const runs = [...sequence.matchAll(/N+/g)];
  const packed = Buffer.alloc(Math.ceil(sequence.length / 4));
  [...sequence].forEach((base, i) => {
    const bits = { T: 0, C: 1, A: 2, G: 3 }[base] ?? 0;
    packed[i >> 2] = (packed[i >> 2] as number) | (bits << (2 * (3 - (i & 3))));
  });
  const offset = 16 + 1 + name.length + (version === 0 ? 4 : 8);
  const long = bigEndian ? [word(0), word(offset)] : [word(offset), word(0)];
  return Buffer.concat([
    ...[0x1a412743, version, 1, 0].map(word),
    Buffer.from([name.length]),
    Buffer.from(name),
    ...(version === 0 ? [word(offset)] : long),
    word(sequence.length),
    word(runs.length),
    ...runs.map((run) => word(run.index)),
    ...runs.map(([run]) => word(run.length)),
    ...[2, 7, 900, 50, 60, 0].map(word),
    packed,
  ]);
}

describe('a .2bit', () => {
  it.each<[string, Layout]>([
    ['in either byte order: little', { bigEndian: false, version: 0 }],
    ['in either byte order: big', { bigEndian: true, version: 0 }],
    ['with long offsets', { bigEndian: false, version: 1 }],
    ['with long offsets, big', { bigEndian: true, version: 1 }],
  ])('is read %s', async (_, layout) => {
    const source = openTwoBit(writeFixture(directory, 'theirs.2bit', writeTwoBit('chrM', bases, layout)), 'GRCh37');
    expect(await source.read(MT, 1, length)).toBe(bases);
    expect([source.has(MT), source.has(0), source.isComplete, source.name]).toEqual([true, false, true, 'theirs.2bit']);
    expect(await source.read(0, 1, 5)).toBe('');
    source.close();
  });

  it('gives any stretch as the FASTA has it', async () => {
    const { output } = await pack(fastaText);
    const source = openTwoBit(output, 'GRCh38');
    const stretch = fc.record({
      position: fc.integer({ min: 1, max: length + 50 }),
      count: fc.integer({ min: 0, max: 900 }),
    });
    await fc.assert(
      fc.asyncProperty(stretch, async ({ position, count }) => {
        expect(await source.read(MT, position, count)).toBe(bases.slice(position - 1, position - 1 + count));
      }),
      { numRuns: 2000 },
    );
    expect(await source.read(MT, 1, length + 10)).toBe(bases);
    source.close();
  });

  const sound = writeTwoBit('chrM', bases, { bigEndian: false, version: 0 });
  it.each<[string, Buffer, string]>([
    ['cut off', sound.subarray(0, -1), 'the file ends too early'],
    ['cut off in the index', sound.subarray(0, 18), 'the file ends too early'],
    [
      'of an unknown version',
      Buffer.concat([sound.subarray(0, 4), Buffer.from([7, 0, 0, 0]), sound.subarray(8)]),
      'it is of version 7',
    ],
    [
      'of another build',
      writeTwoBit('chr1', 'ACGTAC', { bigEndian: false, version: 0 }),
      'chr1 has 6 bases, but 249250621 on GRCh37',
    ],
    [
      'without chromosomes',
      writeTwoBit('chrUn', 'ACGTAC', { bigEndian: false, version: 0 }),
      'none of its sequences is a chromosome',
    ],
  ])('%s is refused', (name, bytes, message) => {
    const path = writeFixture(directory, `${name}.2bit`, bytes);
    expect(() => openTwoBit(path, 'GRCh37')).toThrow(message);
  });
});

describe('packing a reference', () => {
  it('writes four bases a byte, the first in the highest bits, into a private file of the cache', async () => {
    const { output, ...report } = await pack(`>M\n${'TCAG'.repeat(4142)}T\n`);
    expect(output).toBe(join(directory, 'cache', 'reference', 'GRCh38.2bit'));
    expect(report).toEqual({
      genome_build: 'GRCh38',
      chromosomes: ['chrM'],
      bases: length,
      bytes: statSync(output).size,
    });
    expect(statSync(output).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(output);
    const offset = bytes.readUInt32LE(16 + 1 + 'chrM'.length);
    // Its length, no runs of N, no masked runs, the reserved word; then 4,142 times TCAG and a T.
    expect([0, 4, 8, 12].map((at) => bytes.readUInt32LE(offset + at))).toEqual([length, 0, 0, 0]);
    expect([...new Set(bytes.subarray(offset + 16, -1))]).toEqual([0b00_01_10_11]);
    expect(bytes.length).toBe(offset + 16 + 4142 + 1);
    expect(bytes.at(-1)).toBe(0);
  });

  it('takes gzip and BGZF, and names the output as asked', async () => {
    const output = join(directory, 'own.2bit');
    const plain = readFileSync((await pack(fastaText, { output })).output);
    expect(readFileSync((await pack(gzipSync(fastaText), { output })).output)).toEqual(plain);
    expect(readFileSync((await pack(Buffer.concat([...compressBgzf([fastaText])]), { output })).output)).toEqual(plain);
  });

  const whole = `>MT\n${'A'.repeat(length)}\n`;
  it.each<[string, string | Uint8Array, Partial<PackReferenceInput>, string]>([
    ['of another build', `>1\n${'A'.repeat(100)}\n`, {}, '1 has 100 bases, but 248956422 on GRCh38'],
    ['whose build cannot be told', whole, { build: null }, 'the lengths fit several builds'],
    ['of no known build', '>1\nACGT\n', { build: null }, 'no chromosome has the length'],
    ['that has a chromosome twice', `${whole}>chrM\nACGT\n`, {}, 'chrM is there twice'],
    ['with a byte that is no letter', '>MT\nACGT5\n', {}, 'chrM has the byte 53 after 4 bases'],
    ['that is too long', `>MT\n${'A'.repeat(20_000)}\n`, {}, 'chrM has more than'],
    ['that is no FASTA', '##fileformat=VCFv4.2\n', {}, 'its first line is not a ">" line'],
    ['that is cut off', gzipSync(fastaText).subarray(0, -200), {}, 'it ends too early'],
  ])('refuses a FASTA %s, and leaves nothing behind', async (_, text, change, message) => {
    const output = join(directory, 'bad', 'bad.2bit');
    await expect(pack(text, { output, ...change })).rejects.toThrow(message);
    expect(readdirSync(join(directory, 'bad'))).toEqual([]);
  });
});

describe.skipIf(!hasRealData)('chromosome 20 of GRCh37', () => {
  it('comes out of the pack base by base as it went in', { timeout: 120_000 }, async () => {
    const fasta = join(realData, 'reference/GRCh37_chr20_fasta/20.fa.gz');
    const output = join(directory, '20.2bit');
    const report = await pack('', { fasta, build: null, output });
    expect(report).toMatchObject({ genome_build: 'GRCh37', chromosomes: ['chr20'], bases: 63_025_520 });
    expect(report.bytes).toBeLessThan(63_025_520 / 4 + 10_000);
    const text = gunzipSync(readFileSync(fasta)).toString('latin1');
    const expected = text
      .slice(text.indexOf('\n') + 1)
      .replaceAll('\n', '')
      .toUpperCase();
    const source = openTwoBit(output, 'GRCh37');
    let differing = 0;
    for (let start = 0; start < expected.length; start += 1 << 20)
      if ((await source.read(19, start + 1, 1 << 20)) !== expected.slice(start, start + (1 << 20))) differing++;
    expect(differing).toBe(0);
    source.close();
  });
});
