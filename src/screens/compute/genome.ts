import type { GenomeBuild, GenotypeInspection, NormalizeReport, PrsErrorData } from '../../core/index.ts';
import { EMPTY_FIELD, type FieldState, fieldWith } from '../field.ts';
import { type GridState, TOP_OF_GRID } from '../grid.ts';
import type { Heard } from '../present.ts';
import { type RecordsEvent, type RecordsState, reduceRecords } from './records.ts';

export type Inspection =
  | { readonly status: 'none' }
  | { readonly status: 'running'; readonly path: string }
  | { readonly status: 'failed'; readonly path: string; readonly error: PrsErrorData }
  | { readonly status: 'ready'; readonly found: GenotypeInspection };

export type Normalization =
  | { readonly status: 'none' }
  | { readonly status: 'running'; readonly heard: Heard | null }
  | { readonly status: 'failed'; readonly error: PrsErrorData }
  | { readonly status: 'done'; readonly report: NormalizeReport };

/** The first step: which genome, which person in it, on which build. */
export interface GenomeState {
  readonly field: FieldState;
  readonly isEditing: boolean;
  readonly completions: readonly string[];
  /** What was typed when they were found; null before any were. */
  readonly completedText: string | null;
  /** Whether the text is to be completed as soon as they are known. */
  readonly awaitsCompletion: boolean;
  /** Genomes opened before, the latest first. */
  readonly recent: readonly string[];
  /** Completion under the cursor; -1 while the cursor is in the field. */
  readonly choice: number;
  readonly inspection: Inspection;
  readonly samples: GridState;
  /** Null until chosen from several. */
  readonly sample: string | null;
  /** Chosen by the user; null takes the detected build. */
  readonly build: GenomeBuild | null;
  readonly forceBuild: boolean;
  readonly normalization: Normalization;
  /** The records of the normalised genome, over the step; null when not asked for. */
  readonly records: RecordsState | null;
}

export type GenomeEvent =
  | { readonly type: 'path_opened' }
  | { readonly type: 'path_left' }
  | { readonly type: 'path_edited'; readonly field: FieldState }
  | { readonly type: 'path_completed'; readonly typed: string; readonly completions: readonly string[] }
  | { readonly type: 'completion_awaited' }
  | { readonly type: 'completion_stepped'; readonly step: 1 | -1 }
  | { readonly type: 'genome_inspecting'; readonly path: string }
  | { readonly type: 'genome_inspected'; readonly path: string; readonly found: GenotypeInspection }
  | { readonly type: 'genome_failed'; readonly path: string; readonly error: PrsErrorData }
  | { readonly type: 'sample_chosen'; readonly sample: string }
  | { readonly type: 'build_chosen'; readonly build: GenomeBuild | null }
  | { readonly type: 'build_forced' }
  | { readonly type: 'normalize_changed'; readonly normalization: Normalization }
  | RecordsEvent;

export const initialGenome = (build: GenomeBuild | null, sample: string | null): GenomeState => ({
  field: EMPTY_FIELD,
  isEditing: true,
  completions: [],
  completedText: null,
  awaitsCompletion: false,
  recent: [],
  choice: -1,
  inspection: { status: 'none' },
  samples: TOP_OF_GRID,
  sample,
  build,
  forceBuild: false,
  normalization: { status: 'none' },
  records: null,
});

export function reduceGenome(state: GenomeState, event: GenomeEvent): GenomeState {
  switch (event.type) {
    case 'path_opened':
      return { ...state, isEditing: true, choice: -1 };
    case 'path_left':
      return { ...state, isEditing: false };
    case 'path_edited':
      return {
        ...state,
        field: event.field,
        awaitsCompletion: false,
        choice: -1,
        inspection: state.inspection.status === 'failed' ? { status: 'none' } : state.inspection,
      };
    case 'path_completed':
      // Another key may have come before the answer.
      return event.typed === state.field.text ? withCompletions(state, event.completions) : state;
    case 'completion_awaited':
      return { ...state, awaitsCompletion: true };
    case 'completion_stepped': {
      const places = state.completions.length + 1;
      return { ...state, choice: ((state.choice + 1 + event.step + places) % places) - 1 };
    }
    case 'genome_inspecting':
      return {
        ...state,
        field: fieldWith(event.path),
        isEditing: false,
        inspection: { status: 'running', path: event.path },
        forceBuild: false,
        normalization: { status: 'none' },
        records: null,
      };
    case 'genome_inspected':
      return isAwaited(state, event.path) ? withInspection(state, event.found) : state;
    case 'genome_failed':
      return isAwaited(state, event.path)
        ? {
            ...state,
            isEditing: true,
            inspection: { status: 'failed', path: event.path, error: event.error },
          }
        : state;
    case 'sample_chosen':
      // The Parquet of one person is not the Parquet of another.
      return event.sample === state.sample
        ? state
        : { ...state, sample: event.sample, normalization: { status: 'none' }, records: null };
    case 'build_chosen':
      return { ...state, build: event.build, forceBuild: false };
    case 'build_forced':
      return { ...state, forceBuild: true };
    case 'normalize_changed':
      return { ...state, normalization: event.normalization };
    default:
      return { ...state, records: reduceRecords(state.records, event) };
  }
}

const isAwaited = ({ inspection }: GenomeState, path: string): boolean =>
  inspection.status === 'running' && inspection.path === path;

/** Genomes remembered. */
const MOST_RECENT = 8;

function withCompletions(state: GenomeState, found: readonly string[]): GenomeState {
  const { field, awaitsCompletion } = state;
  const completions = offered(state, found);
  const completed = { ...state, completions, completedText: field.text, awaitsCompletion: false };
  return awaitsCompletion ? { ...completed, field: fieldWith(commonStart(completions, field.text)) } : completed;
}

/** Before anything is typed, the genomes opened before come first. */
const offered = ({ recent, field }: GenomeState, completions: readonly string[]): readonly string[] =>
  field.text === '' ? [...recent, ...completions.filter((path) => !recent.includes(path))] : completions;

function withInspection(state: GenomeState, found: GenotypeInspection): GenomeState {
  const wanted = state.sample !== null && found.samples.includes(state.sample) ? state.sample : null;
  const only = found.samples.length === 1 ? found.samples[0] : null;
  const sample = wanted ?? only;
  const cursor = sample === null ? 0 : found.samples.indexOf(sample);
  const recent = [found.path, ...state.recent.filter((path) => path !== found.path)].slice(0, MOST_RECENT);
  return { ...state, inspection: { status: 'ready', found }, samples: { ...TOP_OF_GRID, cursor }, sample, recent };
}

/** What a completed path becomes: the longest start all completions share, at least what was typed. */
export function commonStart(completions: readonly string[], typed: string): string {
  const [first, ...rest] = completions;
  if (first === undefined) return typed;
  let length = first.length;
  for (const other of rest) while (!other.startsWith(first.slice(0, length))) length--;
  return length > typed.length ? first.slice(0, length) : typed;
}

/** The build scores are computed in, when it is known. */
export function buildInForce(genome: GenomeState): GenomeBuild | null {
  return genome.build ?? (genome.inspection.status === 'ready' ? genome.inspection.found.genome_build : null);
}

/** The Parquet of the open genome; null while there is none. */
export function normalizedPath({ inspection, normalization }: GenomeState): string | null {
  if (inspection.status === 'ready' && inspection.found.kind === 'parquet') return inspection.found.path;
  return normalization.status === 'done' ? normalization.report.output : null;
}

/** Why this genome cannot be scored yet, as a sentence that says what to do; null when it can. */
export function findGenomeProblem(genome: GenomeState): string | null {
  if (genome.inspection.status !== 'ready') return 'Choose a genome first.';
  const { found } = genome.inspection;
  if (genome.sample === null)
    return `The file holds ${found.samples.length} samples: choose one with up, down and enter.`;
  if (buildInForce(genome) === null) return 'The genome build is not known: choose it with b.';
  if (genome.build !== null && isMismatch(genome, genome.build) && !genome.forceBuild)
    return `The file is on ${found.genome_build}, not ${genome.build}: b changes the build, F forces it.`;
  return null;
}

export const isMismatch = ({ inspection }: GenomeState, build: GenomeBuild): boolean =>
  inspection.status === 'ready' && inspection.found.genome_build !== null && inspection.found.genome_build !== build;
