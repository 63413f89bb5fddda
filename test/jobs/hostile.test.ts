/** Hostile text: it is read, with as many records as it has lines, or refused with a sentence; nothing else ever happens. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPrsError } from '../../src/core/errors.ts';
import { loadGenotypes } from '../../src/core/jobs/loadGenotypes.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { compressBgzf } from '../../src/core/vcf/bgzf.ts';
import { quietContext, temporaryDirectory, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';
import { scoringText } from '../support/scoring.ts';

const directory = temporaryDirectory();
const normalize = createNormalizer();
const HEADER = [
  '##fileformat=VCFv4.2',
  '##reference=GRCh38',
  '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
  '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1',
  '',
].join('\n');
const RECORDS = [
  '1\t5\trs1\tA\tG\t50\tPASS\tDP=3\tGT:DP\t0/1:30',
  'chr2\t77\t.\tTCA\tT,*\t.\t.\t.\tDP:GT\t30:1|2',
  'X\t2147483646\t.\tC\t<NON_REF>\t1e3\tq10;s50\tEND=2147483647\tGT\t1',
  'MT\t16569\t.\tN\t.\t.\t.\t.\tGT:DS\t./.:0.5',
  '',
].join('\n');
const VCF = Buffer.from(HEADER + RECORDS);
const pack = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat([...compressBgzf(parts)]);

const countRecords = (text: Uint8Array): number =>
  Buffer.from(text)
    .toString('latin1')
    .split('\n')
    .filter((line) => !line.startsWith('#') && !/^\r?$/.test(line)).length;

/** Number of records, or the code of the refusal. Throws for any other error. */
async function readVcf(content: Uint8Array | string): Promise<number | string> {
  const vcf = writeFixture(directory, 'hostile.vcf', content);
  const settle = <T>(promise: Promise<T>): Promise<T | string> =>
    promise.catch((error) => {
      if (isPrsError(error) && error.message.includes(vcf)) return error.code;
      throw error;
    });
  const output = join(directory, 'hostile.parquet');
  const request = { filters: NO_FILTERS, dosage: 'auto' } as const;
  const read = await settle(normalize({ vcf, output, filters: NO_FILTERS }).then((report) => report.records_read));
  const loaded = await settle(loadGenotypes({ genotypes: vcf, ...request }, quietContext));
  if (typeof read === 'string') expect(loaded).toBe(read);
  else {
    if (typeof loaded === 'string') throw new Error(`read by normalising, ${loaded} by scoring`);
    const { index } = await loadGenotypes({ genotypes: output, ...request }, quietContext);
    expect(index.count).toBe(loaded.index.count);
  }
  return read;
}

/** Changes to bytes, at places given as parts of the length, so that they fit any text. */
const place = fc.noBias(fc.nat(999_999)).map((millionths) => millionths / 1e6);
const byte = fc.oneof(fc.constantFrom(...Buffer.from('\t\n\r#:/|.,0A\0')), fc.nat(255));
const change = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), place, byte }),
  fc.record({ kind: fc.constant('insert' as const), place, byte }),
  fc.record({ kind: fc.constant('remove' as const), place, length: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constant('repeat' as const), place, length: fc.integer({ min: 1, max: 90 }) }),
);
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;
const changes = fc.array(change, { minLength: 1, maxLength: 4 });

const mutate = (bytes: Uint8Array, all: readonly Change[]): Buffer =>
  all.reduce<Buffer>((text, one) => {
    const at = Math.floor(one.place * text.length);
    if (one.kind === 'replace')
      return Buffer.concat([text.subarray(0, at), Buffer.of(one.byte), text.subarray(at + 1)]);
    if (one.kind === 'insert') return Buffer.concat([text.subarray(0, at), Buffer.of(one.byte), text.subarray(at)]);
    const end = at + one.length;
    if (one.kind === 'remove') return Buffer.concat([text.subarray(0, at), text.subarray(end)]);
    return Buffer.concat([text.subarray(0, end), text.subarray(at)]);
  }, Buffer.from(bytes));

describe('a VCF with bytes changed at random', () => {
  it('is read line by line or refused, plain and packed alike', { timeout: 120_000 }, async () => {
    const outcomes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const text = mutate(VCF, all);
        fc.pre(text.length > 0);
        const outcome = await readVcf(text);
        if (typeof outcome === 'number') expect(outcome).toBe(countRecords(text));
        expect(await readVcf(pack(text))).toBe(outcome);
        const kind = typeof outcome === 'number' ? 'read' : outcome;
        outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
      }),
      { numRuns: 250, seed: 5 },
    );
    expect([...outcomes.keys()].sort()).toEqual(['bad_record', 'no_samples', 'not_vcf', 'read', 'sample_choice']);
    expect(outcomes.get('read')).toBeGreaterThan(60);
  });

  it('after packing is read whole or refused', { timeout: 120_000 }, async () => {
    const half = HEADER.length + 60;
    const packed = Buffer.concat([pack(VCF.subarray(0, half)).subarray(0, -28), pack(VCF.subarray(half))]);
    const gzipped = Buffer.concat([gzipSync(VCF.subarray(0, half)), gzipSync(VCF.subarray(half))]);
    for (const original of [packed, gzipped])
      await fc.assert(
        fc.asyncProperty(changes, async (all) => {
          const bytes = mutate(original, all);
          fc.pre(bytes.length > 0);
          const outcome = await readVcf(bytes);
          if (typeof outcome === 'number') expect(outcome).toBe(4);
        }),
        { numRuns: 200, seed: 6 },
      );
  });
});

describe('a VCF with', () => {
  const record = (change: Partial<Record<'chrom' | 'pos' | 'ref' | 'info' | 'sample', string>>): string =>
    [
      change.chrom ?? '1',
      change.pos ?? '5',
      '.',
      change.ref ?? 'A',
      'G',
      '.',
      '.',
      change.info ?? '.',
      'GT',
      change.sample ?? '0/1',
    ].join('\t');
  const million = 'A'.repeat(1_000_000);

  it.each<readonly [what: string, text: string, outcome: number | string]>([
    ['a position of 2^31', `${record({ pos: '2147483648' })}\n`, 'bad_record'],
    ['a position of thirty digits', `${record({ pos: '9'.repeat(30) })}\n`, 'bad_record'],
    ['a negative position', `${record({ pos: '-5' })}\n`, 'bad_record'],
    ['a position past the chromosome', `${record({ pos: '2147483647' })}\n`, 1],
    ['a REF of a million bases', `${record({ ref: million })}\n`, 1],
    ['an INFO of a million bytes', `${record({ info: million })}\n`, 1],
    ['a sample of a million bytes', `${record({ sample: million })}\n`, 1],
    ['a contig name of a million bytes', `${record({ chrom: million })}\n`, 1],
    ['a line of a million bytes without a tab', `${million}\n`, 'bad_record'],
    ['no final line break', record({}), 1],
    ['empty lines', `\n\r\n${record({})}\n\n\n${record({})}\n\n`, 2],
    ['a line of spaces', `${record({})}\n   \n`, 'bad_record'],
    ['NUL bytes in an allele', `${record({ ref: 'A\0' })}\n`, 1],
    ['NUL bytes instead of lines', `${record({})}\n${'\0'.repeat(4096)}`, 'bad_record'],
    ['spaces for tabs', `${record({}).replaceAll('\t', ' ')}\n`, 'bad_record'],
    ['old Macintosh line ends among the records', `${record({})}\r${record({})}\r`, 'bad_record'],
    ['a second header', `${record({})}\n${HEADER}${record({})}\n`, 'bad_record'],
    ['no records', '', 0],
  ])('%s', async (_, text, outcome) => {
    expect(await readVcf(HEADER + text)).toBe(outcome);
    expect(await readVcf(pack(Buffer.from(HEADER + text)))).toBe(outcome);
  });

  it.each([
    ['a byte order mark', `\uFEFF${HEADER}${RECORDS}`],
    ['old Macintosh line ends', (HEADER + RECORDS).replaceAll('\n', '\r')],
    ['UTF-16', Buffer.from(HEADER + RECORDS, 'utf16le')],
    ['nothing but NUL bytes', '\0'.repeat(100_000)],
    ['nothing but line breaks', '\n'.repeat(1000)],
  ])('%s is not taken for one', async (_, content) => expect(await readVcf(content)).toBe('not_vcf'));
});

describe('a scoring file', () => {
  const SCORE = Buffer.from(
    scoringText(['1 5 G A 0.5 0.1', 'chr2 77 T TCA -1e-3 -', 'X 99 C - 7', '6 1 *01:01 X 2'], '#pgs_id=PGS000001\n'),
  );

  /** Number of rows, or the code of the refusal. Throws for any other error. */
  function readScore(content: Uint8Array): number | string {
    try {
      const { rows, weights } = parseScoringFile(content, 'hostile.txt');
      expect(weights.every(Number.isFinite)).toBe(true);
      return rows;
    } catch (error) {
      if (isPrsError(error) && error.message.includes('hostile.txt')) return error.code;
      throw error;
    }
  }

  /** Lines that are not blank after the first that does not start with #. */
  function countRows(text: Uint8Array): number {
    const lines = Buffer.from(text).toString('latin1').split('\n');
    const names = lines.findIndex((line) => !line.startsWith('#'));
    return lines.slice(names + 1).filter((line) => !/^\r?$/.test(line)).length;
  }

  it('with bytes changed at random is read line by line or refused', () => {
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(changes, (all) => {
        const text = mutate(SCORE, all);
        const outcome = readScore(text);
        if (typeof outcome === 'number') expect(outcome).toBe(countRows(text));
        const kind = typeof outcome === 'number' ? 'read' : outcome;
        outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect([...outcomes.keys()].sort()).toEqual(['bad_scoring_file', 'read']);
    expect(outcomes.get('read')).toBeGreaterThan(500);
  });

  const columns = 'chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight';
  it.each<readonly [what: string, text: string, outcome: number | string]>([
    ['a position of 2^31', `${columns}\n1\t2147483648\tG\tA\t1\n`, 1],
    ['a position of thirty digits', `${columns}\n1\t${'9'.repeat(30)}\tG\tA\t1\n`, 1],
    ['an allele of a million bases', `${columns}\n1\t5\t${'A'.repeat(1_000_000)}\tA\t1\n`, 1],
    ['a weight of a million digits', `${columns}\n1\t5\tG\tA\t0.${'1'.repeat(1_000_000)}\n`, 1],
    ['a weight past every number', `${columns}\n1\t5\tG\tA\t1e999\n`, 'bad_scoring_file'],
    ['a weight that is not a number', `${columns}\n1\t5\tG\tA\theavy\n`, 'bad_scoring_file'],
    ['a line without tabs', `${columns}\n1\t5\tG\tA\t1\nnothing\n`, 2],
    ['no final line break', `${columns}\n1\t5\tG\tA\t1`, 1],
    ['empty lines', `${columns}\n\n1\t5\tG\tA\t1\n\r\n\n`, 1],
    ['a byte order mark', `\uFEFF${columns}\n1\t5\tG\tA\t1\n`, 1],
    ['NUL bytes', `${columns}\n1\t5\tG\0\tA\t1\n\0\0\0\n`, 2],
    ['old Macintosh line ends', `${columns}\r1\t5\tG\tA\t1\r`, 'bad_scoring_file'],
    ['no rows', `${columns}\n`, 'bad_scoring_file'],
    ['no columns', '#pgs_id=PGS000001\n', 'bad_scoring_file'],
    ['nothing', '', 'bad_scoring_file'],
  ])('with %s', (_, text, outcome) => expect(readScore(Buffer.from(text))).toBe(outcome));

  it('takes memory by its length, also when its first row is empty', () => {
    const text = Buffer.from(`${columns}\n\n${'x'.repeat(8 << 20)}\n`);
    const before = process.memoryUsage().arrayBuffers;
    expect(readScore(text)).toBe(1);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(12 * text.length);
  });
});
