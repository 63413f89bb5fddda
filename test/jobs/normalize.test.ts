import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, it, vi } from 'vitest';
import { manifestPath } from '../../src/core/jobs/manifest.ts';
import { normalizeVcf } from '../../src/core/jobs/normalizeVcf.ts';
import { WorkerPool } from '../../src/core/jobs/pool.ts';
import { NO_FILTERS, type NormalizeReport, type VcfFilterConfig } from '../../src/core/model/vcf.ts';
import { compressBgzf } from '../../src/core/vcf/bgzf.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';

const normalizeFile = createNormalizer();

const directory = temporaryDirectory();
let serial = 0;

interface Normalized {
  readonly report: NormalizeReport;
  readonly rows: Record<string, unknown>[];
  readonly output: string;
}

async function normalize(
  content: string | Uint8Array,
  options: { filters?: Partial<VcfFilterConfig>; formatFields?: string[]; sample?: string; name?: string } = {},
): Promise<Normalized> {
  const name = options.name ?? `case${++serial}.vcf`;
  const vcf = writeFixture(directory, name, content);
  const output = join(directory, `out${++serial}`, 'genome.parquet');
  const { formatFields, sample } = options;
  const filters = { ...NO_FILTERS, ...options.filters };
  const report = await normalizeFile({ vcf, output, filters, formatFields, sample });
  return { report, rows: await readRows(output), output };
}

async function readRows(path: string): Promise<Record<string, unknown>[]> {
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return (await parquetReadObjects({ file, compressors })) as Record<string, unknown>[];
}

const FOUR = [
  '1 10 A G 0/1 . 30 . rs1',
  '1 20 A G 0/1 . 40 . rs2',
  '1 30 A G 0/1 PASS 50 . rs3',
  '1 40 A G 0/1 LowQual 50 . rs4',
];
const ids = ({ rows }: Normalized): unknown[] => rows.map((row) => row.rsid);

describe('columns', () => {
  it('hold what the record says, with the types promised', async () => {
    const { rows, report, output } = await normalize(
      vcfText(['chr1 10 TCA T,TA 1|2 PASS 31 29.5 rs7', 'X 5 A . 0 . . . .', 'chrUn_1 7 C G ./. q10;s50 . . .']),
    );
    expect(rows).toEqual([
      {
        chrom: '1',
        start: 10n,
        end: 12n,
        pos: 10n,
        rsid: 'rs7',
        ref: 'TCA',
        alt: 'T|TA',
        qual: 29.5,
        filter: 'PASS',
        GT: '1|2',
        DP: 31n,
        genotype: ['T', 'TA'],
      },
      {
        chrom: 'X',
        start: 5n,
        end: 5n,
        pos: 5n,
        rsid: null,
        ref: 'A',
        alt: '.',
        qual: null,
        filter: '.',
        GT: '0',
        DP: null,
        genotype: ['A'],
      },
      {
        chrom: 'Un_1',
        start: 7n,
        end: 7n,
        pos: 7n,
        rsid: null,
        ref: 'C',
        alt: 'G',
        qual: null,
        filter: 'q10;s50',
        GT: './.',
        DP: null,
        genotype: [],
      },
    ]);
    expect(report.columns).toEqual({
      chrom: 'String',
      start: 'Int64',
      end: 'Int64',
      pos: 'Int64',
      rsid: 'String',
      ref: 'String',
      alt: 'String',
      qual: 'Float64',
      filter: 'String',
      GT: 'String',
      DP: 'Int64',
      genotype: 'List(String)',
    });
    const bytes = readFileSync(output);
    const metadata = parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    expect(parquetSchema(metadata).children.map(({ element }) => element.name)).toEqual(Object.keys(report.columns));
    expect(metadata.row_groups[0]?.columns[0]?.meta_data?.codec).toBe('ZSTD');
  });

  it('sort the alleles of a genotype', async () => {
    const { rows } = await normalize(vcfText(['1 1 T A 0/1', '1 2 C G 1/1', '1 3 C G 0/5']));
    expect(rows.map((row) => row.genotype)).toEqual([['A', 'T'], ['G', 'G'], []]);
  });

  it('carry other FORMAT fields, typed by their declaration, with GT first', async () => {
    const header = [
      '##reference=GRCh38',
      '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Q">',
      '##FORMAT=<ID=DS,Number=1,Type=Float,Description="D">',
      '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="A">',
    ];
    const text = vcfText(['1 1 A G 0/1'], { header }).replace('GT:DP\t0/1:30', 'AD:GQ:GT:DS\t3,4:99:0/1:0.97');
    const { rows, report } = await normalize(text, { formatFields: ['DS', 'GQ', 'AD', 'XX'] });
    expect(Object.keys(report.columns).slice(9)).toEqual(['GT', 'DS', 'GQ', 'AD', 'XX', 'genotype']);
    expect(rows[0]).toMatchObject({ GT: '0/1', DS: 0.97, GQ: 99n, AD: '3,4', XX: null });
  });
});

describe('filters', () => {
  it('take PASS and . for a record that was not filtered', async () => {
    expect(ids(await normalize(vcfText(FOUR), { filters: { pass_filters: ['PASS', '.'] } }))).toEqual([
      'rs1',
      'rs2',
      'rs3',
    ]);
  });
  it('drop shallow records', async () => {
    const done = await normalize(vcfText(FOUR), { filters: { pass_filters: ['PASS', '.'], min_depth: 35 } });
    expect(ids(done)).toEqual(['rs2', 'rs3']);
    expect(done.report).toMatchObject({
      records_read: 4,
      records_kept: 2,
      dropped_filter: 1,
      dropped_depth: 1,
      dropped_qual: 0,
    });
  });
  it('drop records of low or unknown quality', async () => {
    const records = [
      '1 1 A G 0/1 PASS 9 30 a',
      '1 2 A G 0/1 PASS 9 29.99 b',
      '1 3 A G 0/1 PASS 9 . c',
      '1 4 A G 0/1 PASS 9 3e1 d',
    ];
    expect(ids(await normalize(vcfText(records), { filters: { min_qual: 30 } }))).toEqual(['a', 'd']);
  });
  it('keep everything when nothing is set', async () => expect((await normalize(vcfText(FOUR))).rows).toHaveLength(4));
  it('say so when they drop everything', async () => {
    const { report, rows } = await normalize(vcfText(FOUR), { filters: { pass_filters: ['nothing'] } });
    expect(rows).toEqual([]);
    expect(report.warnings).toEqual(['The filters dropped every record.']);
  });
  it('warn about chromosome Y in a female sample and drop nothing', async () => {
    const { report, rows } = await normalize(vcfText(['1 1 A G 0/1', 'chrY 2 A G 1']), { filters: { sex: 'Female' } });
    expect(rows).toHaveLength(2);
    expect(report.warnings[0]).toContain('1 records lie on chromosome Y');
  });
});

describe('input', () => {
  const text = vcfText(Array.from({ length: 5000 }, (_, i) => `1 ${i + 1} A G 0/1 PASS 30 50 rs${i}`));

  it('gives the same rows plain, gzipped and in BGZF, whatever the name', async () => {
    const plain = await normalize(text, { name: 'a.vcf.gz' });
    const gzip = await normalize(gzipSync(text), { name: 'b.vcf' });
    const bgzf = await normalize(Buffer.concat([...compressBgzf([text])]), { name: 'c.txt' });
    expect(plain.rows).toHaveLength(5000);
    expect(gzip.rows).toEqual(plain.rows);
    expect(bgzf.rows).toEqual(plain.rows);
  });

  it('takes one sample of several', async () => {
    const two = vcfText(['1 1 A G 0/1'], { sample: 'S1\tS2' }).replace('0/1:30', '0/1:30\t1/1:8');
    expect((await normalize(two, { sample: 'S2' })).rows[0]).toMatchObject({ GT: '1/1', DP: 8n });
    await expect(normalize(two)).rejects.toMatchObject({ code: 'sample_choice', exitCode: 2 });
    await expect(normalize(two, { sample: 'S3' })).rejects.toMatchObject({ code: 'sample_unknown' });
  });

  it('keeps UTF-8, and shows bytes that are not as such', async () => {
    const text = vcfText(['1 10 A G 0/1 Qualité 1 1 rsé', '1 20 A G 1/1 PASS 1 1 rs2']);
    expect(ids(await normalize(text))).toEqual(['rsé', 'rs2']);
    const { rows } = await normalize(Buffer.from(text, 'latin1'));
    expect(rows.map(({ rsid, filter, GT }) => [rsid, filter, GT])).toEqual([
      ['rs\uFFFD', 'Qualit\uFFFD', '0/1'],
      ['rs2', 'PASS', '1/1'],
    ]);
  });

  it('refuses to choose between two samples of one name', async () => {
    const twins = vcfText(['1 10 A G 0/1:3\t1/1'], { sample: 'S1\tS2\tS1' });
    await expect(normalize(twins, { sample: 'S1' })).rejects.toMatchObject({
      code: 'sample_repeated',
      message: expect.stringMatching(/\.vcf has 2 samples called "S1", and which one is meant is not known\.$/),
    });
  });
});

describe('output', () => {
  it('is private and comes with a manifest', async () => {
    const { output, report } = await normalize(vcfText(FOUR));
    expect(statSync(output).mode & 0o777).toBe(0o600);
    expect(statSync(manifestPath(output)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(manifestPath(output), 'utf8'))).toEqual(report);
    expect(report).toMatchObject({ sample: 'S1', genome_build: 'GRCh38', records_kept: 4, synthetic: false });
    expect(report.source_sha256).toBe(createHash('sha256').update(vcfText(FOUR)).digest('hex'));
  });

  it('hashes the source in a thread, which ends when the reading failed', async () => {
    const pool = new WorkerPool('test');
    const asked = vi.spyOn(pool, 'value');
    const vcf = writeFixture(directory, `case${++serial}.vcf`, vcfText(['1 x A G 0/1']));
    const request = { vcf, output: join(directory, 'none.parquet'), filters: NO_FILTERS };
    await expect(normalizeVcf({ pool, threads: 1, toolVersion: 'test' }, request)).rejects.toThrow(/:\d+:/);
    const hashing = asked.mock.calls.find(([task]) => task === 'hash');
    expect(hashing?.[1]).toBe(vcf);
    expect(hashing?.[2]?.signal?.aborted).toBe(true);
    await pool.close();
  });

  const good = vcfText(['1 1 A G 0/1']);
  const bgzf = Buffer.concat([
    ...compressBgzf([vcfText(Array.from({ length: 3000 }, (_, i) => `1 ${i + 1} A G 0/1`))]),
  ]);
  const damaged = Buffer.from(bgzf);
  damaged[400] = damaged[400] ^ 0xff;
  it.each([
    [
      'a truncated BGZF',
      bgzf.subarray(0, bgzf.length - 200),
      'truncated',
      /:\d+: the file ends too early: the last BGZF block is cut off/,
    ],
    [
      'a BGZF without its end marker',
      bgzf.subarray(0, bgzf.length - 28),
      'truncated',
      /:3006: .*end marker is missing/,
    ],
    ['a damaged BGZF', damaged, 'truncated', /damaged/],
    ['a truncated gzip', gzipSync(good).subarray(0, 60), 'truncated', /:1: .*gzip stream is cut off/],
    ['a gzip of something else', gzipSync('hello\nworld\n'), 'not_vcf', /:1: not a VCF: the first line is "hello"/],
    ['binary rubbish', Buffer.from([1, 2, 3, 4, 5]), 'not_vcf', /:1: not a VCF/],
    ['an empty file', '', 'empty_file', /is empty/],
    ['a gzip of nothing', gzipSync(''), 'not_vcf', /:1: not a VCF/],
    ['a VCF without samples', good.replace('\tFORMAT\tS1', ''), 'no_samples', /:5: the VCF has no sample columns/],
    [
      'a header cut off in its last line',
      '##fileformat=VCFv4.2\n#CHROM\tPOS\tI',
      'not_vcf',
      /:2: not a VCF: it ends in the #CHROM line/,
    ],
    ['a header without end', '##fileformat=VCFv4.2\n##x=y\n', 'not_vcf', /:2: not a VCF: the #CHROM line is missing/],
    ['a record before the header ends', '##fileformat=VCFv4.2\n1\t5\n', 'not_vcf', /:1: not a VCF/],
    [
      'a record with too few columns',
      `${good}1\t2\t.\tA\n`,
      'bad_record',
      /:7: the record has 4 tab-separated columns/,
    ],
  ])('leaves nothing behind after %s', async (_, content, code, message) => {
    const name = `bad${++serial}.vcf.gz`;
    const before = readdirSync(directory);
    const failing = normalize(content, { name });
    await expect(failing).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await expect(failing).rejects.toThrow(name);
    const left = readdirSync(directory, { recursive: true })
      .map(String)
      .filter((path) => /partial|parquet$/.test(path) && path.startsWith(`out${serial}`));
    expect(left).toEqual([]);
    expect(readdirSync(directory).length).toBeGreaterThanOrEqual(before.length);
  });

  it('keeps the older file when a new run fails', async () => {
    const { output } = await normalize(vcfText(FOUR));
    const before = readFileSync(output);
    const vcf = writeFixture(directory, 'late.vcf', `${vcfText(FOUR)}broken\n`);
    await expect(normalizeFile({ vcf, output, filters: NO_FILTERS })).rejects.toMatchObject({
      code: 'bad_record',
    });
    expect(readFileSync(output).equals(before)).toBe(true);
    expect(readdirSync(join(output, '..')).sort()).toEqual(['genome.parquet', 'genome.parquet.json']);
  });

  it.each([
    ['a directory', () => directory, 'is a directory'],
    ['a missing file', () => join(directory, 'nowhere.vcf'), 'does not exist'],
  ])('refuses %s in one sentence', async (_, path, message) => {
    const output = join(directory, 'never.parquet');
    await expect(normalizeFile({ vcf: path(), output, filters: NO_FILTERS })).rejects.toThrow(message);
  });
});
