/** Why a plugin, or what one brings, is not to be had, and what to do about it. */
import {
  closest,
  describePluginStatus,
  errors,
  nameContribution,
  type PluginDescription,
  type PluginKind,
  type PluginStatus,
} from '../../core/index.ts';
import type { AnyPlugin } from '../builtin/index.ts';
import type { FoundPlugin, Judged } from './model.ts';
import { describeBuiltIn } from './owners.ts';

export const WITHOUT_PLUGINS = '--no-plugins';
export const UNNAMED = 'PRS_PLUGINS does not name it';

/** How a contribution is used. */
const USES: Readonly<Record<PluginKind, (id: string) => string>> = {
  exporters: (id) => `export --format ${id}`,
  interpreters: (id) => `interpret --by ${id}`,
  sources: (id) => `score search --source ${id}`,
  readers: (id) => `genotypes convert FILE --by ${id}`,
};

/** What stands in the way of a contribution that somebody named and that is not to be had; null when nothing does. */
export function whyMissing(
  kind: PluginKind,
  id: string,
  known: readonly string[],
  judged: readonly Judged[],
  builtin: readonly AnyPlugin[],
): Error | null {
  const others = judged.filter(({ status }) => status.state !== 'ready');
  const blamed = others.find(
    ({ found, description }) =>
      [found.name, found.exec?.id].includes(id) ||
      description?.contributions.some((item) => item.kind === kind && item.id === id),
  );
  if (blamed !== undefined) return notReady(blamed);
  const ready = judged.flatMap(({ status, description }) => (status.state === 'ready' ? (description ?? []) : []));
  const named = [...ready, ...builtin.map(describeBuiltIn)].find(
    ({ name, contributions }) => name === id || contributions.some((item) => item.id === id),
  );
  if (named !== undefined) return ofAnotherKind(kind, id, named);
  const waiting = others.filter(({ status }) => status.state === 'waiting').map(({ found }) => found.name);
  if (waiting.length === 0) return null;
  const near = closest(id, known);
  const hints = [
    ...(near === null ? [] : [`Did you mean ${near}?`]),
    ...(known.length === 0 ? [] : [`There are ${known.join(', ')}.`]),
    `Plugins that were not allowed may bring it: ${waiting.join(', ')}. See: just-prs-tui plugins list`,
  ];
  return errors.usage(`There is no ${kind.slice(0, -1)} "${id}".`, hints.join(' '));
}

export function notReady({ found, status }: Judged): Error {
  if (status.state === 'refused') return refusal(found.path, status);
  if (status.state === 'off')
    return errors.usage(`Plugin ${found.name} is off: ${status.why}.`, turnOn(status.why, found.name));
  const hasChanged = status.state === 'waiting' && status.changed;
  const why = hasChanged ? describePluginStatus({ status, faults: 0 }) : 'was not allowed yet';
  return errors.pluginWaiting(found.name, found.path, why);
}

export const refusal = (path: string, { problems, isSetting }: Extract<PluginStatus, { state: 'refused' }>): Error =>
  isSetting === true ? errors.pluginOptions(problems) : errors.pluginRefused(path, problems);

function turnOn(why: string, name: string): string {
  if (why === WITHOUT_PLUGINS) return 'Leave out --no-plugins (PRS_NO_PLUGINS, or no_plugins of .prsrc).';
  if (why === UNNAMED) return `Add it: PRS_PLUGINS=…,${name}`;
  return `Turn it on with: just-prs-tui plugins enable ${name}`;
}

/** Somebody named no plugin, but perhaps what one brings, or a file where none is looked for. */
export function noPlugin(name: string, at: FoundPlugin | null, all: readonly Judged[]): Error {
  if (at !== null)
    return errors.usage(
      `${name} is not where plugins are looked for.`,
      'Put it into plugins/ here, or name it in .prsrc under plugins: with use. To try it: just-prs-tui plugins check',
    );
  for (const { description } of all)
    for (const item of description?.contributions ?? [])
      if (item.id === name)
        return errors.usage(
          `There is no plugin "${name}"; ${description?.name} brings ${nameContribution(item)}.`,
          `Plugins are allowed as a whole: just-prs-tui plugins allow ${description?.name}`,
        );
  const names = all.map(({ found }) => found.name);
  return errors.usage(
    `There is no plugin "${name}".`,
    names.length === 0 ? 'No plugins were found; see: just-prs-tui plugins list' : `Plugins are ${names.join(', ')}.`,
  );
}

/** Somebody asked for an interpreter by the name of an exporter, or of a plugin. */
function ofAnotherKind(kind: PluginKind, id: string, { name, contributions }: PluginDescription): Error {
  const [item = contributions[0]] = [
    ...contributions.filter((one) => one.kind === kind),
    ...contributions.filter((one) => one.id === id),
  ];
  return errors.usage(
    `There is no ${kind.slice(0, -1)} "${id}"; plugin ${name} brings ${contributions.map(nameContribution).join(', ')}.`,
    `Use it with: just-prs-tui ${USES[item.kind](item.id)}`,
  );
}
