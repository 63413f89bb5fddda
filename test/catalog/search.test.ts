import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cleanScores } from '../../src/core/catalog/cleanScores.ts';
import { createScoreSearch, searchScores } from '../../src/core/catalog/search.ts';
import { parseSheet } from '../../src/core/catalog/sheets.ts';

const REAL_SCORES = '../shared/data/pgs_metadata/release_2023-07/pgs_all_metadata_scores.csv';

const scores = cleanScores(
  parseSheet(
    'pgs_id,name,trait_reported,trait_efo,trait_efo_id\n' +
      'PGS900001,GRS.269,Prostate Cancer,prostate carcinoma,EFO_1\n' +
      'PGS900002,GRS2269,Type 2 (T2D),type II diabetes mellitus,EFO_2\n' +
      'PGS900003,,,,EFO_3\n',
  ),
);
const find = (query: string) => searchScores(scores, query).map(({ pgs_id }) => pgs_id.at(-1));

describe('searchScores', () => {
  test.each([
    ['', ['1', '2', '3']],
    ['  ', ['1', '2', '3']],
    ['pgs900002', ['2']],
    ['PGS90000', ['1', '2', '3']],
    ['prostate', ['1']],
    [' CARCINOMA ', ['1']],
    ['type ii', ['2']],
  ])('"%s" finds %j', (query, expected) => {
    expect(find(query)).toEqual(expected);
  });

  test('is literal: a dot, a bracket and a star mean themselves', () => {
    expect(find('GRS.269')).toEqual(['1']);
    expect(find('(t2d')).toEqual(['2']);
    expect(find('.*')).toEqual([]);
  });

  test('neither the EFO id nor the word null nor a run of two fields is found', () => {
    expect(find('EFO_1')).toEqual([]);
    expect(find('null')).toEqual([]);
    expect(find('cancer prostate')).toEqual([]);
    expect(find('900001grs')).toEqual([]);
  });
});

test.skipIf(!existsSync(REAL_SCORES))('the real catalogue of July 2023 (needs ../shared/data)', () => {
  const search = createScoreSearch(cleanScores(parseSheet(readFileSync(REAL_SCORES, 'utf8'))));
  expect(search('diabetes').length).toBeGreaterThan(50);
  expect(search('PGS000001')[0].pgs_id).toBe('PGS000001');
  expect(search('breast CANCER')).toEqual(search('Breast Cancer '));
  expect(search('')).toHaveLength(3807);
});
