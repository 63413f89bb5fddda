import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cleanScores } from '../../src/core/catalog/cleanScores.ts';
import { parseSheet, SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import { planDemoScores } from '../../src/core/demo/scorePlan.ts';
import { generateDemoSheets, SHEET_COLUMNS } from '../../src/core/demo/sheets.ts';
import { METADATA_SHEETS } from '../../src/core/model/score.ts';

const REAL_SHEETS = '../shared/data/pgs_metadata';

const model = { seed: 1, size: 200_000 };
const plan = planDemoScores(model);
const csv = generateDemoSheets(model);
const table = (sheet: keyof typeof csv) => parseSheet(csv[sheet], sheet);
const column = (sheet: keyof typeof csv, name: string) => {
  const { columns, rows } = table(sheet);
  expect(columns).toContain(name);
  return rows.map((row) => row[columns.indexOf(name)]);
};

test('every sheet has its columns and rows that fill them', () => {
  for (const { key } of METADATA_SHEETS) {
    const { columns, rows } = table(key);
    expect(columns).toEqual(SHEET_COLUMNS[key]);
    expect(rows.length).toBeGreaterThan(5);
  }
});

test('the scores sheet describes the scores of the plan', () => {
  const scores = cleanScores(table('scores'));
  expect(scores.map(({ pgs_id, n_variants, name }) => ({ pgs_id, n_variants, name }))).toEqual(
    plan.map(({ pgs_id, n_variants, name }) => ({ pgs_id, n_variants, name })),
  );
  expect(new Set(scores.map(({ genome_build }) => genome_build))).toEqual(new Set(['GRCh37', 'GRCh38']));
  expect(scores.every(({ trait_reported }) => trait_reported?.endsWith('(synthetic)'))).toBe(true);
  expect(scores.every(({ pmid }) => pmid === null)).toBe(true);
});

test('ids that one sheet gives, the others know', () => {
  const ids = new Set(plan.map(({ pgs_id }) => pgs_id));
  const isSame = (found: readonly (string | null)[], known: Iterable<string | null>) =>
    expect(new Set(found)).toEqual(new Set(known));
  isSame(column('performance_metrics', 'Evaluated Score'), ids);
  isSame(column('evaluation_sample_sets', 'Polygenic Score (PGS) ID'), ids);
  isSame(column('score_development_samples', 'Polygenic Score (PGS) ID'), ids);
  isSame(
    column('performance_metrics', 'PGS Sample Set (PSS)'),
    column('evaluation_sample_sets', 'PGS Sample Set (PSS)'),
  );
  isSame(column('scores', 'PGS Publication (PGP) ID'), column('publications', 'PGS Publication/Study (PGP) ID'));
  isSame(column('scores', 'Mapped Trait(s) (EFO ID)'), column('efo_traits', 'Ontology Trait ID'));
  const cohorts = column('evaluation_sample_sets', 'Cohort(s)').flatMap((names) => names?.split('|') ?? []);
  isSame(cohorts, column('cohorts', 'Cohort ID'));
});

test('each evaluation has metrics, written as the Catalogue writes them, within their intervals', () => {
  const { columns, rows } = table('performance_metrics');
  const metrics = columns.slice(columns.indexOf('Hazard Ratio (HR)'), columns.indexOf('Other Metric(s)'));
  for (const row of rows) {
    const given = metrics.flatMap((name) => row[columns.indexOf(name)] ?? []);
    expect(given.length).toBeGreaterThan(0);
    for (const metric of given) {
      expect(metric).toMatch(/^\d\.\d+( \[\d\.\d\d,\d\.\d\d\]| \(\d\.\d+\))$/);
      const [estimate, lower, upper] = metric.match(/[\d.]+/g)?.map(Number) ?? [];
      if (upper === undefined) continue;
      expect(lower).toBeLessThanOrEqual(estimate);
      expect(upper).toBeGreaterThanOrEqual(estimate);
    }
  }
});

test('cases and controls add up to the individuals', () => {
  for (const sheet of ['evaluation_sample_sets', 'score_development_samples'] as const) {
    const cases = column(sheet, 'Number of Cases');
    const controls = column(sheet, 'Number of Controls');
    for (const [i, individuals] of column(sheet, 'Number of Individuals').entries())
      if (cases[i] !== null) expect(Number(cases[i]) + Number(controls[i])).toBe(Number(individuals));
  }
});

describe('columns of the published sheets (needs ../shared/data)', () => {
  const published = {
    ...Object.fromEntries(METADATA_SHEETS.map(({ key }) => [key, `release_2023-07/${SHEET_FILES[key]}`])),
    score_development_samples: 'release_2026-09_excerpts/score_development_samples_head.csv',
  };
  for (const { key } of METADATA_SHEETS) {
    const path = `${REAL_SHEETS}/${published[key as keyof typeof published]}`;
    test.skipIf(!existsSync(path))(key, () => {
      expect(parseSheet(readFileSync(path, 'utf8')).columns).toEqual(SHEET_COLUMNS[key]);
    });
  }
});
