/** What becomes of one row is what the whole score says of it, wherever it is read from. */
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type ComputeInput, computeTask } from '../../src/core/jobs/computeTask.ts';
import { locusTask } from '../../src/core/jobs/locusTask.ts';
import type { ExplainedRow, ScoreExplanation } from '../../src/core/model/explanation.ts';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { quietContext, temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';
import { scoringText } from '../support/scoring.ts';
import { indexedVcf } from '../support/tabix.ts';

const directory = temporaryDirectory();
/** 30,000 records with names that do not compress, so that few blocks are few of many. */
const records = Array.from({ length: 30_000 }, (_, i) => {
  const name = Array.from({ length: 5 }, (_, part) =>
    Math.sin(i * 7 + part)
      .toString(36)
      .slice(3),
  ).join('');
  return `chr1 ${(i + 1) * 100} ${i % 3 === 0 ? 'A T' : 'A G'} ${['0/1', '1/1', './.', '0/0'][i % 4]} PASS 30 50 ${name}`;
});
const { vcf, tbi } = indexedVcf(vcfText(records));
const indexed = writeFixture(directory, 'indexed.vcf.gz', vcf);
writeFileSync(`${indexed}.tbi`, tbi);
const plain = writeFixture(directory, 'plain.vcf.gz', vcf);

const rows = [
  '1 100 T A 1', // A/T
  '1 200 G A 2',
  '1 200 A G -4', // the same locus, the other way round
  '1 300 C T 0.5', // flipped or mismatch
  '1 2999900 G A 3',
  '1 155 G A 1', // not listed
  '- - G A 1', // no position
  '2 200 G - 1', // no other allele
];
const score = writeFixture(directory, 'score.txt', scoringText(rows, '#genome_build=GRCh38\n'));

async function explain(genotypes: string, change: Partial<ComputeInput>): Promise<ScoreExplanation> {
  const input: ComputeInput = {
    genotypes,
    scores: [{ kind: 'file', path: score }],
    build: null,
    forceBuild: false,
    filters: NO_FILTERS,
    policies: DEFAULT_POLICIES,
    population: 'EUR',
    catalogDirectory: directory,
    ...change,
  };
  for await (const outcome of computeTask(input, quietContext)) {
    if (outcome.status === 'ok' && outcome.explanation !== undefined) return outcome.explanation;
    throw new Error(JSON.stringify(outcome));
  }
  throw new Error('no outcome');
}

const byLine = (list: readonly ExplainedRow[]) => [...list].sort((one, other) => one.line - other.line);

it.each(['auto', 'keep', 'drop'] as const)(
  'explains each row as the whole score does, with ambiguous: %s',
  async (ambiguous) => {
    const policies = { ...DEFAULT_POLICIES, ambiguous };
    const whole = byLine((await explain(plain, { policies, explain: true })).rows);
    expect(whole).toHaveLength(rows.length);
    for (const genotypes of [plain, indexed])
      for (const [row, expected] of whole.entries()) {
        const found = (await explain(genotypes, { policies, explainRow: row })).rows;
        expect(found).toContainEqual(expected);
        expect(found).toHaveLength(row === 1 || row === 2 ? 2 : 1);
      }
  },
);

it('has nothing to say of a row that the file does not have', async () => {
  expect((await explain(plain, { explainRow: 99 })).rows).toEqual([]);
});

it('does not fail a row for the coverage of the score', async () => {
  const policies = { ...DEFAULT_POLICIES, min_coverage: 1 };
  expect((await explain(plain, { policies, explainRow: 5 })).rows).toMatchObject([{ state: 'absent_unknown' }]);
});

it('reads the records of a place by the index, or by reading up to it', async () => {
  const asked = { chrom: '1', pos: 200 };
  const byIndex = await locusTask({ ...asked, genotypes: indexed }, quietContext);
  const byScan = await locusTask({ ...asked, genotypes: plain }, quietContext);
  expect(byIndex).toMatchObject({ read_by: 'index', warnings: [] });
  expect(byScan).toMatchObject({ read_by: 'scan', warnings: [] });
  expect(byScan.records).toEqual(byIndex.records);
  expect(byIndex.records).toMatchObject([
    { chrom: 'chr1', pos: 200, ref: 'A', alts: ['G'], qual: '50', filter: 'PASS' },
  ]);
  expect(byIndex.records[0]?.sample).toContainEqual({ name: 'GT', value: '1/1', description: expect.anything() });
  expect((await locusTask({ chrom: '1', pos: 150, genotypes: plain }, quietContext)).records).toEqual([]);
});

const normalize = createNormalizer();

it('reads the records of a place from a normalised genome, whose rows say less', async () => {
  const vcf = writeFixture(
    directory,
    'block.vcf',
    vcfText(['chr1 90 GTTTTTTTTTTTTTT G 0/1', 'chr1 100 A G,T 1/2 q10 30 50 rs1', 'chr1 101 A G 0/1']),
  );
  const output = `${directory}/block.parquet`;
  await normalize({ vcf, output, filters: NO_FILTERS });
  const found = await locusTask({ genotypes: output, chrom: '1', pos: 100 }, quietContext);
  expect(found).toMatchObject({ read_by: 'parquet', warnings: [] });
  expect(found.records).toMatchObject([
    { pos: 90, alts: ['G'] },
    { pos: 100, id: 'rs1', ref: 'A', alts: ['G', 'T'], qual: '50', filter: 'q10', info: [] },
  ]);
  expect(found.records[1]?.sample).toEqual([
    { name: 'GT', value: '1/2', description: null },
    { name: 'DP', value: '30', description: null },
  ]);
  expect((await locusTask({ genotypes: output, chrom: '2', pos: 100 }, quietContext)).records).toEqual([]);
});

const HEADER = [
  '##fileformat=VCFv4.2',
  '##INFO=<ID=AF,Number=A,Type=Float,Description="Allele frequency, of this cohort">',
  '##INFO=<ID=DB,Number=0,Type=Flag,Description="In dbSNP">',
  '##INFO=<ID=END,Number=1,Type=Integer,Description="End of the block">',
  '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
  '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads of each allele">',
  '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tONE\tTWO',
];

it('gives every field with what the header says of it, of the chosen sample', async () => {
  const file = writeFixture(
    directory,
    'fields.vcf',
    [
      ...HEADER,
      '2\t90\t.\tACGTACGTACGTA\tA\t.\t.\tXX=a%3Bb\tGT\t0/1\t0/0',
      '2\t95\t.\tG\t<NON_REF>\t.\t.\tEND=120\tGT\t0/0\t0/0',
      '2\t100\trs1;rs2\tG\tA,T\t29.5\tq10;s50\tAF=0.25,0.5;DB\tGT:AD\t0/1:3,4,.\t1|2:1,2,3',
      '2\t101\t.\tG\tA\t.\t.\t.\tGT\t0/1\t0/1',
      '',
    ].join('\n'),
  );
  const { records } = await locusTask({ genotypes: file, sample: 'TWO', chrom: '2', pos: 100 }, quietContext);
  expect(records.map(({ pos }) => pos)).toEqual([90, 95, 100]);
  expect(records[0]).toMatchObject({
    id: null,
    qual: null,
    filter: null,
    info: [{ name: 'XX', value: 'a;b', description: null }],
  });
  expect(records[2]).toEqual({
    ...{ chrom: '2', pos: 100, id: 'rs1;rs2', ref: 'G', alts: ['A', 'T'], qual: '29.5', filter: 'q10;s50' },
    info: [
      { name: 'AF', value: '0.25,0.5', description: 'Allele frequency, of this cohort' },
      { name: 'DB', value: 'yes', description: 'In dbSNP' },
    ],
    sample: [
      { name: 'GT', value: '1|2', description: 'Genotype' },
      { name: 'AD', value: '1,2,3', description: 'Reads of each allele' },
    ],
  });
  const missing = await locusTask({ genotypes: file, sample: 'ONE', chrom: '2', pos: 100 }, quietContext);
  expect(missing.records[2]?.sample[1]).toMatchObject({ value: '3,4,.' });
});
