import type {
  GenomeBuild,
  HealthCheck,
  KeptRun,
  RunEstimate,
  ScoringPolicies,
  Superpopulation,
  VcfFilterConfig,
} from '../core/index.ts';
import type { PickerState } from './columnPicker.ts';
import type { CompareState } from './compute/compareChoices.ts';
import { type GenomeEvent, type GenomeState, initialGenome } from './compute/genome.ts';
import { INITIAL_RESULTS, type ResultsEvent, type ResultsState } from './compute/results.ts';
import { INITIAL_SCORE_LIST, type ScoreListEvent, type ScoreListState } from './compute/scoreList.ts';
import type { TraitPickerState } from './compute/traitPicker.ts';
import type { ExportState } from './exportOverlay.ts';
import type { FieldState } from './field.ts';
import type { FormPlan, FormState, FormValues } from './form.ts';
import type { GridMove, GridState } from './grid.ts';
import { type HelpEvent, type HelpState, INITIAL_HELP } from './help/helpPages.ts';
import { INITIAL_JOBS, type JobsEvent, type JobsState, runningJobs } from './jobs/jobs.ts';
import type { KeptArrangement } from './keptArrangement.ts';
import { INITIAL_METADATA, type MetadataEvent, type MetadataState, type SheetState } from './metadata/state.ts';
import { INITIAL_PLUGINS, type PluginsEvent, type PluginsState } from './plugins/state.ts';
import type { Line, Tone } from './present.ts';
import { initialScoring, type ScoringEvent, type ScoringState } from './scoring/state.ts';
import type { SelectionChange } from './tableSelection.ts';
import type { TableChange, TypingKind } from './tableView.ts';

/** Keys by command id, instead of the usual ones; none at all leaves the command to the palette. */
export type Keymap = Readonly<Record<string, readonly string[]>>;

/** Settings the screens show and pass on, decided before they start. */
export interface TuiSettings {
  readonly filters: VcfFilterConfig;
  readonly policies: ScoringPolicies;
  /** Null takes the build of the genome. */
  readonly build: GenomeBuild | null;
  readonly population: Superpopulation;
  readonly sample?: string | undefined;
  /** Reference FASTA, for files that list only differences from it. */
  readonly fasta?: string | undefined;
  /** Keys that differ from the usual ones. */
  readonly keys: Keymap;
  /** Whether the mouse is heard. */
  readonly mouse: boolean;
  /** The file of settings that counts most; null when there is none. */
  readonly file: string | null;
}

/** In the order of the tabs. */
export const SCREENS = [
  { name: 'metadata', title: 'Metadata' },
  { name: 'scoring', title: 'Scoring' },
  { name: 'compute', title: 'Compute' },
  { name: 'jobs', title: 'Jobs' },
  { name: 'plugins', title: 'Plugins' },
  { name: 'help', title: 'Help' },
] as const;
export type ScreenName = (typeof SCREENS)[number]['name'];

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** What covers the screen. */
export type Overlay =
  | { readonly kind: 'help'; readonly title: string; readonly lines: readonly Line[]; readonly grid: GridState }
  | { readonly kind: 'palette'; readonly field: FieldState; readonly choice: number }
  | ({ readonly kind: 'columns' } & PickerState)
  | ({ readonly kind: 'export' } & ExportState)
  | ({ readonly kind: 'compare' } & CompareState)
  | ({ readonly kind: 'traits' } & TraitPickerState)
  | { readonly kind: 'form'; readonly form: FormState<AppEvent> }
  | { readonly kind: 'confirm_quit' };

export interface Notice {
  readonly text: string;
  readonly tone: Tone;
}

export type ComputeStep = 'genome' | 'scores' | 'results';

export interface ComputeState {
  readonly step: ComputeStep;
  readonly genome: GenomeState;
  readonly scores: ScoreListState;
  readonly results: ResultsState;
  /** What computing the marked scores takes; null while that is not known. */
  readonly estimate: RunEstimate | null;
}

/** A place in Metadata or Scoring with what was shown there: the states are never changed, so keeping them costs nothing. */
export interface Place {
  readonly screen: ScreenName;
  readonly sheet: MetadataState['sheet'];
  readonly shown: SheetState | undefined;
  readonly scoring: ScoringState;
}

export interface History {
  readonly past: readonly Place[];
  readonly future: readonly Place[];
}

/** Everything the screens show. There is no other state. */
export interface AppState {
  readonly size: ScreenSize;
  readonly toolVersion: string;
  /** What was found out about the terminal. */
  readonly terminal: readonly HealthCheck[];
  /** The genome and scores are made up; said on every screen. */
  readonly isDemo: boolean;
  readonly settings: TuiSettings;
  readonly screen: ScreenName;
  readonly overlay: Overlay | null;
  /** Said until the next command. */
  readonly notice: Notice | null;
  readonly metadata: MetadataState;
  readonly scoring: ScoringState;
  readonly compute: ComputeState;
  readonly jobs: JobsState;
  readonly plugins: PluginsState;
  readonly help: HelpState;
  /** Where the reader came from in Metadata and Scoring. */
  readonly history: History;
  /** How tables were arranged by hand, by their kind. */
  readonly arrangements: Readonly<Record<string, KeptArrangement>>;
}

export type AppEvent =
  | { readonly type: 'resized'; readonly size: ScreenSize }
  | { readonly type: 'mouse_turned'; readonly isOn: boolean }
  /** The cursor goes to a row that was pointed at. */
  | { readonly type: 'row_pointed'; readonly row: number }
  | { readonly type: 'screen_chosen'; readonly screen: ScreenName }
  | { readonly type: 'step_chosen'; readonly step: ComputeStep }
  /** A text over the screen: keys, or what a program answered. */
  | { readonly type: 'help_opened'; readonly title: string; readonly lines: readonly Line[] }
  | { readonly type: 'palette_opened' }
  | { readonly type: 'palette_edited'; readonly field: FieldState }
  | { readonly type: 'palette_chosen'; readonly choice: number }
  /** The results go through a program; its answer comes as a text. */
  | { readonly type: 'pipe_asked'; readonly commandLine: string }
  /** What the results are worth, by a rule. */
  | { readonly type: 'judging_asked'; readonly rule: string }
  | { readonly type: 'export_opened'; readonly formats: ExportState['formats'] }
  | { readonly type: 'export_edited'; readonly field: FieldState }
  | { readonly type: 'export_chosen'; readonly choice: number }
  | { readonly type: 'export_previewed'; readonly id: string; readonly lines: readonly string[] }
  | { readonly type: 'traits_opened' }
  | { readonly type: 'traits_edited'; readonly field: FieldState }
  | { readonly type: 'traits_chosen'; readonly choice: number }
  | { readonly type: 'compare_opened' }
  | { readonly type: 'compare_edited'; readonly field: FieldState }
  | { readonly type: 'compare_chosen'; readonly choice: number }
  | { readonly type: 'compare_runs_listed'; readonly runs: readonly KeptRun[] }
  | { readonly type: 'compare_completed'; readonly typed: string; readonly completions: readonly string[] }
  | { readonly type: 'columns_opened' }
  | { readonly type: 'columns_edited'; readonly field: FieldState }
  | { readonly type: 'columns_chosen'; readonly choice: number }
  | { readonly type: 'form_opened'; readonly plan: FormPlan<AppEvent>; readonly values: FormValues }
  | { readonly type: 'form_stepped'; readonly step: 1 | -1 }
  | { readonly type: 'form_edited'; readonly field: FieldState }
  | { readonly type: 'settings_changed'; readonly settings: Partial<TuiSettings> }
  | { readonly type: 'quit_asked' }
  | { readonly type: 'overlay_closed' }
  | { readonly type: 'noticed'; readonly notice: Notice | null }
  /** Moves whatever grid or text has the focus. */
  | { readonly type: 'moved'; readonly move: GridMove }
  /** These act on the table of Metadata or Scoring that has the focus. */
  | { readonly type: 'typing_opened'; readonly kind: TypingKind }
  | { readonly type: 'typing_edited'; readonly field: FieldState }
  | { readonly type: 'typing_closed'; readonly outcome: 'keep' | 'forget' }
  | { readonly type: 'table_changed'; readonly change: TableChange }
  | { readonly type: 'column_toggled'; readonly column: number }
  | { readonly type: 'table_selected'; readonly change: SelectionChange }
  | { readonly type: 'change_undone' }
  | { readonly type: 'change_redone' }
  | { readonly type: 'match_stepped'; readonly step: 'next' | 'previous' }
  | { readonly type: 'row_opened' }
  | { readonly type: 'row_closed' }
  | MetadataEvent
  | ScoringEvent
  | GenomeEvent
  | ScoreListEvent
  | ResultsEvent
  | { readonly type: 'estimated'; readonly estimate: RunEstimate | null }
  | JobsEvent
  | PluginsEvent
  | HelpEvent
  | { readonly type: 'place_left' | 'went_back' | 'went_forward' }
  /** The sheets on disk are others now. */
  | { readonly type: 'catalog_changed' }
  /** Everything as at the very first start. */
  | { readonly type: 'started_anew' };

export interface StartOptions {
  readonly size: ScreenSize;
  readonly toolVersion: string;
  readonly isDemo: boolean;
  readonly terminal: readonly HealthCheck[];
  readonly settings: TuiSettings;
}

export const initialState = ({ size, toolVersion, terminal, isDemo, settings }: StartOptions): AppState => ({
  size,
  toolVersion,
  terminal,
  isDemo,
  settings,
  screen: 'compute',
  overlay: null,
  notice: null,
  metadata: INITIAL_METADATA,
  scoring: initialScoring(settings.build ?? 'GRCh38'),
  compute: {
    step: 'genome',
    genome: initialGenome(settings.build, settings.sample ?? null),
    scores: INITIAL_SCORE_LIST,
    results: INITIAL_RESULTS,
    estimate: null,
  },
  jobs: INITIAL_JOBS,
  plugins: INITIAL_PLUGINS,
  help: INITIAL_HELP,
  history: { past: [], future: [] },
  arrangements: {},
});

/** Work that quitting would throw away. */
export const isWorking = ({ jobs }: AppState): boolean => runningJobs(jobs).length > 0;
