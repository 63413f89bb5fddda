import type { Effects } from './effects.ts';
import type { AppEvent, AppState } from './state.ts';
import type { Focus } from './views.ts';

/** What the terminal does for the screens. */
export interface Host {
  quit(exitCode: number): void;
  suspend(): void;
  repaint(): void;
  /** Hands text to the clipboard of the terminal; says false when it is too long for that. */
  copy(text: string): boolean;
}

export interface CommandContext {
  readonly state: AppState;
  readonly effects: Effects;
  readonly host: Host;
  dispatch(event: AppEvent): void;
}

/** One thing a user can do. The keys, the footer and the help all come from lists of these. */
export interface Command {
  readonly id: string;
  /** For the help: a full phrase. */
  readonly title: string;
  /** For the footer: a word or two. Without one it is in the help only. */
  readonly hint?: string;
  readonly keys: readonly string[];
  readonly where: readonly Focus[];
  /** Why it cannot be done now, as a sentence. */
  whenDisabled?(state: AppState): string | null;
  /** The same on the command line; null while it is not known enough. */
  cli?(state: AppState): string | null;
  run(context: CommandContext): void;
}

/** Runs a command, or says why it cannot be run. */
export function runCommand(context: CommandContext, command: Command): void {
  const problem = command.whenDisabled?.(context.state) ?? null;
  context.dispatch({ type: 'noticed', notice: problem === null ? null : { text: problem, tone: 'warn' } });
  if (problem === null) command.run(context);
}
