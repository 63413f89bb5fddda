import {
  detectCapabilities,
  type Environment,
  findTerminalProblem,
  type Symbols,
  type TerminalStreams,
} from './capabilities.ts';

/** What was found out about the terminal, in words. */
export interface TerminalFinding {
  readonly id: string;
  readonly title: string;
  readonly state: 'good' | 'warn' | 'unknown';
  readonly said: string;
  readonly mend: string | null;
}

/** In cells; unknown where output does not go to a terminal. */
interface Size {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

export function examineTerminal(
  streams: TerminalStreams,
  { columns, rows }: Size,
  environment: Environment,
  symbols: Symbols = 'auto',
): TerminalFinding[] {
  const { color, unicode } = detectCapabilities(environment);
  const problem = findTerminalProblem(streams, environment, false);
  const multiplexer = environment.TMUX ? ' in tmux' : environment.STY ? ' in screen' : '';
  const remote = environment.SSH_CONNECTION ? ' over SSH' : '';
  const extent = columns === undefined ? '' : `, ${columns}x${rows}`;
  return [
    problem === null
      ? found('terminal', 'Terminal', 'good', `${environment.TERM}${multiplexer}${remote}${extent}`)
      : found('terminal', 'Terminal', 'warn', problem, 'The app needs a terminal; all commands work without one.'),
    color
      ? found('color', 'Colours', 'good', 'used')
      : found('color', 'Colours', 'unknown', 'none, because NO_COLOR is set'),
    examineSymbols(symbols, unicode),
    found(
      'clipboard',
      'Clipboard',
      'unknown',
      `copied rows are handed to the terminal (OSC 52)${multiplexer}; whether it takes them cannot be asked`,
      environment.TMUX ? 'In tmux: set -g set-clipboard on' : null,
    ),
  ];
}

function examineSymbols(symbols: Symbols, unicode: boolean): TerminalFinding {
  const title = 'Symbols';
  if (symbols === 'ascii') return found('symbols', title, 'good', 'ASCII, as the settings say');
  if (symbols === 'unicode' || unicode) return found('symbols', title, 'good', 'UTF-8');
  const said = 'ASCII only: the locale is not UTF-8';
  return found('symbols', title, 'warn', said, 'For lines and curves: export LANG=C.UTF-8');
}

const found = (
  id: string,
  title: string,
  state: TerminalFinding['state'],
  said: string,
  mend: string | null = null,
): TerminalFinding => ({ id, title, state, said, mend });
