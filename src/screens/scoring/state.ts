import type {
  GenomeBuild,
  PrsErrorData,
  ScoreReference,
  ScoringFileView,
  ScoringHeader,
  TextTable,
} from '../../core/index.ts';
import { isWindow } from '../arrangement.ts';
import { commonStart } from '../compute/genome.ts';
import { EMPTY_FIELD, type FieldState, fieldWith } from '../field.ts';
import { TOP_OF_GRID } from '../grid.ts';
import type { Heard } from '../present.ts';
import { replaceTable, showWindow, type TableView, viewTable } from '../tableView.ts';
import type { OpenComparison } from './comparison.ts';
import type { Inspection } from './inspection.ts';
import type { OpenOverview, Overview } from './overview.ts';
import { summarizeWeights, type WeightSummary } from './weights.ts';

/** Rows of a longer file held at once, around the cursor. */
export const WINDOW_ROWS = 600;

/** What happened, and what to do. */
type Failure = Pick<PrsErrorData, 'message' | 'hint'>;

export type OpenedScore =
  | { readonly status: 'none' }
  /** `heard` of a file that is being fetched. */
  | { readonly status: 'loading'; readonly name: string; readonly heard: Heard | null }
  | { readonly status: 'failed'; readonly name: string; readonly error: Failure }
  | {
      readonly status: 'ready';
      readonly name: string;
      readonly header: ScoringHeader;
      /** Of the rows that were held when it was made. */
      readonly weights: WeightSummary;
      readonly view: TableView;
      /** Tells this reading of the file from others. */
      readonly reading: number;
      /** Whether it was read to its end. */
      readonly isWhole: boolean;
    };

export interface ScoringState {
  readonly field: FieldState;
  readonly isEditing: boolean;
  /** What the field is for: a score to open, or one to compare the open one with. */
  readonly purpose: 'open' | 'compare';
  /** Places in the list of scores that the words typed find, the best first; and files that the path leads to. */
  readonly hits: readonly number[];
  readonly completions: readonly string[];
  /** What was typed when they were found, and whether tab came before that. */
  readonly completedText: string | null;
  readonly awaitsCompletion: boolean;
  /** The offer under the cursor; -1 while the cursor is in the field. */
  readonly choice: number;
  /** Which scores have a file in the catalogue folder, on the build. */
  readonly here: ReadonlyMap<string, boolean>;
  /** Build of the harmonised file to open. */
  readonly build: GenomeBuild;
  readonly opened: OpenedScore;
  /** The file at a glance, over the table; null when not asked for. */
  readonly overview: OpenOverview | null;
  /** The open score beside another one, over the overview; null when not asked for. */
  readonly comparison: OpenComparison | null;
  /** The open row in the genome; null before any was opened. */
  readonly inspection: Inspection | null;
}

export type ScoringEvent =
  | { readonly type: 'score_field_opened'; readonly purpose: ScoringState['purpose'] }
  | { readonly type: 'score_hits_found'; readonly hits: readonly number[] }
  | { readonly type: 'score_path_completed'; readonly typed: string; readonly completions: readonly string[] }
  | { readonly type: 'score_completion_awaited' }
  /** The choice moves around a list of so many. */
  | { readonly type: 'score_offer_stepped'; readonly step: 1 | -1; readonly count: number }
  | {
      readonly type: 'scores_looked_up';
      readonly build: GenomeBuild;
      readonly here: readonly (readonly [name: string, isHere: boolean])[];
    }
  | { readonly type: 'score_heard'; readonly name: string; readonly heard: Heard }
  | { readonly type: 'score_field_edited'; readonly field: FieldState }
  | { readonly type: 'score_field_left' }
  | { readonly type: 'overview_changed'; readonly name: string; readonly overview: Overview }
  | { readonly type: 'overview_closed' }
  | {
      readonly type: 'comparison_changed';
      readonly name: string;
      readonly other: string;
      readonly comparison: OpenComparison['comparison'];
    }
  | { readonly type: 'comparison_closed' }
  | { readonly type: 'variant_inspected'; readonly inspection: Inspection }
  | { readonly type: 'score_opening'; readonly name: string; readonly build: GenomeBuild }
  /** What was read of the file so far. */
  | {
      readonly type: 'score_opened';
      readonly name: string;
      readonly reading: number;
      readonly file: ScoringFileView;
    }
  | {
      readonly type: 'score_rows_read';
      readonly reading: number;
      readonly first: number;
      readonly rows: TextTable['rows'];
    }
  | { readonly type: 'score_failed'; readonly name: string; readonly error: Failure };

export const initialScoring = (build: GenomeBuild): ScoringState => ({
  field: EMPTY_FIELD,
  isEditing: true,
  purpose: 'open',
  hits: [],
  completions: [],
  completedText: null,
  awaitsCompletion: false,
  choice: -1,
  here: new Map(),
  build,
  opened: { status: 'none' },
  overview: null,
  comparison: null,
  inspection: null,
});

export function reduceScoring(state: ScoringState, event: ScoringEvent): ScoringState {
  switch (event.type) {
    case 'score_field_opened':
      return {
        ...state,
        ...{ isEditing: true, purpose: event.purpose, field: EMPTY_FIELD, hits: [], completions: [], choice: -1 },
        here: new Map(),
      };
    case 'score_field_edited':
      return { ...state, field: event.field, choice: -1, awaitsCompletion: false };
    case 'score_hits_found':
      return { ...state, hits: event.hits };
    case 'score_path_completed':
      // Another key may have come before the answer.
      return event.typed === state.field.text ? withCompletions(state, event.completions) : state;
    case 'score_completion_awaited':
      return { ...state, awaitsCompletion: true };
    case 'score_offer_stepped': {
      const places = event.count + 1;
      return { ...state, choice: ((state.choice + 1 + event.step + places) % places) - 1 };
    }
    case 'scores_looked_up':
      return event.build === state.build ? { ...state, here: new Map([...state.here, ...event.here]) } : state;
    case 'score_heard':
      return isAwaited(state, event.name)
        ? { ...state, opened: { status: 'loading', name: event.name, heard: event.heard } }
        : state;
    case 'overview_changed': {
      const { overview } = event;
      // The answer may come when it was closed, or for another score.
      if (overview.status !== 'loading' && state.overview?.name !== event.name) return state;
      return { ...state, overview: { name: event.name, overview, grid: state.overview?.grid ?? TOP_OF_GRID } };
    }
    case 'variant_inspected':
      return { ...state, inspection: event.inspection };
    case 'comparison_changed': {
      const { name, other, comparison } = event;
      const isAsked = state.comparison?.name === name && state.comparison.other === other;
      if (comparison.status !== 'loading' && !isAsked) return state;
      return { ...state, isEditing: false, comparison: { name, other, comparison, grid: TOP_OF_GRID } };
    }
    case 'comparison_closed':
      return { ...state, comparison: null };
    case 'overview_closed':
      return { ...state, overview: null };
    case 'score_field_left':
      return { ...state, isEditing: false };
    case 'score_opening':
      return {
        ...initialScoring(event.build),
        field: fieldWith(event.name),
        isEditing: false,
        opened: { status: 'loading', name: event.name, heard: null },
      };
    case 'score_opened':
      return { ...state, opened: readOn(state.opened, event) };
    case 'score_rows_read': {
      const { opened } = state;
      if (opened.status !== 'ready' || opened.reading !== event.reading) return state;
      const { first, rows } = event;
      return {
        ...state,
        opened: { ...opened, view: showWindow(opened.view, { ...opened.view.table, first, rows }) },
      };
    }
    case 'score_failed':
      return isAwaited(state, event.name)
        ? { ...state, isEditing: true, opened: { status: 'failed', name: event.name, error: event.error } }
        : state;
  }
}

function withCompletions(state: ScoringState, completions: readonly string[]): ScoringState {
  const { field, awaitsCompletion } = state;
  const completed = awaitsCompletion ? fieldWith(commonStart(completions, field.text)) : field;
  return { ...state, completions, completedText: field.text, awaitsCompletion: false, field: completed };
}

/** An answer that comes after another score was asked for is dropped. */
const isAwaited = ({ opened }: ScoringState, name: string): boolean =>
  opened.status === 'loading' && opened.name === name;

/** The file with what was read of it since; another one, or one that is not waited for any more, changes nothing. */
function readOn(
  opened: OpenedScore,
  { name, reading, file }: Extract<ScoringEvent, { readonly type: 'score_opened' }>,
): OpenedScore {
  const { header, variants, isWhole } = file;
  const isLong = variants.total > variants.rows.length;
  if (opened.status === 'loading' && opened.name === name) {
    const table = isLong ? firstWindow(variants) : variants;
    return {
      status: 'ready',
      name,
      header,
      weights: summarizeWeights(variants),
      view: viewTable(table),
      reading,
      isWhole,
    };
  }
  if (opened.status !== 'ready' || opened.reading !== reading) return opened;
  const { view } = opened;
  if (!isLong) {
    const weights = isWhole || view.table.total === 0 ? summarizeWeights(variants) : opened.weights;
    const isAsBefore = variants.total === view.table.total;
    return { ...opened, weights, isWhole, view: isAsBefore ? view : replaceTable(view, variants) };
  }
  if (!isWindow(view.table))
    return { ...opened, isWhole, weights: summarizeWeights(variants), view: showWindow(view, firstWindow(variants)) };
  return { ...opened, isWhole, view: showWindow(view, { ...view.table, total: variants.total }) };
}

const firstWindow = (table: TextTable): TextTable => ({ ...table, rows: table.rows.slice(0, WINDOW_ROWS), first: 0 });

/** `PGS` and six digits is an id of the catalogue; anything else is a path. */
export function referenceOf(name: string): ScoreReference {
  const trimmed = name.trim();
  return /^pgs\d{6}$/i.test(trimmed) ? { kind: 'id', pgs_id: trimmed.toUpperCase() } : { kind: 'file', path: trimmed };
}
