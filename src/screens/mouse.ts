/** What a mouse does: the wheel moves what the keys would; a click chooses a row, a tab, or a key of the last line. */
import { type CommandContext, runCommand } from './command.ts';
import { commandsOf, findCommand } from './commands.ts';
import { findHints, fitHints, hintAt } from './keyHints.ts';
import { FOOTER_LINES, GRID_HEADER, HEADER_LINES, heights } from './layout.ts';
import { findScroll } from './scroll.ts';
import { type AppState, SCREENS } from './state.ts';
import { tabAt, tabTitles } from './tabs.ts';
import { type Focus, focusOf } from './views.ts';

export interface Pointed {
  readonly column: number;
  readonly row: number;
}

/** As most programs scroll. */
const ROWS_PER_NOTCH = 3;
const TAB_LINE = 1;

export function turnWheel(context: CommandContext, move: 'up' | 'down'): void {
  const { state, dispatch } = context;
  if (findScroll(state) !== null) for (let row = 0; row < ROWS_PER_NOTCH; row++) dispatch({ type: 'moved', move });
  else pressChord(context, move);
}

export function click(context: CommandContext, { column, row }: Pointed): void {
  const { state } = context;
  if (focusOf(state) === 'too_small') return;
  if (row === TAB_LINE) clickTab(context, column);
  else if (row === state.size.rows - 1) clickHint(context, column);
  else clickRow(context, row);
}

function clickTab(context: CommandContext, column: number): void {
  const { state } = context;
  const screen = SCREENS[tabAt(tabTitles(state), column)];
  // Nothing goes over what covers the screen, as with the keys.
  const isFree = findCommand(state, focusOf(state), 'shift-tab')?.id === 'screen.previous';
  const command = commandsOf(state).find(({ id }) => id === `screen.${screen?.name}`);
  if (isFree && command !== undefined) runCommand(context, command);
}

function clickHint(context: CommandContext, column: number): void {
  const { state } = context;
  const { hints, always } = findHints(state, focusOf(state));
  const hint = hintAt(fitHints(hints, always, state.size.columns), column);
  if (hint !== undefined) pressChord(context, hint.chord);
}

function clickRow({ state, dispatch }: CommandContext, line: number): void {
  const top = gridTop(state, focusOf(state));
  const scroll = findScroll(state);
  if (top === null || scroll === null) return;
  const { grid, extent } = scroll;
  const row = grid.top + line - top;
  if (line >= top && line < top + extent.height && row < extent.rows) dispatch({ type: 'row_pointed', row });
}

/** Grids that reach down to the status line, by what has the focus. */
const LOW_GRIDS: Readonly<Partial<Record<Focus, (state: AppState) => number>>> = {
  sheet: heights.sheet,
  variants: heights.variants,
  genome: heights.samples,
  scores: heights.scores,
  results: heights.results,
  unmatched: heights.unmatched,
};

/** The line of the screen on which a grid has its first row; null where there is no grid. */
function gridTop(state: AppState, focus: Focus): number | null {
  if (focus === 'jobs' || focus === 'plugins') return HEADER_LINES + GRID_HEADER;
  const height = LOW_GRIDS[focus]?.(state);
  return height === undefined ? null : state.size.rows - FOOTER_LINES - height;
}

function pressChord(context: CommandContext, chord: string): void {
  const command = findCommand(context.state, focusOf(context.state), chord);
  if (command !== undefined) runCommand(context, command);
}
