/** Whether what a file exports is a plugin. Everything that is wrong is said at once, each with its mend. */
import {
  closest,
  type DeclaredOptions,
  PLUGIN_KINDS,
  type PluginContribution,
  type PluginDescription,
  type PluginKind,
} from '../../core/index.ts';
import { API_VERSION } from '../api.ts';

export type Shape =
  | { readonly ok: true; readonly description: PluginDescription }
  | { readonly ok: false; readonly problems: readonly string[] };

type Data = Readonly<Record<string, unknown>>;

const FIELDS = ['name', 'apiVersion', 'description', 'options', ...PLUGIN_KINDS];
/** What each kind has to be able to do. */
const CALLS: Readonly<Record<PluginKind, Readonly<Record<string, string>>>> = {
  exporters: { export: 'async *export(rows, context) { … }' },
  sources: { search: 'async search(query, context) { … }', fetch: 'async *fetch(scoreId, build, context) { … }' },
  interpreters: { interpret: 'async interpret(rows, context) { … }' },
  readers: { sniff: 'sniff(head, fileName) { … }', read: 'async *read(path, context) { … }' },
};
const NAME = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const EXTENSION = /^\.[\w.]+$/;

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Describes what a plugin's file exports by default; nothing of it is called. */
export function describeShape(value: unknown): Shape {
  if (!isData(value))
    return {
      ok: false,
      problems: [`it exports ${nameOf(value)} by default; write export default definePlugin({ … })`],
    };
  const problems: string[] = [];
  const say = (where: string, what: string): void => void problems.push(`${where} ${what}`);
  for (const field of Object.keys(value).filter((key) => !FIELDS.includes(key))) {
    const near = closest(field, FIELDS);
    say(
      field,
      near === null ? `is not known; fields are ${FIELDS.join(', ')}` : `is not known; did you mean "${near}"?`,
    );
  }
  if (!isText(value.name) || !NAME.test(value.name))
    say('name', `is ${nameOf(value.name)}; write small letters, digits and hyphens`);
  if (value.apiVersion !== API_VERSION)
    say(
      'apiVersion',
      `is ${nameOf(value.apiVersion)}; this program speaks ${API_VERSION}: write apiVersion: ${API_VERSION}`,
    );
  if (!isText(value.description)) say('description', 'is missing; say in a sentence what the plugin is for');
  const options = readOptions(value.options, say);
  const contributions = PLUGIN_KINDS.flatMap((kind) => readContributions(kind, value[kind], say));
  if (contributions.length === 0 && problems.length === 0)
    say(PLUGIN_KINDS.join(', '), 'are all missing; a plugin brings at least one of them');
  if (problems.length > 0) return { ok: false, problems };
  const { name, description } = value as { readonly name: string; readonly description: string };
  return { ok: true, description: { name, description, options, contributions } };
}

/** Whether a description is one that came from a plugin's thread, or from a file that somebody may have edited. */
export function isDescription(value: unknown): value is PluginDescription {
  if (!isData(value)) return false;
  const { name, description, options, contributions } = value;
  const problems: string[] = [];
  readOptions(options, (where) => void problems.push(where));
  return (
    [name, description].every(isText) &&
    problems.length === 0 &&
    Array.isArray(contributions) &&
    contributions.every(
      (item: unknown) =>
        isData(item) &&
        PLUGIN_KINDS.includes(item.kind as PluginKind) &&
        isText(item.id) &&
        ID.test(item.id) &&
        isText(item.title) &&
        (item.extension === undefined || (isText(item.extension) && EXTENSION.test(item.extension))),
    )
  );
}

type Say = (where: string, what: string) => void;

function readContributions(kind: PluginKind, list: unknown, say: Say): readonly PluginContribution[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    say(kind, `is ${nameOf(list)}; write a list: ${kind}: [{ … }]`);
    return [];
  }
  const ids = new Set<string>();
  return list.flatMap((item: unknown, at): PluginContribution[] => {
    const where = `${kind}[${at}]`;
    if (!isData(item)) {
      say(where, `is ${nameOf(item)}; write { id, title, … }`);
      return [];
    }
    const { id, title, extension } = item;
    if (!isText(id) || !ID.test(id)) say(`${where}.id`, `is ${nameOf(id)}; write small letters, digits and hyphens`);
    else if (ids.has(id)) say(`${where}.id`, `is "${id}", which this plugin has already; write another`);
    else ids.add(id);
    if (!isText(title)) say(`${where}.title`, 'is missing; it is shown in menus');
    for (const [call, pattern] of Object.entries(CALLS[kind]))
      if (typeof item[call] !== 'function') say(`${where}.${call}`, `is ${nameOf(item[call])}; write ${pattern}`);
    if (kind !== 'exporters') return [{ kind, id: String(id), title: String(title) }];
    if (!isText(extension) || !EXTENSION.test(extension))
      say(
        `${where}.extension`,
        `is ${nameOf(extension)}; write ".${String(extension ?? 'txt').replace(/\W/g, '') || 'txt'}"`,
      );
    return [{ kind, id: String(id), title: String(title), extension: String(extension) }];
  });
}

/** The options that a plugin or an exec entry declares. */
export function readOptions(options: unknown, say: Say): DeclaredOptions {
  if (options === undefined) return {};
  if (!isData(options)) {
    say('options', `is ${nameOf(options)}; write options: { name: { type, default, description } }`);
    return {};
  }
  for (const [name, option] of Object.entries(options)) {
    const where = `options.${name}`;
    if (!isData(option)) {
      say(where, `is ${nameOf(option)}; write { type, default, description }`);
      continue;
    }
    if (!/^[a-z][a-z0-9_-]*$/i.test(name)) say(where, 'is no name of an option; write letters, digits and _');
    const { type, required = false, description, choices } = option;
    const [field, other] = required === true ? (['example', 'default'] as const) : (['default', 'example'] as const);
    const value = option[field];
    if (typeof required !== 'boolean') say(`${where}.required`, `is ${nameOf(required)}; write true, or a default`);
    if (type !== 'string' && type !== 'number' && type !== 'boolean')
      say(`${where}.type`, `is ${nameOf(type)}; write 'string', 'number' or 'boolean'`);
    else if (!isOfType(value, type)) {
      const mend = value === undefined && required === false ? ', or required: true and an example' : '';
      say(`${where}.${field}`, `is ${nameOf(value)}; write a ${type}${mend}`);
    }
    if (option[other] !== undefined)
      say(`${where}.${other}`, `does not go with ${required === true ? 'required: true' : 'a default'}; leave it out`);
    if (!isText(description)) say(`${where}.description`, 'is missing; it is shown in the help');
    if (choices !== undefined && !(Array.isArray(choices) && choices.includes(value)))
      say(`${where}.choices`, `has to be a list that holds the ${field}`);
  }
  return options as unknown as DeclaredOptions;
}

export const isOfType = (value: unknown, type: string): boolean => {
  const found: string = typeof value;
  return found === type && !Number.isNaN(value);
};

/** A value as a message shows it. */
export function nameOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  return Array.isArray(value) ? 'a list' : typeof value === 'function' ? 'a function' : `an ${typeof value}`;
}
