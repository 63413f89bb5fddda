import { EventEmitter } from 'node:events';
import { render } from 'ink';
import type { ReactNode } from 'react';
import { NO_FILTERS } from '../../src/core/index.ts';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';
import { Frame } from '../../src/screens/App.tsx';
import type { CommandContext } from '../../src/screens/command.ts';
import { createEffects } from '../../src/screens/effects.ts';
import { pressKey } from '../../src/screens/pressKey.ts';
import { readSavedState, restoreState } from '../../src/screens/savedState.ts';
import { type AppState, initialState, type ScreenSize } from '../../src/screens/state.ts';
import { createStore } from '../../src/screens/store.ts';
import { createFakePlugins, fakePipe } from '../tui/fakePlugins.ts';
import { createFakeSession, type FakeOptions } from '../tui/fakeSession.ts';

/** What `<node>` draws on a terminal of that size. */
export function draw(node: ReactNode, size: ScreenSize): readonly string[] {
  let frame = '';
  const stdout = Object.assign(new EventEmitter(), size, {
    write(text: string): boolean {
      frame = text;
      return true;
    },
  });
  const app = render(node, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  const lines = frame.split('\n');
  app.unmount();
  return lines;
}

export interface Driver {
  state(): AppState;
  /** Chords by name; anything longer than a known key is typed letter by letter with `type`. */
  press(...chords: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  paste(text: string): Promise<void>;
  /** Points at a place of the screen, from 0. */
  point(chord: 'click' | 'wheel-up' | 'wheel-down', column: number, row: number): Promise<void>;
  screen(): readonly string[];
  readonly exits: number[];
  readonly copied: string[];
  /** Texts shown in the pager, and paths edited. */
  readonly programs: string[];
}

const settings = {
  filters: NO_FILTERS,
  policies: DEFAULT_POLICIES,
  build: null,
  population: 'EUR',
  keys: {},
  mouse: true,
  file: '/home/me/.prsrc',
} as const;

const START = {
  size: { columns: 80, rows: 24 },
  toolVersion: '0.1.0',
  isDemo: false,
  terminal: [{ id: 'terminal', title: 'Terminal', state: 'good', said: 'xterm', mend: null }],
  settings,
} as const;

/** The screens without a terminal: keys in, state and cells out. */
export async function startScreens(
  options: FakeOptions & { readonly genotypes?: string; readonly size?: ScreenSize } = {},
): Promise<Driver> {
  const { genotypes, size = START.size, ...fake } = options;
  const saved = readSavedState(fake.appState);
  const fresh = initialState({ ...START, size });
  const store = createStore(saved === null ? fresh : restoreState(fresh, saved, genotypes));
  const effects = createEffects({
    session: createFakeSession({ msPerScore: 0, ...fake }),
    store,
    normalizedPathFor: (vcf) => `${vcf}.parquet`,
    plugins: createFakePlugins(),
    pipe: fakePipe,
  });
  const exits: number[] = [];
  const copied: string[] = [];
  const copy = (text: string): string | null => {
    if (text.length >= 10_000) return 'That is more than terminals take.';
    copied.push(text);
    return null;
  };
  const programs: string[] = [];
  const openProgram = async (what: string): Promise<string | null> => {
    programs.push(what);
    return what.includes('broken') ? 'There is no program "broken".' : null;
  };
  const host = {
    quit: (code: number) => exits.push(code),
    suspend: () => {},
    repaint: () => {},
    copy,
    setMouse: () => null,
    page: openProgram,
    edit: openProgram,
  };
  const pressOne = async (chord: string, text: string | null, at?: { column: number; row: number }): Promise<void> => {
    const context: CommandContext = { state: store.getState(), dispatch: store.dispatch, effects, host };
    pressKey(context, { chord, text, ...(at === undefined ? {} : { at }) });
    await settle();
  };
  effects.start(genotypes, saved);
  await settle();
  return {
    state: store.getState,
    exits,
    copied,
    programs,
    async press(...chords) {
      for (const chord of chords) await pressOne(chord, chord.length === 1 ? chord : null);
    },
    async type(text) {
      for (const letter of text) await pressOne(letter === ' ' ? 'space' : letter, letter);
    },
    point: (chord, column, row) => pressOne(chord, null, { column, row }),
    paste: (text) => pressOne('paste', text),
    screen: () => draw(<Frame state={store.getState()} />, store.getState().size),
  };
}

/** Lets the answers of the fake session come in: they take no time. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
