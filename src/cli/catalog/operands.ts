/** What the commands of the catalogue read from their arguments. */
import { errors, type ScoresQuery } from '../../core/index.ts';
import type { CommandContext } from '../host.ts';

/** The words after the command, or those of --term. */
export function readWords({ flags }: CommandContext, command: string): string {
  const words = [flags.values.term as string | undefined, ...flags.positional].filter((word) => word !== undefined);
  if (words.length === 0) throw errors.usage(`${command} needs words to look for.`, 'See --help for examples.');
  return words.join(' ');
}

/** The one word after the command. */
export function readId({ flags }: CommandContext, command: string): string {
  const [id, ...others] = flags.positional;
  if (id === undefined || others.length > 0) throw errors.usage(`${command} needs one id.`, 'See --help for examples.');
  return id;
}

export function readScoresQuery({ flags, settings }: CommandContext): ScoresQuery {
  const build = settings.build ?? undefined;
  const isNative = flags.values.native === true;
  if (isNative && build === undefined) throw errors.usage('--native is about a build.', 'Use it with --build GRCh38.');
  return { build, includeHarmonized: !isNative };
}

/** The first rows, as many as --limit says, or all with --all. */
export function takeRows<Row>(rows: readonly Row[], { flags }: CommandContext, usual: number): readonly Row[] {
  if (flags.values.all === true) return rows;
  const limit = (flags.values.limit as number | undefined) ?? usual;
  if (!Number.isInteger(limit) || limit < 1) throw errors.usage('--limit needs a whole number of 1 or more.');
  return rows.slice(0, limit);
}

/** `Shown: 25 of 103; --all shows all.`, or null when nothing is left out. */
export function describeCut(shown: number, total: number, what: string): string | null {
  return shown === total ? null : `${shown} of ${total.toLocaleString('en-US')} ${what}; --all shows all.`;
}

export const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A text cut to fit a column. */
export const cut = (text: string | null, length: number): string =>
  text === null ? '–' : text.length <= length ? text : `${text.slice(0, length - 1)}…`;

export const grouped = (count: number | null): string => (count === null ? '–' : count.toLocaleString('en-US'));
