import { describe, expect, it } from 'vitest';
import { chromosomeCode, genomeKey } from '../../src/core/genotype/chromosome.ts';
import { inferSex, isHemizygous } from '../../src/core/genotype/sex.ts';
import { indexOf } from '../support/scoring.ts';

/** `count` records on X outside the pseudoautosomal regions, with these calls in turn. */
const onX = (count: number, calls: readonly string[]): string[] =>
  Array.from({ length: count }, (_, i) => `X ${5_000_000 + i} A G ${calls[i % calls.length]}`);

describe('inferSex', () => {
  it.each([
    ['haploid calls', onX(60, ['1', '0', '1']), 'Male'],
    ['two alleles, always alike', onX(60, ['1/1', '1|1']), 'Male'],
    ['many heterozygous calls', onX(60, ['0/1', '1/1']), 'Female'],
    ['homozygous-reference calls, which tell nothing', onX(60, ['0/0']), null],
    ['too few calls', onX(49, ['1']), null],
    ['a doubtful share', onX(60, ['0/1', '1/1', '1/1', '1/1', '1/1', '1/1']), null],
    ['calls in the pseudoautosomal region alone', onX(60, ['0/1']).map((r) => r.replace('X 5', 'X 1')), null],
  ])('%s', (_, records, sex) => expect(inferSex(indexOf(records), 'GRCh38').sex).toBe(sex));

  it('says what decided', () => {
    expect(inferSex(indexOf(onX(60, ['0/1', '1/1'])), 'GRCh38').cue).toBe(
      'of 60 calls on chromosome X, 0 % are haploid and 50 % heterozygous',
    );
  });
});

describe('isHemizygous', () => {
  it.each([
    ['X', 10000, 'GRCh38', true],
    ['X', 10001, 'GRCh38', false],
    ['X', 2781479, 'GRCh38', false],
    ['X', 2781480, 'GRCh38', true],
    ['X', 155701383, 'GRCh38', false],
    ['X', 2699521, 'GRCh37', true],
    ['X', 2699520, 'GRCh37', false],
    ['1', 5000000, 'GRCh38', false],
    ['Y', 5000000, 'GRCh38', false],
  ] as const)('%s:%i on %s: %s', (chrom, pos, build, expected) => {
    expect(isHemizygous(genomeKey(chromosomeCode(chrom), pos), build)).toBe(expected);
  });
});
