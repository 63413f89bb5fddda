import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComputeInput, computeTask } from '../../src/core/jobs/computeTask.ts';
import { homRefConstantsTask } from '../../src/core/jobs/homRefConstantsTask.ts';
import { DEFAULT_POLICIES, type PrsResult, type ScoringPolicies } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { writeRowsParquet } from '../../src/core/polars.ts';
import { quietContext, temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';
import { scoringText } from '../support/scoring.ts';

const directory = temporaryDirectory();
const normalize = createNormalizer();
const header = '#pgs_id=PGS000001\n#genome_build=GRCh38\n';

/** Bases of positions 1 to 400 of chromosomes 1 and X. */
const baseAt = (pos: number): string => 'ACGT'.charAt((pos * 7 + (pos >> 3)) % 4);
const otherThan = (base: string): string => 'ACGT'['ACGT'.indexOf(base) ^ 1] as string;
const thirdThan = (base: string): string => 'ACGT'['ACGT'.indexOf(base) ^ 2] as string;
const reference = join(directory, 'alleles.parquet');
const positions = Array.from({ length: 400 }, (_, i) => i + 1);
writeRowsParquet(
  ['1', 'X'].flatMap((chrom) => positions.map((pos) => ({ genome_build: 'GRCh38', chrom, pos, ref: baseAt(pos) }))),
  reference,
);

let serial = 0;
const scoreFile = (rows: readonly string[], head = header): string =>
  writeFixture(directory, `score${++serial}.txt`, scoringText(rows, head));
const row = (pos: number, weight = 1, chrom = '1') =>
  `${chrom} ${pos} ${baseAt(pos)} ${otherThan(baseAt(pos))} ${weight}`;
const record = (pos: number, call: string) => `1 ${pos} ${baseAt(pos)} ${otherThan(baseAt(pos))} ${call}`;
const vcf = (records: readonly string[]): string => writeFixture(directory, `genome${++serial}.vcf`, vcfText(records));

async function tableOf(...scoringFiles: string[]): Promise<string> {
  const output = join(directory, `constants${++serial}.tsv`);
  const request = { scoringFiles, reference, build: null, output, cacheDirectory: directory };
  const { failures } = await homRefConstantsTask(request, quietContext);
  expect(failures).toEqual([]);
  return output;
}

type Change = Partial<Omit<ComputeInput, 'policies'>> & { policies?: Partial<ScoringPolicies> };

async function compute(genotypes: string, score: string, { policies, ...change }: Change = {}): Promise<PrsResult> {
  const input: ComputeInput = {
    genotypes,
    scores: [{ kind: 'file', path: score }],
    build: null,
    forceBuild: false,
    filters: NO_FILTERS,
    policies: { ...DEFAULT_POLICIES, ambiguous: 'keep', ...policies },
    population: 'EUR',
    catalogDirectory: directory,
    ...change,
  };
  for await (const outcome of computeTask(input, quietContext)) {
    if (outcome.status === 'ok') return outcome.result;
    throw new Error(JSON.stringify(outcome.error));
  }
  throw new Error('no outcome');
}

describe('a table of constants', () => {
  it('is written, private, with what ties each to its rows', async () => {
    const table = await tableOf(scoreFile([row(10, 0.5), row(20, 0.25), row(30, -2)]));
    const [head, line, ...rest] = readFileSync(table, 'utf8').split('\n');
    expect(head).toBe('pgs_id\tgenome_build\thom_ref_score\thom_ref_palindromic\tn_rows\trows_sha256\treference');
    expect(line).toMatch(/^PGS000001\tGRCh38\t-2\.5\t0\t3\t[0-9a-f]{64}\talleles\.parquet$/);
    expect(rest).toEqual(['']);
    expect(statSync(table).mode & 0o777).toBe(0o600);
  });

  it('leaves out scores with unknown alleles, and is not written of nothing', async () => {
    const [good, bad] = [scoreFile([row(10)]), scoreFile([row(10), row(5000)])];
    const request = { reference, build: null, cacheDirectory: directory };
    const output = join(directory, 'none.tsv');
    const none = await homRefConstantsTask({ ...request, scoringFiles: [bad], output }, quietContext);
    expect(none).toMatchObject({ written: 0, failures: [{ code: 'hom_ref_unknown' }] });
    expect(none.failures[0]?.message).toContain('of 1 of its 2 variants the reference allele is not known');
    expect(existsSync(output)).toBe(false);
    const some = await homRefConstantsTask({ ...request, scoringFiles: [bad, good], output }, quietContext);
    expect(some).toMatchObject({ written: 1, failures: [{ code: 'hom_ref_unknown' }] });
  });

  const sound = 'pgs_id\tgenome_build\thom_ref_score\thom_ref_palindromic\tn_rows\trows_sha256\treference\n';
  const digits = 'a'.repeat(64);
  it.each([
    ['without a column', 'pgs_id\tgenome_build\n', ':1: there is no column hom_ref_score, hom_ref_palindromic'],
    [
      'with a word for a number',
      `${sound}P\tGRCh38\tfew\t0\t3\t${digits}\tr\n`,
      ':2: hom_ref_score is "few", not a number',
    ],
    ['with an empty number', `${sound}P\tGRCh38\t\t0\t3\t${digits}\tr\n`, ':2: hom_ref_score is "", not a number'],
    [
      'of no known build',
      `${sound}P\thg18\t1\t0\t3\t${digits}\tr\n`,
      ':2: genome_build is "hg18", not GRCh37 or GRCh38',
    ],
    ['without a digest', `${sound}P\tGRCh38\t1\t0\t3\tabc\tr\n`, ':2: rows_sha256 is not 64 hexadecimal digits'],
    [
      'that contradicts itself',
      `${sound}P\tGRCh38\t1\t0\t3\t${digits}\tr\nP\tGRCh38\t2\t0\t3\t${digits}\tr\n`,
      ':3: the rows of P have another constant above',
    ],
  ])('%s is refused', async (_, text, message) => {
    const homRefTable = writeFixture(directory, 'bad.tsv', text);
    await expect(compute(vcf([record(10, '0/1')]), scoreFile([row(10)]), { homRefTable })).rejects.toThrow(message);
  });
});

describe('the complete score from the anchored one', () => {
  const rows = [row(10, 0.5), row(20, 4), row(30, -2)];
  const variants = () => vcf([record(20, '0/1')]);

  it('is the anchored one and the constant', async () => {
    const score = scoreFile(rows);
    const r = await compute(variants(), score, { homRefTable: await tableOf(score) });
    // The reference scores 2 × (0.5 + 4 − 2); the person lacks one copy at 20.
    expect(r).toMatchObject({ score: 4, score_ref_anchored: -4, hom_ref_score: 5, score_from_anchor: 1 });
    expect(r.warnings.join(' ')).toContain('score_from_anchor counts what is not listed as the reference');
  });

  it('equals the score of all sites, and the one restored from a reference', { timeout: 60_000 }, async () => {
    const locus = fc.record({
      pos: fc.integer({ min: 1, max: 390 }),
      call: fc.constantFrom('0/0', '0/1', '1|1', '1|0'),
      isEffectRef: fc.boolean(),
      isPair: fc.boolean(),
      weight: fc.integer({ min: -50, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(locus, { selector: ({ pos }) => pos, minLength: 2, maxLength: 40 }),
        fc.constantFrom('keep' as const, 'drop' as const),
        async (loci, ambiguous) => {
          const sorted = [...loci].sort((one, two) => one.pos - two.pos);
          fc.pre(sorted.some(({ call }) => call !== '0/0') && sorted.some(({ call }) => call === '0/0'));
          const alleles = ({ pos, isPair }: (typeof sorted)[number]) => {
            const ref = baseAt(pos);
            return [ref, isPair ? ('TGCA'['ACGT'.indexOf(ref)] as string) : otherThan(ref)] as const;
          };
          const records = sorted.map((at) => `1 ${at.pos} ${alleles(at).join(' ')} ${at.call}`);
          const score = scoreFile(
            sorted.map((at) => {
              const [ref, alt] = alleles(at);
              return `1 ${at.pos} ${at.isEffectRef ? `${ref} ${alt}` : `${alt} ${ref}`} ${at.weight / 8}`;
            }),
          );
          const policies = { ambiguous };
          const complete = await compute(vcf(records), score, { inputMode: 'all_sites', policies });
          const only = vcf(records.filter((text) => !text.endsWith('0/0')));
          const fromTable = await compute(only, score, { homRefTable: await tableOf(score), policies });
          expect(fromTable.score_from_anchor).toBe(complete.score);
          const restored = await compute(only, score, { fasta: reference, policies });
          expect(restored).toMatchObject({ score: complete.score, hom_ref_score: fromTable.hom_ref_score });
          expect(restored.score_from_anchor).toBe(null);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each<[string, readonly string[], readonly string[], Change, string]>([
    ['a variant has no call', [record(20, './.')], rows, {}, '1 of its variants have no call'],
    [
      'a variant was filtered out',
      [record(20, '0/1'), `${record(30, '0/1')} LowQual`],
      rows,
      { filters: { ...NO_FILTERS, pass_filters: ['PASS'] } },
      '1 of its variants were filtered out',
    ],
    [
      'the reference is the effect allele, and another variant is there',
      [`1 20 ${baseAt(20)} ${thirdThan(baseAt(20))} 1/1`],
      rows,
      {},
      '1 of its variants are listed with other alleles',
    ],
    [
      'a variant has other alleles',
      [`1 20 ${baseAt(20)} ACGTACGT 0/1`],
      rows,
      {},
      '1 of its variants are listed with other alleles',
    ],
    [
      'a variant is deleted',
      [`1 18 ${[18, 19, 20].map(baseAt).join('')} ${baseAt(18)} 0/1`],
      rows,
      {},
      '1 of its variants lie inside deletions',
    ],
    ['a variant is on X', [record(20, '0/1')], [...rows, row(40, 1, 'X')], {}, '1 of its variants lie on X, Y or MT'],
    [
      'variants on the other strand are left out',
      [record(20, '0/1')],
      rows,
      { policies: { flip: 'off' } },
      'alleles on the other strand were left out (--flip off)',
    ],
    [
      'variants are outside the callable regions',
      [record(20, '0/1')],
      rows,
      { callableBed: writeFixture(directory, 'callable.bed', '1\t9\t10\n') },
      '1 of its variants lie inside deletions or outside the callable regions',
    ],
  ])('is withheld, with the reason, when %s', async (_, records, scored, change, reason) => {
    const score = scoreFile(scored);
    const r = await compute(vcf(records), score, {
      homRefTable: await tableOf(score),
      inputMode: 'variant_only',
      ...change,
    });
    expect(r.score_from_anchor).toBe(null);
    expect(r.hom_ref_score).not.toBe(null);
    expect(r.warnings.join(' ')).toContain(`There is no score_from_anchor: ${reason}`);
  });

  it.each([
    ['another SNV', (ref: string) => `${ref} ${thirdThan(ref)} 1/1`],
    ['an insertion', (ref: string) => `${ref} ${ref}${ref}${ref} 0/1`],
    ['a deletion of the bases behind', (ref: string) => `${ref}${baseAt(21)} ${ref} 0/1`],
  ])('is given where the effect allele is surely not there, but %s', async (_, variant) => {
    const swapped = `1 20 ${otherThan(baseAt(20))} ${baseAt(20)} 4`;
    const score = scoreFile([row(10, 0.5), swapped]);
    const genotypes = vcf([record(10, '0/1'), `1 20 ${variant(baseAt(20))}`]);
    const r = await compute(genotypes, score, { homRefTable: await tableOf(score) });
    expect(r).toMatchObject({ states: { allele_mismatch: 1 }, score_from_anchor: 0.5 });
  });

  it('is withheld where records were filtered out before', async () => {
    const score = scoreFile(rows);
    const output = join(directory, 'filtered.parquet');
    const filters = { ...NO_FILTERS, pass_filters: ['PASS'] };
    await normalize({ vcf: vcf([record(20, '0/1'), `${record(35, '0/1')} LowQual`]), output, filters });
    const r = await compute(output, score, { homRefTable: await tableOf(score) });
    expect(r.score_from_anchor).toBe(null);
    expect(r.warnings.join(' ')).toContain('There is no score_from_anchor: 1 records were filtered out');
  });

  it.each<[string, Change, string]>([
    ['for other rows', {}, 'its constant of PGS000001 is of another version of the scoring file'],
    ['of other scores', {}, 'it has no constant of PGS000002'],
    ['when variants are left out', { policies: { chromosomes: ['2'] } }, 'variants were left out of the score'],
  ])('has no constant from a table %s', async (name, change, reason) => {
    const score = scoreFile(rows);
    const table = await tableOf(score);
    const asked =
      name === 'for other rows'
        ? scoreFile([...rows.slice(1), row(10, 0.75)])
        : name === 'of other scores'
          ? scoreFile([row(10, 3)], header.replace('000001', '000002'))
          : score;
    const r = await compute(variants(), asked, { homRefTable: table, ...change });
    expect(r).toMatchObject({ hom_ref_score: null, score_from_anchor: null });
    expect(r.warnings.join(' ')).toContain(`The table of constants was not used: ${reason}`);
  });

  it('is not given for a file of all sites, whose score is complete', async () => {
    const score = scoreFile(rows);
    const change = { homRefTable: await tableOf(score), inputMode: 'all_sites' as const };
    const r = await compute(vcf([10, 20, 30].map((pos) => record(pos, pos === 20 ? '0/1' : '0/0'))), score, change);
    expect(r).toMatchObject({ score: 1, hom_ref_score: 5, score_from_anchor: null });
    expect(r.warnings.join(' ')).not.toContain('score_from_anchor');
  });
});
