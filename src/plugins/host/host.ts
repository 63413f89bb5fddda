/** The plugins of a user: found, judged, allowed, and lent to the program like those that it brings itself. */
import {
  type DeclaredOptions,
  errors,
  type ListedPlugin,
  PLUGIN_KINDS,
  type PluginCheck,
  type PluginContribution,
  type PluginDescription,
  type PluginKind,
  type PluginStatus,
} from '../../core/index.ts';
import type { AnyPlugin } from '../builtin/index.ts';
import { checkFound } from './check.ts';
import { type Consents, createConsentStore } from './consents.ts';
import { crossOver } from './crossing.ts';
import { describe } from './describe.ts';
import { discoverPlugins, findOnPath, type Places } from './discover.ts';
import { createLoadingNotes } from './loadingNotes.ts';
import { type Consent, type FoundPlugin, MOST_FAULTS } from './model.ts';
import type { Listener, ThreadLimits } from './pluginThread.ts';
import { isOfType, type Shape } from './shape.ts';

export interface PluginHostOptions extends Places {
  /** What the program brings itself; its ids are taken. */
  readonly builtin: readonly AnyPlugin[];
  readonly stateDirectory: string;
  readonly path: string;
  /** Whether nothing but what is built in may run. */
  readonly isOff: boolean;
  /** The only ones that may run; null for all that are allowed. */
  readonly only: readonly string[] | null;
  /** Names that are allowed for this run alone. */
  readonly allowOnce: readonly string[];
  readonly limits: ThreadLimits;
  readonly hear: (plugin: string) => Listener;
}

export interface PluginHost {
  /** All plugins with what became of them, those built in last. */
  list(): Promise<readonly ListedPlugin[]>;
  /** Those that may run, as if they ran here. */
  ready(): Promise<readonly AnyPlugin[]>;
  /** The exporter `just-prs-export-ID` of the `PATH`; null when there is none. Throws `plugin_waiting` until it is allowed. */
  onPath(id: string): Promise<AnyPlugin | null>;
  /** Throws what stands in the way of a contribution that somebody named and that is not to be had, if something does. */
  explainMissing(kind: PluginKind, id: string): Promise<void>;
  /** Loads a plugin once to hear what it brings, and allows what was loaded. Throws `plugin_refused` with all its problems. */
  allow(name: string): Promise<ListedPlugin>;
  forget(name: string): Promise<ListedPlugin>;
  /** A dry run of a plugin that may run. */
  test(name: string): Promise<PluginCheck>;
  /** Turning on forgives faults. */
  setEnabled(name: string, enabled: boolean): Promise<ListedPlugin>;
}

const DIED = 'the program died while it was loading it';

/** A plugin, what the user decided about it, and what follows. */
interface Judged {
  readonly found: FoundPlugin;
  readonly consent: Consent | null;
  readonly description: PluginDescription | null;
  readonly status: PluginStatus;
}

export function createPluginHost(options: PluginHostOptions): PluginHost {
  const store = createConsentStore(options.stateDirectory);
  const notes = createLoadingNotes(options.stateDirectory);
  const { hear, limits } = options;

  /** A plugin that took the program down is told of, and not loaded again. */
  async function noteDead(): Promise<void> {
    for (const path of notes.takeDead()) {
      await store.markDead(path);
      const name = (await store.read())[path]?.description.name;
      if (name !== undefined)
        hear(name).log(`${DIED}, so it is off. Turn it on with: just-prs-tui plugins enable ${name}`);
    }
  }

  async function judgeAll(): Promise<readonly Judged[]> {
    await noteDead();
    const consents = await store.read();
    const found = await discoverPlugins(options);
    const judged = await Promise.all(found.map((plugin) => judge(plugin, consents, options)));
    return refuseDoubles(judged, options.builtin);
  }

  async function find(name: string): Promise<Judged> {
    const all = await judgeAll();
    const fitting = all.filter(
      ({ found, description }) => found.name === name || description?.name === name || found.path === name,
    );
    const [judged, second] = fitting;
    if (judged === undefined) {
      const program = name.startsWith('just-prs-export-') ? await findOnPath(name.slice(16), options.path) : null;
      if (program !== null) return judge(program, await store.read(), options);
      const names = all.map(({ found }) => found.name);
      throw errors.usage(
        `There is no plugin "${name}".`,
        names.length === 0
          ? 'No plugins were found; see: just-prs-tui plugins list'
          : `Plugins are ${names.join(', ')}.`,
      );
    }
    if (second !== undefined)
      throw errors.usage(
        `Two plugins are named "${name}".`,
        `Name one by its path: ${fitting.map(({ found }) => found.path).join(', ')}`,
      );
    return judged;
  }

  const cross = ({ found, description }: Judged): AnyPlugin =>
    crossOver({
      found,
      description: description as PluginDescription,
      limits,
      hear,
      record: (run) => store.record(found.path, run),
      noteLoading: () => notes.begin(found.path),
    });

  /** How a plugin is by now; programs of the `PATH` are not among all. */
  const relist = async (plugin: FoundPlugin): Promise<ListedPlugin> =>
    listed(
      (await judgeAll()).find(({ found }) => found.path === plugin.path) ??
        (await judge(plugin, await store.read(), options)),
    );

  return {
    async list() {
      return [...(await judgeAll()).map(listed), ...options.builtin.map(listedBuiltIn)];
    },
    async ready() {
      if (options.isOff) return [];
      return (await judgeAll()).filter(({ status }) => status.state === 'ready').map(cross);
    },
    async onPath(id) {
      if (options.isOff) return null;
      const found = await findOnPath(id, options.path);
      if (found === null) return null;
      const judged = await judge(found, await store.read(), options);
      if (judged.status.state !== 'ready') throw notReady(judged);
      return cross(judged);
    },
    async explainMissing(kind, id) {
      const all = (await judgeAll()).filter(({ status }) => status.state !== 'ready');
      const blamed = all.find(
        ({ found, description }) =>
          [found.name, found.exec?.id].includes(id) ||
          description?.contributions.some((item) => item.kind === kind && item.id === id),
      );
      if (blamed !== undefined) throw notReady(blamed);
      const waiting = all.filter(({ status }) => status.state === 'waiting').map(({ found }) => found.name);
      if (waiting.length > 0 && !options.isOff)
        throw errors.usage(
          `There is no ${kind.slice(0, -1)} "${id}".`,
          `Plugins that were not allowed may bring it: ${waiting.join(', ')}. See: just-prs-tui plugins list`,
        );
    },
    async allow(name) {
      const judged = await find(name);
      const described = await tryDescribe(judged.found, limits);
      if (!described.ok) throw errors.pluginRefused(judged.found.path, described.problems);
      const { description } = described;
      const allowed = new Date().toISOString();
      const { hash, path } = judged.found;
      await store.write(path, { hash, description, allowed, enabled: true, faults: 0, last_run: null });
      const now = await relist(judged.found);
      if (now.status.state === 'refused') {
        await store.write(path, judged.consent);
        throw errors.pluginRefused(path, now.status.problems);
      }
      return now;
    },
    async forget(name) {
      const { found } = await find(name);
      await store.write(found.path, null);
      return relist(found);
    },
    async test(name) {
      const judged = await find(name);
      if (judged.status.state !== 'ready') throw notReady(judged);
      return checkFound(judged.found, limits);
    },
    async setEnabled(name, enabled) {
      const { found, consent } = await find(name);
      if (consent === null)
        throw errors.usage(`${name} is not allowed yet.`, `Allow it with: just-prs-tui plugins allow ${name}`);
      await store.write(found.path, { ...consent, enabled, ...(enabled ? { faults: 0, died: false } : {}) });
      return relist(found);
    },
  };
}

async function judge(found: FoundPlugin, consents: Consents, options: PluginHostOptions): Promise<Judged> {
  const known = consents[found.path] ?? null;
  const consent = known?.hash === found.hash ? known : null;
  const judged = (status: PluginStatus, description = consent?.description ?? null): Judged => ({
    found,
    consent,
    description,
    status,
  });
  if (found.problems.length > 0) return judged({ state: 'refused', problems: found.problems });
  if (options.isOff) return judged({ state: 'off', why: '--no-plugins' });
  if (
    options.only !== null &&
    ![found.name, consent?.description.name].some((name) => options.only?.includes(name ?? ''))
  )
    return judged({ state: 'off', why: 'PRS_PLUGINS does not name it' });
  if (consent === null) {
    if (!options.allowOnce.includes(found.name)) return judged({ state: 'waiting', changed: known !== null });
    const shape = await tryDescribe(found, options.limits);
    return shape.ok
      ? judged({ state: 'ready' }, shape.description)
      : judged({ state: 'refused', problems: shape.problems });
  }
  if (consent.died === true) return judged({ state: 'off', why: DIED, died: true });
  if (!consent.enabled) return judged({ state: 'off', why: 'turned off' });
  if (consent.faults >= MOST_FAULTS)
    return judged({ state: 'off', why: `${MOST_FAULTS} faults in a row; the last: ${consent.last_run?.fault}` });
  const problems = optionProblems(found, consent.description.options);
  return judged(problems.length > 0 ? { state: 'refused', problems } : { state: 'ready' });
}

/** What a plugin says of itself, and whether the options that the user set fit it. */
async function tryDescribe(found: FoundPlugin, limits: ThreadLimits): Promise<Shape> {
  if (found.problems.length > 0) return { ok: false, problems: found.problems };
  const shape = await describe(found, limits);
  if (!shape.ok) return shape;
  const problems = optionProblems(found, shape.description.options);
  return problems.length > 0 ? { ok: false, problems } : shape;
}

/** Options that the user set, against those that the plugin declares. */
function optionProblems({ options, path }: FoundPlugin, declared: DeclaredOptions): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const option = declared[name];
    if (option === undefined)
      return [`option "${name}" is not declared; ${path} has ${Object.keys(declared).join(', ') || 'none'}`];
    if (!isOfType(value, option.type)) return [`option "${name}" has to be a ${option.type}`];
    const fits = option.choices === undefined || option.choices.includes(value as string);
    return fits ? [] : [`option "${name}" is one of ${option.choices?.join(', ')}`];
  });
}

/** An id belongs to whoever brought it first; the other is refused with both names, never silently. */
function refuseDoubles(judged: readonly Judged[], builtin: readonly AnyPlugin[]): readonly Judged[] {
  const owners = new Map<string, string>();
  for (const plugin of builtin)
    for (const { kind, id } of contributionsOf(plugin)) owners.set(`${kind} ${id}`, plugin.name);
  return judged.map((item) => {
    if (item.status.state !== 'ready' || item.description === null) return item;
    const { contributions, name } = item.description;
    const problems = contributions.flatMap(({ kind, id }) => {
      const owner = owners.get(`${kind} ${id}`);
      return owner === undefined
        ? []
        : [`${kind.slice(0, -1)} "${id}" is brought by ${owner} already; give it another id`];
    });
    if (problems.length > 0) return { ...item, status: { state: 'refused', problems } };
    for (const { kind, id } of contributions) owners.set(`${kind} ${id}`, name);
    return item;
  });
}

const contributionsOf = (plugin: AnyPlugin): readonly PluginContribution[] =>
  PLUGIN_KINDS.flatMap((kind) => (plugin[kind] ?? []).map(({ id, title }) => ({ kind, id, title })));

const listed = ({ found, consent, description, status }: Judged): ListedPlugin => ({
  name: description?.name ?? found.name,
  origin: found.origin,
  path: found.path,
  hash: found.hash === '' ? null : found.hash,
  status,
  description,
  warnings: found.warnings,
  faults: consent?.faults ?? 0,
  last_run: consent?.last_run ?? null,
});

const listedBuiltIn = (plugin: AnyPlugin): ListedPlugin => ({
  name: plugin.name,
  origin: 'built-in',
  path: '',
  hash: null,
  status: { state: 'ready' },
  description: {
    name: plugin.name,
    description: plugin.description,
    options: plugin.options ?? {},
    contributions: contributionsOf(plugin),
  },
  warnings: [],
  faults: 0,
  last_run: null,
});

function notReady({ found, status }: Judged): Error {
  if (status.state === 'refused') return errors.pluginRefused(found.path, status.problems);
  if (status.state === 'off')
    return errors.usage(
      `Plugin ${found.name} is off: ${status.why}.`,
      `Turn it on with: just-prs-tui plugins enable ${found.name}`,
    );
  return errors.pluginWaiting(found.name, found.path);
}
