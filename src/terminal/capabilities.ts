/** What the terminal can show, from the environment. */
export interface Capabilities {
  /** False with NO_COLOR set: bold, dim and inverse only. */
  readonly color: boolean;
  /** False where the locale is not UTF-8: drawing characters become ASCII. */
  readonly unicode: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function detectCapabilities(environment: Environment): Capabilities {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  return { color: !environment.NO_COLOR, unicode: /utf-?8/i.test(locale) };
}

/** What the user wants of drawing characters; `auto` asks the locale. */
export type Symbols = 'auto' | 'ascii' | 'unicode';

/** What ASCII stands for: our drawings, or all that is not ASCII, names in the data among it. */
export type Replaced = 'nothing' | 'drawings' | 'all';

export function chooseReplaced(symbols: Symbols, { unicode }: Capabilities): Replaced {
  if (symbols === 'unicode') return 'nothing';
  if (!unicode) return 'all';
  return symbols === 'ascii' ? 'drawings' : 'nothing';
}

export interface TerminalStreams {
  readonly isInputTty: boolean;
  readonly isOutputTty: boolean;
}

/** Why the app cannot be shown here, as a sentence; null when it can. Plain lines need no terminal that places text. */
export function findTerminalProblem(streams: TerminalStreams, environment: Environment, plain: boolean): string | null {
  if (!streams.isInputTty) return 'Input does not come from a terminal.';
  if (!streams.isOutputTty) return 'Output does not go to a terminal.';
  if (!plain && (environment.TERM === 'dumb' || !environment.TERM))
    return `The terminal (TERM=${environment.TERM ?? ''}) cannot place text: --plain prints lines instead.`;
  return null;
}
