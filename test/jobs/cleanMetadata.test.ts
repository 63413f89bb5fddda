/** The cleaned Parquet files, read by another engine (DuckDB) and counted with SQL over the raw sheets. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import { cleanMetadataTask } from '../../src/core/jobs/cleanMetadataTask.ts';
import type { MetadataSheet } from '../../src/core/model/score.ts';
import { type SheetTexts, writeCatalog } from '../support/catalog.ts';
import { quietContext, temporaryDirectory } from '../support/genotypes.ts';
import { hasRealData, realData } from '../support/realData.ts';

type Row = Record<string, unknown>;
let query: (sql: string) => Promise<Row[]>;

/** The little of DuckDB's module that is used here. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{ runAndReadAll(sql: string): Promise<{ getRowObjectsJson(): unknown }> }>;
    }>;
  };
}

/** No dependency, for its binaries are large: `npm install --no-save @duckdb/node-api` brings it. */
const NAME = '@duckdb/node-api';
const duckdb = (await import(NAME).catch(() => null)) as DuckDb | null;

beforeAll(async () => {
  if (duckdb === null) return;
  const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
  query = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[];
});

const SMALL: SheetTexts = {
  scores:
    'Polygenic Score (PGS) ID,PGS Name,Original Genome Build,Number of Variants,Publication (PMID),Release Date,License/Terms of Use,Extra\n' +
    'PGS000001,A,hg19,77.0,123,2020-01-02,CC BY,kept\nPGS000002,,NR,,,2021-01-02,,\n',
  performance_metrics:
    'PGS Performance Metric (PPM) ID,Evaluated Score,PGS Sample Set (PSS),Odds Ratio (OR)\nPPM1,PGS000001,PSS1,"1.5 [1.4,1.6]"\n',
  evaluation_sample_sets:
    'PGS Sample Set (PSS),Polygenic Score (PGS) ID,Number of Individuals,Broad Ancestry Category\nPSS1,PGS000001,3000000000,European\n',
  score_development_samples:
    'Polygenic Score (PGS) ID,Stage of PGS Development,Number of Individuals,Broad Ancestry Category\n' +
    'PGS000001,Source of Variant Associations (GWAS),10.0,"European, African unspecified"\n',
};

const clean = (catalogDirectory: string) => cleanMetadataTask({ catalogDirectory }, quietContext);

describe.skipIf(duckdb === null)('a small catalogue', () => {
  test('types, values and nulls', async () => {
    const directory = writeCatalog(SMALL);
    await clean(directory);
    const read = (name: string) => query(`select * from '${directory}/metadata/${name}.parquet'`);
    expect(await read('scores')).toMatchObject([
      { pgs_id: 'PGS000001', genome_build: 'GRCh37', n_variants: '77', pmid: '123', license: 'CC BY' },
      { pgs_id: 'PGS000002', name: null, n_variants: null, pmid: null, license: null },
    ]);
    expect(await read('best_performance')).toMatchObject([
      { or_estimate: 1.5, or_ci_lower: 1.4, auroc_estimate: null, n_individuals: '3000000000', n_cases: null },
    ]);
    expect(await read('score_development_ancestry')).toMatchObject([
      { dev_ancestries: ['African unspecified', 'European'], dev_is_multi_ancestry: true, dev_sample_size: '10' },
    ]);
    expect(await read('raw/scores')).toMatchObject([{ 'Number of Variants': '77.0', Extra: 'kept' }, { Extra: null }]);
    const types = await query(
      `select column_name, column_type from (describe select * from '${directory}/metadata/performance.parquet')`,
    );
    expect(Object.fromEntries(types.map(({ column_name, column_type }) => [column_name, column_type]))).toMatchObject({
      ppm_id: 'VARCHAR',
      pmid: 'BIGINT',
      hr_se: 'DOUBLE',
      n_individuals: 'BIGINT',
    });
  });

  test('the manifest says what was made of what; every file is private', async () => {
    const directory = writeCatalog(SMALL);
    const manifest = await clean(directory);
    expect(JSON.parse(readFileSync(join(directory, 'metadata', 'cleaned.json'), 'utf8'))).toEqual(manifest);
    expect(manifest).toMatchObject({ tool_version: 'test', newest_release: '2021-01-02' });
    expect(Math.abs(Date.parse(manifest.created) - Date.now())).toBeLessThan(60_000);
    expect(manifest.sources.map(({ file, rows }) => [file, rows])).toContainEqual([SHEET_FILES.scores, 2]);
    expect(manifest.tables.map(({ file, rows }) => [file, rows])).toEqual([
      ['scores.parquet', 2],
      ['performance.parquet', 1],
      ['best_performance.parquet', 1],
      ['score_development_ancestry.parquet', 1],
      ['raw/scores.parquet', 2],
      ['raw/score_development_samples.parquet', 1],
      ['raw/performance_metrics.parquet', 1],
      ['raw/evaluation_sample_sets.parquet', 1],
    ]);
    const made = [...manifest.tables.map(({ file }) => file), 'cleaned.json'];
    for (const file of made) expect(statSync(join(directory, 'metadata', file)).mode & 0o777).toBe(0o600);
    const left = readdirSync(join(directory, 'metadata'), { recursive: true }).map(String);
    expect(left.filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('sheets without rows make tables without rows', async () => {
    const heads = Object.entries(SMALL).map(([sheet, text]) => [sheet, `${text.split('\n')[0]}\n`]);
    const directory = writeCatalog(Object.fromEntries(heads));
    const { tables, newest_release } = await clean(directory);
    expect(tables.every(({ rows }) => rows === 0)).toBe(true);
    expect(newest_release).toBeNull();
    expect(await query(`select pgs_id from '${directory}/metadata/scores.parquet'`)).toEqual([]);
  });

  test('without a sheet that matters nothing is written', async () => {
    const { evaluation_sample_sets: _, ...others } = SMALL;
    const directory = writeCatalog(others);
    await expect(clean(directory)).rejects.toThrow(/^There is no pgs_all_metadata_evaluation_sample_sets\.csv in/);
    expect(readdirSync(join(directory, 'metadata'))).toEqual(['raw']);
  });

  test('a sheet that is another one leaves the tables as they were', async () => {
    const directory = writeCatalog(SMALL);
    await clean(directory);
    const before = readFileSync(join(directory, 'metadata', 'scores.parquet'));
    writeFileSync(join(directory, 'metadata', 'raw', SHEET_FILES.scores), '<html>\n');
    await expect(clean(directory)).rejects.toThrow(/pgs_all_metadata_scores\.csv is not a sheet/);
    expect(readFileSync(join(directory, 'metadata', 'scores.parquet'))).toEqual(before);
    expect(existsSync(join(directory, 'metadata', 'cleaned.json'))).toBe(true);
  });
});

describe.skipIf(duckdb === null || !hasRealData)('the real release of July 2023 (needs ../shared/data)', () => {
  let metadata: string;
  const csv = (sheet: MetadataSheet) =>
    `read_csv('${metadata}/raw/${SHEET_FILES[sheet]}', all_varchar = true, header = true, quote = '"', nullstr = ['', 'NA', 'None'])`;
  const table = (name: string) => `'${metadata}/${name}.parquet'`;

  beforeAll(async () => {
    const directory = temporaryDirectory();
    metadata = join(directory, 'metadata');
    mkdirSync(join(metadata, 'raw'), { recursive: true });
    const source = join(realData, 'pgs_metadata/release_2023-07');
    for (const name of readdirSync(source)) copyFileSync(join(source, name), join(metadata, 'raw', name));
    await clean(directory);
  }, 60_000);

  /** The first value of the first row. */
  const one = async (sql: string): Promise<unknown> => Number(Object.values((await query(sql))[0])[0]);
  const same = async (one: string, other: string) => expect(await query(one)).toEqual(await query(other));

  test('rows', async () => {
    expect(await one(`select count(*) from ${table('scores')}`)).toBe(3807);
    expect(await one(`select count(*) from ${table('performance')}`)).toBe(16_302);
    for (const [name, sheet] of [
      ['scores', 'scores'],
      ['performance', 'performance_metrics'],
      ['publications', 'publications'],
    ] as const)
      expect(await one(`select count(*) from ${table(name)}`)).toBe(await one(`select count(*) from ${csv(sheet)}`));
    expect(await one(`select count(*) from ${table('best_performance')}`)).toBe(
      await one(`select count(distinct "Evaluated Score") from ${csv('performance_metrics')}`),
    );
  });

  test('every raw cell is in the raw Parquet', async () => {
    for (const sheet of [
      'scores',
      'publications',
      'efo_traits',
      'performance_metrics',
      'evaluation_sample_sets',
    ] as const) {
      const parquet = `'${metadata}/raw/${sheet}.parquet'`;
      for (const [from, to] of [
        [csv(sheet), parquet],
        [parquet, csv(sheet)],
      ])
        expect(await one(`select count(*) from (from ${from} except all from ${to})`)).toBe(0);
    }
  });

  test('builds, numbers of variants, licences', async () => {
    await same(
      `select genome_build, count(*)::int n, sum(n_variants)::varchar v, count(distinct license)::int l from ${table('scores')} group by all order by all`,
      `select case when b in ('hg19', 'hg37') then 'GRCh37' when b = 'hg38' then 'GRCh38'
              when b in ('NCBI36', 'hg18', 'NCBI35') then 'GRCh36' else b end genome_build,
              count(*)::int n, sum(v::double)::bigint::varchar v, count(distinct l)::int l
       from (select "Original Genome Build" b, "Number of Variants" v, "License/Terms of Use" l from ${csv('scores')})
       group by all order by all`,
    );
  });

  test('metrics: as many as another pattern finds, and their sums', async () => {
    const columns = {
      or: 'Odds Ratio (OR)',
      hr: 'Hazard Ratio (HR)',
      beta: 'Beta',
      auroc: 'Area Under the Receiver-Operating Characteristic Curve (AUROC)',
      cindex: 'Concordance Statistic (C-index)',
    };
    for (const [name, column] of Object.entries(columns)) {
      const number = '-?[0-9.]+(?:[eE]-?[0-9]+)?';
      await same(
        `select count(${name}_estimate)::int n, count(${name}_ci_lower)::int ci, count(${name}_se)::int se,
                round(sum(${name}_estimate), 6) s, round(sum(${name}_ci_upper), 6) u, round(sum(${name}_se), 6) e
         from ${table('performance')}`,
        `select count(x)::int n, count(l)::int ci, count(se)::int se, round(sum(x::double), 6) s, round(sum(u::double), 6) u, round(sum(se::double), 6) e
         from (select nullif(regexp_extract(c, '^(${number})', 1), '') x,
                      nullif(regexp_extract(c, '\\[(${number}),', 1), '') l,
                      nullif(regexp_extract(c, ',(${number})\\]', 1), '') u,
                      nullif(regexp_extract(c, '\\((${number})\\)$', 1), '') se
               from (select trim("${column}") c from ${csv('performance_metrics')}))`,
      );
    }
  });

  test('sizes of the sample sets', async () => {
    await same(
      `select ppm_id, n_individuals, n_cases, n_controls from ${table('performance')} order by all`,
      `with samples as (select distinct * exclude ("Polygenic Score (PGS) ID") from ${csv('evaluation_sample_sets')}),
            sets as (select "PGS Sample Set (PSS)" pss, sum("Number of Individuals"::double)::bigint n,
                            sum("Number of Cases"::double)::bigint ca, sum("Number of Controls"::double)::bigint co
                     from samples group by all)
       select "PGS Performance Metric (PPM) ID" ppm_id, n n_individuals, ca n_cases, co n_controls
       from ${csv('performance_metrics')} left join sets on "PGS Sample Set (PSS)" = pss order by all`,
    );
  });

  test('the best evaluation of each score', async () => {
    await same(
      `select pgs_id, ppm_id from ${table('best_performance')} order by all`,
      `select pgs_id, ppm_id from (
         select *, row_number() over (partition by pgs_id order by
           coalesce(n_individuals, 0) + if(ancestry_broad ilike '%european%', 1000000, 0) desc,
           (coalesce(auroc_estimate, cindex_estimate) is not null) desc,
           (coalesce(or_estimate, hr_estimate, beta_estimate) is not null) desc, ppm_id) place
         from ${table('performance')}) where place = 1 order by all`,
    );
  });
});
