import { STATE_LINES } from './compute/unmatched.ts';
import type { AppState, ScreenSize } from './state.ts';

/** Below this nothing useful fits. */
export const LEAST_SIZE: ScreenSize = { columns: 60, rows: 20 };

/** Title and tabs above, status line and keys below. */
export const HEADER_LINES = 2;
export const FOOTER_LINES = 2;
const FRAME_LINES = HEADER_LINES + FOOTER_LINES;
/** The three steps and the rule below them. */
const STEP_LINES = 4;
/** The labels of the sheets. */
const SHEET_LINES = 1;
/** Name and trait; build, weights and variants; licence; citation; weight summary; a rule. */
const CARD_LINES = 6;
/** The weight summary as a bordered table instead of a line. */
const WEIGHT_TABLE_LINES = 5;
/** What a genome panel says before the list of samples. */
export const GENOME_FACT_LINES = 8;
/** Field, what to do, an empty line. */
const PATH_FIELD_LINES = 3;
/** Progress or summary, and the research note. */
const RESULT_LINES = 2;
export const GRID_HEADER = 1;
const COMPARISON_LINES = 3;
const DETAIL_TITLE = 1;

export const isTooSmall = ({ columns, rows }: ScreenSize): boolean =>
  columns < LEAST_SIZE.columns || rows < LEAST_SIZE.rows;

export const bodyHeight = ({ size }: AppState): number => size.rows - FRAME_LINES;
export const panelHeight = (state: AppState): number => bodyHeight(state) - STEP_LINES;
export const hasWeightTable = ({ size }: AppState): boolean => size.rows >= 32;

/** Rows a grid or text shows at once, by what has the focus. */
export const heights = {
  sheet: (state: AppState): number => bodyHeight(state) - SHEET_LINES - GRID_HEADER,
  sheetRow: (state: AppState): number => bodyHeight(state) - SHEET_LINES,
  variants: (state: AppState): number => bodyHeight(state) - cardHeight(state) - GRID_HEADER,
  variantRow: (state: AppState): number => bodyHeight(state) - DETAIL_TITLE,
  samples: (state: AppState): number => Math.max(1, panelHeight(state) - GENOME_FACT_LINES - GRID_HEADER),
  /** A title, the titles of the columns. */
  records: (state: AppState): number => bodyHeight(state) - DETAIL_TITLE - GRID_HEADER,
  completions: (state: AppState): number => panelHeight(state) - PATH_FIELD_LINES,
  scores: (state: AppState): number => panelHeight(state) - GRID_HEADER,
  results: (state: AppState): number => panelHeight(state) - RESULT_LINES - GRID_HEADER,
  detail: (state: AppState): number => bodyHeight(state) - DETAIL_TITLE,
  /** A title, the states, the titles of the columns. */
  unmatched: (state: AppState): number => bodyHeight(state) - DETAIL_TITLE - STATE_LINES - GRID_HEADER,
  /** What A is, what B is, how many moved, the titles of the columns. */
  comparison: (state: AppState): number => bodyHeight(state) - COMPARISON_LINES - GRID_HEADER,
  /** Half of the screen; the log of the job under the cursor has the rest. */
  jobs: (state: AppState): number => Math.floor(bodyHeight(state) / 2) - GRID_HEADER,
  jobLog: (state: AppState): number => bodyHeight(state) - DETAIL_TITLE,
  /** The same for plugins. */
  plugins: (state: AppState): number => Math.floor(bodyHeight(state) / 2) - GRID_HEADER,
  plugin: (state: AppState): number => bodyHeight(state),
  helpPage: (state: AppState): number => bodyHeight(state) - DETAIL_TITLE,
  help: (state: AppState): number => bodyHeight(state) - DETAIL_TITLE,
} as const;

const cardHeight = (state: AppState): number => CARD_LINES + (hasWeightTable(state) ? WEIGHT_TABLE_LINES - 1 : 0);
