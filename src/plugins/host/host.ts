/** The plugins of a user: found, judged, allowed, and lent to the program like those that it brings itself. */
import { resolve } from 'node:path';
import {
  errors,
  type ListedPlugin,
  nameContribution,
  type PluginCheck,
  type PluginDescription,
  type PluginKind,
  type PluginListener,
  type PluginStatus,
  usualOptions,
} from '../../core/index.ts';
import type { AnyPlugin } from '../builtin/index.ts';
import { type CheckRequest, checkFound } from './check.ts';
import { type Consents, createConsentStore } from './consents.ts';
import { changedFiles } from './contentHash.ts';
import { crossOver, withUserDefaults } from './crossing.ts';
import { describe } from './describe.ts';
import { discoverPlugins, findOnPath, foundAt, type Places } from './discover.ts';
import { createLoadingNotes } from './loadingNotes.ts';
import { type Consent, type FoundPlugin, type Judged, MOST_FAULTS } from './model.ts';
import { optionProblems } from './optionProblems.ts';
import { describeBuiltIn, ownersOf, refuseDoubles, takenProblems } from './owners.ts';
import type { ThreadLimits } from './pluginThread.ts';
import { noPlugin, notReady, refusal, UNNAMED, WITHOUT_PLUGINS, whyMissing } from './refusals.ts';
import type { Shape } from './shape.ts';

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
  readonly hear: (plugin: string) => PluginListener;
}

export interface PluginHost {
  /** All plugins with what became of them, those built in last. */
  list(): Promise<readonly ListedPlugin[]>;
  /** Those that may run, as if they ran here. */
  ready(): Promise<readonly AnyPlugin[]>;
  /** The exporter `just-prs-export-ID` of the `PATH`; null when there is none. Throws `plugin_waiting` until it is allowed. */
  onPath(id: string): Promise<AnyPlugin | null>;
  /**
   * Throws what stands in the way of a contribution that somebody named and that is not to be had, if something does. `known`
   * are those that are.
   */
  explainMissing(kind: PluginKind, id: string, known: readonly string[]): Promise<void>;
  /** Throws a usage error when somebody brings a contribution already. */
  refuseTaken(kind: PluginKind, id: string): Promise<void>;
  /**
   * Loads a plugin once to hear what it brings, and allows what was loaded; it is named as it names itself, or by its path.
   * Throws `plugin_refused` with all its problems.
   */
  allow(name: string): Promise<ListedPlugin>;
  forget(name: string): Promise<ListedPlugin>;
  /** A dry run of a plugin that may run. */
  test(name: string): Promise<PluginCheck>;
  /** A dry run of what lies at a path, or of a plugin that was found, allowed or not. */
  check(path: string, choose: CheckRequest['choose']): Promise<PluginCheck>;
  /** Turning on forgives faults. */
  setEnabled(name: string, enabled: boolean): Promise<ListedPlugin>;
}

const DIED = 'the program died while it was loading it';

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

  const lieAt = (path: string): Promise<FoundPlugin | null> => foundAt(resolve(options.cwd, path));

  async function find(name: string): Promise<Judged> {
    const all = await judgeAll();
    const named = all.filter(
      ({ found, description }) => found.name === name || description?.name === name || found.path === name,
    );
    const at = named.length === 0 ? await lieAt(name) : null;
    const fitting = at === null ? named : all.filter(({ found }) => found.path === at.path);
    const [judged, second] = fitting;
    if (judged === undefined) {
      const program = name.startsWith('just-prs-export-') ? await findOnPath(name.slice(16), options.path) : null;
      if (program !== null) return judge(program, await store.read(), options);
      throw noPlugin(name, at, all);
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
    async explainMissing(kind, id, known) {
      const why = whyMissing(kind, id, known, await judgeAll(), options.builtin);
      if (why !== null) throw why;
    },
    async refuseTaken(kind, id) {
      const owner = ownersOf(await judgeAll(), options.builtin).get(`${kind} ${id}`);
      if (owner !== undefined)
        throw errors.usage(`${owner} brings ${nameContribution({ kind, id })} already.`, 'Choose another name.');
    },
    async check(path, choose) {
      const all = await judgeAll();
      const at = await lieAt(path);
      if (at === null && /[./\\]/.test(path))
        throw errors.usage(`${path} is no plugin.`, 'Give a file, or a folder with index.ts, index.js or plugin.json.');
      const found =
        at === null ? (await find(path)).found : (all.find((one) => one.found.path === at.path)?.found ?? at);
      const others = all.filter((one) => one.found.path !== found.path);
      const findProblems = (description: PluginDescription): readonly string[] => [
        ...optionProblems(found, description),
        ...takenProblems(description.contributions, ownersOf(others, options.builtin)),
      ];
      return checkFound(found, { limits, findProblems, choose });
    },
    async allow(name) {
      const judged = await find(name);
      const described = await describeFound(judged.found, limits);
      if (!described.ok) throw errors.pluginRefused(judged.found.path, described.problems);
      const { description } = described;
      const allowed = new Date().toISOString();
      const { hash, files, path } = judged.found;
      await store.write(path, { hash, files, description, allowed, enabled: true, faults: 0, last_run: null });
      const now = await relist(judged.found);
      if (now.status.state === 'refused') {
        await store.write(path, judged.consent);
        throw refusal(path, now.status);
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
      return checkFound(judged.found, {
        limits,
        findProblems: () => [],
        choose: (plugin) => usualOptions(plugin.options),
      });
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
  // Of a program it is written down which options it has.
  const misset = found.exec === null ? [] : optionProblems(found, { name: found.name, options: found.exec.options });
  if (misset.length > 0) return judged({ state: 'refused', problems: misset, isSetting: true });
  if (options.isOff) return judged({ state: 'off', why: WITHOUT_PLUGINS });
  if (
    options.only !== null &&
    ![found.name, consent?.description.name].some((name) => options.only?.includes(name ?? ''))
  )
    return judged({ state: 'off', why: UNNAMED });
  if (consent === null) {
    if (!options.allowOnce.includes(found.name)) return judged(waiting(found, known));
    const shape = await describeFound(found, options.limits);
    if (!shape.ok) return judged({ state: 'refused', problems: shape.problems });
    return judged(readyOrMisset(found, shape.description), shape.description);
  }
  if (consent.died === true) return judged({ state: 'off', why: DIED, died: true });
  if (!consent.enabled) return judged({ state: 'off', why: 'you turned it off' });
  if (consent.faults >= MOST_FAULTS)
    return judged({ state: 'off', why: `${MOST_FAULTS} faults in a row; the last: ${consent.last_run?.fault}` });
  return judged(readyOrMisset(found, consent.description));
}

function readyOrMisset(found: FoundPlugin, description: PluginDescription): PluginStatus {
  const problems = optionProblems(found, description);
  return problems.length > 0 ? { state: 'refused', problems, isSetting: true } : { state: 'ready' };
}

/** A plugin without consent: new, or changed since. */
function waiting({ files }: FoundPlugin, known: Consent | null): PluginStatus {
  const changed = known?.files === undefined ? [] : changedFiles(known.files, files);
  return { state: 'waiting', changed: known !== null, ...(changed.length === 0 ? {} : { files: changed }) };
}

/** What a plugin says of itself. */
const describeFound = async (found: FoundPlugin, limits: ThreadLimits): Promise<Shape> =>
  found.problems.length > 0 ? { ok: false, problems: found.problems } : describe(found, limits);

const listed = ({ found, consent, description, status }: Judged): ListedPlugin => ({
  name: description?.name ?? found.name,
  origin: found.origin,
  path: found.path,
  hash: found.hash === '' ? null : found.hash,
  status,
  description: description && { ...description, options: withUserDefaults(description.options, found) },
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
  description: describeBuiltIn(plugin),
  warnings: [],
  faults: 0,
  last_run: null,
});
