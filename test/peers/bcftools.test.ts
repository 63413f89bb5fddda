/** Agreement with `bcftools query`: the normalised table is the VCF, record for record. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, it } from 'vitest';
import { generateGenome } from '../../bench/generateGenome.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { compressBgzf } from '../../src/core/vcf/bgzf.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';
import { hasRealData, realData } from '../support/realData.ts';
import { hasBcftools, queryWithBcftools } from './programs.ts';

const directory = temporaryDirectory();
const COLUMNS = ['chrom', 'pos', 'rsid', 'ref', 'alt', 'qual', 'filter', 'GT'];
const FORMAT = '%CHROM\t%POS\t%ID\t%REF\t%ALT\t%QUAL\t%FILTER[\t%GT]';

const normalize = createNormalizer();

/** The rows of the normalised table, written as bcftools would. */
async function normalizedLines(vcf: string): Promise<readonly string[]> {
  const output = join(directory, 'genome.parquet');
  await normalize({ vcf, output, filters: NO_FILTERS });
  const bytes = readFileSync(output);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const rows = (await parquetReadObjects({ file, compressors, columns: COLUMNS })) as Record<string, unknown>[];
  return rows.map((row) => COLUMNS.map((name) => row[name] ?? '.').join('\t'));
}

/** What bcftools reads, in our spelling: no `chr`, ALTs joined by `|`. */
const theirLines = (vcf: string): readonly string[] =>
  queryWithBcftools(vcf, FORMAT).map((line) => {
    const [chrom, pos, id, ref, alt, ...rest] = line.split('\t') as [string, string, string, string, string];
    return [chrom.replace(/^chr/, ''), pos, id, ref, alt.replaceAll(',', '|'), ...rest].join('\t');
  });

/** Compares line by line: a difference of whole tables is too long to read. */
async function expectSameRecords(vcf: string): Promise<number> {
  const [ours, theirs] = [await normalizedLines(vcf), theirLines(vcf)];
  const differing = theirs.findIndex((line, i) => line !== ours[i]);
  expect(ours[differing]).toBe(theirs[differing]);
  expect(ours).toHaveLength(theirs.length);
  return ours.length;
}

describe.skipIf(!hasBcftools)('bcftools query agrees on', () => {
  it('odd records', async () => {
    const header = [
      '##reference=GRCh38',
      '##contig=<ID=chr1,length=248956422>',
      '##contig=<ID=chrX,length=156040895>',
      '##FILTER=<ID=LowQual,Description="Low">',
      '##FILTER=<ID=SB,Description="Strand bias">',
    ];
    const records = [
      'chr1 5 A G 0/1 PASS 30 50 rs1',
      'chr1 5 A C,T 1|2 LowQual;SB 30 . rs2;rs3',
      'chr1 6 A . 0/0 . . 0.5',
      'chr1 7 ATG A,* ./1',
      'chr1 8 A <DEL> ./.',
      'chr1 9 A <NON_REF> .|.',
      'chrX 10 G A 1',
      'chrX 11 G A .',
      'chrX 12 G A 0/1/1',
    ];
    const vcf = writeFixture(directory, 'odd.vcf', vcfText(records, { header }));
    expect(await expectSameRecords(vcf)).toBe(9);
  });

  it('a generated genome', async () => {
    const bytes = Buffer.concat([...compressBgzf(generateGenome(20_000))]);
    expect(await expectSameRecords(writeFixture(directory, 'generated.vcf.gz', bytes))).toBeGreaterThan(19_990);
  });
});

describe.skipIf(!hasBcftools || !hasRealData)('bcftools query agrees on real data:', () => {
  it.each(['hapmap_single/hapmap_r22_CEU_Sample01.chr1-4_20.GRCh37.vcf.gz', 'thousand_genomes_chr21/HG02102.vcf.gz'])(
    '%s',
    { timeout: 60_000 },
    async (name) => {
      expect(await expectSameRecords(join(realData, 'vcf', name))).toBeGreaterThan(50_000);
    },
  );
});
