import { type Evaluation, METRIC_NAMES, type MetricColumn } from '../model/catalog.ts';
import type { TextTable } from '../model/score.ts';
import { type Cells, groupRows, parseCount, type Renames, readCells, writeAmounts } from './cells.ts';
import { parseMetric } from './metricGrammar.ts';

const PERFORMANCE_COLUMNS = {
  ppm_id: 'PGS Performance Metric (PPM) ID',
  pgs_id: 'Evaluated Score',
  pss_id: 'PGS Sample Set (PSS)',
  pgp_id: 'PGS Publication (PGP) ID',
  trait_reported: 'Reported Trait',
  covariates: 'Covariates Included in the Model',
  pmid: 'Publication (PMID)',
  doi: 'Publication (doi)',
  hr_raw: 'Hazard Ratio (HR)',
  or_raw: 'Odds Ratio (OR)',
  beta_raw: 'Beta',
  auroc_raw: 'Area Under the Receiver-Operating Characteristic Curve (AUROC)',
  cindex_raw: 'Concordance Statistic (C-index)',
  other_raw: 'Other Metric(s)',
} as const satisfies Renames<string>;

const SAMPLE_COLUMNS = {
  pss_id: 'PGS Sample Set (PSS)',
  n_individuals: 'Number of Individuals',
  n_cases: 'Number of Cases',
  n_controls: 'Number of Controls',
  ancestry_broad: 'Broad Ancestry Category',
} as const satisfies Renames<string>;

/** The one column by which rows of the same sample differ. */
const SCORES_OF_SAMPLE: ReadonlySet<string> = new Set(['Polygenic Score (PGS) ID', 'pgs_id']);

/**
 * Evaluations with their metrics as numbers and the sizes of their sample sets; rows keep their order and number. A
 * set's sizes add up over its samples, of which repetitions count once.
 */
export function cleanPerformance(
  performance: TextTable,
  samples: TextTable,
  source = { performance: 'performance sheet', samples: 'evaluation samples sheet' },
): readonly Evaluation[] {
  const sets = groupSampleSets(samples, source.samples);
  return readCells(performance, PERFORMANCE_COLUMNS, { key: 'ppm_id', source: source.performance }).map((cells) => ({
    ppm_id: cells.ppm_id ?? '',
    pgs_id: cells.pgs_id ?? '',
    pss_id: cells.pss_id,
    pgp_id: cells.pgp_id,
    trait_reported: cells.trait_reported,
    covariates: cells.covariates,
    pmid: parseCount(cells.pmid),
    doi: cells.doi,
    ...flattenMetrics(cells),
    ...(sets.get(cells.pss_id ?? '') ?? NO_SAMPLES),
    other_metrics: cells.other_raw,
  }));
}

function flattenMetrics(cells: Cells<keyof typeof PERFORMANCE_COLUMNS>): Record<MetricColumn, number | null> {
  const numbers: Partial<Record<MetricColumn, number | null>> = {};
  for (const name of METRIC_NAMES) {
    const { estimate, ci_lower, ci_upper, se } = parseMetric(cells[`${name}_raw`]);
    numbers[`${name}_estimate`] = estimate;
    numbers[`${name}_ci_lower`] = ci_lower;
    numbers[`${name}_ci_upper`] = ci_upper;
    numbers[`${name}_se`] = se;
  }
  return numbers as Record<MetricColumn, number | null>;
}

type SampleSet = Pick<Evaluation, 'n_individuals' | 'n_cases' | 'n_controls' | 'ancestry_broad' | 'ancestry_sizes'>;

const NO_SAMPLES: SampleSet = {
  n_individuals: null,
  n_cases: null,
  n_controls: null,
  ancestry_broad: null,
  ancestry_sizes: null,
};

function groupSampleSets(table: TextTable, source: string): ReadonlyMap<string, SampleSet> {
  const rows = readCells(table, SAMPLE_COLUMNS, { key: 'pss_id', source });
  const ownColumns = table.columns.flatMap((name, i) => (SCORES_OF_SAMPLE.has(name) ? [] : [i]));
  const seen = new Set<string>();
  const distinct = rows.filter((row, i) => {
    const identity = JSON.stringify(ownColumns.map((column) => table.rows[i][column]));
    if (row.pss_id === null || seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
  const groups = groupRows(distinct, ({ pss_id }) => pss_id ?? '');
  return new Map([...groups].map(([pss_id, group]) => [pss_id, describeSet(group)]));
}

function describeSet(rows: readonly Cells<keyof typeof SAMPLE_COLUMNS>[]): SampleSet {
  const sizes = new Map<string, number>();
  for (const { ancestry_broad, n_individuals } of rows)
    if (ancestry_broad !== null)
      sizes.set(ancestry_broad, (sizes.get(ancestry_broad) ?? 0) + (parseCount(n_individuals) ?? 0));
  return {
    n_individuals: sumKnown(rows.map((row) => row.n_individuals)),
    n_cases: sumKnown(rows.map((row) => row.n_cases)),
    n_controls: sumKnown(rows.map((row) => row.n_controls)),
    ancestry_broad: rows[0].ancestry_broad,
    ancestry_sizes: writeAmounts(sizes),
  };
}

/** The sum of what is known; null, and not 0, where nothing is: a measurement has no cases to count. */
function sumKnown(texts: readonly (string | null)[]): number | null {
  const counts = texts.map(parseCount).filter((count) => count !== null);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}
