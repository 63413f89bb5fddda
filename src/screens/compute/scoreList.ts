import type { PrsErrorData, ScoreSummary } from '../../core/index.ts';
import type { GridColumn } from '../columns.ts';
import { EMPTY_FIELD, type FieldState } from '../field.ts';
import { type GridState, TOP_OF_GRID } from '../grid.ts';
import { presentCount } from '../present.ts';

const SCORE_SORTS = ['id', 'trait', 'fewest', 'most'] as const;
/** `fewest` and `most` are by number of variants. */
export type ScoreSort = (typeof SCORE_SORTS)[number];

/** The second step: which scores. */
export interface ScoreListState {
  readonly status: 'loading' | 'failed' | 'ready';
  readonly error: PrsErrorData | null;
  readonly all: readonly ScoreSummary[];
  /** Indices into `all` that match the search, in the order of the sort. */
  readonly visible: readonly number[];
  readonly query: string;
  readonly typing: FieldState | null;
  readonly sort: ScoreSort;
  readonly grid: GridState;
  /** PGS ids and paths of scoring files; keeps what a search hides. */
  readonly selected: ReadonlySet<string>;
}

export type ScoreListEvent =
  | { readonly type: 'scores_loaded'; readonly scores: readonly ScoreSummary[] }
  | { readonly type: 'scores_failed'; readonly error: PrsErrorData }
  | { readonly type: 'score_toggled'; readonly name: string }
  | { readonly type: 'score_search_opened' }
  | { readonly type: 'score_search_edited'; readonly field: FieldState }
  | { readonly type: 'score_search_closed'; readonly outcome: 'keep' | 'forget' }
  | { readonly type: 'filtered_added' }
  | { readonly type: 'selection_cleared' }
  | { readonly type: 'sort_cycled' };

export const INITIAL_SCORE_LIST: ScoreListState = {
  status: 'loading',
  error: null,
  all: [],
  visible: [],
  query: '',
  typing: null,
  sort: 'id',
  grid: TOP_OF_GRID,
  selected: new Set(),
};

export function reduceScoreList(state: ScoreListState, event: ScoreListEvent): ScoreListState {
  switch (event.type) {
    case 'scores_loaded':
      return arrange({ ...state, status: 'ready', error: null, all: event.scores });
    case 'scores_failed':
      return { ...state, status: 'failed', error: event.error };
    case 'score_toggled':
      return { ...state, selected: toggled(state.selected, event.name) };
    case 'score_search_opened':
      return { ...state, typing: { text: state.query, cursor: state.query.length } };
    case 'score_search_edited':
      return arrange({ ...state, typing: event.field, query: event.field.text });
    case 'score_search_closed':
      return event.outcome === 'keep'
        ? { ...state, typing: null }
        : arrange({ ...state, typing: null, query: EMPTY_FIELD.text });
    case 'filtered_added':
      return { ...state, selected: new Set([...state.selected, ...visibleIds(state)]) };
    case 'selection_cleared':
      return { ...state, selected: new Set() };
    case 'sort_cycled': {
      const next = (SCORE_SORTS.indexOf(state.sort) + 1) % SCORE_SORTS.length;
      return arrange({ ...state, sort: SCORE_SORTS[next] });
    }
  }
}

export const scoreUnderCursor = (state: ScoreListState): ScoreSummary | undefined =>
  state.all[state.visible[state.grid.cursor]];

const visibleIds = (state: ScoreListState): readonly string[] => state.visible.map((index) => state.all[index].pgs_id);

function toggled(selected: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(name)) next.add(name);
  return next;
}

/** Applies search and sort anew; the cursor stays on its score while that is visible. */
function arrange(state: ScoreListState): ScoreListState {
  const wanted = state.query.toLowerCase();
  const compare = COMPARE[state.sort];
  const visible = state.all
    .flatMap((score, index) => (searchText(score).includes(wanted) ? [index] : []))
    .sort((one, other) => compare(state.all[one], state.all[other]));
  const held = state.visible[state.grid.cursor];
  const cursor = Math.max(0, visible.indexOf(held));
  return { ...state, visible, grid: { ...state.grid, cursor } };
}

const COMPARE: Readonly<Record<ScoreSort, (one: ScoreSummary, other: ScoreSummary) => number>> = {
  id: (one, other) => compareText(one.pgs_id, other.pgs_id),
  trait: (one, other) =>
    compareText((one.trait_reported ?? '').toLowerCase(), (other.trait_reported ?? '').toLowerCase()),
  fewest: (one, other) => (one.n_variants ?? Infinity) - (other.n_variants ?? Infinity),
  most: (one, other) => (other.n_variants ?? -Infinity) - (one.n_variants ?? -Infinity),
};

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const searchTexts = new WeakMap<ScoreSummary, string>();

/** What the search looks at: id, name, reported trait and EFO label. */
function searchText(score: ScoreSummary): string {
  const known = searchTexts.get(score);
  if (known !== undefined) return known;
  const { pgs_id, name, trait_reported, trait_efo } = score;
  const text = [pgs_id, name, trait_reported, trait_efo].join('\n').toLowerCase();
  searchTexts.set(score, text);
  return text;
}

/** Columns of the list; the sorted one says which way. */
export const scoreColumns = (sort: ScoreSort): readonly GridColumn[] => [
  { title: sort === 'id' ? 'PGS ID ▲' : 'PGS ID', width: 9, align: 'left' },
  { title: sort === 'trait' ? 'Trait ▲' : 'Trait', width: 28, align: 'left', least: 14 },
  { title: variantsTitle(sort), width: 11, align: 'right' },
  { title: 'Build', width: 6, align: 'left' },
  { title: 'EFO label', width: 22, align: 'left', least: 12 },
  { title: 'Name', width: 14, align: 'left', least: 8 },
  { title: 'Weight type', width: 12, align: 'left', least: 10 },
];

const variantsTitle = (sort: ScoreSort): string =>
  sort === 'fewest' ? 'Variants ▲' : sort === 'most' ? 'Variants ▼' : 'Variants';

export const scoreCells = (score: ScoreSummary): readonly string[] => [
  score.pgs_id,
  score.trait_reported ?? '-',
  score.n_variants === null ? '-' : presentCount(score.n_variants),
  score.genome_build ?? '-',
  score.trait_efo ?? '-',
  score.name ?? '-',
  score.weight_type ?? '-',
];
