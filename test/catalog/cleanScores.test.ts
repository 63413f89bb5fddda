import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cleanScores } from '../../src/core/catalog/cleanScores.ts';
import { parseSheet, SHEET_FILES } from '../../src/core/catalog/sheets.ts';

const REAL_SHEETS = '../shared/data/pgs_metadata/release_2023-07';

describe('cleanScores', () => {
  const clean = (csv: string) => cleanScores(parseSheet(csv));

  test('renames, keeps the licence, drops what is not listed, counts in integers', () => {
    const csv =
      'PGS Name,Polygenic Score (PGS) ID,License/Terms of Use,Number of Variants,Original Genome Build\n' +
      'demo,PGS900002,free,77.0,hg19\n' +
      ',PGS900001,free,many,NR\n';
    const missing = {
      trait_reported: null,
      trait_efo: null,
      trait_efo_id: null,
      weight_type: null,
      pgp_id: null,
      pmid: null,
      ftp_link: null,
      release_date: null,
      license: 'free',
    };
    expect(clean(csv)).toEqual([
      { ...missing, pgs_id: 'PGS900002', name: 'demo', n_variants: 77, genome_build: 'GRCh37' },
      { ...missing, pgs_id: 'PGS900001', name: null, n_variants: null, genome_build: 'NR' },
    ]);
  });

  test.each([
    ['GRCh37', 'GRCh37'],
    ['hg19', 'GRCh37'],
    ['hg37', 'GRCh37'],
    ['GRCh38', 'GRCh38'],
    ['hg38', 'GRCh38'],
    ['NCBI36', 'GRCh36'],
    ['hg18', 'GRCh36'],
    ['NCBI35', 'GRCh36'],
    ['NR', 'NR'],
    ['HG19', 'HG19'],
    ['', null],
  ])('build %s is %s', (raw, expected) => {
    expect(clean(`pgs_id,genome_build\nPGS900001,${raw}\n`)[0].genome_build).toBe(expected);
  });

  test('a sheet already cleaned stays as it is', () => {
    const [score] = clean('pgs_id,name,genome_build,n_variants\nPGS900001,demo,GRCh37,5\n');
    expect(score).toMatchObject({ pgs_id: 'PGS900001', name: 'demo', genome_build: 'GRCh37', n_variants: 5 });
  });

  test('a page that is no scores sheet is refused', () => {
    expect(() => clean('<!doctype html>\n<html></html>\n')).toThrow(/there is no column "Polygenic Score/);
  });
});

test.skipIf(!existsSync(REAL_SHEETS))('the real scores of July 2023 (needs ../shared/data)', () => {
  const scores = cleanScores(parseSheet(readFileSync(`${REAL_SHEETS}/${SHEET_FILES.scores}`, 'utf8')));
  expect(scores).toHaveLength(3807);
  expect(new Set(scores.map(({ genome_build }) => genome_build))).toEqual(
    new Set(['GRCh36', 'GRCh37', 'GRCh38', 'NR']),
  );
  expect(new Set(scores.map(({ pgs_id }) => pgs_id)).size).toBe(3807);
  expect(scores.every(({ n_variants }) => n_variants !== null && n_variants > 0)).toBe(true);
  expect(scores[0]).toEqual({
    pgs_id: 'PGS000001',
    name: 'PRS77_BC',
    trait_reported: 'Breast Cancer',
    trait_efo: 'breast carcinoma',
    trait_efo_id: 'EFO_0000305',
    genome_build: 'NR',
    n_variants: 77,
    weight_type: 'NR',
    pgp_id: 'PGP000001',
    pmid: 25855707,
    ftp_link: 'https://ftp.ebi.ac.uk/pub/databases/spot/pgs/scores/PGS000001/ScoringFiles/PGS000001.txt.gz',
    release_date: '2019-10-14',
    license: expect.stringContaining('EBI Terms of Use'),
  });
});
