import { describe, expect, it } from 'vitest';
import { locusOfKey, NO_KEY } from '../../src/core/genotype/chromosome.ts';
import { EFFECT, parseScoringFile } from '../../src/core/scoring/scoringFile.ts';

const parse = (text: string) => parseScoringFile(Buffer.from(text), 'score.txt');
const tsv = (columns: string, ...rows: string[]): string => [columns, ...rows].join('\n').replaceAll(' ', '\t');
const place = (key: number): string => {
  const { code, position } = locusOfKey(key);
  return `${code + 1}:${position}`;
};

describe('parseScoringFile', () => {
  it('splits header lines at the first equals sign and keeps the keys as written', () => {
    const { header, firstLine } = parse(
      `###PGS CATALOG\n#format_version=2.0\n##SOURCE INFORMATION\n#trait_reported=HbA1c = high\n#PGS ID = PGS000001\n${tsv('chr_name chr_position effect_allele effect_weight', '1 5 A 1')}`,
    );
    expect(header).toEqual({ format_version: '2.0', trait_reported: 'HbA1c = high', 'PGS ID': 'PGS000001' });
    expect(firstLine).toBe(7);
  });

  it('uses harmonised positions when both columns are there, and never falls back to another build', () => {
    const file = parse(
      `#genome_build=GRCh37\n#HmPOS_build=GRCh38\n${tsv('chr_name chr_position effect_allele effect_weight hm_chr hm_pos', '1 5 A 1 1 99', '1 6 C 1  ')}`,
    );
    expect(file.genome_build).toBe('GRCh38');
    expect(file.harmonised).toBe(true);
    expect([...file.keys].map((key) => (key === NO_KEY ? null : place(key)))).toEqual([null, '1:99']);
    expect([...file.kinds]).toEqual([EFFECT.unmapped, EFFECT.additive]);
    expect([...file.fileRows]).toEqual([1, 0]);
  });

  it('falls back to author positions where they are on the same build', () => {
    const file = parse(
      `#genome_build=hg38\n#HmPOS_build=GRCh38\n${tsv('chr_name chr_position effect_allele effect_weight hm_chr hm_pos', '1 6 C 1  ')}`,
    );
    expect(place(file.keys[0])).toBe('1:6');
  });

  it('reads positions in scientific notation, chr prefixes and lower-case alleles', () => {
    const file = parse(
      tsv('chr_name chr_position effect_allele other_allele effect_weight', 'chr2 7.2e+07 a g -2.5E-01'),
    );
    expect(place(file.keys[0])).toBe('2:72000000');
    expect([file.alleles.text(file.effects[0]), file.alleles.text(file.others[0])]).toEqual(['A', 'G']);
    expect(file.weights[0]).toBe(-0.25);
  });

  it('does not take a chromosome for a number after many rows of numbers', () => {
    const rows = Array.from({ length: 10_050 }, (_, i) => `1 ${i + 1} A G 1`);
    const file = parse(tsv('chr_name chr_position effect_allele other_allele effect_weight', ...rows, 'X 7 A G 1'));
    expect(file.rows).toBe(10_051);
    expect(place(file.keys[10_050])).toBe('23:7');
  });

  it('knows dominant, recessive and complex rows, and alleles that are not nucleotides', () => {
    const file = parse(
      tsv(
        'chr_name chr_position effect_allele effect_weight is_dominant is_recessive is_haplotype',
        '1 1 A 1 TRUE False False',
        '1 2 A 1 False True ',
        '1 3 A 1   True',
        '1 4 HLA-A*01 1   ',
        '1 5  1   ',
      ),
    );
    expect([...file.kinds]).toEqual([
      EFFECT.dominant,
      EFFECT.recessive,
      EFFECT.unsupported,
      EFFECT.unsupported,
      EFFECT.unmapped,
    ]);
  });

  it('takes the other allele from format 1.0 and from the harmoniser, and none from a list', () => {
    const old = parse(tsv('chr_name chr_position effect_allele reference_allele effect_weight', '1 1 A T 1'));
    expect(old.alleles.text(old.others[0])).toBe('T');
    const inferred = parse(
      tsv('hm_chr hm_pos effect_allele effect_weight hm_inferOtherAllele', '1 1 A 1 G', '1 2 A 1 G/T'),
    );
    expect(inferred.alleles.text(inferred.others[0])).toBe('G');
    expect(inferred.others[1]).toBe(-1);
  });

  it('reads one weight per dosage', () => {
    const file = parse(
      tsv('chr_name chr_position effect_allele dosage_0_weight dosage_1_weight dosage_2_weight', '1 1 A -1 0 2.5'),
    );
    expect([...(file.dosageWeights as Float64Array)]).toEqual([-1, 0, 2.5]);
    expect(file.kinds[0]).toBe(EFFECT.perDosage);
  });

  it('counts a row without weight, and does not invent one', () => {
    const file = parse(tsv('chr_name chr_position effect_allele effect_weight', '1 1 A NA', '1 2 A 3'));
    expect([...file.kinds]).toEqual([EFFECT.unmapped, EFFECT.additive]);
    expect([...file.weights]).toEqual([0, 3]);
  });

  it('reads Windows line ends, a last line without a break, and trailing empty cells', () => {
    const text = tsv('chr_name chr_position effect_allele effect_weight allelefrequency_effect', '1 1 A 3 ', '1 2 C 4');
    const file = parse(text.replaceAll('\n', '\r\n'));
    expect([...file.weights]).toEqual([3, 4]);
    expect([...(file.frequencies as Float64Array)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('says when the header and the rows disagree', () => {
    const { warnings } = parse(
      `#variants_number=3\n${tsv('chr_name chr_position effect_allele other_allele effect_weight', '1 1 A C 3')}`,
    );
    expect(warnings[0]).toBe('The header promises 3 variants, but the file has 1 rows.');
  });

  it.each([
    ['#pgs_id=X\n', 'score.txt:1: the file ends before the row of column names.'],
    [tsv('chr_name chr_position effect_allele', '1 1 A'), 'score.txt:1: no weights'],
    [tsv('rsID effect_allele effect_weight', 'rs1 A 1'), 'score.txt:1: no positions'],
    [tsv('chr_name chr_position effect_weight', '1 1 1'), 'score.txt:1: no effect_allele'],
    [tsv('chr_name chr_position effect_allele effect_weight'), 'score.txt:2: there are no variants'],
    [
      `#a=b\n${tsv('chr_name chr_position effect_allele effect_weight', '1 1 A 1', '1 2 A abc')}`,
      'score.txt:4: effect_weight is "abc"',
    ],
    [
      tsv('chr_name chr_position effect_allele effect_weight', '1 1 A Infinity'),
      'score.txt:2: effect_weight is "Infinity"',
    ],
    ['PK\x03\x04 not text', 'score.txt:1: "PK??'],
  ])('refuses %j', (text, message) => expect(() => parse(text)).toThrow(message));
});
