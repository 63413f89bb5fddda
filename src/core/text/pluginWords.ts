/** Plugins in words, and their options from words: the same on the command line and on the screen. */
import type { DeclaredOption, ListedPlugin, OptionValue, PluginContribution, PluginKind } from '../model/plugin.ts';

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

export function describePluginStatus({ status, faults }: Pick<ListedPlugin, 'status' | 'faults'>): string {
  switch (status.state) {
    case 'ready':
      return faults === 0 ? 'ready' : `ready, ${faults} ${faults === 1 ? 'fault' : 'faults'} in a row`;
    case 'waiting':
      return status.changed ? 'has changed since it was allowed' : 'waits to be allowed';
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
  choices === undefined ? `It is a ${type}.` : `It is one of ${choices.join(', ')}.`;

/** Of each option its declared default. */
export const usualOptions = (
  options: Readonly<Record<string, DeclaredOption>>,
): Readonly<Record<string, OptionValue>> =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
