import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { cleanPerformance } from '../../src/core/catalog/cleanPerformance.ts';
import { cleanPublications } from '../../src/core/catalog/cleanPublications.ts';
import { cleanScores } from '../../src/core/catalog/cleanScores.ts';
import { gatherEvidence } from '../../src/core/catalog/evidence.ts';
import { createScoreSearch } from '../../src/core/catalog/search.ts';
import { readQuery } from '../../src/core/catalog/searchFilters.ts';
import { parseSheet, SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import { createRankedSearch } from '../../src/core/catalog/textSearch.ts';
import { createTraitSearch, listTraits } from '../../src/core/catalog/traits.ts';
import type { MetadataSheet } from '../../src/core/model/score.ts';
import { hasRealData, realData } from '../support/realData.ts';

const scores = cleanScores(
  parseSheet(
    [
      'pgs_id,name,trait_reported,trait_efo,trait_efo_id,genome_build,n_variants,pgp_id,pmid,release_date,license',
      'PGS900001,GRS.269,Prostate Cancer,prostate carcinoma,EFO_0000001,GRCh37,77,PGP000001,25855707,2019-01-01,EBI Terms of Use',
      'PGS900002,GRS2269,Type 2 (T2D),type II diabetes mellitus,MONDO_0000002,GRCh38,1000,PGP000002,,2022-01-01,CC BY-NC 4.0',
      'PGS900003,,,,EFO_0000003,NR,,PGP000002,,,',
      "PGS900004,GRS11_nonapoeAD,Alzheimer's disease,Alzheimer disease|dementia,EFO_0000004|EFO_0000005,GRCh37,1000000,PGP000003,,2021-05-05,",
      'PGS900005,T2D_multi,Type 2 diabetes,type 2 diabetes mellitus,MONDO_0000002,GRCh37,500,PGP000003,,2020-02-02,',
      '',
    ].join('\n'),
  ),
);
const evidence = gatherEvidence(scores, {
  publications: cleanPublications(
    parseSheet(
      'pgp_id,first_author,authors,date_publication\nPGP000001,Sjögren A,"Sjögren A, Khera AV",2018-01-01\nPGP000003,Khera AV,"Khera AV, Doe J",2021-03-04\n',
    ),
  ),
  evaluations: cleanPerformance(
    parseSheet(
      'ppm_id,pgs_id,pss_id,pgp_id,auroc_raw\nPPM1,PGS900001,PSS1,PGP000001,0.71\nPPM2,PGS900001,PSS2,PGP000001,\nPPM3,PGS900005,PSS2,PGP000003,0.6\n',
    ),
    parseSheet('pss_id,n_individuals,ancestry_broad\nPSS1,100,European\nPSS2,900,African unspecified\n'),
  ),
});
const search = createScoreSearch(scores, evidence);
const isHere = (pgs_id: string): boolean => ['PGS900002', 'PGS900003'].includes(pgs_id);
const find = (query: string) => search(query, isHere).scores.map(({ pgs_id }) => pgs_id.at(-1));

describe('words', () => {
  test.each([
    ['', ['1', '2', '3', '4', '5']],
    ['  ', ['1', '2', '3', '4', '5']],
    ['pgs900002', ['2']],
    ['prostate', ['1']],
    [' CARCINOMA ', ['1']],
    ['type ii', ['2']],
    ['cancer prostate', ['1']],
    ['prostat', ['1']],
    ['porstate', ['1']],
    ['protsate cancre', ['1']],
    ['EFO_0000001', ['1']],
    ['EFO:0000001', ['1']],
    ['PGP000003', ['5', '4']],
    ['25855707', ['1']],
    ['alzheimers', ['4']],
    ["Alzheimer's", ['4']],
    ['apoe', ['4']],
    ['alzheimer apoe', ['4']],
    ['dementia', ['4']],
    ['sjogren', ['1']],
    ['african', ['1', '5']],
    ['cancer of the prostate', ['1']],
    ['diabetes prostate', []],
    ['null', []],
    ['xyzzy', []],
  ])('"%s" finds %j', (query, expected) => {
    expect(find(query)).toEqual(expected);
  });

  test('an abbreviation finds what it means, and what it means the abbreviation', () => {
    expect(find('T2D')).toEqual(['5', '2']);
    expect(find('type 2 diabetes')).toEqual(['5', '2']);
    expect(find('AD')).toContain('4');
  });

  test('a first author comes before the others', () => {
    expect(find('Khera')).toEqual(['5', '4', '1']);
    expect(find('doe')).toEqual(['5', '4']);
  });

  test('is literal: a dot, a bracket and a star mean themselves', () => {
    expect(find('GRS.269')[0]).toBe('1');
    expect(find('(t2d')).toContain('2');
    expect(find('.*')).toEqual([]);
    expect(find('(')).toEqual(['2']);
  });

  test('a number has no typing errors', () => {
    expect(find('PGS900006')).toEqual([]);
    expect(find('EFO_0000009')).toEqual([]);
  });

  test('what a plain search finds in id, name or traits is always found', () => {
    const texts = scores.flatMap(({ pgs_id, name, trait_reported, trait_efo }) =>
      [pgs_id, name, trait_reported, trait_efo].filter((text) => text !== null),
    );
    const substring = fc
      .tuple(fc.constantFrom(...texts), fc.nat(30), fc.integer({ min: 1, max: 12 }))
      .map(([text, start, length]) => text.slice(start % text.length).slice(0, length))
      .filter((text) => text.trim() !== '' && !text.includes(':'));
    fc.assert(
      fc.property(substring, (query) => {
        const needle = query.trim().toLowerCase();
        const literal = scores.filter(({ pgs_id, name, trait_reported, trait_efo }) =>
          [pgs_id, name, trait_reported, trait_efo].some((text) => text?.toLowerCase().includes(needle)),
        );
        expect(search(query).scores).toEqual(expect.arrayContaining(literal));
      }),
    );
  });

  test('nothing typed throws', () => {
    fc.assert(fc.property(fc.string(), (query) => search(query).scores.length <= scores.length));
  });
});

describe('filters', () => {
  test.each([
    ['build:hg38', ['2']],
    ['build:GRCh37 n:<1000', ['1', '5']],
    ['n:1000', ['2']],
    ['n:<=1k', ['1', '2', '5']],
    ['n:>1k', ['4']],
    ['n:500..1000', ['2', '5']],
    ['n:..0.5k', ['1', '5']],
    ['auroc:>0.7', ['1']],
    ['auroc:>=0.6', ['1', '5']],
    ['auroc:>0.71', []],
    ['ancestry:afr', ['1', '5']],
    ['ancestry:EUR', ['1']],
    ['year:2020..', ['2', '4', '5']],
    ['year:2018', ['1']],
    ['licence:', ['2']],
    ['license:by-nc', ['2']],
    // AUROC 0.6 in 900 people: 100 × (0.5 + 0.5 × 0.2^0.78) × log10(900) / 5.5 = 34.5.
    ['tier:moderate', ['5']],
    ['tier:High', []],
    ['here:yes', ['2', '3']],
    ['here:no n:<1000', ['1', '5']],
    ['type 2 n:<600', ['5']],
    ['n:<600 type ancestry:AFR 2', ['5']],
  ])('"%s" finds %j', (query, expected) => {
    expect(find(query).sort()).toEqual(expected);
    expect(search(query).problems).toEqual([]);
  });

  test.each([
    'n:',
    'n:x',
    'n:..',
    'auroc:>',
    'build:hg17',
    'ancestry:european',
    'year:<>2',
    'tier:best',
    'here:perhaps',
  ])('%s is a problem in words, and does not count', (query) => {
    const { scores: found, problems } = search(`${query} prostate`);
    expect(found).toHaveLength(1);
    expect(problems).toEqual([expect.stringContaining(query)]);
  });

  test('an unknown word before a colon is a word', () => {
    expect(readQuery('foo:bar pattern:1')).toMatchObject({ words: 'foo:bar pattern:1', filters: {}, problems: [] });
  });
});

test('traits are found by label, id and what their scores call them', () => {
  const sheet = parseSheet(
    'Ontology Trait ID,Ontology Trait Label,Ontology Trait Description,Ontology URL\nEFO_0000005,dementia,loss of memory,http://x\n',
  );
  const traits = listTraits(scores, sheet);
  expect(traits.map(({ efo_id, label, pgs_ids }) => [efo_id, label, pgs_ids.length])).toEqual([
    ['EFO_0000004', 'Alzheimer disease', 1],
    ['EFO_0000005', 'dementia', 1],
    ['EFO_0000003', null, 1],
    ['EFO_0000001', 'prostate carcinoma', 1],
    ['MONDO_0000002', 'type II diabetes mellitus', 2],
  ]);
  const searchTraits = createTraitSearch(traits, scores);
  expect(searchTraits('demenita')[0]).toMatchObject({ efo_id: 'EFO_0000005', description: 'loss of memory' });
  expect(searchTraits('T2D')[0].efo_id).toBe('MONDO_0000002');
  expect(searchTraits('EFO:0000001')).toHaveLength(1);
  expect(searchTraits('')).toEqual(traits);
});

describe('the index', () => {
  const WORDS = [
    'type',
    '2',
    'diabetes',
    'T2D',
    'prostate cancer',
    'crohns',
    'cancre',
    'carc',
    'EFO_0000001',
    'of',
    'é',
  ];
  const items = Array.from({ length: 3000 }, (_, i) => `${WORDS[i % WORDS.length]} ${WORDS[(i * 7) % 5]}|${i % 40}`);
  const create = (text = (item: string): string => item) =>
    createRankedSearch(items, [{ text, weight: 1, isLoose: true, isName: true }], (one, other) =>
      one < other ? -1 : 1,
    );
  const whole = create();

  test('may be made in steps, and any query finishes it', () => {
    const typed = fc.array(fc.constantFrom(...WORDS, 'dia', 'x'), { maxLength: 3 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.nat(30), typed, (steps, query) => {
        const search = create();
        for (let step = 0; step < steps; step++) search.prepare();
        expect(search(query)).toEqual(whole(query));
        expect(search.prepare()).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  test('is made a little at a time, so that the first query waits for nothing', () => {
    const read = vi.fn((item: string) => item);
    const search = create(read);
    expect(read).not.toHaveBeenCalled();
    let steps = 1;
    while (search.prepare()) steps++;
    expect(steps).toBeGreaterThan(3);
    expect(read).toHaveBeenCalledTimes(items.length);
    search('diabetes');
    expect(read).toHaveBeenCalledTimes(items.length);
  });
});

describe.skipIf(!hasRealData)('the real catalogue of July 2023 (needs ../shared/data)', () => {
  const read = (sheet: MetadataSheet) =>
    parseSheet(readFileSync(join(realData, 'pgs_metadata/release_2023-07', SHEET_FILES[sheet]), 'utf8'));
  const load = () => ({
    scores: cleanScores(read('scores')),
    evaluations: cleanPerformance(read('performance_metrics'), read('evaluation_sample_sets')),
    publications: cleanPublications(read('publications')),
  });

  test('what a clinician types', () => {
    const { scores: real, ...known } = load();
    const ask = createScoreSearch(real, gatherEvidence(real, known));
    const first = (query: string) => ask(query).scores.slice(0, 3);
    const traits = (query: string) => first(query).map(({ trait_reported }) => trait_reported?.toLowerCase());
    expect(ask('').scores).toHaveLength(3807);
    expect(ask('diabetes').scores.length).toBeGreaterThan(50);
    expect(first('PGS000018')).toMatchObject([{ pgs_id: 'PGS000018' }]);
    expect(traits('breast CANCER')).toEqual(Array(3).fill('breast cancer'));
    expect(traits('T2D').every((trait) => trait?.startsWith('type 2 diabetes'))).toBe(true);
    expect(traits('coronary artery diseese')).toEqual(Array(3).fill('coronary artery disease'));
    expect(traits('parkinsons')).toEqual(Array(3).fill("parkinson's disease"));
    expect(traits('heart attack')[0]).toBe('myocardial infarction');
    expect(first('alzheimer apoe')).toMatchObject([{ name: 'GRS11_nonapoeAD' }]);
    expect(first('Khera').every(({ pgp_id }) => ['PGP000006', 'PGP000017'].includes(pgp_id ?? ''))).toBe(true);
    for (const query of ['diabetes', 'breast cancer', 'PGS0000', 'LDL', 'carcinoma'])
      expect(ask(query).scores).toEqual(
        expect.arrayContaining(
          real.filter((score) =>
            [score.pgs_id, score.name, score.trait_reported, score.trait_efo].some((text) =>
              text?.toLowerCase().includes(query.toLowerCase()),
            ),
          ),
        ),
      );
  });
});
