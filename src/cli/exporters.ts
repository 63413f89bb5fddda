/** Formats of results that the command line is lent, and how they are asked for. */
import {
  closest,
  type DeclaredOption,
  type DeclaredOptions,
  describeOptionValues,
  errors,
  type OptionValue,
  type PrsResult,
  readOptionValue,
  usualOptions,
} from '../core/index.ts';
import type { FlagValue } from './flags.ts';

/** A format of results, whoever brought it. */
export interface ResultExporter {
  readonly id: string;
  readonly title: string;
  readonly extension: string;
  readonly options: DeclaredOptions;
  /** Who brought it. */
  readonly plugin: string;
  /** Whether that is not ours. */
  readonly isForeign: boolean;
  /** Results in as they come, bytes out; ends early when the signal fires. */
  readonly write: (
    results: AsyncIterable<PrsResult>,
    options: Readonly<Record<string, OptionValue>>,
    signal: AbortSignal,
  ) => AsyncIterable<string | Uint8Array>;
}

/** The exporter of an id; throws a usage error that names all for one that there is not. */
export function findExporter(
  exporters: readonly ResultExporter[],
  id: string,
  others: readonly string[] = [],
): ResultExporter {
  const found = exporters.find((exporter) => exporter.id === id);
  if (found !== undefined) return found;
  const names = [...others, ...exporters.map((exporter) => exporter.id)];
  const near = closest(id, names);
  throw errors.usage(
    `There is no format "${id}".`,
    near === null ? `Formats are ${names.join(', ')}.` : `Did you mean ${near}? Formats are ${names.join(', ')}.`,
  );
}

/**
 * The options of an exporter from `--option name=value,…`, with the declared defaults. A value may hold commas: what has no
 * `=` belongs to the value before it. Throws a usage error for what the exporter did not declare.
 */
export function readOptions(
  exporter: Pick<ResultExporter, 'id' | 'options'>,
  flag: FlagValue | undefined,
): Readonly<Record<string, OptionValue>> {
  const values: Record<string, OptionValue> = { ...usualOptions(exporter.options) };
  for (const item of joinValues((flag as readonly string[] | undefined) ?? [])) {
    const at = item.indexOf('=');
    const name = item.slice(0, at);
    const option = exporter.options[name];
    if (at < 1 || option === undefined)
      throw errors.usage(
        at < 1 ? `--option does not understand "${item}".` : `${exporter.id} has no option "${name}".`,
        Object.keys(exporter.options).length === 0
          ? `${exporter.id} has no options.`
          : `Its options are ${Object.keys(exporter.options).join(', ')}, as name=value.`,
      );
    values[name] = readOption(item.slice(at + 1), option, `${exporter.id} option "${name}"`);
  }
  return values;
}

function joinValues(items: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const item of items) {
    const last = joined.pop();
    if (last === undefined) joined.push(item);
    else if (item.includes('=')) joined.push(last, item);
    else joined.push(`${last},${item}`);
  }
  return joined;
}

function readOption(text: string, option: DeclaredOption, what: string): OptionValue {
  const value = readOptionValue(text, option);
  if (value === null) throw errors.usage(`${what} cannot be "${text}".`, describeOptionValues(option));
  return value;
}
