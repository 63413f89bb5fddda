import type { Flag } from './flags.ts';
import type { CommandContext } from './host.ts';

export interface Command {
  /** As typed; several words for a command of a group: `catalog scores list`. */
  readonly name: string;
  /** What stands for the words after the name in the help; without it the command takes none. */
  readonly operand?: string;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly flags: readonly Flag[];
  /** Where to read on; the last line of the help. */
  readonly more?: string;
  /** Returns the exit code. */
  readonly run: (context: CommandContext) => Promise<number>;
}
