import type { Effects } from './effects.ts';
import type { AppEvent, AppState } from './state.ts';
import type { Focus } from './views.ts';

/** What the terminal does for the screens. */
export interface Host {
  quit(exitCode: number): void;
  suspend(): void;
  repaint(): void;
  /** Hands text to the clipboard of the terminal; says why it cannot, as a sentence, or null. */
  copy(text: string): string | null;
  /** Turns the mouse on or off; says why it cannot, or null. */
  setMouse(isOn: boolean): string | null;
  /** Shows a text in the user's pager, or a file in the editor, and comes back; says what went wrong, or null. */
  page(text: string): Promise<string | null>;
  edit(path: string): Promise<string | null>;
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

/** Copies a text, and says so or why not. */
export function copyText({ host, dispatch }: CommandContext, text: string, what: string, elsewise: string): void {
  const problem = host.copy(text);
  const said = problem === null ? `${what} sent to the clipboard of the terminal.` : `${problem} ${elsewise}`;
  dispatch({ type: 'noticed', notice: { text: said, tone: problem === null ? 'good' : 'warn' } });
}

/** Runs a command, or says why it cannot be run. */
export function runCommand(context: CommandContext, command: Command): void {
  const problem = command.whenDisabled?.(context.state) ?? null;
  context.dispatch({ type: 'noticed', notice: problem === null ? null : { text: problem, tone: 'warn' } });
  if (problem === null) command.run(context);
}
