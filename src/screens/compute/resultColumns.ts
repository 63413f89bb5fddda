import type { PrsResult, ScoreOutcome } from '../../core/index.ts';
import type { GridColumn } from '../columns.ts';
import { presentCount, presentNumber, presentPercent } from '../present.ts';

const SHORT_TITLES_BELOW = 100;

/** Columns of the results; titles are shorter where they would push the counts off the screen. */
export function resultColumns(width: number): readonly GridColumn[] {
  const title = (long: string, short: string): string => (width < SHORT_TITLES_BELOW ? short : long);
  const column = (name: string, least: number, align: 'left' | 'right'): GridColumn => ({
    title: name,
    width: Math.max(least, name.length),
    align,
  });
  return [
    column('PGS ID', 9, 'left'),
    { title: 'Trait', width: 24, align: 'left', least: 10 },
    column('Score', 10, 'right'),
    column(title('Percentile', 'Pctl'), 6, 'right'),
    column('Method', 12, 'left'),
    column('Match', 6, 'right'),
    column(title('Weight cov.', 'W.cov'), 6, 'right'),
    column('Matched/Total', 13, 'right'),
  ];
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
    case 'reference_panel': return `panel ${ancestry ?? ''}`.trimEnd();
    case 'theoretical': return 'theoretical';
    case 'insufficient_coverage': return 'low coverage';
    case 'unavailable': return 'unavailable';
  }
}
