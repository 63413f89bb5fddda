/** The app from its start to its end, whatever shows it: state, keys, work, signals, what is kept for the next time. */
import { type DemoFiles, errors, type Session } from './core/index.ts';
import type { ProgramRequest } from './plugins/userProgram.ts';
import type { Host } from './screens/command.ts';
import { COMMANDS } from './screens/commands.ts';
import { createEffects, type EffectsOptions } from './screens/effects.ts';
import { findKeymapProblem } from './screens/keymap.ts';
import { pressKey } from './screens/pressKey.ts';
import { readSavedState, restoreState, saveState } from './screens/savedState.ts';
import { initialState, type ScreenSize, type TuiSettings } from './screens/state.ts';
import { createStore, type Store } from './screens/store.ts';
import { chooseReplaced, detectCapabilities, type Replaced, type Symbols } from './terminal/capabilities.ts';
import { examineTerminal } from './terminal/examineTerminal.ts';
import { KeyParser } from './terminal/keys.ts';
import type { ScreenStreams } from './terminal/screen.ts';
import { type SuddenEnd, watchSignals } from './terminal/signals.ts';

export interface AppOptions {
  readonly session: Session;
  readonly settings: TuiSettings;
  /** A VCF or Parquet to open at once. */
  readonly genotypes?: string | undefined;
  /** Show the demo: its VCF is opened, and every screen says that it is synthetic. */
  readonly demo?: DemoFiles | undefined;
  readonly toolVersion: string;
  /** False shows no colours, whatever the terminal can. Default: what the environment says. */
  readonly color?: boolean | undefined;
  /** Drawing characters; default: what the locale can. */
  readonly symbols?: Symbols | undefined;
  /** Where the Parquet of a VCF goes. */
  normalizedPathFor(vcf: string): string;
  /** Formats, rules and the plugins that bring them. */
  plugins: EffectsOptions['plugins'];
  /** Results as JSON lines through a program. */
  pipe: EffectsOptions['pipe'];
  /** Runs the pager or the editor in the terminal, which is free for it; says what went wrong, or null. */
  openProgram(request: ProgramRequest, signal: AbortSignal): Promise<string | null>;
}

/** What shows the app, on the terminal of this process. */
export interface Face extends Pick<Host, 'repaint' | 'copy' | 'setMouse'> {
  readonly size: ScreenSize;
  onResize(listener: (size: ScreenSize) => void): void;
  /** Takes the terminal. */
  enter(): void;
  /** Gives it back as it was; may be called at any time, twice. */
  leave(): void;
  /** Shows the states of the store until the function returned is called; tells when it cannot go on. */
  show(store: Store, onFault: (error: unknown) => void): () => void;
}

export type OpenFace = (streams: ScreenStreams, look: { readonly replaced: Replaced; readonly color: boolean }) => Face;

/** The user is rarely in one place for less. */
const MS_BEFORE_KEEPING = 1000;
/** What does not end is left behind: nobody waits longer than this for a shell prompt. */
const CLOSE_PATIENCE_MS = 1000;

/**
 * Runs the app until it is quit, and closes the session. Resolves with the exit code: 0 after `q`, 130 after ctrl-c during
 * work, 128 + n after a signal, 1 after a crash (told on stderr). The caller ends the process with it. Needs a terminal: see
 * `findTerminalProblem`.
 */
export async function runApp(options: AppOptions, openFace: OpenFace): Promise<number> {
  const problem = findKeymapProblem(COMMANDS, options.settings.keys);
  if (problem !== null) throw errors.badSetting('.prsrc', `keys.${problem.id}`, problem.problem);
  const saved = options.demo === undefined ? readSavedState(await options.session.readAppState()) : null;
  return new Promise((resolve) => {
    const { stdin, stdout, stderr } = process;
    const capabilities = detectCapabilities(process.env);
    const streams = { input: stdin, output: stdout, others: [stderr] };
    const symbols = options.symbols ?? 'auto';
    const look = {
      replaced: chooseReplaced(symbols, capabilities),
      color: capabilities.color && options.color !== false,
    };
    const face = openFace(streams, look);
    const terminal = examineTerminal({ isInputTty: true, isOutputTty: true }, face.size, process.env, symbols);
    const fresh = initialState({ ...options, size: face.size, terminal, isDemo: options.demo !== undefined });
    const store = createStore(saved === null ? fresh : restoreState(fresh, saved, options.genotypes));
    const keeper = keepState(store, options);
    const effects = createEffects({ ...options, store });
    const signals = watchSignals(face, (reason) => void end(reason));
    const host: Host = {
      quit: (exitCode) => void end({ exitCode }),
      suspend: signals.suspend,
      repaint: () => face.repaint(),
      copy: (text) => face.copy(text),
      setMouse: (isOn) => face.setMouse(isOn),
      page: (text) => lend({ kind: 'pager', text }),
      edit: (path) => lend({ kind: 'editor', path }),
    };
    const leaving = new AbortController();
    const keys = new KeyParser((key) =>
      pressKey({ state: store.getState(), dispatch: store.dispatch, effects, host }, key),
    );
    const hearKeys = (text: string): void => keys.feed(text);
    let isEnding = false;

    /** Nothing of what is typed there is for us. */
    async function lend(request: ProgramRequest): Promise<string | null> {
      stdin.pause();
      const problem = await signals.lend(() => options.openProgram(request, leaving.signal));
      if (!isEnding) stdin.resume();
      return problem;
    }

    async function end({ exitCode, error }: SuddenEnd): Promise<void> {
      if (isEnding) return;
      isEnding = true;
      leaving.abort();
      keys.dispose();
      stdin.off('data', hearKeys).pause();
      // Before the work is cancelled: the next start tells that it was interrupted.
      const kept = keeper.end();
      effects.cancelAll();
      face.leave();
      stopShowing();
      if (error !== undefined) stderr.write(`${describeError(error)}\n`);
      await inTime(Promise.all([kept, options.session.close()]));
      signals.dispose();
      resolve(exitCode);
    }

    face.onResize((size) => store.dispatch({ type: 'resized', size }));
    stdin.setEncoding('utf8').on('data', hearKeys);
    face.enter();
    face.setMouse(options.settings.mouse);
    const stopShowing = face.show(store, (error) => void end({ exitCode: 1, error }));
    effects.start(options.genotypes ?? options.demo?.vcf, saved);
  });
}

/** Where the user is, written a second after it changed, and at the end. The demo is not worth keeping. */
function keepState(store: Store, { session, demo }: AppOptions): { end(): Promise<void> } {
  if (demo !== undefined) return { end: () => Promise.resolve() };
  let written = '';
  let timer: NodeJS.Timeout | undefined;
  const write = async (): Promise<void> => {
    timer = undefined;
    const state = saveState(store.getState());
    const text = JSON.stringify(state);
    if (text === written) return;
    written = text;
    // A full disk is told by the work that needs it.
    await session.writeAppState(state).catch(() => undefined);
  };
  const stop = store.subscribe(() => {
    timer ??= setTimeout(() => void write(), MS_BEFORE_KEEPING);
  });
  return {
    end() {
      stop();
      clearTimeout(timer);
      return write();
    },
  };
}

const describeError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

async function inTime(work: Promise<unknown>): Promise<void> {
  let patience: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    patience = setTimeout(resolve, CLOSE_PATIENCE_MS);
  });
  // On the way out there is nobody left to tell that closing failed.
  await Promise.race([work.catch(() => undefined), tooLong]);
  clearTimeout(patience);
}
