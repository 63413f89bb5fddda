import {
  createScoreSearch,
  GENOME_BUILDS,
  type GenomeBuild,
  type HeldScores,
  type PrsErrorData,
  type ScoreList,
  type ScoreSearch,
  type ScoreSummary,
} from '../../core/index.ts';
import type { GridColumn } from '../columns.ts';
import { EMPTY_FIELD, type FieldState } from '../field.ts';
import { type GridState, TOP_OF_GRID } from '../grid.ts';
import { presentCount } from '../present.ts';

export const SCORE_SORTS = ['match', 'id', 'trait', 'fewest', 'most'] as const;
/** `match` is the order of the search, the best match first; `fewest` and `most` are by number of variants. */
export type ScoreSort = (typeof SCORE_SORTS)[number];

/** The second step: which scores. */
export interface ScoreListState {
  readonly status: 'loading' | 'failed' | 'ready';
  readonly error: PrsErrorData | null;
  readonly all: readonly ScoreSummary[];
  /** Indices into `all` that a query finds, the best match first. */
  readonly find: (query: string, held: HeldScores) => Found;
  /** See ScoreSearch. */
  readonly prepareFind: ScoreSearch['prepare'];
  /** Scores whose scoring files are here. */
  readonly held: HeldScores;
  /** Whether the query has a filter that cannot be read, perhaps only not yet. */
  readonly hasUnreadFilter: boolean;
  /** Indices into `all` that match the search, in the order of the sort. */
  readonly visible: readonly number[];
  readonly query: string;
  readonly typing: FieldState | null;
  readonly sort: ScoreSort;
  readonly grid: GridState;
  /** PGS ids and paths of scoring files; keeps what a search hides. */
  readonly selected: ReadonlySet<string>;
}

interface Found {
  readonly places: readonly number[];
  readonly hasUnreadFilter: boolean;
}

export type ScoreListEvent =
  | { readonly type: 'scores_loaded'; readonly list: ScoreList }
  | { readonly type: 'scores_failed'; readonly error: PrsErrorData }
  | { readonly type: 'held_listed'; readonly held: HeldScores }
  | { readonly type: 'score_toggled'; readonly name: string }
  | { readonly type: 'scores_marked'; readonly names: readonly string[] }
  | { readonly type: 'scores_unmarked'; readonly names: readonly string[] }
  | { readonly type: 'score_query_set'; readonly query: string }
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
  find: () => ({ places: [], hasUnreadFilter: false }),
  prepareFind: () => false,
  held: { GRCh37: new Set(), GRCh38: new Set() },
  hasUnreadFilter: false,
  visible: [],
  query: '',
  typing: null,
  sort: 'match',
  grid: TOP_OF_GRID,
  selected: new Set(),
};

export function reduceScoreList(state: ScoreListState, event: ScoreListEvent): ScoreListState {
  switch (event.type) {
    case 'scores_loaded':
      return arrange({
        ...state,
        status: 'ready',
        error: null,
        all: event.list.scores,
        ...createFinder(event.list),
      });
    case 'scores_failed':
      return { ...state, status: 'failed', error: event.error };
    case 'score_toggled':
      return { ...state, selected: toggled(state.selected, event.name) };
    case 'scores_marked':
      return { ...state, selected: new Set([...state.selected, ...event.names]) };
    case 'held_listed':
      return arrange({ ...state, held: event.held });
    case 'scores_unmarked':
      return { ...state, selected: new Set([...state.selected].filter((name) => !event.names.includes(name))) };
    case 'score_query_set':
      return arrange({ ...state, query: event.query, visible: [], grid: TOP_OF_GRID });
    case 'score_search_opened':
      return { ...state, typing: { text: state.query, cursor: state.query.length } };
    case 'score_search_edited':
      // The best match is worth more than the place of the cursor.
      return arrange({
        ...state,
        typing: event.field,
        query: event.field.text,
        ...(state.sort === 'match' && event.field.text !== state.query ? { visible: [], grid: TOP_OF_GRID } : {}),
      });
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

function createFinder({ scores, evidence }: ScoreList): Pick<ScoreListState, 'find' | 'prepareFind'> {
  const search = createScoreSearch(scores, evidence);
  const places = new Map(scores.map((score, place) => [score, place]));
  const find: ScoreListState['find'] = (query, held) => {
    const found = search(query, (pgs_id) => buildsHeld(held, pgs_id).length > 0);
    return {
      places: found.scores.map((score) => places.get(score) ?? 0),
      hasUnreadFilter: found.problems.length > 0,
    };
  };
  return { find, prepareFind: search.prepare };
}

/** Applies search and sort anew; the cursor stays on its score while that is visible. */
function arrange(state: ScoreListState): ScoreListState {
  const compare = COMPARE[state.sort];
  const { places, hasUnreadFilter } = state.find(state.query, state.held);
  const visible = places.toSorted((one, other) => compare(state.all[one], state.all[other]));
  const held = state.visible[state.grid.cursor];
  const cursor = Math.max(0, visible.indexOf(held));
  return { ...state, visible, hasUnreadFilter, grid: { ...state.grid, cursor } };
}

const COMPARE: Readonly<Record<ScoreSort, (one: ScoreSummary, other: ScoreSummary) => number>> = {
  match: () => 0,
  id: (one, other) => compareText(one.pgs_id, other.pgs_id),
  trait: (one, other) =>
    compareText((one.trait_reported ?? '').toLowerCase(), (other.trait_reported ?? '').toLowerCase()),
  fewest: (one, other) => (one.n_variants ?? Infinity) - (other.n_variants ?? Infinity),
  most: (one, other) => (other.n_variants ?? -Infinity) - (one.n_variants ?? -Infinity),
};

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Builds that the scoring file is here for. */
const buildsHeld = (held: HeldScores, pgs_id: string): readonly GenomeBuild[] =>
  GENOME_BUILDS.filter((build) => held[build].has(pgs_id));

/** Columns of the list; the sorted one says which way. What is here is told where it is known. */
export const scoreColumns = (sort: ScoreSort, isHeldKnown = true): readonly GridColumn[] => [
  { title: sort === 'id' ? 'PGS ID ▲' : 'PGS ID', width: 9, align: 'left' },
  { title: sort === 'trait' ? 'Trait ▲' : 'Trait', width: 28, align: 'left', least: 14 },
  { title: variantsTitle(sort), width: 11, align: 'right' },
  ...(isHeldKnown ? [{ title: 'Here', width: 5, align: 'left' } as const] : []),
  { title: 'Build', width: 6, align: 'left' },
  { title: 'EFO label', width: 22, align: 'left', least: 12 },
  { title: 'Name', width: 14, align: 'left', least: 8 },
  { title: 'Weight type', width: 12, align: 'left', least: 10 },
];

const variantsTitle = (sort: ScoreSort): string =>
  sort === 'fewest' ? 'Variants ▲' : sort === 'most' ? 'Variants ▼' : 'Variants';

/** What the list shows of a score. */
export type ListedScore = Pick<
  ScoreSummary,
  'pgs_id' | 'name' | 'trait_reported' | 'trait_efo' | 'genome_build' | 'n_variants' | 'weight_type'
>;

/** A file that is here is told by its build: 37, 38 or both. */
export const scoreCells = (score: ListedScore, held?: HeldScores): readonly string[] => [
  score.pgs_id,
  score.trait_reported ?? '-',
  score.n_variants === null ? '-' : presentCount(score.n_variants),
  ...(held === undefined
    ? []
    : [
        buildsHeld(held, score.pgs_id)
          .map((build) => build.slice(-2))
          .join(' '),
      ]),
  score.genome_build ?? '-',
  score.trait_efo ?? '-',
  score.name ?? '-',
  score.weight_type ?? '-',
];
