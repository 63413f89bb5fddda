/** Plugins in words, and their options from words: the same on the command line and on the screen. */
import { errors } from '../errors.ts';
import type {
  DeclaredOption,
  DeclaredOptions,
  ListedPlugin,
  OptionValue,
  OptionValues,
  PluginCheck,
  PluginContribution,
  PluginKind,
} from '../model/plugin.ts';

/** `exporter forest`. */
export const nameContribution = ({ kind, id }: Pick<PluginContribution, 'kind' | 'id'>): string =>
  `${kind.slice(0, -1)} ${id}`;

/** `exporter forest, interpreter strict`; nothing is known of a plugin that was never allowed. */
export const nameContributions = ({ description }: ListedPlugin): string =>
  description === null ? '?' : description.contributions.map(nameContribution).join(', ');

/** What a kind of plugin is handed. */
export const GIVEN_TO_PLUGINS: Readonly<Record<PluginKind, string>> = {
  exporters: 'results',
  interpreters: 'results',
  sources: 'words to search for',
  readers: 'the path of a genotype file',
};

/** ` (run.sh, lib/a.py and 3 more)`; nothing when it is not known which. */
function nameFiles(files: readonly string[] = []): string {
  const more = files.length > 3 ? ` and ${files.length - 3} more` : '';
  return files.length === 0 ? '' : ` (${files.slice(0, 3).join(', ')}${more})`;
}

export function describePluginStatus({ status, faults }: Pick<ListedPlugin, 'status' | 'faults'>): string {
  switch (status.state) {
    case 'ready':
      return faults === 0 ? 'ready' : `ready, ${faults} ${faults === 1 ? 'fault' : 'faults'} in a row`;
    case 'waiting':
      return status.changed ? `has changed since it was allowed${nameFiles(status.files)}` : 'waits to be allowed';
    case 'refused':
      return status.problems.length === 1 ? 'refused: 1 problem' : `refused: ${status.problems.length} problems`;
    case 'off':
      return `off: ${status.why}`;
  }
}

/** The value of an option as typed; null for a text that is none. */
export function readOptionValue(text: string, { type, choices }: DeclaredOption): OptionValue | null {
  const value = type === 'number' ? Number(text) : type === 'boolean' ? text === 'true' : text;
  const isWrong =
    (type === 'number' && (text === '' || Number.isNaN(value))) ||
    (type === 'boolean' && text !== 'true' && text !== 'false') ||
    (choices !== undefined && !choices.includes(value));
  return isWrong ? null : value;
}

/** What an option may be, as a sentence. */
export const describeOptionValues = ({ type, choices }: DeclaredOption): string =>
  choices !== undefined
    ? `It is one of ${choices.join(', ')}.`
    : type === 'boolean'
      ? 'It is true or false.'
      : `It is a ${type}.`;

/** `separator="\t": what stands between`, or that a value has to be set. */
export function describeOption(
  name: string,
  { default: usual, example, description, choices }: DeclaredOption,
): string {
  const among = choices === undefined ? '' : ` (${choices.join(', ')})`;
  if (usual === undefined) return `${name} (required, such as ${JSON.stringify(example)})${among}: ${description}`;
  return `${name}${usual === '' ? '' : `=${JSON.stringify(usual)}`}${among}: ${description}`;
}

/** Of each option its default; a required one that nobody set is missing. */
export const usualOptions = (options: DeclaredOptions): OptionValues =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, { default: usual }]) => (usual === undefined ? [] : [[name, usual]])),
  );

/** Throws a usage error for a required option that has no value, with how to set it; `owner` is whoever needs it. */
export function requireOptions(
  owner: string,
  options: DeclaredOptions,
  values: OptionValues,
  howToSet: (name: string) => string,
): void {
  for (const [name, { required, description, example }] of Object.entries(options))
    if (required === true && values[name] === undefined) {
      const what = `${description.replace(/\.$/, '')}, such as ${JSON.stringify(example)}.`;
      throw errors.pluginOptionMissing(owner, name, `${howToSet(name)} ${what}`);
    }
}

const LINES_OF_SUCCESS = 3;
const LINES_OF_FAULT = 10;

/** Of what a plugin said in a dry run, enough: of a failed one the end, which has the reason. */
export function excerptLog({ log, fault }: PluginCheck['runs'][number]): readonly string[] {
  const shown = fault === null ? log.slice(0, LINES_OF_SUCCESS) : log.slice(-LINES_OF_FAULT);
  const left = log.length - shown.length;
  const more = left === 0 ? [] : [`… ${left} more ${left === 1 ? 'line' : 'lines'}`];
  return fault === null ? [...shown, ...more] : [...more, ...shown];
}
