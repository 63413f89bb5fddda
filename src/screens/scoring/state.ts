import type { GenomeBuild, PrsErrorData, ScoreReference, ScoringFileView, ScoringHeader } from '../../core/index.ts';
import { EMPTY_FIELD, type FieldState, fieldWith } from '../field.ts';
import { TOP_OF_GRID } from '../grid.ts';
import { type TableView, viewTable } from '../tableView.ts';
import type { Inspection } from './inspection.ts';
import type { OpenOverview, Overview } from './overview.ts';
import { summarizeWeights, type WeightSummary } from './weights.ts';

/** Rows of a scoring file held at once: enough to read, small enough for a login node. */
export const VARIANTS_SHOWN = 100_000;

export type OpenedScore =
  | { readonly status: 'none' }
  | { readonly status: 'loading'; readonly name: string }
  | { readonly status: 'failed'; readonly name: string; readonly error: PrsErrorData }
  | {
      readonly status: 'ready';
      readonly name: string;
      readonly header: ScoringHeader;
      readonly weights: WeightSummary;
      readonly view: TableView;
    };

export interface ScoringState {
  readonly field: FieldState;
  readonly isEditing: boolean;
  /** Build of the harmonised file to open. */
  readonly build: GenomeBuild;
  readonly opened: OpenedScore;
  /** The file at a glance, over the table; null when not asked for. */
  readonly overview: OpenOverview | null;
  /** The open row in the genome; null before any was opened. */
  readonly inspection: Inspection | null;
}

export type ScoringEvent =
  | { readonly type: 'score_field_opened' }
  | { readonly type: 'score_field_edited'; readonly field: FieldState }
  | { readonly type: 'score_field_left' }
  | { readonly type: 'overview_changed'; readonly name: string; readonly overview: Overview }
  | { readonly type: 'overview_closed' }
  | { readonly type: 'variant_inspected'; readonly inspection: Inspection }
  | { readonly type: 'score_opening'; readonly name: string; readonly build: GenomeBuild }
  | { readonly type: 'score_opened'; readonly name: string; readonly file: ScoringFileView }
  | { readonly type: 'score_failed'; readonly name: string; readonly error: PrsErrorData };

export const initialScoring = (build: GenomeBuild): ScoringState => ({
  field: EMPTY_FIELD,
  isEditing: true,
  build,
  opened: { status: 'none' },
  overview: null,
  inspection: null,
});

export function reduceScoring(state: ScoringState, event: ScoringEvent): ScoringState {
  switch (event.type) {
    case 'score_field_opened':
      return { ...state, isEditing: true };
    case 'score_field_edited':
      return { ...state, field: event.field };
    case 'overview_changed': {
      const { overview } = event;
      // The answer may come when it was closed, or for another score.
      if (overview.status !== 'loading' && state.overview?.name !== event.name) return state;
      return { ...state, overview: { name: event.name, overview, grid: state.overview?.grid ?? TOP_OF_GRID } };
    }
    case 'variant_inspected':
      return { ...state, inspection: event.inspection };
    case 'overview_closed':
      return { ...state, overview: null };
    case 'score_field_left':
      return { ...state, isEditing: false };
    case 'score_opening':
      return {
        field: fieldWith(event.name),
        isEditing: false,
        build: event.build,
        opened: { status: 'loading', name: event.name },
        overview: null,
        inspection: null,
      };
    case 'score_opened':
      return isAwaited(state, event.name) ? { ...state, opened: readyScore(event.name, event.file) } : state;
    case 'score_failed':
      return isAwaited(state, event.name)
        ? { ...state, isEditing: true, opened: { status: 'failed', name: event.name, error: event.error } }
        : state;
  }
}

/** An answer that comes after another score was asked for is dropped. */
const isAwaited = ({ opened }: ScoringState, name: string): boolean =>
  opened.status === 'loading' && opened.name === name;

const readyScore = (name: string, file: ScoringFileView): OpenedScore => ({
  status: 'ready',
  name,
  header: file.header,
  weights: summarizeWeights(file.variants),
  view: viewTable(file.variants),
});

/** `PGS` and six digits is an id of the catalogue; anything else is a path. */
export function referenceOf(name: string): ScoreReference {
  const trimmed = name.trim();
  return /^pgs\d{6}$/i.test(trimmed) ? { kind: 'id', pgs_id: trimmed.toUpperCase() } : { kind: 'file', path: trimmed };
}
