import { describe, expect, it } from 'vitest';
import { lintScore } from '../../src/core/scoring/lintScore.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';

const FINE = '#genome_build=GRCh38\n#license=CC BY\n#citation=Doe (2020)\n';
const COLUMNS = 'rsID chr_name chr_position effect_allele other_allele effect_weight allelefrequency_effect';

function lint(rows: readonly string[], header = FINE, columns = COLUMNS) {
  const text = [columns, ...rows].map((row) => row.replaceAll(' ', '\t').replaceAll('~', '')).join('\n');
  return lintScore(Buffer.from(`${header}${text}\n`), 'score.txt').findings.map(
    ({ severity, code, line, message }) => ({ severity, code, line, message }),
  );
}

const codes = (rows: readonly string[], header = FINE, columns = COLUMNS): string[] =>
  lint(rows, header, columns).map(({ severity, code, line }) => `${severity} ${code} ${line ?? '-'}`);

describe('lintScore', () => {
  it('has nothing to say of a sound file', () =>
    expect(codes(['rs1 1 5 A G 0.1 0.5', 'rs2 1 6 C T -0.1 0.2'])).toEqual([]));

  it.each([
    ['positions past the end', ['rs1 1 5 A G 0.1 0.5', 'rs2 21 47000000 A G 0.1 0.5'], ['error past_end 6']],
    ['rows without a position', ['rs1 1 5 A G 0.1 0.5', 'rs2 ~ ~ A G 0.3 0.5'], ['warning no_position 6']],
    ['nothing but rows without a position', ['rs2 ~ ~ A G 0.3 0.5'], ['error no_position 5']],
    ['alleles that are none', ['rs1 1 5 A G 0.1 0.5', 'rs2 6 5 HLA-A*01 G 0.3 0.5'], ['warning unsupported 6']],
    ['repeats', ['rs1 1 5 A G 0.1 0.5', 'rs1 1 5 G A 0.1 0.5'], ['warning duplicate 6']],
    ['two names at one locus', ['rs1 1 5 A G 0.1 0.5', 'rs2 1 5 T G -0.1 0.5'], ['warning two_names 6']],
    ['the same allele twice', ['rs1 1 5 A A 0.1 0.5'], ['error same_alleles 5']],
    ['frequencies', ['rs1 1 5 A G 0.1 1.5'], ['error frequency 5']],
    [
      'pairs that read the same from both strands',
      ['rs1 1 5 A T 0.1 0.5', 'rs2 1 6 A G 1 0.5'],
      ['note palindromic 5'],
    ],
    ['sex chromosomes', ['rs1 X 5000 A G 0.1 0.5', 'rs2 1 6 A G 1 0.5'], ['note sex_chromosome 5']],
  ])('finds %s', (_, rows, expected) => expect(codes(rows)).toEqual(expected));

  it('finds ratios that the header does not call so', () => {
    const rows = [1.1, 1.2, 1.05, 0.9, 1.3].map((weight, i) => `rs${i} 1 ${i + 5} A G ${weight} 0.5`);
    expect(codes(rows)).toEqual(['error ratio -']);
    expect(codes(rows, `${FINE}#weight_type=OR\n`)).toEqual(['warning header -']);
  });

  it('finds what the header promises and what it lacks', () => {
    expect(codes(['rs1 1 5 A G 0.1 0.5'], '#variants_number=2\n')).toEqual([
      'warning header -',
      'warning no_build -',
      'note terms -',
    ]);
  });

  it('tells how much of the weight a finding is about', () => {
    const [finding] = lint(['rs1 1 5 A G 1 0.5', 'rs2 ~ ~ A G -3 0.5']);
    expect(finding?.message).toBe(
      '1 of 2 rows, 75.0 % of the weight, have no usable position or weight and are never scored.',
    );
    const [repeat] = lint(['rs1 1 5 A G 1 0.5', 'rs1 1 5 A G 3 0.5']);
    expect(repeat?.message).toContain(
      '75.0 % of the weight, repeat the variant of an earlier row, 1 of them with another weight',
    );
  });
});

describe('weights that are ratios', () => {
  const read = (type: string, weights: readonly number[]) => {
    const rows = weights.map((weight, i) => `1\t${i + 5}\tA\tG\t${weight}`);
    const text = `#weight_type=${type}\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n${rows.join('\n')}\n`;
    return parseScoringFile(Buffer.from(text), 'score.txt');
  };

  it.each(['OR', 'HR', 'odds ratio', 'Hazard Ratio'])('%s are added by their natural logarithms', (type) => {
    const { weights, warnings } = read(type, [1, Math.E, 0.5]);
    expect([...weights]).toEqual([0, 1, Math.log(0.5)]);
    expect(warnings[0]).toBe(`The weights are ratios (${type}); their natural logarithms were added.`);
  });

  it.each([
    ['log(OR)', [1, 2]],
    ['beta', [1, 2]],
    ['NR', [1, 2]],
  ])('%s are none', (type, weights) => expect([...read(type, weights).weights]).toEqual(weights));

  it.each([
    ['negative ones', [1, -0.1, 1.2]],
    ['small ones', [0.03, 0.02, 0.05]],
  ])('%s cannot be, whatever the header says', (_, weights) => {
    const scoring = read('OR', weights);
    expect([...scoring.weights]).toEqual(weights);
    expect(scoring.warnings[0]).toContain('but they do not look like it; they are added as they stand');
  });
});
