import type { Flag } from './flags.ts';
import type { CommandContext } from './host.ts';

export interface Command {
  /** As typed; the words of a command in a group are separated by a space. */
  readonly name: string;
  /** What stands in the help for arguments without a flag; none are taken without it. */
  readonly takes?: string;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly flags: readonly Flag[];
  /** Returns the exit code. */
  readonly run: (context: CommandContext) => Promise<number>;
}
