import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { breadcrumbOf } from './breadcrumb.ts';
import { findColumns } from './columnPicker.ts';
import { entriesOf } from './commands.ts';
import { ColumnPicker } from './components/ColumnPicker.tsx';
import { ErrorBoundary } from './components/ErrorBoundary.tsx';
import { ExportPanel } from './components/ExportPanel.tsx';
import { Field } from './components/Field.tsx';
import { Footer } from './components/Footer.tsx';
import { Form } from './components/Form.tsx';
import { Header } from './components/Header.tsx';
import { Palette } from './components/Palette.tsx';
import { StatusLine } from './components/StatusLine.tsx';
import { Lines, Words } from './components/Words.tsx';
import { ComparePanel } from './compute/ComparePanel.tsx';
import { ComputeScreen } from './compute/ComputeScreen.tsx';
import { buildInForce } from './compute/genome.ts';
import { TraitPicker } from './compute/TraitPicker.tsx';
import { presentNextStep, presentPlace, presentTypingLabel, presentWork, SEARCH_PLACEHOLDERS } from './guide.ts';
import { HelpScreen } from './help/HelpScreen.tsx';
import { JobsScreen } from './jobs/JobsScreen.tsx';
import { findHints } from './keyHints.ts';
import { bodyHeight, LEAST_SIZE } from './layout.ts';
import { MetadataScreen } from './metadata/MetadataScreen.tsx';
import { PluginsScreen } from './plugins/PluginsScreen.tsx';
import { ScoringScreen } from './scoring/ScoringScreen.tsx';
import { type AppState, SCREENS, type ScreenName } from './state.ts';
import type { Store } from './store.ts';
import { tabTitles } from './tabs.ts';
import { type Theme, ThemeContext } from './theme.ts';
import { type Focus, fieldOf, findTable, focusOf, TEXT_FOCUSES } from './views.ts';

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
        tabs={tabTitles(state)}
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

function Keys({ state, focus }: { readonly state: AppState; readonly focus: Focus }): ReactNode {
  const { hints, always } = findHints(state, focus);
  return <Footer hints={hints} always={always} width={state.size.columns} />;
}
