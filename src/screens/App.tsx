import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { findColumns } from './columnPicker.ts';
import { commandsOf, entriesOf } from './commands.ts';
import { ColumnPicker } from './components/ColumnPicker.tsx';
import { ErrorBoundary } from './components/ErrorBoundary.tsx';
import { ExportPanel } from './components/ExportPanel.tsx';
import { Field } from './components/Field.tsx';
import { Footer, type KeyHint } from './components/Footer.tsx';
import { Form } from './components/Form.tsx';
import { Header } from './components/Header.tsx';
import { Palette } from './components/Palette.tsx';
import { StatusLine } from './components/StatusLine.tsx';
import { Lines, Words } from './components/Words.tsx';
import { ComparePanel } from './compute/ComparePanel.tsx';
import { ComputeScreen } from './compute/ComputeScreen.tsx';
import { buildInForce } from './compute/genome.ts';
import { shownResults } from './compute/results.ts';
import { TraitPicker } from './compute/TraitPicker.tsx';
import { presentNextStep, presentPlace, presentTypingLabel, presentWork } from './guide.ts';
import { HelpScreen } from './help/HelpScreen.tsx';
import { HELP_PAGES } from './help/helpPages.ts';
import { JobsScreen } from './jobs/JobsScreen.tsx';
import { presentKey } from './keymap.ts';
import { bodyHeight, LEAST_SIZE } from './layout.ts';
import { MetadataScreen } from './metadata/MetadataScreen.tsx';
import { tableTitle } from './metadata/tables.ts';
import { PluginsScreen } from './plugins/PluginsScreen.tsx';
import { countWaiting, pluginUnderCursor } from './plugins/state.ts';
import { fieldOf } from './pressKey.ts';
import { ScoringScreen } from './scoring/ScoringScreen.tsx';
import { type AppState, SCREENS, type ScreenName } from './state.ts';
import type { Store } from './store.ts';
import { type Theme, ThemeContext } from './theme.ts';
import { type Focus, findTable, focusOf, TEXT_FOCUSES } from './views.ts';

const SCREEN_VIEWS: Readonly<Record<ScreenName, (props: { readonly state: AppState }) => ReactNode>> = {
  metadata: MetadataScreen,
  scoring: ScoringScreen,
  compute: ComputeScreen,
  jobs: JobsScreen,
  plugins: PluginsScreen,
  help: HelpScreen,
};

export function App({ store, theme }: { readonly store: Store; readonly theme: Theme }): ReactNode {
  const state = useSyncExternalStore(store.subscribe, store.getState);
  return (
    <ThemeContext value={theme}>
      <Frame state={state} />
    </ThemeContext>
  );
}

/** One whole screen for a state, exactly as tall as the terminal. */
export function Frame({ state }: { readonly state: AppState }): ReactNode {
  const { size } = state;
  const focus = focusOf(state);
  if (focus === 'too_small') return <TooSmall state={state} />;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Header
        width={size.columns}
        product={`just-prs-tui ${state.toolVersion}`}
        breadcrumb={breadcrumbOf(state)}
        build={buildInForce(state.compute.genome) ?? ''}
        work={presentWork(state)}
        isDemo={state.isDemo}
        tabs={SCREENS.map(({ name, title }) => (name === 'plugins' ? `${title}${presentWaiting(state)}` : title))}
        activeTab={SCREENS.findIndex(({ name }) => name === state.screen)}
        switchHint={switchHintOf(focus)}
      />
      <Box flexDirection="column" height={bodyHeight(state)} overflowY="hidden">
        <Body state={state} />
      </Box>
      <Status state={state} focus={focus} />
      <Keys state={state} focus={focus} />
    </Box>
  );
}

/** Said until somebody has looked: nothing runs before. */
function presentWaiting({ plugins }: AppState): string {
  const waiting = countWaiting(plugins);
  return waiting === 0 ? '' : ` (${waiting})`;
}

function switchHintOf(focus: Focus): string {
  if (focus === 'path_field' || focus === 'score_field') return '(shift-tab: other screen)';
  return TEXT_FOCUSES.has(focus) ? '(tab: other screen)' : `(tab or 1 to ${SCREENS.length})`;
}

function TooSmall({ state: { size } }: { readonly state: AppState }): ReactNode {
  const lines = [
    `This terminal has ${size.columns}x${size.rows} characters;`,
    `${LEAST_SIZE.columns}x${LEAST_SIZE.rows} are needed.`,
    'Enlarge it, or press q to quit.',
  ];
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Lines lines={lines.map((text) => ({ text, tone: 'plain' }))} height={Math.min(3, size.rows)} />
    </Box>
  );
}

function Body({ state }: { readonly state: AppState }): ReactNode {
  if (state.overlay?.kind === 'help') {
    const { title, lines, grid } = state.overlay;
    const height = bodyHeight(state) - 1;
    return (
      <>
        <Words text={` ${title}`} tone="strong" />
        <Lines lines={lines} height={height} top={grid.cursor} />
      </>
    );
  }
  if (state.overlay?.kind === 'confirm_quit') return <ConfirmQuit />;
  if (state.overlay?.kind === 'export')
    return <ExportPanel state={state.overlay} width={state.size.columns} height={bodyHeight(state)} />;
  if (state.overlay?.kind === 'compare')
    return (
      <ComparePanel
        state={state.overlay}
        compute={state.compute}
        width={state.size.columns}
        height={bodyHeight(state)}
      />
    );
  if (state.overlay?.kind === 'traits')
    return (
      <TraitPicker
        picker={state.overlay}
        scores={state.compute.scores}
        width={state.size.columns}
        height={bodyHeight(state)}
      />
    );
  if (state.overlay?.kind === 'columns') return <Columns state={state} />;
  if (state.overlay?.kind === 'form') return <Form form={state.overlay.form} width={state.size.columns} />;
  if (state.overlay?.kind === 'palette') return <CommandPalette state={state} />;
  const View = SCREEN_VIEWS[state.screen];
  return (
    <ErrorBoundary key={state.screen} fallback={(error) => <Fault error={error} state={state} />}>
      <View state={state} />
    </ErrorBoundary>
  );
}

function Columns({ state }: { readonly state: AppState }): ReactNode {
  const view = findTable(state)?.view;
  if (state.overlay?.kind !== 'columns' || view === undefined) return null;
  return (
    <ColumnPicker
      picker={state.overlay}
      columns={findColumns(view, state.overlay.field.text)}
      width={state.size.columns}
      height={bodyHeight(state)}
    />
  );
}

function CommandPalette({ state }: { readonly state: AppState }): ReactNode {
  if (state.overlay?.kind !== 'palette') return null;
  const { field, choice } = state.overlay;
  const entries = entriesOf(state);
  const commandLine = entries[choice]?.command.cli?.({ ...state, overlay: null }) ?? null;
  return (
    <Palette
      field={field}
      entries={entries}
      choice={choice}
      commandLine={commandLine}
      width={state.size.columns}
      height={bodyHeight(state)}
    />
  );
}

const ConfirmQuit = (): ReactNode => (
  <Lines
    height={4}
    lines={[
      { text: '', tone: 'plain' },
      { text: 'Work is running. Quit and lose it?', tone: 'strong' },
      { text: '', tone: 'plain' },
      { text: 'y stops it and quits, n stays.', tone: 'plain' },
    ]}
  />
);

/** A fault of ours, not of the user: the other screens still work. */
function Fault({ error, state }: { readonly error: Error; readonly state: AppState }): ReactNode {
  return (
    <Lines
      height={bodyHeight(state)}
      lines={[
        { text: `This screen failed: ${error.message}`, tone: 'bad' },
        { text: 'That is a fault of the program. Tab goes to another screen, q quits.', tone: 'plain' },
      ]}
    />
  );
}

function breadcrumbOf(state: AppState): readonly string[] {
  const screen = SCREENS.find(({ name }) => name === state.screen)?.title ?? '';
  if (state.overlay?.kind === 'help') return [screen, state.overlay.title];
  switch (state.screen) {
    case 'help':
      return [screen, HELP_PAGES.find(({ key }) => key === state.help.page)?.title ?? ''];
    case 'jobs':
      return state.jobs.log === null ? [screen] : [screen, 'Log'];
    case 'plugins':
      return state.plugins.open === null ? [screen] : [screen, pluginUnderCursor(state.plugins)?.name ?? ''];
    case 'metadata': {
      const label = tableTitle(state.metadata.sheet);
      return findTable(state)?.view.openRow ? [screen, label, 'Row'] : [screen, label];
    }
    case 'scoring': {
      const { opened } = state.scoring;
      return opened.status === 'none' ? [screen] : [screen, opened.name.split('/').at(-1) ?? ''];
    }
    case 'compute': {
      const { step, results } = state.compute;
      const title = { genome: 'Genome', scores: 'Scores', results: 'Results' }[step];
      if (step === 'genome' && state.compute.genome.records !== null) return [screen, title, 'Records'];
      if (step === 'results' && results.why !== null) return [screen, title, 'Why'];
      if (step === 'results' && results.comparing !== null) return [screen, title, 'Compared'];
      return step !== 'results' || shownResults(results).openRow === null
        ? [screen, title]
        : [screen, title, 'One result'];
    }
  }
}

const SEARCH_PLACEHOLDERS: Readonly<Partial<Record<Focus, string>>> = {
  sheet_search: 'any text, in any cell',
  variant_search: 'any text, in any cell',
  table_filter: 'text, !text, >1, <1 or 1..2; nothing removes the filters of the column',
  table_row_number: 'the row to go to',
  table_file: 'shortlist.csv or shortlist.tsv, a new file',
  records_field: '1234 is a row; 2:227767102 or chrX:1000 a locus',
  score_search: 'trait, name, id or author; n:<1000 ancestry:EUR tier:high here:yes',
};

/** A search is typed where the status line is. */
function Status({ state, focus }: { readonly state: AppState; readonly focus: Focus }): ReactNode {
  const { columns } = state.size;
  const placeholder = SEARCH_PLACEHOLDERS[focus];
  const field = fieldOf(state, focus);
  if (placeholder !== undefined && field !== null) {
    const found = presentPlace(state);
    const asks = presentTypingLabel(state) ?? 'Search:';
    // What is wrong with what was typed is said until the next key.
    const label = state.notice?.text ?? (field.text === '' || found === '' ? asks : `${found}  ${asks}`);
    return <Field label={label} field={field} width={columns} placeholder={placeholder} />;
  }
  const { text, tone } = state.notice ?? { text: presentNextStep(state), tone: 'plain' as const };
  return <StatusLine text={text} tone={tone} place={presentPlace(state)} width={columns} />;
}

const ALWAYS: readonly KeyHint[] = [
  { key: '?', does: 'help' },
  { key: 'q', does: 'quit' },
];
const ALWAYS_TYPING: readonly KeyHint[] = [
  { key: 'f1', does: 'help' },
  { key: 'ctrl-c', does: 'quit' },
];

function Keys({ state, focus }: { readonly state: AppState; readonly focus: Focus }): ReactNode {
  const here = commandsOf(state).filter((command) => command.where.includes(focus));
  const hints = here.flatMap((command) =>
    command.hint === undefined || command.keys.length === 0 || (command.whenDisabled?.(state) ?? null) !== null
      ? []
      : [{ key: presentKey(command.keys[0]), does: command.hint }],
  );
  const isTyping = fieldOf(state, focus) !== null;
  const always = here.some(({ id }) => id === 'app.quit') ? ALWAYS : isTyping ? ALWAYS_TYPING : [];
  return <Footer hints={hints} always={always} width={state.size.columns} />;
}
