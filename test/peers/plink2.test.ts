/**
 * Agreement with `plink2 --score`: the same variants, the same copies, the same sum to every digit plink2 prints.
 *
 * What the comparison leaves out: chromosome X (plink2 wants the sex), haploid calls (plink2 counts a haploid call on an
 * autosome twice) and sites without a spelled-out ALT. plink2 never flips strands; rows that we flip are told apart.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { generateGenome } from '../../bench/generateGenome.ts';
import { createRandom } from '../../src/core/demo/random.ts';
import { computeTask } from '../../src/core/jobs/computeTask.ts';
import { loadGenotypes } from '../../src/core/jobs/loadGenotypes.ts';
import type { PrsResult, RowState } from '../../src/core/model/result.ts';
import { DEFAULT_POLICIES, ROW_STATES } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { isMatched, matchRows } from '../../src/core/scoring/matchKernel.ts';
import { matchPolicies } from '../../src/core/scoring/prsResult.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { quietContext, temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { hasRealData, realData } from '../support/realData.ts';
import { scoringText } from '../support/scoring.ts';
import { agreesInPrint, hasPlink2, type Plink2Input, type Row, scoreWithPlink2 } from './programs.ts';

const directory = temporaryDirectory();
const POLICIES = { ...DEFAULT_POLICIES, ambiguous: 'keep', chromosomes: 'autosomes' } as const;

const parseRow = (text: string): Row => {
  const [chrom, pos, effect, other, weight] = text.split(' ') as [string, string, string, string, string];
  return { chrom, pos: Number(pos), effect, other, weight };
};

interface OurScore {
  readonly result: PrsResult;
  /** Copies of the effect alleles over the rows that count. */
  readonly copies: number;
  readonly states: ReadonlyMap<Row, RowState>;
}

interface OurInput {
  readonly vcf: string;
  readonly scoringFile: string;
  /** Of the scoring file, in its order. */
  readonly rows: readonly Row[];
}

async function scoreWithOurs({ vcf, scoringFile, rows }: OurInput): Promise<OurScore> {
  const input = {
    genotypes: vcf,
    scores: [{ kind: 'file', path: scoringFile }],
    build: null,
    forceBuild: false,
    filters: NO_FILTERS,
    policies: POLICIES,
    population: 'EUR',
    catalogDirectory: '/nowhere',
  } as const;
  const { value: outcome } = await computeTask(input, quietContext).next();
  if (outcome?.status !== 'ok') throw new Error(JSON.stringify(outcome));
  const bytes = readFileSync(scoringFile);
  const scoring = parseScoringFile(scoringFile.endsWith('.gz') ? gunzipSync(bytes) : bytes, scoringFile);
  const { index } = await loadGenotypes({ genotypes: vcf, filters: NO_FILTERS, dosage: 'auto' }, quietContext);
  const matches = matchRows(index, scoring, matchPolicies(POLICIES));
  const codes = [...matches.states];
  return {
    result: outcome.result,
    copies: codes.reduce((sum, code, row) => sum + (isMatched(code) ? matches.dosages[row] : 0), 0),
    states: new Map(codes.map((code, row) => [rows[scoring.fileRows[row]] as Row, ROW_STATES[code] as RowState])),
  };
}

interface Comparison extends OurInput {
  /** Text of the VCF. */
  readonly text: string;
}

/** Scores with both, asserts that they agree, and returns what ours says. */
async function expectAgreement({ text, ...input }: Comparison): Promise<OurScore> {
  const { rows } = input;
  const ours = await scoreWithOurs(input);
  const theirs = scoreWithPlink2({ text, rows, directory });
  const used = rows.filter((row) => USED.has(ours.states.get(row) as RowState));
  expect(used).toEqual(rows.filter((row) => theirs.used.has(row)));
  const { states, score } = ours.result;
  expect(2 * (states.exact + states.swapped)).toBe(theirs.alleles);
  expect(ours.copies).toBe(theirs.copies);
  expect([score, theirs.sum, agreesInPrint(score, theirs.sum)]).toEqual([score, theirs.sum, true]);
  return ours;
}

/** States of the rows whose variant plink2 uses; a missing genotype is used, and adds nothing. */
const USED: ReadonlySet<RowState> = new Set(['exact', 'swapped', 'no_call'] as const);

describe.skipIf(!hasPlink2)('plink2 --score agrees on', () => {
  const writeScore = (name: string, rows: readonly Row[]): string => {
    const lines = rows.map((row) => [row.chrom, row.pos, row.effect, row.other, row.weight, '-'].join(' '));
    return writeFixture(directory, `${name}.txt`, scoringText(lines, '#genome_build=GRCh38\n'));
  };

  const compare = async (name: string, records: readonly string[], rowTexts: readonly string[]): Promise<OurScore> => {
    const text = vcfText(records);
    const rows = rowTexts.map(parseRow);
    const vcf = writeFixture(directory, `${name}.vcf`, text);
    return expectAgreement({ vcf, text, rows, scoringFile: writeScore(name, rows) });
  };

  it('both orientations', async () => {
    const { result } = await compare(
      'orientations',
      ['1 5 A G 0/1', '1 6 A G 1/1', '1 7 A G 0/0', '2 8 C T 0|1', '2 9 C T 1|0'],
      ['1 5 G A 0.5', '1 6 A G 2', '1 7 A G 0.25', '2 8 T C -3', '2 9 C T 10'],
    );
    expect(result.score).toBe(0.5 + 0 + 0.5 - 3 + 10);
  });

  it('A/T and C/G pairs, read as written', async () => {
    const { result } = await compare('pairs', ['1 5 A T 0/1', '1 6 C G 1/1'], ['1 5 T A 1', '1 6 C G 10']);
    expect(result.score).toBe(1);
  });

  it('multi-allelic records, each allele as effect', async () => {
    const { result } = await compare(
      'multi',
      ['1 5 A G,C 1/2', '1 6 A G,C 1/2', '1 7 A G,C 0/2', '1 8 A G,C 0/2', '1 9 A G,C,T 3/3', '1 10 A *,G 1/2'],
      ['1 5 G A 1', '1 6 C A 10', '1 7 A C 100', '1 8 G A 1000', '1 9 T A 10000', '1 10 G A 100000'],
    );
    expect(result.score).toBe(1 + 10 + 100 + 0 + 20000 + 100000);
  });

  it('multi-allelic sites split into records', async () => {
    const { result } = await compare(
      'split',
      ['1 5 A C 0/1', '1 5 A G 0/1', '1 6 A AT 0/0', '1 6 A G 1/1'],
      ['1 5 G A 1', '1 5 A C 10', '1 6 A AT 100', '1 6 G A 1000'],
    );
    expect(result.score).toBe(1 + 10 + 200 + 2000);
  });

  it('missing and half-missing genotypes', async () => {
    const { result } = await compare(
      'missing',
      ['1 5 A G ./.', '1 6 A G ./1', '1 7 A G 0/.', '1 8 A G .|.', '1 9 A G 0/1'],
      ['1 5 A G 1', '1 6 G A 10', '1 7 A G 100', '1 8 G A 1000', '1 9 G A 10000'],
    );
    expect([result.score, result.states.no_call]).toEqual([10000, 4]);
  });

  it('insertions and deletions', async () => {
    const { result } = await compare(
      'indels',
      ['1 5 A AT 0/1', '1 6 ATG A 1/1', '1 7 A ATTT,G 1/2', '1 8 CAAA C 0/1'],
      ['1 5 AT A 1', '1 6 ATG A 10', '1 7 ATTT A 100', '1 8 CA C 1000'],
    );
    expect([result.score, result.states.allele_mismatch]).toEqual([101, 1]);
  });

  it('absent and contradicting variants', async () => {
    const { result } = await compare('absent', ['1 5 A G 0/1', '1 6 A G 0/1'], ['1 5 G A 7', '1 6 C A 1', '3 5 A G 1']);
    expect(result.states).toMatchObject({ exact: 1, allele_mismatch: 1, absent_unknown: 1 });
  });

  it('all but the rows that fit only the other strand, which plink2 does not turn', async () => {
    const text = vcfText(['1 5 A G 0/1', '1 6 A G 1/1', '1 7 A G 0/1']);
    const vcf = writeFixture(directory, 'strands.vcf', text);
    const rows = ['1 5 G A 7', '1 6 C T 100', '1 7 T C 1000'].map(parseRow);
    const { result } = await scoreWithOurs({ vcf, scoringFile: writeScore('strands', rows), rows });
    const theirs = scoreWithPlink2({ text, rows, directory });
    expect([...theirs.used]).toEqual([rows[0]]);
    expect([result.states.flipped, theirs.sum, result.score]).toEqual([2, '7', 7 + 200 + 1000]);
  });

  it('a generated genome and 2,000 variants', { timeout: 60_000 }, async () => {
    const text = [...generateGenome(20_000)].join('');
    const vcf = writeFixture(directory, 'generated.vcf', text);
    const rows = drawRows(text);
    const { result } = await expectAgreement({ vcf, text, rows, scoringFile: writeScore('generated', rows) });
    const { exact, swapped, no_call, absent_unknown } = result.states;
    expect(result.variants_total).toBe(2000);
    expect(Math.min(exact, swapped)).toBeGreaterThan(700);
    expect(Math.min(no_call, absent_unknown)).toBeGreaterThan(0);
  });
});

describe.skipIf(!hasPlink2)('plink2 --score agrees on the sum of', () => {
  const sums = async (text: string, rowTexts: readonly string[], change: Pick<Plink2Input, 'dosage' | 'xchr'>) => {
    const { xchr } = change;
    const xchr_model = xchr?.model ?? 'called';
    const rows = rowTexts.map(parseRow);
    const request = {
      genotypes: writeFixture(directory, 'sums.vcf', text),
      scores: [
        { kind: 'file', path: writeFixture(directory, 'sums.txt', scoringText(rowTexts, '#genome_build=GRCh38\n')) },
      ],
      build: null,
      forceBuild: false,
      filters: { ...NO_FILTERS, sex: xchr?.sex ?? null },
      policies: { ...DEFAULT_POLICIES, ambiguous: 'keep', xchr_model },
      population: 'EUR',
      catalogDirectory: '/nowhere',
    } as const;
    const { value: outcome } = await computeTask(request, quietContext).next();
    if (outcome?.status !== 'ok') throw new Error(JSON.stringify(outcome));
    const theirs = scoreWithPlink2({ text, rows, directory, ...change });
    return { ours: outcome.result.score, theirs: theirs.sum };
  };

  it('imputed dosages, which go before calls', async () => {
    const text = vcfText(['1 5 A G 0/1', '1 6 A G 1/1', '2 7 C T 0/1', '2 8 C T 0/0'])
      .replace('ID=DP,Number=1,Type=Integer', 'ID=DS,Number=1,Type=Float')
      .replaceAll('GT:DP', 'GT:DS')
      .replace('0/1:30', '0/1:0.75')
      .replace('1/1:30', '1/1:1.9375')
      .replace('0/1:30', '0/1:1.0625')
      .replace('0/0:30', '0/0:.');
    const { ours, theirs } = await sums(text, ['1 5 G A 1', '1 6 A G 10', '2 7 T C 100', '2 8 C T 1000'], {
      dosage: 'DS',
    });
    expect(ours).toBe(0.75 + 0.625 + 106.25 + 2000);
    expect(agreesInPrint(ours, theirs)).toBe(true);
  });

  const onX = [
    '1 5 A G 0/1',
    'X 20000 A G 0/1',
    'X 5000000 A G 1',
    'X 5000001 A G 1/1',
    'X 5000002 C T 0/1',
    'MT 100 A G 1/1',
  ];
  const rowsOnX = [
    '1 5 G A 1e5',
    'X 20000 G A 1000',
    'X 5000000 G A 1',
    'X 5000001 G A 10',
    'X 5000002 T C 100',
    'MT 100 G A 10000',
  ];
  // plink2 fails on --xchr-model 0 with X in the file.
  it.each([
    ['1', 'Male', 111000 + 1 + 10 + 50],
    ['2', 'Male', 111000 + 2 + 20 + 100],
    ['2', 'Female', 111000 + 1 + 20 + 100],
    ['1', 'Female', 111000 + 1 + 20 + 100],
  ] as const)('chromosome X by model %s in a %s', async (model, sex, expected) => {
    // plink2 takes haploid calls of a woman on X, so those are written as two alleles for both.
    const text = vcfText(sex === 'Female' ? onX.map((record) => record.replace(/ 1$/, ' 0/1')) : onX);
    const { ours, theirs } = await sums(text, rowsOnX, { xchr: { model, sex } });
    expect(ours).toBe(expected);
    expect(Number(theirs)).toBe(ours);
  });
});

/** 2,000 rows at the autosomal sites of a VCF: either orientation, any ALT, some positions nobody has. */
function drawRows(text: string): readonly Row[] {
  const random = createRandom(11, 'rows');
  const sites = text.split('\n').filter((line) => /^chr\d/.test(line));
  const step = sites.length / 2000;
  return Array.from({ length: 2000 }, (_, i) => {
    const [chrom, pos, , ref, alts] = (sites[Math.floor(i * step)] as string).split('\t') as string[];
    const alt = random.pick(alts.split(','));
    const [effect, other] = random.chance(0.5) ? [alt, ref] : [ref, alt];
    const weight = (0.05 * random.normal()).toFixed(6);
    return {
      chrom: chrom.slice('chr'.length),
      pos: Number(pos) + (random.chance(0.05) ? 1 : 0),
      effect,
      other,
      weight,
    };
  });
}

describe.skipIf(!hasPlink2 || !hasRealData)('plink2 --score agrees on PGS000586 for', () => {
  const truth = join(realData, 'ground_truth/pgsc_calc_PGS000586_1000G');
  const scoringFile = join(truth, 'data/PGS000586_hmPOS_GRCh38.txt.gz');

  it.each(['HG00096', 'HG00403', 'HG00551', 'HG01583', 'HG01879', 'NA12878'])('%s', async (iid) => {
    const vcf = join(truth, `derived_single_sample/${iid}.PGS000586.GRCh38.vcf.gz`);
    const text = gunzipSync(readFileSync(vcf)).toString('latin1');
    const rows = readHarmonisedRows(scoringFile);
    const { result } = await expectAgreement({ vcf, text, rows, scoringFile });
    expect(result.states.flipped).toBe(0);
    expect(result.variants_matched).toBeGreaterThan(809);
  });
});

/** Rows of a harmonised scoring file by its `hm_` positions. */
function readHarmonisedRows(path: string): readonly Row[] {
  const [head, ...lines] = gunzipSync(readFileSync(path))
    .toString()
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split('\t')) as [string[], ...string[][]];
  const names = ['hm_chr', 'hm_pos', 'effect_allele', 'other_allele', 'effect_weight'];
  const places = names.map((name) => head.indexOf(name));
  return lines.map((cells) => parseRow(places.map((place) => cells[place]).join(' ')));
}
