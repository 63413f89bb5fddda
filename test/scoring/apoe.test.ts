import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';
import { countEpsilon, parseEpsilon } from '../../src/core/scoring/apoe.ts';
import { matchRows } from '../../src/core/scoring/matchKernel.ts';
import { matchPolicies } from '../../src/core/scoring/prsResult.ts';
import { scoreApoe } from '../../src/core/scoring/scoreApoe.ts';
import { sumScore } from '../../src/core/scoring/scoreSums.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { indexOf } from '../support/scoring.ts';

describe('parseEpsilon', () => {
  it.each([
    ['e4', [4]],
    ['E2', [2]],
    ['APOE_e3', [3]],
    ['APOE-e4', [4]],
    ['Îµ4', [4]],
    ['e2/e4', [2, 4]],
    ['e4/4', [4, 4]],
    ['e1', null],
    ['e5', null],
    ['e2;e3', null],
    ['A', null],
    ['HLA-DQA1*05:01', null],
  ])('%s', (text, expected) => expect(parseEpsilon(text)).toEqual(expected));

  it('reads a Greek letter as a file brings it', () => {
    expect(parseEpsilon(Buffer.from('ε4/ε4').toString('latin1'))).toEqual([4, 4]);
  });
});

describe('countEpsilon', () => {
  // Copies of C at rs429358 and rs7412: the nine genotypes.
  it.each([
    [0, 0, { 2: 2, 3: 0, 4: 0 }],
    [0, 1, { 2: 1, 3: 1, 4: 0 }],
    [0, 2, { 2: 0, 3: 2, 4: 0 }],
    [1, 1, { 2: 1, 3: 0, 4: 1 }],
    [1, 2, { 2: 0, 3: 1, 4: 1 }],
    [2, 2, { 2: 0, 3: 0, 4: 2 }],
    [1, 0, null],
    [2, 0, null],
    [2, 1, null],
  ])('%i and %i', (one, two, expected) => expect(countEpsilon(one, two)).toEqual(expected));
});

describe('rows that name ε alleles', () => {
  const text = [
    'rsID\teffect_allele\tother_allele\teffect_weight\tchr_name\tchr_position\tis_diplotype',
    'rs429358_x_rs7412\te4\t\t1\t\t\t',
    'rs429358_x_rs7412\te2\t\t10\t19\t44908684\t',
    'rs429358_x_rs7412\te2/e4\t\t100\t\t\tTrue',
    'rs429358_x_rs7412\te4/e4\t\t1000\t\t\tTrue',
    '',
  ].join('\n');
  const score = (records: readonly string[], absentIsReference = false) => {
    const scoring = parseScoringFile(Buffer.from(text), 'apoe.txt');
    const index = indexOf(records);
    const matches = matchRows(index, scoring, matchPolicies(DEFAULT_POLICIES));
    scoreApoe(scoring, matches, { index, build: 'GRCh38', absentIsReference });
    return sumScore(scoring, matches);
  };
  const at = (rs429358: string, rs7412: string): string[] => [
    `19 44908684 T C ${rs429358}`,
    `19 44908822 C T ${rs7412}`,
  ];

  it.each([
    ['ε3/ε3', '0/0', '0/0', 0],
    ['ε3/ε4', '0/1', '0/0', 1],
    ['ε4/ε4', '1/1', '0/0', 2 + 1000],
    ['ε2/ε3', '0/0', '0/1', 10],
    ['ε2/ε2', '0/0', '1/1', 20],
    ['ε2/ε4', '0/1', '0/1', 1 + 10 + 100],
  ])('%s', (_, rs429358, rs7412, expected) => {
    const { score: sum, anchoredScore, states } = score(at(rs429358, rs7412));
    expect([sum, anchoredScore, states.exact]).toEqual([expected, expected, 4]);
  });

  it('have no genotype where a site has none, or only ε1 would explain it', () => {
    expect(score(at('./.', '0/0')).states.no_call).toBe(4);
    expect(score(at('1/1', '0/1')).states.no_call).toBe(4);
  });

  it('are the reference, ε3, at sites that a file of variants only does not list', () => {
    const [rs429358] = at('0/1', '0/0') as [string, string];
    expect(score([rs429358], true)).toMatchObject({ score: 1, states: { assumed_hom_ref: 4 } });
    expect(score([rs429358])).toMatchObject({ score: 0, states: { absent_unknown: 4 } });
  });
});
