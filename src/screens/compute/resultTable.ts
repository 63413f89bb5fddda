/** Results as tables: one row an outcome, or one a trait. */
import {
  flattenResult,
  groupByTrait,
  RESULT_COLUMNS,
  type ScoreOutcome,
  type TextTable,
  type TraitConsensus,
  USUAL_COLUMNS,
  wordCell,
} from '../../core/index.ts';
import { plainArrangement } from '../arrangement.ts';
import { plural } from '../present.ts';
import { replaceTable, type TableView, viewTable } from '../tableView.ts';

const NAMES = [...RESULT_COLUMNS.keys()];
const TITLES = [...RESULT_COLUMNS.values()];
/** Long traits would push the percentile off a screen of 80 columns. */
const TRAIT_WIDTH = 22;

/** No results yet, in the usual columns. */
export function emptyResults(): TableView {
  const table: TextTable = { columns: TITLES, rows: [], total: 0 };
  const columns = USUAL_COLUMNS.map((name) => NAMES.indexOf(name));
  const widths = { [NAMES.indexOf('trait_reported')]: TRAIT_WIDTH };
  return viewTable(table, { ...plainArrangement(table), columns, widths });
}

export function addOutcome(view: TableView, outcome: ScoreOutcome): TableView {
  const rows = [...view.table.rows, rowOf(outcome)];
  return replaceTable(view, { ...view.table, rows, total: rows.length });
}

/** Percentile methods as people say them, short enough for a column. */
const METHODS: Readonly<Record<string, string>> = {
  reference_panel: 'panel',
  auroc_approx: 'AUROC est.',
  insufficient_coverage: 'low coverage',
  variant_only_input: 'part known',
  build_mismatch: 'other build',
};

/** A score that failed has its name only: why it failed is said instead of the other cells. */
function rowOf(outcome: ScoreOutcome): readonly (string | null)[] {
  if (outcome.status === 'failed') return NAMES.map((name) => (name === 'pgs_id' ? outcome.pgs_id : null));
  const row = flattenResult(outcome.result);
  return NAMES.map((name) => {
    const cell = wordCell(row, name);
    if (cell === '–') return null;
    return name === 'percentile_method' ? cell.replace(/^\w+/, (method) => METHODS[method] ?? method) : cell;
  });
}

const TRAIT_COLUMNS = [
  'Trait',
  'Signal',
  'Median Pctl.',
  'Range',
  'Median z',
  'Agreement',
  'Reliability',
  'Scores',
  'Usable',
  'Votes',
  'Outliers',
  'EFO ID',
];

/** What all results say by trait, those with most scores first. */
export const groupOutcomes = (outcomes: readonly ScoreOutcome[]): readonly TraitConsensus[] =>
  groupByTrait(
    outcomes.flatMap((outcome) =>
      outcome.status === 'ok' ? [{ result: outcome.result, sketch: outcome.sketch ?? null }] : [],
    ),
  );

export const viewTraits = (traits: readonly TraitConsensus[]): TableView =>
  viewTable({ columns: TRAIT_COLUMNS, rows: traits.map(traitRow), total: traits.length });

const fixed = (value: number | null, decimals: number): string | null => value?.toFixed(decimals) ?? null;

const traitRow = (trait: TraitConsensus): readonly (string | null)[] => [
  trait.trait,
  trait.signal,
  fixed(trait.percentile_median, 1),
  trait.votes === 0 ? null : `${fixed(trait.percentile_lowest, 1)}-${fixed(trait.percentile_highest, 1)}`,
  fixed(trait.z_median, 2),
  trait.agreement,
  trait.reliability,
  String(trait.models),
  String(trait.usable),
  String(trait.votes),
  trait.outlier_ids.join(' ') || null,
  trait.trait_efo_id,
];

/** What was counted and how, in sentences. */
export function explainTrait({ voices, pgs_ids, models, usable }: TraitConsensus): readonly string[] {
  return [
    `${plural(models, 'score')}: ${pgs_ids.join(', ')}.`,
    `${usable} of them usable: with a percentile of their own distribution, and at least half of the weight known.`,
    ...voices.map(({ pgs_ids: ids, shared_because, z_score, percentile, is_outlier }) => {
      const shared = shared_because === null ? '' : ` (one vote: same ${shared_because})`;
      const outlier = is_outlier ? '; an outlier' : '';
      return `${ids.join(', ')}${shared}: z ${z_score.toFixed(2)}, percentile ${percentile.toFixed(1)}${outlier}.`;
    }),
    'Higher is taken as more of the trait in all of them: a score of a protective direction must be read the other way.',
  ];
}
