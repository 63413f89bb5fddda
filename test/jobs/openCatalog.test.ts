import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import { cleanMetadataTask } from '../../src/core/jobs/cleanMetadataTask.ts';
import { openCatalog } from '../../src/core/jobs/openCatalog.ts';
import type { Catalog } from '../../src/core/model/catalog.ts';
import { writeRowsParquet } from '../../src/core/polars.ts';
import { SMALL_CATALOG, writeCatalog, writeSheets } from '../support/catalog.ts';
import { quietContext } from '../support/genotypes.ts';

const clean = (catalogDirectory: string) => cleanMetadataTask({ catalogDirectory }, quietContext);
const ids = (rows: readonly { pgs_id: string }[]) => rows.map(({ pgs_id }) => pgs_id.at(-1)).join('');

/** All that a catalogue tells, to compare one with another. */
async function tellAll(catalog: Catalog): Promise<unknown> {
  return {
    scores: await catalog.scores(),
    performance: await catalog.performance(),
    publications: await catalog.publications(),
    development: await catalog.developmentAncestry(),
    traits: await catalog.traits(),
    info: await catalog.scoreInfo('PGS000001'),
    search: await catalog.search('mavaddat'),
  };
}

describe('where the tables come from', () => {
  test('raw sheets and cleaned tables tell the same', async () => {
    const directory = writeCatalog(SMALL_CATALOG);
    const raw = openCatalog(directory);
    expect(await raw.status()).toMatchObject({ source: 'raw', stale_reason: null, cleaned_at: null });
    const told = await tellAll(raw);
    const { created } = await clean(directory);
    const cleaned = openCatalog(directory);
    expect(await cleaned.status()).toEqual({
      directory,
      source: 'cleaned',
      stale_reason: null,
      newest_release: '2022-01-02',
      cleaned_at: created,
      origin: 'ebi',
      origin_url: null,
      fetched_at: new Date(
        Math.trunc(statSync(join(directory, 'metadata', 'raw', SHEET_FILES.scores)).mtimeMs),
      ).toISOString(),
      age_days: 0,
      failed_attempts: [],
      tables: {
        scores: 3,
        performance: 2,
        publications: 2,
        score_development_ancestry: 1,
        traits: 4,
        reference_distributions: null,
      },
    });
    expect(await tellAll(cleaned)).toEqual(told);
  });

  test('cleaned tables are not used once a sheet has changed, be it by a byte', async () => {
    const directory = writeCatalog(SMALL_CATALOG);
    await clean(directory);
    const path = join(directory, 'metadata', 'raw', SHEET_FILES.publications);
    const later = new Date(statSync(path).mtimeMs + 5000);
    utimesSync(path, later, later);
    expect(await openCatalog(directory).status()).toMatchObject({ source: 'cleaned' });
    writeFileSync(path, (SMALL_CATALOG.publications ?? '').replace('Doe J', 'Doe K'));
    utimesSync(path, later, later);
    expect(await openCatalog(directory).status()).toMatchObject({
      source: 'raw',
      stale_reason: 'pgs_all_metadata_publications.csv has changed since it was cleaned',
    });
  });

  test('nor when a cleaning was broken off, which leaves no manifest', async () => {
    const directory = writeCatalog(SMALL_CATALOG);
    await clean(directory);
    rmSync(join(directory, 'metadata', 'cleaned.json'));
    expect(await openCatalog(directory).status()).toMatchObject({
      source: 'raw',
      stale_reason: expect.stringContaining('no manifest'),
    });
  });

  test('tables of another program are read without raw sheets, its types and columns fitted', async () => {
    const directory = writeCatalog({});
    const write = (name: string, rows: object[]) =>
      writeRowsParquet(rows, join(directory, 'metadata', `${name}.parquet`));
    write('scores', [{ pgs_id: 'PGS000001', name: 'A', n_variants: 77, pmid: 5, unknown: 1, genome_build: 'GRCh37' }]);
    write('performance', [{ ppm_id: 'PPM1', pgs_id: 'PGS000001', n_individuals: 10, auroc_estimate: 0.5 }]);
    write('best_performance', [{ ppm_id: 'PPM1', pgs_id: 'PGS000001' }]);
    const catalog = openCatalog(directory);
    expect(await catalog.status()).toMatchObject({ source: 'cleaned', tables: { scores: 1, publications: null } });
    expect(await catalog.scores()).toMatchObject([{ pgs_id: 'PGS000001', n_variants: 77, pmid: 5, license: null }]);
    expect(await catalog.performance('PGS000001')).toMatchObject([
      { n_individuals: 10, auroc_estimate: 0.5, or_se: null },
    ]);
  });

  test('an empty folder is an error that says what to do; it is not remembered', async () => {
    const directory = writeCatalog({});
    const catalog = openCatalog(directory);
    expect(await catalog.status()).toMatchObject({ source: 'none', tables: { scores: null, performance: null } });
    await expect(catalog.scores()).rejects.toThrow(/^There is no pgs_all_metadata_scores\.csv in /);
    writeSheets(directory, SMALL_CATALOG);
    catalog.reload();
    expect(ids(await catalog.scores())).toBe('123');
  });

  test('a failure is not kept: the next call tries again', async () => {
    const { evaluation_sample_sets, ...others } = SMALL_CATALOG;
    const catalog = openCatalog(writeCatalog(others));
    await expect(catalog.performance()).rejects.toThrow(/evaluation_sample_sets/);
    writeSheets(catalog.directory, { evaluation_sample_sets: evaluation_sample_sets ?? '' });
    catalog.reload();
    expect(await catalog.performance()).toHaveLength(2);
  });

  test('files are read once, until told to read anew', async () => {
    const directory = writeCatalog(SMALL_CATALOG);
    const catalog = openCatalog(directory);
    const scores = await catalog.scores();
    writeFileSync(join(directory, 'metadata', 'raw', SHEET_FILES.scores), 'pgs_id\nPGS000009\n');
    expect(await catalog.scores()).toBe(scores);
    catalog.reload();
    expect(ids(await catalog.scores())).toBe('9');
  });
});

describe('what it tells', () => {
  const catalog = openCatalog(writeCatalog(SMALL_CATALOG));

  test('scores of a build, with those lifted to it unless told otherwise', async () => {
    expect((await catalog.scores({ build: 'GRCh38' })).map((score) => [score.pgs_id, score.is_harmonized])).toEqual([
      ['PGS000001', true],
      ['PGS000002', false],
    ]);
    expect(ids(await catalog.scores({ build: 'GRCh38', includeHarmonized: false }))).toBe('2');
    expect((await catalog.scores()).some(({ is_harmonized }) => is_harmonized)).toBe(false);
    expect(ids((await catalog.search('breast', { build: 'GRCh38' })).scores)).toBe('1');
  });

  test('everything about a score, in lower case too', async () => {
    expect(await catalog.scoreInfo('pgs000001', { build: 'GRCh38' })).toMatchObject({
      score: { pgs_id: 'PGS000001', is_harmonized: true, license: 'CC BY 4.0' },
      best_performance: { ppm_id: 'PPM000001', or_ci_upper: 1.58 },
      performance: [{ ppm_id: 'PPM000001' }, { ppm_id: 'PPM000002' }],
      publications: [{ pgp_id: 'PGP000001' }, { pgp_id: 'PGP000002' }],
      development: { dev_ancestry_broad: 'European', dev_sample_size: 22627 },
      citation: 'Mavaddat N et al. Prediction. JNCI (2015). doi:10.1093/jnci/djv036',
    });
    expect(await catalog.scoreInfo('PGS000003')).toMatchObject({
      best_performance: null,
      performance: [],
      development: null,
      citation: 'Doe J. Hearts. Heart (2021).',
    });
    expect(await catalog.scoreInfo('PGS999999')).toBeNull();
  });

  test('the best evaluation depends on the people', async () => {
    const best = async (people: 'none' | 'AFR') => (await catalog.bestPerformance(people, 'PGS000001'))[0].ppm_id;
    expect(await best('none')).toBe('PPM000001');
    expect(await best('AFR')).toBe('PPM000002');
    expect(await catalog.scoreInfo('PGS000001', { people: 'AFR' })).toMatchObject({
      best_performance: { ppm_id: 'PPM000002' },
    });
  });

  test('rows of one id, or none', async () => {
    expect(await catalog.performance('PGS000002')).toEqual([]);
    expect(await catalog.publications('PGP000002')).toMatchObject([{ first_author: 'Doe J' }]);
    expect(await catalog.developmentAncestry('PGS000002')).toEqual([]);
  });

  test('reference distributions, which need no sheets', async () => {
    const directory = writeCatalog({});
    expect(await openCatalog(directory).referenceDistributions()).toEqual([]);
    const row = { superpopulation: 'EUR', mean: 1, std: 2, n: 500, median: 1, p5: 0, p25: 0.5, p75: 1.5, p95: 2 };
    mkdirSync(join(directory, 'percentiles'));
    const rows = ['PGS000001', 'PGS000002'].map((pgs_id) => ({ pgs_id, ...row }));
    writeRowsParquet(rows, join(directory, 'percentiles', 'reference_distributions.parquet'));
    const catalog = openCatalog(directory);
    expect(await catalog.referenceDistributions()).toEqual(rows);
    expect(await catalog.referenceDistributions('PGS000002')).toEqual([rows[1]]);
  });

  test('traits, those of a score with several among them', async () => {
    expect((await catalog.traits()).map(({ efo_id }) => efo_id)).toEqual([
      'EFO_0000305',
      'EFO_0001645',
      'HP_0002140',
      'EFO_0000712',
    ]);
    expect(await catalog.searchTraits('brest')).toMatchObject([
      { efo_id: 'EFO_0000305', description: 'A carcinoma of the breast.', pgs_ids: ['PGS000001'] },
    ]);
  });
});
