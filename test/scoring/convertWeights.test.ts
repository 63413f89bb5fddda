import { describe, expect, it } from 'vitest';
import type { ConvertWeightsRequest } from '../../src/core/index.ts';
import { convertWeights } from '../../src/core/scoring/convertWeights.ts';
import { lintScore } from '../../src/core/scoring/lintScore.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';

const convert = (lines: readonly string[], different: Partial<ConvertWeightsRequest> = {}) =>
  convertWeights(`${lines.join('\n')}\n`, {
    input: 'mine.txt',
    layout: 'auto',
    build: 'GRCh38',
    name: 'mine',
    ...different,
  });
/** The rows of the scoring file, without its header. */
const rowsOf = (...request: Parameters<typeof convert>): readonly string[] =>
  convert(...request)
    .text.trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .slice(1);

describe('weights of other programs', () => {
  it('of PRS-CS: chromosome, id, position, effect allele, other allele, weight', () => {
    const { text, report } = convert(['1\trs1\t1e+03\tA\tG\t-1.5e-05', '23\trs2\t2000\tt\tc\t0.25']);
    expect(report).toMatchObject({ layout: 'prs-cs', rows: 2, warnings: [] });
    expect(text.split('\n').slice(1)).toEqual([
      '#format_version=2.0',
      '#pgs_name=mine',
      '#genome_build=GRCh38',
      '#variants_number=2',
      '#weight_type=beta',
      'chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\trsID',
      '1\t1000\tA\tG\t-1.5e-05\trs1',
      'X\t2000\tT\tC\t0.25\trs2',
      '',
    ]);
  });

  it('of LDpred2: a1 is the effect allele, a0 the other', () => {
    const lines = ['"rsid","chr","pos","a0","a1","beta","beta_auto"', '"rs1",1,1000,"A","G",0.9,0.01'];
    const { report } = convert(lines);
    expect(rowsOf(lines)).toEqual(['1\t1000\tG\tA\t0.01\trs1']);
    expect(report.layout).toBe('ldpred2');
    expect(report.mapping).toContain('effect_weight from beta_auto');
    expect(convert(['chr pos a0 a1 beta', '1 5 A G 0.5']).report.warnings[0]).toContain('effects of the GWAS');
  });

  it('of PRSice: BETA as it is, OR by its logarithm, and a warning about clumping', () => {
    const beta = convert(['SNP CHR BP A1 A2 P BETA', 'rs1 1 1000 A G 0.01 0.5']);
    expect(beta.text).toContain('1\t1000\tA\tG\t0.5\trs1');
    expect(beta.report.warnings[0]).toContain('clumping');
    const ratio = convert(['CHR\tBP\tA1\tA2\tOR', `2\t7\tC\tT\t${Math.E}`]);
    expect(ratio.text).toContain('#weight_type=log(OR)');
    expect(ratio.text).toContain('2\t7\tC\tT\t1\n');
  });

  it('of plink --score, where ids say locus and alleles', () => {
    expect(rowsOf(['1:1000:A:G G 0.5', 'chr2_7_C_T C -0.25'])).toEqual(['1\t1000\tG\tA\t0.5', '2\t7\tC\tT\t-0.25']);
    expect(convert(['1:5:A:G G 0.5 0.7']).report.warnings[0]).toContain('left out');
    expect(rowsOf(['ID A1 SCORE', '1:1000 G 0.5'], { layout: 'plink' })).toEqual(['1\t1000\tG\t\t0.5']);
  });

  it('of any table whose columns are named', () => {
    const columns = {
      chr_name: 'chrom',
      chr_position: 'at',
      effect_allele: 'ea',
      effect_weight: 'w',
      allelefrequency_effect: 'freq',
    };
    const { report } = convert(['w,ea,freq,at,chrom', '0.5,A,0.2,1000,chr1'], { columns });
    expect(rowsOf(['w,ea,freq,at,chrom', '0.5,A,0.2,1000,chr1'], { columns })).toEqual(['1\t1000\tA\t\t0.5\t0.2']);
    expect(report.warnings).toEqual(['Without other_allele, variants are matched by their effect allele alone.']);
  });

  it('become a file that the scoring parser reads and lint finds nothing wrong with', () => {
    const text = Buffer.from(convert(['1\trs1\t1000\tA\tC\t0.5', '2\trs2\t2000\tG\tA\t0.25']).text);
    const scoring = parseScoringFile(text, 'x');
    expect([scoring.rows, scoring.genome_build, [...scoring.weights]]).toEqual([2, 'GRCh38', [0.5, 0.25]]);
    expect(lintScore(text, 'x').findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });
});

describe('what cannot be mapped', () => {
  it.each<[string, readonly string[], Partial<ConvertWeightsRequest>, string]>([
    ['columns that are of nobody', ['a b c', '1 2 3'], {}, 'mine.txt:1: the columns a, b, c are of no layout'],
    ['an id without a locus', ['rs1 A 0.5'], { layout: 'plink' }, 'mine.txt:1: the id "rs1" does not say chromosome'],
    [
      'an effect allele that the id does not have',
      ['1:5:A:G T 0.5'],
      {},
      'mine.txt:1: T is none of the alleles of 1:5:A:G',
    ],
    [
      'two weights',
      ['chr pos a0 a1 beta_inf beta_auto', '1 5 A G 1 2'],
      {},
      'any of beta_inf, beta_auto could be the weight',
    ],
    ['BETA and OR', ['CHR BP A1 A2 BETA OR', '1 5 A G 1 2'], {}, 'there are both BETA and OR'],
    ['an unknown chromosome', ['1\trs1\t5\tA\tG\t1', 'HLA\trs1\t5\tA\tG\t1'], {}, 'mine.txt:2: "HLA" is no chromosome'],
    ['a position past the end', ['21\trs1\t50000000\tA\tG\t1'], {}, 'past the end of chromosome 21 on GRCh38'],
    ['a position that is none', ['1\trs1\t5\tA\tG\t1', '1\trs1\t5.5\tA\tG\t1'], {}, 'mine.txt:2: "5.5" is no position'],
    [
      'alleles that are no bases',
      ['1\trs1\t5\tA\tG\t1', '1\trs1\t5\tI\tD\t1'],
      {},
      'mine.txt:2: "I" is no allele of bases',
    ],
    ['the same allele twice', ['1\trs1\t5\tA\tA\t1'], {}, 'mine.txt:1: both alleles are A'],
    ['a missing weight', ['1\trs1\t5\tA\tG\t1', '1\trs1\t5\tA\tG\tNA'], {}, 'mine.txt:2: the weight "NA" is no number'],
    [
      'a weight that is no decimal',
      ['1\trs1\t5\tA\tG\t1', '1\trs1\t5\tA\tG\t0x10'],
      {},
      'mine.txt:2: the weight "0x10"',
    ],
    ['a ratio of zero', ['CHR BP A1 A2 OR', '1 5 A G 0'], {}, 'mine.txt:2: "0" is neither a weight nor an odds ratio'],
    [
      'a line that is cut off',
      ['1\trs1\t5\tA\tG\t1', '1\trs1\t5\tA'],
      {},
      'mine.txt:2: the line has 4 fields, and the first has 6',
    ],
    ['a file without rows', ['CHR BP A1 A2 OR'], {}, 'there are no weights'],
    [
      'a column that is not there',
      ['a b', '1 2'],
      { columns: { chr_name: 'z' } },
      'mine.txt:1: there is no column "z"',
    ],
    [
      'too few columns named',
      ['a b', '1 2'],
      { columns: { chr_name: 'a' } },
      '--columns lacks chr_position, effect_allele',
    ],
  ])('%s: refused, with the line', (_, lines, different, message) => {
    expect(() => convert(lines, different)).toThrow(message);
  });
});
