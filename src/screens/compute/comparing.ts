/** Results held against others: what moved, by how much, and why. */
import {
  type ComparedRun,
  type ComputeRequest,
  compareResults,
  type PrsErrorData,
  type PrsResult,
  type ResultComparison,
  type RowComparison,
} from '../../core/index.ts';
import { plainArrangement } from '../arrangement.ts';
import { type Heard, plural, presentNumber, presentPercent } from '../present.ts';
import { rowUnderCursor, type TableView, viewTable } from '../tableView.ts';

export type Comparing =
  | { readonly status: 'loading'; readonly title: string; readonly heard: Heard | null; readonly isJob: boolean }
  | { readonly status: 'failed'; readonly title: string; readonly error: PrsErrorData }
  | ReadyComparison;

export interface ReadyComparison {
  readonly status: 'ready';
  /** What A is. */
  readonly title: string;
  readonly comparisons: readonly ResultComparison[];
  readonly view: TableView;
  /** How A was computed, where its genome may be at hand. */
  readonly request: Omit<ComputeRequest, 'scores'> | null;
  /** The rows of the score that is open. */
  readonly rows: MovedRows | null;
}

export type MovedRows =
  | { readonly status: 'loading'; readonly pgs_id: string }
  | { readonly status: 'failed'; readonly pgs_id: string; readonly error: PrsErrorData }
  | { readonly status: 'ready'; readonly pgs_id: string; readonly compared: RowComparison };

export interface ReadAgainst {
  readonly title: string;
  readonly results: readonly PrsResult[];
  readonly request: ReadyComparison['request'];
}

export function compared({ title, results, request }: ReadAgainst, now: ComparedRun): ReadyComparison {
  const comparisons = compareResults({ results, filters: request?.filters }, now);
  const table = { columns: COLUMNS, rows: comparisons.map(rowCells), total: comparisons.length };
  const widths = { [COLUMNS.indexOf('Trait')]: TRAIT_WIDTH };
  return {
    status: 'ready',
    title,
    comparisons,
    request,
    view: viewTable(table, { ...plainArrangement(table), widths }),
    rows: null,
  };
}

/** The difference must be seen on 80 columns. */
const TRAIT_WIDTH = 18;
const COLUMNS = [
  ...['PGS ID', 'Trait', 'Difference', 'In SD', 'Pctl A', 'Pctl B', 'Cover. A', 'Cover. B', 'Score A', 'Score B'],
  ...['What', 'Rows A', 'Rows B'],
];

export const WHAT_MOVED = { moved: 'moved', same: 'same', only_a: 'only in A', only_b: 'only in B' } as const;

function rowCells({ pgs_id, trait_reported, status, a, b, ...moved }: ResultComparison): readonly (string | null)[] {
  const number = (value: number | null | undefined): string | null =>
    value === null || value === undefined ? null : presentNumber(value);
  const share = (result: PrsResult | null): string | null =>
    result === null || result.weight_mass_coverage === null ? null : presentPercent(result.weight_mass_coverage);
  return [
    ...[pgs_id, trait_reported],
    ...[number(moved.difference), moved.difference_sd?.toFixed(2) ?? null],
    ...[a?.percentile?.toFixed(2) ?? null, b?.percentile?.toFixed(2) ?? null],
    ...[share(a), share(b)],
    ...[number(a?.score), number(b?.score)],
    ...[WHAT_MOVED[status], number(a?.variants_matched), number(b?.variants_matched)],
  ];
}

export const comparisonUnderCursor = ({ comparisons, view }: ReadyComparison): ResultComparison | undefined =>
  comparisons[rowUnderCursor(view) ?? -1];

/** `3 moved, 9 same, 1 only in B`. */
export function countMoves(comparisons: readonly ResultComparison[]): string {
  const counts = Object.entries(WHAT_MOVED).flatMap(([status, what]) => {
    const count = comparisons.filter((one) => one.status === status).length;
    return count === 0 ? [] : [`${plural(count, 'score')} ${what}`];
  });
  return counts.length === 0 ? 'neither has a score' : counts.join(', ');
}
