/** Formats of results that the command line is lent, and how they are asked for. */
import {
  closest,
  type DeclaredOption,
  type DeclaredOptions,
  describeOptionValues,
  errors,
  type OptionValue,
  type OptionValues,
  type PluginListener,
  type PrsResult,
  readOptionValue,
  requireOptions,
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
    heard?: PluginListener,
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
 * The options of a format, rule, source or reader: one for each `--option NAME=VALUE`, whose value is all that follows the
 * first `=`, and the declared defaults. Throws a usage error for what is not declared, given twice, or required and missing.
 */
export function readOptions(
  { id, options }: { readonly id: string; readonly options: DeclaredOptions },
  flag: FlagValue | undefined,
): OptionValues {
  const given: Record<string, OptionValue> = {};
  for (const item of (flag as readonly string[] | undefined) ?? []) {
    const at = item.indexOf('=');
    const name = item.slice(0, at);
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (at < 1 || option === undefined)
      throw errors.usage(
        at < 1 ? `--option does not understand "${item}".` : `${id} has no option "${name}".`,
        Object.keys(options).length === 0
          ? `${id} has no options.`
          : `Its options are ${Object.keys(options).join(', ')}, as name=value.`,
      );
    if (Object.hasOwn(given, name)) throw errors.usage(`${id} option "${name}" is given twice.`, 'Give it once.');
    given[name] = readOption(item.slice(at + 1), option, `${id} option "${name}"`);
  }
  const values = { ...usualOptions(options), ...given };
  requireOptions(id, options, values, (name) => `Give --option ${name}=…, or set it in .prsrc.`);
  return values;
}

/** Somebody who knows flags with commas may have put several options into one. */
function readOption(text: string, option: DeclaredOption, what: string): OptionValue {
  const value = readOptionValue(text, option);
  if (value !== null) return value;
  const once = /,\w[\w-]*=/.test(text) ? ' Give --option once for each option.' : '';
  throw errors.usage(`${what} cannot be "${text}".`, `${describeOptionValues(option)}${once}`);
}
