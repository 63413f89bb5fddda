import { render } from 'ink';
import type { DemoFiles, Session } from './core/index.ts';
import { App } from './screens/App.tsx';
import type { CommandContext } from './screens/command.ts';
import { createEffects } from './screens/effects.ts';
import { pressKey } from './screens/pressKey.ts';
import { initialState, type TuiSettings } from './screens/state.ts';
import { createStore } from './screens/store.ts';
import { createTheme } from './screens/theme.ts';
import { detectCapabilities } from './terminal/capabilities.ts';
import { KeyParser } from './terminal/keys.ts';
import { Screen } from './terminal/screen.ts';
import { type SuddenEnd, watchSignals } from './terminal/signals.ts';

export type { TuiSettings } from './screens/state.ts';
export { findTerminalProblem } from './terminal/capabilities.ts';

export interface TuiOptions {
  readonly session: Session;
  readonly settings: TuiSettings;
  /** A VCF or Parquet to open at once. */
  readonly genotypes?: string | undefined;
  /** Show the demo: its VCF is opened, and every screen says that it is synthetic. */
  readonly demo?: DemoFiles | undefined;
  readonly toolVersion: string;
  /** Where the Parquet of a VCF goes. */
  normalizedPathFor(vcf: string): string;
}

/** A session that does not close is left behind: nobody waits longer than this for a shell prompt. */
const CLOSE_PATIENCE_MS = 1000;

/**
 * Runs the full-screen app until it is quit, and closes the session. Resolves with the exit code: 0 after
 * `q`, 130 after ctrl-c during work, 128 + n after a signal, 1 after a crash (told on stderr). The caller
 * ends the process with it. Needs a terminal: see `findTerminalProblem`.
 */
export function runTui(options: TuiOptions): Promise<number> {
  return new Promise((resolve) => {
    const capabilities = detectCapabilities(process.env);
    const { stdin, stdout, stderr } = process;
    const screen = new Screen(
      { input: stdin, output: stdout, others: [stderr] },
      { ascii: !capabilities.unicode },
    );
    const store = createStore(
      initialState({
        size: screen.size,
        toolVersion: options.toolVersion,
        isDemo: options.demo !== undefined,
        settings: options.settings,
      }),
    );
    const effects = createEffects({ ...options, store });
    const signals = watchSignals(screen, (reason) => void end(reason));
    const host = {
      quit: (exitCode: number) => void end({ exitCode }),
      suspend: signals.suspend,
      repaint: () => screen.repaint(),
    };
    const keys = new KeyParser((key) => {
      const context: CommandContext = { state: store.getState(), dispatch: store.dispatch, effects, host };
      pressKey(context, key);
    });
    const hearKeys = (text: string): void => keys.feed(text);

    screen.onResize((size) => store.dispatch({ type: 'resized', size }));
    stdin.setEncoding('utf8').on('data', hearKeys);
    screen.enter();
    const app = render(<App store={store} theme={createTheme(capabilities)} />, {
      stdout: screen.frames,
      stdin,
      // One write is one frame, without the codes by which Ink would erase and scroll: see Screen.
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    effects.loadScores();
    const genotypes = options.demo?.vcf ?? options.genotypes;
    if (genotypes === undefined) effects.completePath('');
    else effects.inspect(genotypes);

    let isEnding = false;
    const end = async ({ exitCode, error }: SuddenEnd): Promise<void> => {
      if (isEnding) return;
      isEnding = true;
      keys.dispose();
      stdin.off('data', hearKeys).pause();
      effects.cancel();
      app.unmount();
      screen.leave();
      if (error !== undefined) stderr.write(`${describeError(error)}\n`);
      await Promise.race([closeSession(options.session), waitFor(CLOSE_PATIENCE_MS)]);
      signals.dispose();
      resolve(exitCode);
    };
  });
}

const describeError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** On the way out there is nobody left to tell that closing failed. */
const closeSession = (session: Session): Promise<void> => session.close().catch(() => undefined);

const waitFor = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
