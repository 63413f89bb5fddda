import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/demo/random.ts';
import { type ComputeInput, computeTask } from '../../src/core/jobs/computeTask.ts';
import { packReferenceTask } from '../../src/core/jobs/packReferenceTask.ts';
import { CHROMOSOME_LENGTHS } from '../../src/core/model/genome.ts';
import type { PrsResult } from '../../src/core/model/result.ts';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { writeRowsParquet } from '../../src/core/polars.ts';
import { quietContext, temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';
import { scoringText, withoutProvenance } from '../support/scoring.ts';

const normalize = createNormalizer();
const directory = temporaryDirectory();
const cacheDirectory = join(directory, 'cache');
const random = createRandom(3, 'reference');

/** The mitochondrion is the one chromosome short enough to make up: 16,569 bases in lines of 60. */
const sequence = Array.from(
  { length: CHROMOSOME_LENGTHS.GRCh38[24] },
  () => 'ACGT'[Math.floor(random.uniform() * 4)],
).join('');
const fasta = writeFixture(
  directory,
  'reference.fa',
  `>chrM made up\n${sequence.match(/.{1,60}/g)?.join('\n')}\n>decoy\nACGT\n`,
);

const header = '#pgs_id=PGS000001\n#genome_build=GRCh38\n';
const baseAt = (pos: number): string => sequence[pos - 1];
const otherThan = (base: string): string => 'ACGT'['ACGT'.indexOf(base) ^ 1];

let serial = 0;
async function compute(
  genotypes: string,
  rows: readonly string[],
  change: Partial<ComputeInput> = {},
): Promise<PrsResult> {
  const path = writeFixture(directory, `score${++serial}.txt`, scoringText(rows, header));
  const input: ComputeInput = {
    genotypes,
    scores: [{ kind: 'file', path }],
    build: null,
    forceBuild: false,
    filters: NO_FILTERS,
    policies: { ...DEFAULT_POLICIES, ambiguous: 'keep', chromosomes: 'all' },
    population: 'EUR',
    catalogDirectory: directory,
    cacheDirectory,
    fasta,
    ...change,
  };
  for await (const outcome of computeTask(input, quietContext)) {
    if (outcome.status === 'ok') return outcome.result;
    throw new Error(JSON.stringify(outcome.error));
  }
  throw new Error('no outcome');
}

const vcf = (name: string, records: readonly string[]): string => writeFixture(directory, name, vcfText(records));

describe('loci that a variant-only file does not list', () => {
  const [a, b] = [baseAt(100), baseAt(200)];
  const genotypes = vcf('variants.vcf', [`MT 50 ${baseAt(50)} ${otherThan(baseAt(50))} 1`]);

  it('carry the reference, once on the mitochondrion', async () => {
    const r = await compute(genotypes, [
      `MT 100 ${a} ${otherThan(a)} 1`,
      `MT 200 ${otherThan(b)} ${b} 10`,
      `MT 50 ${otherThan(baseAt(50))} ${baseAt(50)} 100`,
    ]);
    expect(r).toMatchObject({
      score: 1 + 0 + 100,
      score_ref_anchored: 100,
      variants_matched: 3,
      variants_assumed_hom_ref: 2,
      variants_ref_resolved_fasta: 2,
    });
    expect(r.warnings.join(' ')).toContain(
      '2 of 3 variants are not listed and were counted as the reference of reference.fa',
    );
  });

  it('stay unknown without a reference, which the result says, with their weight', async () => {
    const r = await compute(
      genotypes,
      [`MT 100 ${a} ${otherThan(a)} 1`, `MT 50 ${otherThan(baseAt(50))} ${baseAt(50)} 3`],
      { fasta: undefined },
    );
    expect(r).toMatchObject({ variants_assumed_hom_ref: 0, variants_unscorable_absent: 1 });
    expect(r.warnings.join(' ')).toContain(
      '1 of 2 variants, 25.0 % of the weight, are absent and add 0: the file lists only differences',
    );
  });

  it('are checked against the reference, not believed', async () => {
    const pair = a === 'A' || a === 'T' ? 'C G' : 'A T';
    expect((await compute(genotypes, [`MT 100 ${pair} 1`])).states.allele_mismatch).toBe(1);
  });

  it('are not assumed inside a deletion', async () => {
    const span = sequence.slice(299, 310);
    const deletion = vcf('deletion.vcf', [`MT 300 ${span} ${span[0]} 1`]);
    const row = (pos: number) => `MT ${pos} ${baseAt(pos)} ${otherThan(baseAt(pos))} 1`;
    const r = await compute(deletion, [row(305), row(310), row(311)]);
    expect(r.states).toMatchObject({ absent_unknown: 2, assumed_hom_ref: 1 });
  });

  it('are not assumed where records were filtered out before', async () => {
    const output = join(directory, 'filtered.parquet');
    const path = vcf('low.vcf', ['MT 10 A C 1', 'MT 20 A C 1 LowQual']);
    await normalize({ vcf: path, output, filters: { ...NO_FILTERS, pass_filters: ['PASS'] } });
    const r = await compute(output, [`MT 100 ${a} ${otherThan(a)} 1`]);
    expect(r.states.absent_unknown).toBe(1);
    expect(r.warnings.join(' ')).toContain('1 records were filtered out');
  });

  it('are left alone in a file that lists all sites', async () => {
    const r = await compute(vcf('all.vcf', ['MT 10 A C 0', 'MT 20 A C 1']), [`MT 100 ${a} ${otherThan(a)} 1`]);
    expect(r).toMatchObject({ genotype_input_mode: 'all_sites', variants_assumed_hom_ref: 0 });
    expect(r.warnings.join(' ')).toContain('and for nothing else: the file lists all sites');
  });

  it('make the score of variants equal that of all sites', { timeout: 60_000 }, async () => {
    const locus = fc.record({
      pos: fc.integer({ min: 1, max: 16_000 }),
      call: fc.constantFrom('0', '1'),
      isEffectRef: fc.boolean(),
      weight: fc.integer({ min: -50, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(locus, { selector: ({ pos }) => pos, minLength: 2, maxLength: 60 }),
        async (loci) => {
          const sorted = [...loci].sort((one, two) => one.pos - two.pos);
          fc.pre(sorted.some(({ call }) => call === '1') && sorted.some(({ call }) => call === '0'));
          const record = ({ pos, call }: (typeof sorted)[number]) =>
            `MT ${pos} ${baseAt(pos)} ${otherThan(baseAt(pos))} ${call}`;
          const rows = sorted.map(({ pos, isEffectRef, weight }) => {
            const [ref, alt] = [baseAt(pos), otherThan(baseAt(pos))];
            return `MT ${pos} ${isEffectRef ? `${ref} ${alt}` : `${alt} ${ref}`} ${weight / 8}`;
          });
          const complete = await compute(vcf('complete.vcf', sorted.map(record)), rows, { inputMode: 'all_sites' });
          const variants = await compute(vcf('only.vcf', sorted.filter(({ call }) => call === '1').map(record)), rows);
          expect(variants.score).toBe(complete.score);
          expect(variants.score_ref_anchored).toBe(complete.score_ref_anchored);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('an insertion into a run of one base, left-aligned in the file', () => {
  // After the base at `start` come a run of `base` and then another base.
  const run = /(?<=([ACGT]))(?!\1)([ACGT])\2{2,}/.exec(sequence.slice(2000)) as RegExpExecArray;
  const start = 2000 + run.index;
  const base = run[2] as string;
  const last = start + run[0].length;
  const inserted = (gt: string): string => `MT ${start} ${baseAt(start)} ${baseAt(start)}${base} ${gt}`;
  /** The same, said of the last base of the run and the one after it. */
  const [ref, alt] = [`${base}${baseAt(last + 1)}`, `${base}${base}${baseAt(last + 1)}`];
  const rows = [`MT ${last} ${alt} ${ref} 1`, `MT ${last} ${ref} ${alt} 10`];
  const elsewhere = `MT 50 ${baseAt(50)} ${otherThan(baseAt(50))} 1`;

  it('is counted, not taken for the reference', async () => {
    const r = await compute(vcf('run.vcf', [elsewhere, inserted('1')]), rows);
    expect(r).toMatchObject({ score: 1, genotype_input_mode: 'variant_only' });
    expect(r.states).toMatchObject({ exact: 1, swapped: 1, assumed_hom_ref: 0 });
  });

  it('is the reference where the file does not list it', async () => {
    const r = await compute(vcf('norun.vcf', [elsewhere]), rows);
    expect(r.score).toBe(10);
    expect(r.states.assumed_hom_ref).toBe(2);
  });

  it('is no call where its call is missing', async () => {
    const r = await compute(vcf('nocall.vcf', [elsewhere, inserted('.')]), rows);
    expect(r.states).toMatchObject({ no_call: 2, assumed_hom_ref: 0 });
  });

  it('is found in a file of all sites, and by trimming alone only where the run starts', async () => {
    const records = ['MT 10 A C 0', inserted('1')];
    expect((await compute(vcf('allrun.vcf', records), rows)).score).toBe(1);
    const padded = `MT ${start - 1} ${baseAt(start - 1)}${baseAt(start)}${base} ${baseAt(start - 1)}${baseAt(start)} 1`;
    const withoutFasta = await compute(vcf('allrun.vcf', records), [...rows, padded], { fasta: undefined });
    expect(withoutFasta.states).toMatchObject({ absent_unknown: 2, exact: 1 });
  });
});

describe('a packed reference', () => {
  const genotypes = vcf('packed.vcf', [`MT 50 ${baseAt(50)} ${otherThan(baseAt(50))} 1`]);
  const rows = [100, 200, 300].map((pos) => `MT ${pos} ${baseAt(pos)} ${otherThan(baseAt(pos))} 1`);
  const packed = packReferenceTask({ fasta, build: 'GRCh38', cacheDirectory: join(directory, 'packs') }, quietContext);

  it('serves as the FASTA does', async () => {
    const { output } = await packed;
    const ofFasta = await compute(genotypes, rows);
    const ofPack = await compute(genotypes, rows, { fasta: output });
    expect(ofPack.warnings.join(' ')).toContain('counted as the reference of GRCh38.2bit');
    const comparable = (of: PrsResult) => ({ ...withoutProvenance(of), pgs_id: '', warnings: [] });
    expect(comparable(ofPack)).toEqual(comparable(ofFasta));
  });

  it('is found in the cache or the catalogue when no reference is named, for a file of differences alone', async () => {
    await packed;
    const change = { fasta: undefined, cacheDirectory: join(directory, 'packs') };
    const found = await compute(genotypes, rows, change);
    expect(found).toMatchObject({ score: 3, variants_assumed_hom_ref: 3 });
    expect(found.warnings.join(' ')).toContain('counted as the reference of GRCh38.2bit');
    const bundled = { fasta: undefined, catalogDirectory: join(directory, 'packs') };
    expect(await compute(genotypes, rows, bundled)).toMatchObject({ score: 3, variants_assumed_hom_ref: 3 });
    const all = await compute(genotypes, rows, { ...change, inputMode: 'all_sites' });
    expect(all).toMatchObject({ score: 0, variants_assumed_hom_ref: 0 });
    expect(all.warnings.join(' ')).not.toContain('GRCh38.2bit');
  });
});

describe('a table of reference alleles', () => {
  it('settles single bases, checked, and no insertion or deletion', async () => {
    const table = join(directory, 'alleles.parquet');
    const row = (pos: number) => ({ genome_build: 'GRCh38', chrom: 'MT', pos, ref: baseAt(pos) });
    writeRowsParquet([100, 200, 300, 400].map(row), table);
    const genotypes = vcf('table.vcf', [`MT 50 ${baseAt(50)} ${otherThan(baseAt(50))} 1`]);
    const wrong = 'ACGT'.replace(/./g, (base) => (base === baseAt(200) ? '' : base)).slice(0, 1);
    const r = await compute(
      genotypes,
      [
        `MT 100 ${baseAt(100)} ${otherThan(baseAt(100))} 1`,
        `MT 200 ${baseAt(200)} ${wrong} 10`,
        `MT 300 ${baseAt(300)}${baseAt(301)}${otherThan(baseAt(302))} ${baseAt(300)} 100`,
        `MT 500 ${baseAt(500)} ${otherThan(baseAt(500))} 1000`,
      ],
      { fasta: table },
    );
    expect(r).toMatchObject({ score: 11, states: { assumed_hom_ref: 2, absent_unknown: 2 } });
    expect(r.warnings.join(' ')).toContain('counted as the reference of alleles.parquet');
    const pair = /[AT]/.test(baseAt(400)) ? 'C G' : 'A T';
    expect((await compute(genotypes, [`MT 400 ${pair} 1`], { fasta: table })).states.allele_mismatch).toBe(1);
  });
});

describe('callable regions', () => {
  const genotypes = vcf('callable.vcf', [`MT 50 ${otherThan(baseAt(50))} ${baseAt(50)} 1`]);
  const row = (pos: number) => `MT ${pos} ${baseAt(pos)} ${otherThan(baseAt(pos))} 1`;
  const deletion = `MT 298 ${sequence.slice(297, 301)} ${otherThan(baseAt(298))} 1`;
  const rows = [row(99), row(100), row(101), row(299), row(300), row(301), deletion];
  const callableBed = writeFixture(directory, 'callable.bed', 'chrM\t99\t100\nchrM\t290\t300\n');

  it('bound what is restored, whole alleles included, and the result says how many lie outside', async () => {
    const r = await compute(genotypes, rows, { callableBed });
    expect(r).toMatchObject({ score: 3, states: { assumed_hom_ref: 3, absent_unknown: 4 } });
    expect(r.warnings.join(' ')).toContain('4 of them lie outside the callable regions.');
    expect((await compute(genotypes, rows)).states.assumed_hom_ref).toBe(7);
  });

  it('change nothing that is listed', async () => {
    const observed = `MT 50 ${baseAt(50)} ${otherThan(baseAt(50))} 1`;
    expect(await compute(genotypes, [observed], { callableBed })).toMatchObject({ score: 1, states: { exact: 1 } });
  });

  it('are not used without a reference, which the result says', async () => {
    const r = await compute(genotypes, rows, { callableBed, fasta: undefined });
    expect(r.warnings.join(' ')).toContain('The callable regions were not used: no reference was given.');
  });
});

describe('the reference', () => {
  const genotypes = vcf('any.vcf', ['MT 10 A C 1']);
  it('is indexed into the cache, never beside the file', async () => {
    await compute(genotypes, ['MT 100 A C 1']);
    expect(existsSync(`${fasta}.fai`)).toBe(false);
    expect(readdirSync(join(cacheDirectory, 'fasta')).length).toBeGreaterThan(0);
  });

  it('may hold another mitochondrion, as hg19 does, which is passed over', async () => {
    const hg19 = writeFixture(directory, 'hg19.fa', `>chrM\n${'A'.repeat(16_571)}\n`);
    await expect(compute(genotypes, ['MT 100 A C 1'], { fasta: hg19 })).rejects.toThrow('none of its sequences');
  });

  it.each([
    ['of another build', `>1\n${'A'.repeat(100)}\n`, '1 has 100 bases, but 248956422 on GRCh38'],
    ['without chromosomes', '>scaffold\nACGT\n', 'none of its sequences is a chromosome'],
    ['that is no FASTA', 'ACGT\n', 'its first line is not a ">" line'],
  ])('%s is refused', async (name, text, message) => {
    const bad = writeFixture(directory, `bad ${name}.fa`, text);
    await expect(compute(genotypes, ['MT 100 A C 1'], { fasta: bad })).rejects.toThrow(message);
  });
});
