/** Who brings what: an id belongs to one plugin. */
import { PLUGIN_KINDS, type PluginContribution, type PluginDescription } from '../../core/index.ts';
import type { AnyPlugin } from '../builtin/index.ts';
import type { Judged } from './model.ts';

export const describeBuiltIn = (plugin: AnyPlugin): PluginDescription => ({
  name: plugin.name,
  description: plugin.description,
  options: plugin.options ?? {},
  contributions: contributionsOf(plugin),
});

/** An id belongs to whoever brought it first; the other is refused with both names, never silently. */
export function refuseDoubles(judged: readonly Judged[], builtin: readonly AnyPlugin[]): readonly Judged[] {
  const owners = ownersOf([], builtin);
  return judged.map((item) => {
    if (item.status.state !== 'ready' || item.description === null) return item;
    const problems = takenProblems(item.description.contributions, owners);
    if (problems.length > 0) return { ...item, status: { state: 'refused', problems } };
    note(owners, item.description);
    return item;
  });
}

/** Names of plugins by what they bring: those built in, and those that may run. */
export function ownersOf(judged: readonly Judged[], builtin: readonly AnyPlugin[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const plugin of builtin) note(owners, describeBuiltIn(plugin));
  for (const { status, description } of judged)
    if (status.state === 'ready' && description !== null) note(owners, description);
  return owners;
}

function note(owners: Map<string, string>, { name, contributions }: PluginDescription): void {
  for (const { kind, id } of contributions) owners.set(`${kind} ${id}`, name);
}

export const takenProblems = (
  contributions: readonly PluginContribution[],
  owners: ReadonlyMap<string, string>,
): readonly string[] =>
  contributions.flatMap(({ kind, id }) => {
    const owner = owners.get(`${kind} ${id}`);
    return owner === undefined
      ? []
      : [`${kind.slice(0, -1)} "${id}" is brought by ${owner} already; give it another id`];
  });

const contributionsOf = (plugin: AnyPlugin): readonly PluginContribution[] =>
  PLUGIN_KINDS.flatMap((kind) => (plugin[kind] ?? []).map(({ id, title }) => ({ kind, id, title })));
