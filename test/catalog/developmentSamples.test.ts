import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanPublications } from '../../src/core/catalog/cleanPublications.ts';
import { summarizeDevelopment } from '../../src/core/catalog/developmentSamples.ts';
import { parseSheet } from '../../src/core/catalog/sheets.ts';
import { hasRealData, realData } from '../support/realData.ts';

const HEAD = 'Polygenic Score (PGS) ID,Stage of PGS Development,Number of Individuals,Broad Ancestry Category\n';
const GWAS = 'Source of Variant Associations (GWAS)';
const TRAINING = 'Score Development/Training';
/** Rows `stage people label`. */
const summarize = (...rows: (readonly [string, string, string])[]) =>
  summarizeDevelopment(
    parseSheet(HEAD + rows.map((row) => `PGS000001,${row.map((c) => `"${c}"`).join(',')}\n`).join('')),
  )[0];

describe('summarizeDevelopment', () => {
  test('sizes by stage, shares over both, dominant labels', () => {
    expect(
      summarize(
        [GWAS, '300.0', 'European'],
        [GWAS, '100', 'East Asian'],
        [TRAINING, '500', 'East Asian, NR'],
        [TRAINING, '', ''],
      ),
    ).toEqual({
      pgs_id: 'PGS000001',
      dev_ancestry_broad: 'East Asian, NR',
      dev_ancestries: ['East Asian', 'European', 'NR'],
      dev_n_ancestries: 3,
      dev_is_multi_ancestry: true,
      dev_ancestry_distribution: '{"East Asian, NR":0.5556,"European":0.3333,"East Asian":0.1111}',
      dev_sample_size: 500,
      dev_gwas_sample_size: 400,
      dev_training_sample_size: 500,
      gwas_ancestry_broad: 'European',
      training_ancestry_broad: 'East Asian, NR',
    });
  });

  test('without sizes all labels weigh the same; equal shares go by name', () => {
    expect(summarize([GWAS, '', 'South Asian'], [GWAS, '0', 'African'])).toMatchObject({
      dev_ancestry_broad: 'African',
      dev_ancestry_distribution: '{"African":0.5,"South Asian":0.5}',
      dev_sample_size: 0,
      training_ancestry_broad: null,
    });
  });

  test('without labels there is nothing to say about ancestry', () => {
    expect(summarize([GWAS, '10', ''])).toMatchObject({
      dev_ancestry_broad: null,
      dev_ancestries: [],
      dev_is_multi_ancestry: false,
      dev_ancestry_distribution: null,
      dev_sample_size: 10,
    });
  });

  test('a label with a comma in parentheses is one ancestry', () => {
    const label = 'Greater Middle Eastern (Middle Eastern, North African or Persian)';
    expect(summarize([GWAS, '10', label])).toMatchObject({ dev_ancestries: [label], dev_is_multi_ancestry: false });
  });

  test('one row a score', () => {
    const csv = `${HEAD}PGS000002,${GWAS},1,European\nPGS000001,${GWAS},2,European\nPGS000002,${GWAS},3,European\n`;
    const rows = summarizeDevelopment(parseSheet(csv));
    expect(rows.map(({ pgs_id, dev_sample_size }) => [pgs_id, dev_sample_size])).toEqual([
      ['PGS000002', 4],
      ['PGS000001', 2],
    ]);
  });

  test.skipIf(!hasRealData)('real rows of 2026 (needs ../shared/data)', () => {
    const path = join(realData, 'pgs_metadata/release_2026-09_excerpts/score_development_samples_head.csv');
    const rows = summarizeDevelopment(parseSheet(readFileSync(path, 'utf8')));
    expect(rows.find(({ pgs_id }) => pgs_id === 'PGS000011')).toMatchObject({
      dev_ancestry_broad: 'European',
      dev_ancestries: ['European', 'South Asian'],
      // (86995 + 2520) and 14790 of 104305
      dev_ancestry_distribution: '{"European":0.8582,"South Asian":0.1418}',
      dev_gwas_sample_size: 104305,
      dev_training_sample_size: 0,
    });
  });
});

describe('cleanPublications', () => {
  test('both spellings of the headers, both spellings of a date', () => {
    const old =
      'PGS Publication/Study (PGP) ID,First Author,Journal Name,Publication Date,Authors,digital object identifier (doi),PubMed ID (PMID)\n' +
      'PGP000001,Mavaddat N,JNCI,08/04/2015,"Mavaddat N, Pharoah PD",10.1093/x,25855707\n';
    const recent =
      'PGS Publication (PGP) ID,First Author,Journal,Publication Date,Author(s),Digital Object Identifier (DOI),PubMed ID (PMID)\n' +
      'PGP000001,Mavaddat N,JNCI,2015-04-08,"Mavaddat N, Pharoah PD",10.1093/x,25855707.0\n';
    const [row] = cleanPublications(parseSheet(old));
    expect(row).toEqual({
      pgp_id: 'PGP000001',
      first_author: 'Mavaddat N',
      pmid: 25855707,
      doi: '10.1093/x',
      title: null,
      authors: 'Mavaddat N, Pharoah PD',
      journal: 'JNCI',
      date_publication: '2015-04-08',
    });
    expect(cleanPublications(parseSheet(recent))).toEqual([row]);
  });
});
