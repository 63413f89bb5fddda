/** Imputed dosages and reference blocks, from the file to the score. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cohortTask } from '../../src/core/jobs/cohortTask.ts';
import { type ComputeInput, computeTask } from '../../src/core/jobs/computeTask.ts';
import { DEFAULT_POLICIES, type PrsResult } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { quietContext, temporaryDirectory, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';
import { scoringText, withoutProvenance } from '../support/scoring.ts';

const directory = temporaryDirectory();
const normalize = createNormalizer();
const header = '#pgs_id=PGS000001\n#genome_build=GRCh38\n';

const FORMATS: Readonly<Record<string, string>> = {
  GT: 'Number=1,Type=String',
  DS: 'Number=A,Type=Float',
  GP: 'Number=G,Type=Float',
  GQ: 'Number=1,Type=Integer',
  DP: 'Number=1,Type=Integer',
};

/** Records `chrom pos ref alt info format sample …`. */
function vcf(name: string, records: readonly string[], { samples = ['S1'], fields = ['GT', 'DS'], meta = '' } = {}) {
  const lines = records.map((record) => {
    const [chrom, pos, ref, alt, info, ...rest] = record.split(' ');
    return [chrom, pos, '.', ref, alt, '.', 'PASS', info, ...rest].join('\t');
  });
  const text = [
    '##fileformat=VCFv4.3',
    '##reference=GRCh38',
    ...(meta === '' ? [] : [meta]),
    ...fields.map((field) => `##FORMAT=<ID=${field},${FORMATS[field]},Description="x">`),
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${samples.join('\t')}`,
    ...lines,
    '',
  ].join('\n');
  return writeFixture(directory, name, text);
}

const input = (genotypes: string, rows: readonly string[], change: Partial<ComputeInput> = {}): ComputeInput => ({
  genotypes,
  scores: [{ kind: 'file', path: writeFixture(directory, 'score.txt', scoringText(rows, header)) }],
  build: null,
  forceBuild: false,
  filters: NO_FILTERS,
  policies: DEFAULT_POLICIES,
  population: 'EUR',
  catalogDirectory: directory,
  ...change,
});

async function result(request: ComputeInput): Promise<PrsResult> {
  for await (const outcome of computeTask(request, quietContext)) {
    if (outcome.status !== 'ok') throw new Error(JSON.stringify(outcome));
    return outcome.result;
  }
  throw new Error('no outcome');
}

describe('imputed dosages', () => {
  const RECORDS = [
    '1 1 A G . GT:DS 0/1:0.73',
    '1 2 A G . DS:GT 1.9:1/1',
    '1 3 A G,C . GT:DS 1/2:0.5,1.25',
    '1 4 A G . GT:DS 0/1:.',
    '1 5 A G . DS 0.25',
    '1 6 A G . GT 1/1',
    'X 7 A G . GT:DS 1:0.75',
  ];
  const ROWS = ['1 1 G A 1', '1 2 A G 1', '1 3 C A 1', '1 3 A G 1', '1 4 G A 1', '1 5 G A 1', '1 6 G A 1', 'X 7 A G 1'];
  const imputed = vcf('imputed.vcf', RECORDS);
  const of = (dosage: 'auto' | 'gt' | 'ds') => ({ policies: { ...DEFAULT_POLICIES, dosage } });

  it('go before calls, which fill in where there are none', async () => {
    const r = await result(input(imputed, ROWS));
    // A of 1.9 copies of G; C; A of 0.5 G and 1.25 C; the call; a column without GT; one without DS; A of a haploid G.
    expect(r.score).toBeCloseTo(0.73 + 0.1 + 1.25 + 0.25 + 1 + 0.25 + 2 + 0.25, 12);
    expect(r).toMatchObject({ variants_matched: 8, genotype_input_mode: 'imputed' });
    expect(r.input_mode_cue).toBe('5 of 7 records have dosages');
  });

  it('are left aside with --dosage gt', async () => {
    const r = await result(input(imputed, ROWS, of('gt')));
    expect(r.score).toBe(1 + 0 + 1 + 0 + 1 + 2 + 0);
    expect(r.states.no_call).toBe(1);
  });

  it('are the only source with --dosage ds', async () => {
    const r = await result(input(imputed, ROWS, of('ds')));
    expect(r.score).toBeCloseTo(0.73 + 0.1 + 1.25 + 0.25 + 0.25 + 0.25, 12);
    expect(r.states.no_call).toBe(2);
  });

  it('come from GP where there is no DS', async () => {
    const records = ['1 1 A G . GT:GP 0/1:0.1,0.8,0.1', '1 2 A G . GT:GP 0/1:.'];
    const path = vcf('probabilities.vcf', records, { fields: ['GT', 'GP'] });
    expect((await result(input(path, ['1 1 G A 1', '1 2 G A 10']))).score).toBeCloseTo(1 + 10, 12);
    const both = vcf('both.vcf', ['1 2 A G . GT:GP:DS 0/1:0,1,0:0.5'], { fields: ['GT', 'GP', 'DS'] });
    expect((await result(input(both, ['1 2 G A 10']))).score).toBe(5);
  });

  it('survive normalising', async () => {
    for (const [name, fields] of [
      ['imputed.vcf', ['GT', 'DS']],
      ['single.vcf', ['GT', 'DS']],
      ['probabilities.vcf', ['GT', 'GP']],
    ] as const) {
      const path =
        name === 'single.vcf'
          ? vcf(
              name,
              RECORDS.filter((record) => !record.includes(',')),
              { fields: [...fields] },
            )
          : join(directory, name);
      const output = join(directory, `${name}.parquet`);
      await normalize({ vcf: path, output, filters: NO_FILTERS });
      for (const dosage of ['auto', 'gt', 'ds'] as const)
        expect(withoutProvenance(await result(input(output, ROWS, of(dosage))))).toEqual(
          withoutProvenance(await result(input(path, ROWS, of(dosage)))),
        );
    }
  });

  it('count in cohorts', async () => {
    const path = vcf(
      'cohort.vcf',
      ['1 1 A G . GT:DS 0/1:0.73 1/1:2', '1 3 A G,C . GT:DS 1/2:0.5,1.25 0/0:.', 'X 7 A G . GT:DS 1:0.75 ./.:0.5'],
      { samples: ['P1', 'P2'] },
    );
    const rows = ['1 1 G A 1', '1 3 C A 1', '1 3 A G 1', 'X 7 A G 1'];
    for (const dosage of ['auto', 'gt', 'ds'] as const) {
      const output = join(directory, 'cohort.tsv');
      const request = input(path, rows, of(dosage));
      await cohortTask({ ...request, output }, quietContext);
      const matrix = readFileSync(output, 'utf8').trim().split('\n').slice(1);
      for (const line of matrix) {
        const [sample, score] = line.split('\t') as [string, string];
        expect(Number(score)).toBeCloseTo((await result({ ...request, sample })).score, 12);
      }
      expect(matrix).toHaveLength(2);
    }
  });
});

describe('reference blocks', () => {
  const ALT = '##ALT=<ID=NON_REF,Description="x">';
  const path = vcf(
    'genome.g.vcf',
    [
      'MT 1 A <NON_REF> END=10 GT:DP:GQ 0/0:30:99',
      'MT 11 C T,<NON_REF> . GT:DP:GQ 1:30:99',
      'MT 12 G <NON_REF> END=14 GT:DP:GQ 0/0:3:9',
      'MT 15 T <NON_REF> END=20 GT:DP:GQ 0/0:30:60',
      'MT 30 A <NON_REF> . GT:DP:GQ 0/0:30:60',
    ],
    { fields: ['GT', 'DP', 'GQ'], meta: ALT },
  );
  const fasta = writeFixture(
    directory,
    'reference.fa',
    `>MT\nACGTACGTACCGGGTTTTTTCCCCCCCCCA${'A'.repeat(16569 - 30)}\n`,
  );
  const rows = [
    'MT 2 C T 1',
    'MT 2 T C 10',
    'MT 11 T C 100',
    'MT 13 G A 1000',
    'MT 16 T C 10000',
    'MT 25 C T 1e5',
    'MT 30 A G 1e6',
  ];

  it('are known to be homozygous reference where they are sure, given a reference', async () => {
    const r = await result(input(path, rows, { fasta, cacheDirectory: directory }));
    expect(r).toMatchObject({ genotype_input_mode: 'gvcf', variants_reference_block: 3, variants_assumed_hom_ref: 0 });
    expect(r.states).toMatchObject({ reference_block: 3, exact: 1, swapped: 1, absent_unknown: 2 });
    // One copy on the mitochondrion; the last record is of one base, so it names REF itself, and its call is diploid.
    expect(r.score).toBe(1 + 0 + 100 + 10000 + 2e6);
    expect(r.weight_mass_reference_block).toBe(1 + 10 + 10000);
    expect(r.warnings.join(' ')).toContain('3 of 7 variants lie in reference blocks');
  });

  it('say nothing about alleles without one, and the result says so', async () => {
    const r = await result(input(path, rows));
    expect(r.states).toMatchObject({ reference_block: 0, absent_unknown: 5 });
    expect(r.percentile_method).not.toBe('theoretical');
    expect(r.warnings.join(' ')).toContain('blocks of a gVCF do not say the reference allele');
  });

  it('survive normalising', async () => {
    const output = join(directory, 'gvcf.parquet');
    const report = await normalize({ vcf: path, output, filters: NO_FILTERS });
    expect(report.format_fields).toEqual(['GT', 'DP', 'GQ']);
    const change = { fasta, cacheDirectory: directory };
    expect(withoutProvenance(await result(input(output, rows, change)))).toEqual(
      withoutProvenance(await result(input(path, rows, change))),
    );
  });

  it('are those that reach past their REF, before and after normalising', async () => {
    const spelled = vcf(
      'spelled.g.vcf',
      ['MT 1 ACGT <NON_REF> END=4 GT:GQ 0/0:60', 'MT 5 AC <NON_REF> END=9 GT:GQ 0/0:60'],
      {
        fields: ['GT', 'GQ'],
        meta: ALT,
      },
    );
    const output = join(directory, 'spelled.parquet');
    await normalize({ vcf: spelled, output, filters: NO_FILTERS });
    const change = { fasta, cacheDirectory: directory };
    const own = ['MT 2 C T 1', 'MT 8 T C 10'];
    const r = await result(input(spelled, own, change));
    expect(r.states).toMatchObject({ reference_block: 1, absent_unknown: 1 });
    expect(withoutProvenance(await result(input(output, own, change)))).toEqual(withoutProvenance(r));
  });

  it('are not the spans of structural variants that a genome does not carry', async () => {
    const structural = vcf(
      'structural.g.vcf',
      [
        'MT 1 A <DEL> END=10 GT:GQ 0/0:60',
        'MT 11 C <NON_REF> END=20 GT:GQ 0/0:60',
        'MT 25 C <CNV> END=30 GT:GQ 0/0:60',
      ],
      { fields: ['GT', 'GQ'], meta: ALT },
    );
    const output = join(directory, 'structural.parquet');
    await normalize({ vcf: structural, output, filters: NO_FILTERS });
    const change = { fasta, cacheDirectory: directory };
    const own = ['MT 5 A T 1', 'MT 15 T C 10', 'MT 28 C G 100'];
    const r = await result(input(structural, own, change));
    expect(r.states).toMatchObject({ reference_block: 1, absent_unknown: 2 });
    expect(withoutProvenance(await result(input(output, own, change)))).toEqual(withoutProvenance(r));
  });

  it('below a floor of depth or quality prove nothing', async () => {
    const depths = vcf(
      'depth.g.vcf',
      ['MT 1 A <*> END=5 GT:DP 0/0:10', 'MT 6 C <*> END=9 GT:DP 0/0:9', 'MT 11 C G . GT:DP 0/1:9'],
      {
        fields: ['GT', 'DP'],
      },
    );
    const r = await result(input(depths, ['MT 2 C T 1', 'MT 7 G T 10'], { fasta, cacheDirectory: directory }));
    expect(r.states).toMatchObject({ reference_block: 1, absent_unknown: 1 });
  });
});
