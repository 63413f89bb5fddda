import type { PrsResult, ScoreOutcome } from '../../core/index.ts';
import type { GridColumn } from '../columns.ts';
import { presentCount, presentNumber, presentPercent } from '../present.ts';
import { textWidth } from '../text.ts';

const SHORT_TITLES_BELOW = 100;
const WIDEST_TRAIT = 40;
const NARROWEST_TRAIT = 10;

const TITLES = ['PGS ID', 'Trait', 'Score', 'Percentile', 'Method', 'Match', 'Weight cov.', 'Matched/Total'];
const SHORT_TITLES = ['PGS ID', 'Trait', 'Score', 'Pctl', 'Method', 'Match', 'W.cov', 'Matched'];
const TRAIT = 1;
const LEFT_ALIGNED = new Set(['PGS ID', 'Trait', 'Method']);

const contentWidths = new WeakMap<readonly ScoreOutcome[], readonly number[]>();

/** Columns of the results, wide enough for every number; the trait gives way. */
export function resultColumns(outcomes: readonly ScoreOutcome[], width: number): readonly GridColumn[] {
  const contents = measureContents(outcomes);
  const titles = width < SHORT_TITLES_BELOW ? SHORT_TITLES : TITLES;
  return titles.map((title, index) => ({
    title,
    width: Math.max(title.length, contents[index]),
    align: LEFT_ALIGNED.has(title) ? 'left' : 'right',
    ...(index === TRAIT ? { width: Math.min(WIDEST_TRAIT, contents[index]), least: NARROWEST_TRAIT } : {}),
  }));
}

function measureContents(outcomes: readonly ScoreOutcome[]): readonly number[] {
  const known = contentWidths.get(outcomes);
  if (known !== undefined) return known;
  const widths = TITLES.map(() => 0);
  for (const outcome of outcomes) {
    resultCells(outcome).forEach((cell, index) => {
      widths[index] = Math.max(widths[index], textWidth(cell));
    });
  }
  contentWidths.set(outcomes, widths);
  return widths;
}

export function resultCells(outcome: ScoreOutcome): readonly string[] {
  if (outcome.status === 'failed') return [outcome.pgs_id];
  const { result } = outcome;
  return [
    result.pgs_id,
    result.trait_reported ?? '-',
    presentNumber(result.score),
    result.percentile === null ? '-' : result.percentile.toFixed(2),
    presentMethod(result),
    presentPercent(result.match_rate),
    presentPercent(result.weight_mass_coverage),
    `${presentCount(result.variants_matched)}/${presentCount(result.variants_total)}`,
  ];
}

function presentMethod({ percentile_method, ancestry }: PrsResult): string {
  switch (percentile_method) {
    case 'reference_panel':
      return `panel ${ancestry ?? ''}`.trimEnd();
    case 'theoretical':
      return 'theoretical';
    case 'auroc_approx':
      return 'AUROC est.';
    case 'insufficient_coverage':
      return 'low cov.';
    case 'variant_only_input':
      return 'part known';
    case 'build_mismatch':
      return 'other build';
    case 'unavailable':
      return 'unavailable';
  }
}
