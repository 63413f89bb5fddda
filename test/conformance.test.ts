/**
 * What becomes of every file of vcf-validator's collection (passed and failed, VCF 4.1 to 4.4), of gVCFs, imputed and
 * multi-sample VCFs: read in full, or refused with a code. A file that is read twice over, by normalising and by scoring,
 * meets the same fate both times, and its records are those of an independent count of lines. Skipped without the data.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isPrsError } from '../src/core/errors.ts';
import { loadGenotypes } from '../src/core/jobs/loadGenotypes.ts';
import { NO_FILTERS } from '../src/core/model/vcf.ts';
import { quietContext, temporaryDirectory } from './support/genotypes.ts';
import { createNormalizer } from './support/normalize.ts';
import { hasRealData, realData } from './support/realData.ts';

const normalize = createNormalizer();
const directory = temporaryDirectory();
/** No file of the collections may take longer. */
const LIMIT_MS = 10_000;

const walk = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());

interface Fate {
  /** `read`, or the code of the refusal. */
  readonly outcome: string;
  readonly message: string;
  readonly milliseconds: number;
}

/** Text of a file, unpacked without the engine; what is neither text nor gzip stays as it is. */
function unpack(path: string): string {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('latin1');
}

const countRecords = (text: string): number =>
  text.split('\n').filter((line) => !line.startsWith('#') && !/^\r?$/.test(line)).length;

/** Reads the first sample both ways. Throws for a crash, and for a count that is not that of the lines. */
async function meetFate(path: string): Promise<Fate> {
  const text = unpack(path);
  const sample = /^#CHROM.*$/m.exec(text)?.[0].split('\t')[9]?.trimEnd();
  const started = performance.now();
  const settle = (promise: Promise<number>): Promise<{ outcome: string; message: string; records: number }> =>
    promise.then(
      (records) => ({ outcome: 'read', message: '', records }),
      (error) => {
        if (!isPrsError(error)) throw new Error(`${path} crashes: ${error}`);
        return { outcome: error.code, message: error.message, records: 0 };
      },
    );
  const output = join(directory, 'genome.parquet');
  const normalized = await settle(
    normalize({ vcf: path, output, filters: NO_FILTERS, sample }).then((report) => report.records_read),
  );
  const load = (genotypes: string, name?: string): Promise<number> =>
    loadGenotypes({ genotypes, filters: NO_FILTERS, dosage: 'auto', sample: name }, quietContext).then(
      ({ index }) => index.count,
    );
  const scored = await settle(load(path, sample));
  const milliseconds = performance.now() - started;
  const { outcome, message } = normalized;
  expect([scored.outcome, scored.message], path).toEqual([outcome, message]);
  if (outcome === 'read') {
    expect(normalized.records, path).toBe(countRecords(text));
    expect(scored.records, path).toBeLessThanOrEqual(normalized.records);
    // The index made from the Parquet holds the same records as the one made from the VCF.
    expect(await load(output), path).toBe(scored.records);
  } else {
    expect(message, path).toContain(path);
    expect(message, path).toMatch(/\.$/);
  }
  return { outcome, message, milliseconds };
}

/** A group of files, by a pattern of their paths, that meets one fate for one reason. */
type Group = readonly [files: number, path: RegExp, outcome: string, why: string];

/** Asserts that every file is in a group (the first that its path fits), meets its fate, and that no file is missing. */
async function expectFates(paths: readonly string[], groups: readonly Group[]): Promise<void> {
  const counts = groups.map(() => 0);
  const surprises: string[] = [];
  for (const path of paths) {
    const place = groups.findIndex(([, pattern]) => pattern.test(path));
    const { outcome, message, milliseconds } = await meetFate(path);
    expect(milliseconds, path).toBeLessThan(LIMIT_MS);
    if (place !== -1) counts[place]++;
    if (groups[place]?.[2] !== outcome) surprises.push(`${path}: ${outcome} ${message}`);
  }
  expect(surprises).toEqual([]);
  expect(groups.map(([, pattern], i) => `${counts[i]} ${pattern}`)).toEqual(
    groups.map(([files, pattern]) => `${files} ${pattern}`),
  );
}

/**
 * Files that the validator passes: what of them is refused holds no genotypes, or is packed in a way that we do not unpack.
 */
const PASSED: readonly Group[] = [
  [4, /passed_fileformat_header_000/, 'no_samples', 'sites without genotypes: there is nothing to score'],
  [34, /passed_meta_(alt|assembly|contig|format|info|meta|pedigree|pedigreedb|sample)\.vcf$/, 'no_samples', 'the same'],
  [4, /passed_with_allele_(count|frequencies)/, 'no_samples', 'the same'],
  [4, /passed_ena_api|boost_55/, 'no_samples', 'the same'],
  [2, /passed_empty_vcf/, 'empty_file', 'a file of no bytes'],
  [4, /\.bz2$|assembly_report\.txt$/, 'not_vcf', 'bzip2 is not read; a report of an assembly is no VCF'],
  [88, /./, 'read', 'all others'],
];

/** Files that the validator fails: what is read has a fault in something that no genotype rests on, or in a genotype, which is then no call. */
const FAILED: readonly Group[] = [
  [2, /failed_empty_sample/, 'empty_file', 'a file of no bytes'],
  [12, /body_pos/, 'bad_record', 'without a position, a record cannot be placed'],
  [4, /body_sample_011/, 'sample_repeated', 'which of the columns of one name is meant is not known'],
  [12, /failed_meta_00[245]/, 'not_vcf', 'a header line is not one'],
  [4, /fileformat_000/, 'not_vcf', 'the version is missing'],
  [4, /body_no_newline_00[34]/, 'not_vcf', 'the #CHROM line is cut off'],
  [8, /non_readable/, 'not_vcf', 'packed by programs other than gzip and bgzip'],
  [10, /\.bz2$|assembly_report\.txt$/, 'not_vcf', 'bzip2 is not read; a report of an assembly is no VCF'],
  [
    422,
    /failed_meta_(?!invalid)/,
    'no_samples',
    'sites without genotypes: there is nothing to score, whatever else is wrong',
  ],
  [
    14,
    /fileformat_001|failed_header_001|body_no_newline_000|no_genotypes_or|failed_compressed\.vcf\.gz/,
    'no_samples',
    'the same',
  ],
  [143, /body_(invalid_)?info|meta_invalid_info/, 'read', 'of INFO only END is used, of a reference block'],
  [15, /failed_(CNV|STR)|body_invalid_(CNVTR|SV)_/, 'read', 'a symbolic ALT equals no effect allele'],
  [14, /body_id/, 'read', 'variants are told by their place and alleles'],
  [30, /body_(qual|filter)/, 'read', 'used when a filter is asked for; then what is none of its values fails it'],
  [32, /body_(alt|ref)/, 'read', 'an allele that is not of bases equals no effect allele'],
  [14, /body_chrom/, 'read', 'a contig of another name is no chromosome: kept, not scored'],
  [12, /body_(contiguous|unsorted)/, 'read', 'records are sorted when they are indexed'],
  [16, /body_duplicated/, 'read', 'records of one variant must agree, or are no call'],
  [26, /body_(invalid_)?format/, 'read', 'fields are found by name, wherever GT stands'],
  [47, /body_(invalid_)?sample_/, 'read', 'a genotype that is not one is no call; other fields are not read'],
  [16, /body_samples_ploidy/, 'read', 'the number of likelihoods (PL) is not used'],
  [4, /body_no_newline_00[12]/, 'read', 'a last line without a line break is a line'],
  [4, /failed_header_000/, 'read', 'columns are told by their order, not by their names'],
  [16, /assembly_checker/, 'read', 'a REF that is not that of the assembly is met only when a FASTA is given'],
];

/** Other collections. Some gVCFs are broken on purpose in their alleles or END. */
const OTHERS: readonly Group[] = [
  [4, /\.tbi$/, 'not_vcf', 'an index'],
  [8, /tiny_1000g\/bgen/, 'not_vcf', 'BGEN, its index and its list of samples'],
  [
    8,
    /gvcf\/(bad_|bogus|.*\.bogus)/,
    'read',
    'alleles that are not of bases equal no effect allele; an END before POS is none',
  ],
  [12, /gvcf\//, 'read', ''],
  [1, /unsorted/, 'read', 'records are sorted when they are indexed'],
  [8, /./, 'read', ''],
];

describe.skipIf(!hasRealData)("vcf-validator's collection", () => {
  const files = hasRealData ? walk(join(realData, 'vcf_conformance/vcf-validator')) : [];
  const isPassed = (path: string): boolean => path.includes('/passed');

  it('of passed files is read in full, but for what holds no genotypes', { timeout: 180_000 }, () =>
    expectFates(files.filter(isPassed), PASSED),
  );

  it('of failed files is refused, but for faults that no score rests on', { timeout: 180_000 }, () =>
    expectFates(
      files.filter((path) => !isPassed(path)),
      FAILED,
    ),
  );
});

describe.skipIf(!hasRealData)('gVCFs, imputed and multi-sample VCFs', () => {
  const files = hasRealData
    ? ['gvcf', 'imputed', 'tiny_1000g'].flatMap((folder) => walk(join(realData, 'vcf', folder)))
    : [];

  it('are read in full, and what is not VCF is refused', { timeout: 180_000 }, () => expectFates(files, OTHERS));
});
