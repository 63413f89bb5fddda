import { describe, expect, it } from 'vitest';
import { CHROMOSOMES } from '../../src/core/model/genome.ts';
import type { ReferenceSource } from '../../src/core/reference/referenceSource.ts';
import { digestRows, sumHomRef } from '../../src/core/scoring/homRefScore.ts';
import { judgeRows } from '../../src/core/scoring/referenceVerdicts.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';

const COLUMNS =
  'chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_dominant\tis_recessive\tis_haplotype';
const parse = (rows: readonly string[], head = COLUMNS) =>
  parseScoringFile(
    Buffer.from(`${head}\n${rows.map((row) => `${row.replaceAll(' ', '\t')}\n`).join('')}`),
    'score.txt',
  );

/** ACGT over and over on every chromosome: positions 1, 5, 9 … are A. Nothing is known of chromosome 22. */
const source: ReferenceSource = {
  name: 'acgt',
  isComplete: true,
  has: (code) => CHROMOSOMES[code] !== '22',
  read: async (_, position, length) => 'ACGT'.repeat(length).slice((position - 1) % 4, ((position - 1) % 4) + length),
  close: () => undefined,
};

const sumsOf = async (rows: readonly string[], head?: string) => {
  const scoring = parse(rows, head);
  return sumHomRef(scoring, await judgeRows(scoring, source));
};

describe('the score of a genome that is the reference everywhere', () => {
  it.each<[string, string, number]>([
    ['two copies where the effect allele is the reference', '1 1 A C 0.5', 1],
    ['none where the other allele is', '1 1 C A 0.5', 0],
    ['nothing where neither is', '1 1 C G 0.5', 0],
    ['two copies on the other strand', '1 1 T G 0.5', 1],
    ['the weight once for a dominant effect', '1 1 A C 3 True', 3],
    ['the weight once for a recessive effect', '1 1 A C 5 False True', 5],
    ['nothing for a haplotype', '1 1 A C 5 False False True', 0],
    ['two copies on X', 'X 5 A C 7', 14],
    ['one copy on the mitochondrion', 'MT 5 A C 11', 11],
    ['nothing on Y', 'Y 5 A C 13', 0],
    ['two copies of ε3 of APOE, wherever the row says it is', '1 1 E3  0.5', 1],
    ['none of ε4', '1 1 APOE_e4  0.5', 0],
    ['the genotype ε3/ε3 once', '1 1 e3/e3  0.5', 0.5],
    ['two copies of an insertion that is not there', '1 2 C CA 0.25', 0.5],
    ['two copies of an effect allele alone', '1 2 C  0.25', 0.5],
  ])('has %s', async (_, row, expected) => {
    expect(await sumsOf([row])).toEqual({ score: expected, palindromic: 0, unknown: 0 });
  });

  it('has the weights of no and of two copies where each number of copies has its own', async () => {
    const head =
      'chr_name\tchr_position\teffect_allele\tother_allele\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight';
    expect(await sumsOf(['1 1 A C 1 10 100', '1 2 A C 2 20 200'], head)).toMatchObject({ score: 100 + 2 });
  });

  it('tells the part of A/T and C/G pairs', async () => {
    expect(await sumsOf(['1 1 A T 1', '1 2 G C 10', '1 3 G C 100', '2 1 A C 1000'])).toEqual({
      score: 2 + 200 + 2000,
      palindromic: 2 + 200,
      unknown: 0,
    });
  });

  it('counts the rows that the reference does not settle', async () => {
    // Both alleles of the second start the sequence; the third names one allele, which is not the reference.
    expect(await sumsOf(['22 1 A C 1', '1 1 A AC 1', '1 1 C  1', '1 1 A C 1'])).toMatchObject({ score: 2, unknown: 3 });
  });

  it('leaves out the rows that it is told to', async () => {
    const scoring = parse(['1 1 A C 1', '2 1 A C 10', '22 1 A C 100']);
    const sums = sumHomRef(scoring, await judgeRows(scoring, source), (row) => row === 1);
    expect(sums).toEqual({ score: 20, palindromic: 0, unknown: 0 });
  });
});

describe('the digest of the rows of a scoring file', () => {
  const rows = ['1 1 A C 0.5', '2 9 ATT A 1', 'X 3 G T -2 True'];
  const digest = digestRows(parse(rows));

  it('is the same for the same rows, whatever else the file says', () => {
    const noted = parse(
      rows.map((row) => `note ${row}`),
      `#pgs_id=PGS000001\n#license=free\nrsID\t${COLUMNS}`,
    );
    expect(digestRows(noted)).toBe(digest);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['weight', ['1 1 A C 0.25', ...rows.slice(1)]],
    ['position', ['1 2 A C 0.5', ...rows.slice(1)]],
    ['effect allele', ['1 1 G C 0.5', ...rows.slice(1)]],
    ['other allele', ['1 1 A G 0.5', ...rows.slice(1)]],
    ['long allele', [rows[0], '2 9 ATG A 1', rows[2]]],
    ['kind of effect', [rows[0], rows[1], 'X 3 G T -2 False True']],
    ['number of rows', rows.slice(1)],
  ])('tells another %s', (_, changed) => {
    expect(digestRows(parse(changed as string[]))).not.toBe(digest);
  });
});
