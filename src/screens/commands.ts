import { type Command, type CommandContext, runCommand } from './command.ts';
import { COMPUTE_COMMANDS } from './compute/commands.ts';
import { submitForm } from './form.ts';
import type { GridMove } from './grid.ts';
import { HELP_COMMANDS } from './help/commands.ts';
import { KEYS_TITLE, presentHelp } from './help/keys.ts';
import { JOB_COMMANDS } from './jobs/commands.ts';
import { bindKeys } from './keymap.ts';
import { METADATA_COMMANDS } from './metadata/commands.ts';
import { findEntries, type PaletteEntry } from './palette.ts';
import { PLUGIN_COMMANDS } from './plugins/commands.ts';
import { programCommands } from './programCommands.ts';
import { SCORING_COMMANDS } from './scoring/commands.ts';
import { type AppState, isWorking, SCREENS, type ScreenName } from './state.ts';
import { TABLE_COMMANDS } from './tableCommands.ts';
import { type Focus, focusOf, GRID_FOCUSES, LINE_FOCUSES, OVERLAY_FOCUSES, TEXT_FOCUSES } from './views.ts';

const BROWSING: readonly Focus[] = [
  ...GRID_FOCUSES,
  'sheet_row',
  'variant_row',
  'score_overview',
  'score_comparison',
  'result_detail',
  'unmatched_row',
  'unmatched_waiting',
  'comparison_row',
  'comparison_waiting',
  'job_log',
  'plugin_detail',
  'sheet_waiting',
  'score_waiting',
  'genome',
  'help_page',
];
/** Where another command can be looked for. */
const BELOW_OVERLAYS: readonly Focus[] = [
  ...BROWSING,
  ...[...TEXT_FOCUSES].filter((focus) => !OVERLAY_FOCUSES.has(focus)),
];
const EVERYWHERE: readonly Focus[] = [...BROWSING, ...TEXT_FOCUSES, 'help', 'confirm_quit', 'too_small'];

const moveCommand = (move: GridMove, title: string, keys: readonly string[]): Command => ({
  id: `move.${move}`,
  title,
  keys,
  where: [
    ...GRID_FOCUSES,
    ...LINE_FOCUSES,
    'genome',
    ...(move === 'up' || move === 'down' ? ['score_search' as const] : []),
  ],
  run: ({ dispatch }) => dispatch({ type: 'moved', move }),
});

const columnCommand = (move: 'left' | 'right', title: string, keys: readonly string[]): Command => ({
  ...moveCommand(move, title, keys),
  where: [...GRID_FOCUSES],
});

const screenCommand = (name: ScreenName, title: string, key: string): Command => ({
  id: `screen.${name}`,
  title: `Go to ${title}`,
  keys: [key],
  where: BROWSING,
  run: (context) => showScreen(context, name),
});

function paletteStep(id: string, title: string, keys: readonly string[], step: 1 | -1): Command {
  return {
    id,
    title,
    keys,
    where: ['palette'],
    run({ state, dispatch }) {
      if (state.overlay?.kind !== 'palette') return;
      const count = entriesOf(state).length;
      if (count > 0) dispatch({ type: 'palette_chosen', choice: (state.overlay.choice + step + count) % count });
    },
  };
}

const formStep = (id: string, title: string, keys: readonly string[], step: 1 | -1): Command => ({
  id,
  title,
  ...(step === 1 ? { hint: 'next field' } : {}),
  keys,
  where: ['form'],
  run: ({ dispatch }) => dispatch({ type: 'form_stepped', step }),
});

const GENERAL_COMMANDS: readonly Command[] = [
  moveCommand('down', 'Down', ['j', 'down']),
  moveCommand('up', 'Up', ['k', 'up']),
  moveCommand('half_down', 'Half a page down', ['ctrl-d']),
  moveCommand('half_up', 'Half a page up', ['ctrl-u']),
  moveCommand('page_down', 'Page down', ['pagedown']),
  moveCommand('page_up', 'Page up', ['pageup']),
  moveCommand('first', 'To the first', ['g', 'home']),
  moveCommand('last', 'To the last', ['G', 'end']),
  columnCommand('left', 'Column to the left', ['h', 'left']),
  columnCommand('right', 'Column to the right', ['l', 'right']),
  ...SCREENS.map(({ name, title }, index) => screenCommand(name, title, String(index + 1))),
  {
    id: 'screen.next',
    title: 'Next screen',
    keys: ['tab'],
    // In the fields of paths, tab completes.
    where: BELOW_OVERLAYS.filter((focus) => focus !== 'path_field' && focus !== 'score_field'),
    run: (context) => showScreen(context, neighbourScreen(context.state.screen, 1)),
  },
  {
    id: 'screen.previous',
    title: 'Previous screen',
    keys: ['shift-tab'],
    where: BELOW_OVERLAYS,
    run: (context) => showScreen(context, neighbourScreen(context.state.screen, -1)),
  },
  {
    id: 'help.open',
    title: 'This help',
    keys: ['?', 'f1'],
    where: BELOW_OVERLAYS,
    run: ({ state, dispatch }) =>
      dispatch({ type: 'help_opened', title: KEYS_TITLE, lines: presentHelp(commandsOf(state), focusOf(state)) }),
  },
  {
    id: 'help.close',
    title: 'Close the help',
    hint: 'close',
    keys: ['escape', 'q', '?', 'f1', 'return', 'backspace'],
    where: ['help'],
    run: ({ dispatch }) => dispatch({ type: 'overlay_closed' }),
  },
  {
    id: 'palette.open',
    title: 'Find any command by name',
    hint: 'commands',
    keys: [':', 'ctrl-p'],
    where: BELOW_OVERLAYS,
    run: ({ dispatch }) => dispatch({ type: 'palette_opened' }),
  },
  paletteStep('palette.down', 'Next command', ['down', 'tab'], 1),
  paletteStep('palette.up', 'Previous command', ['up', 'shift-tab'], -1),
  {
    id: 'palette.run',
    title: 'Run the command',
    hint: 'run',
    keys: ['return'],
    where: ['palette'],
    whenDisabled: (state) => findPaletteProblem(state),
    run(context) {
      const entry = chosenEntry(context.state);
      context.dispatch({ type: 'overlay_closed' });
      if (entry !== undefined) runCommand({ ...context, state: { ...context.state, overlay: null } }, entry.command);
    },
  },
  {
    id: 'palette.close',
    title: 'Close the list of commands',
    hint: 'close',
    keys: ['escape', 'ctrl-p'],
    where: ['palette'],
    run: ({ dispatch }) => dispatch({ type: 'overlay_closed' }),
  },
  formStep('form.down', 'Next field', ['down', 'tab'], 1),
  formStep('form.up', 'Previous field', ['up', 'shift-tab'], -1),
  {
    id: 'form.submit',
    title: 'Take over what was typed',
    hint: 'take over',
    keys: ['return'],
    where: ['form'],
    run({ state, effects, dispatch }) {
      if (state.overlay?.kind !== 'form') return;
      const event = submitForm(state.overlay.form);
      if (event.type === 'problem') return dispatch({ type: 'noticed', notice: { text: event.text, tone: 'bad' } });
      dispatch({ type: 'overlay_closed' });
      dispatch(event);
      // Other filters may be those that the genome was normalised with before.
      if (event.type === 'settings_changed') effects.findNormalized();
      if (event.type === 'pipe_asked') effects.pipe(event.commandLine);
      if (event.type === 'judging_asked') effects.judge(event.rule);
    },
  },
  {
    id: 'form.forget',
    title: 'Leave all as it was',
    hint: 'leave',
    keys: ['escape'],
    where: ['form'],
    run: ({ dispatch }) => dispatch({ type: 'overlay_closed' }),
  },
  {
    id: 'app.startAnew',
    title: 'Start anew: forget genome, selection and what was opened',
    keys: [],
    where: BROWSING,
    whenDisabled: (state) => (isWorking(state) ? 'Work is running: cancel it first, in Jobs.' : null),
    run({ effects, dispatch }) {
      dispatch({ type: 'started_anew' });
      effects.loadScores();
      effects.completePath('');
    },
  },
  {
    id: 'app.mouse',
    title: 'Turn the mouse on or off; while it is on, hold shift to select text',
    keys: [],
    where: BROWSING,
    run({ state, host, dispatch }) {
      const isOn = !state.settings.mouse;
      const problem = host.setMouse(isOn);
      if (problem === null) dispatch({ type: 'mouse_turned', isOn });
      const text = problem ?? `The mouse is ${isOn ? 'on: hold shift to select text' : 'off'}.`;
      dispatch({ type: 'noticed', notice: { text, tone: problem === null ? 'good' : 'warn' } });
    },
  },
  {
    id: 'app.quit',
    title: 'Quit; asks first while work runs',
    keys: ['q'],
    where: [...BROWSING, 'too_small'],
    run({ state, host, dispatch }) {
      if (isWorking(state)) dispatch({ type: 'quit_asked' });
      else host.quit(0);
    },
  },
  {
    id: 'quit.confirm',
    title: 'Stop the work and quit',
    hint: 'stop the work and quit',
    keys: ['y', 'q', 'return'],
    where: ['confirm_quit'],
    run: ({ host }) => host.quit(0),
  },
  {
    id: 'quit.stay',
    title: 'Stay',
    hint: 'stay',
    keys: ['n', 'escape'],
    where: ['confirm_quit'],
    run: ({ dispatch }) => dispatch({ type: 'overlay_closed' }),
  },
  {
    id: 'app.interrupt',
    title: 'Quit at once',
    keys: ['ctrl-c'],
    where: EVERYWHERE,
    run: ({ state, host }) => host.quit(isWorking(state) ? INTERRUPTED : 0),
  },
  {
    id: 'app.suspend',
    title: 'Suspend; `fg` comes back',
    keys: ['ctrl-z'],
    where: EVERYWHERE,
    run: ({ host }) => host.suspend(),
  },
  {
    id: 'app.redraw',
    title: 'Draw the screen again',
    keys: ['ctrl-l'],
    where: EVERYWHERE,
    run: ({ host }) => host.repaint(),
  },
];

/** The exit code of a program stopped by ctrl-c. */
const INTERRUPTED = 130;

/** Every command there is, in the order of the footer and the help. */
export const COMMANDS: readonly Command[] = [
  ...COMPUTE_COMMANDS,
  ...METADATA_COMMANDS,
  ...SCORING_COMMANDS,
  ...JOB_COMMANDS,
  ...PLUGIN_COMMANDS,
  ...HELP_COMMANDS,
  ...TABLE_COMMANDS,
  ...programCommands(BROWSING),
  ...GENERAL_COMMANDS,
];

/** The commands with the keys that the user wants them on. */
export const commandsOf = ({ settings }: AppState): readonly Command[] => bindKeys(COMMANDS, settings.keys);

export const findCommand = (state: AppState, focus: Focus, chord: string): Command | undefined =>
  commandsOf(state).find(({ where, keys }) => where.includes(focus) && keys.includes(chord));

function neighbourScreen(screen: ScreenName, step: 1 | -1): ScreenName {
  const index = SCREENS.findIndex(({ name }) => name === screen);
  return SCREENS[(index + step + SCREENS.length) % SCREENS.length].name;
}

function showScreen({ state, effects, dispatch }: CommandContext, screen: ScreenName): void {
  dispatch({ type: 'screen_chosen', screen });
  if (screen === 'metadata') effects.loadSheet(state.metadata.sheet);
  if (screen === 'plugins') effects.loadPlugins();
}

/** What the open palette lists. */
export const entriesOf = (state: AppState): readonly PaletteEntry[] =>
  state.overlay?.kind === 'palette' ? findEntries(commandsOf(state), state, state.overlay.field.text) : [];

const chosenEntry = (state: AppState): PaletteEntry | undefined =>
  state.overlay?.kind === 'palette' ? entriesOf(state)[state.overlay.choice] : undefined;

function findPaletteProblem(state: AppState): string | null {
  const entry = chosenEntry(state);
  return entry === undefined ? 'No command is called that: esc goes back.' : entry.problem;
}
