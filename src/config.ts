/** Settings: flags over environment over the project's .prsrc over the user's own, the later wins. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cosmiconfig, defaultLoaders } from 'cosmiconfig';
import * as v from 'valibot';
import {
  AMBIGUOUS_POLICIES,
  COMPAT_POLICIES,
  DEFAULT_NETWORK,
  DEFAULT_POLICIES,
  DOSAGE_POLICIES,
  DUPLICATE_POLICIES,
  errors,
  FLIP_POLICIES,
  GENOME_BUILDS,
  isPrsError,
  MISSING_POLICIES,
  SUPERPOPULATIONS,
  XCHR_MODELS,
} from './core/index.ts';

const nonEmptyTexts = v.array(v.pipe(v.string(), v.trim(), v.nonEmpty()));
const sexes = ['Male', 'Female'] as const;

/** `male` and `FEMALE` are fine too. */
const sex = v.pipe(
  v.string(),
  v.transform((text) => sexes.find((name) => name.toLowerCase() === text.toLowerCase()) ?? text),
  v.picklist(sexes),
);

/** A URL of one of these protocols; a text without a protocol is a path, where `file:` is allowed. */
const address = (allowed: string, protocols: RegExp) =>
  v.pipe(
    v.string(),
    v.nonEmpty(),
    v.check((text) => protocols.test(isUrl(text) && URL.canParse(text) ? new URL(text).protocol : 'file:'), allowed),
  );
const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(text);

/** The VCF filters; null means: do not filter by this. */
const filters = v.strictObject({
  // An empty list would keep no record at all.
  pass_filters: v.optional(v.nullable(v.pipe(nonEmptyTexts, v.minLength(1))), null),
  min_depth: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))), null),
  min_qual: v.optional(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))), null),
  min_gq: v.optional(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))), null),
  sex: v.optional(v.nullable(sex), null),
});

/** One key or several. */
const keys = v.union([
  v.pipe(
    v.string(),
    v.nonEmpty(),
    v.transform((key): readonly string[] => [key]),
  ),
  nonEmptyTexts,
]);

/** A plugin with the file that names it; what is wrong with one is told where plugins are listed, and stops no other. */
const plugin = v.object({ where: v.string(), entry: v.unknown() });

/** Every setting, with its default. */
export const settingsSchema = v.strictObject({
  cache_dir: v.optional(v.pipe(v.string(), v.nonEmpty())),
  catalog_dir: v.optional(v.pipe(v.string(), v.nonEmpty())),
  state_dir: v.optional(v.pipe(v.string(), v.nonEmpty())),
  fasta: v.optional(v.pipe(v.string(), v.nonEmpty())),
  threads: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  mem: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => /^\d+(\.\d+)?\s*[kmgt]b?$/i.test(text), 'a size such as 2GB or 900MB'),
    ),
  ),
  build: v.optional(v.nullable(v.picklist(GENOME_BUILDS)), null),
  sample: v.optional(v.pipe(v.string(), v.nonEmpty())),
  population: v.optional(v.picklist(SUPERPOPULATIONS), 'EUR'),
  filters: v.optional(filters, {}),
  format_fields: v.optional(nonEmptyTexts),
  ambiguous: v.optional(v.picklist(AMBIGUOUS_POLICIES), DEFAULT_POLICIES.ambiguous),
  flip: v.optional(v.picklist(FLIP_POLICIES), DEFAULT_POLICIES.flip),
  missing: v.optional(v.picklist(MISSING_POLICIES), DEFAULT_POLICIES.missing),
  duplicates: v.optional(v.picklist(DUPLICATE_POLICIES), DEFAULT_POLICIES.duplicates),
  chromosomes: v.optional(v.union([v.picklist(['all', 'autosomes']), v.pipe(nonEmptyTexts, v.minLength(1))]), 'all'),
  min_coverage: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), DEFAULT_POLICIES.min_coverage),
  dosage: v.optional(v.picklist(DOSAGE_POLICIES), DEFAULT_POLICIES.dosage),
  xchr_model: v.optional(
    v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.picklist(XCHR_MODELS)),
    DEFAULT_POLICIES.xchr_model,
  ),
  compat: v.optional(v.picklist(COMPAT_POLICIES), DEFAULT_POLICIES.compat),
  color: v.optional(v.boolean(), true),
  plain: v.optional(v.boolean(), false),
  mouse: v.optional(v.boolean(), false),
  symbols: v.optional(v.picklist(['auto', 'ascii', 'unicode']), 'auto'),
  keys: v.optional(v.record(v.string(), keys), {}),
  plugins: v.optional(v.array(plugin), []),
  no_plugins: v.optional(v.boolean(), false),
  only_plugins: v.optional(nonEmptyTexts),
  plugin_seconds: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(86_400)), 30),
  plugin_memory: v.optional(v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(65_536)), 256),
  offline: v.optional(v.boolean(), DEFAULT_NETWORK.offline),
  download: v.optional(v.boolean(), false),
  ebi_url: v.optional(
    address('a http, https or file URL, or a directory', /^(https?|file):$/),
    DEFAULT_NETWORK.ebi_url,
  ),
  rest_url: v.optional(address('a http or https URL', /^https?:$/), DEFAULT_NETWORK.rest_url),
  hf_url: v.optional(address('a http or https URL', /^https?:$/), DEFAULT_NETWORK.hf_url),
  network_timeout: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(3600)), DEFAULT_NETWORK.timeoutMs / 1000),
  network_retries: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)), DEFAULT_NETWORK.retries),
});

export type Settings = v.InferOutput<typeof settingsSchema> & {
  readonly cache_dir: string;
  readonly state_dir: string;
  /** Files they were read from, the strongest last. */
  readonly files: readonly string[];
};
type PartialSettings = Record<string, unknown>;

export interface SettingsSources {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Settings given as flags: only those that were given. */
  readonly flags: PartialSettings;
}

/** Reads and checks all settings. Throws `bad_setting`, which names the file, the key and what is allowed. */
export async function loadSettings({ cwd, env, flags }: SettingsSources): Promise<Settings> {
  const files = [await readUserFile(env), await readProjectFile(cwd, env)].filter((layer) => layer !== NOTHING);
  const layers = [...files, ...fromEnvironment(env), { where: 'command line', values: flags }];
  let merged: PartialSettings = {};
  for (const layer of layers) {
    check(layer);
    merged = merge(merged, layer.values);
  }
  const settings = v.parse(settingsSchema, merged);
  return {
    ...settings,
    cache_dir: settings.cache_dir ?? defaultCacheDirectory(env, process.platform),
    state_dir: settings.state_dir ?? defaultStateDirectory(env, process.platform),
    files: files.map(({ where }) => where),
  };
}

interface Layer {
  /** File, variable or `command line`, for messages. */
  readonly where: string;
  readonly values: PartialSettings;
}

function check({ where, values }: Layer): void {
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw errors.badSetting(where, '(whole file)', 'must be a list of keys and values');
  const { issues } = v.safeParse(settingsSchema, values);
  const issue = issues?.[0];
  if (issue === undefined) return;
  const key = v.getDotPath(issue) ?? '(whole file)';
  throw errors.badSetting(where, key, explain(issue));
}

/** Where valibot has no words of its own. */
const ALLOWED: Readonly<Record<string, string>> = { integer: 'a whole number', finite: 'a finite number' };

function explain(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return 'is not known; see .prsrc.example for all settings';
  if (issue.type === 'min_length') return 'is an empty list';
  if (issue.type === 'check') return `is ${issue.received}, but must be ${issue.message}`;
  const allowed = ALLOWED[issue.type] ?? issue.expected?.replaceAll('|', 'or') ?? issue.message;
  return `is ${issue.received}, but must be ${allowed.replaceAll(/[()]/g, '')}`;
}

/** Later values win; those of `filters` and `keys` win one by one, and lists of plugins add up. */
function merge(base: PartialSettings, over: PartialSettings): PartialSettings {
  const merged = { ...base, ...over };
  if (Array.isArray(base.plugins) && Array.isArray(over.plugins)) merged.plugins = [...base.plugins, ...over.plugins];
  for (const key of ['filters', 'keys'])
    if (base[key] && over[key]) merged[key] = { ...(base[key] as object), ...(over[key] as object) };
  return merged;
}

/** Data only: a file of settings never runs code. */
const loaders = {
  '.json': defaultLoaders['.json'],
  '.yaml': defaultLoaders['.yaml'],
  '.yml': defaultLoaders['.yml'],
  noExt: defaultLoaders.noExt,
};
const searchPlaces = ['package.json', '.prsrc', '.prsrc.json', '.prsrc.yaml', '.prsrc.yml'];

async function readProjectFile(cwd: string, env: SettingsSources['env']): Promise<Layer> {
  const explorer = cosmiconfig('prs', {
    searchPlaces,
    loaders,
    packageProp: 'prs',
    searchStrategy: 'project',
    cache: false,
  });
  const found = await explorer.search(cwd).catch(refuse);
  return found === null || found.isEmpty ? NOTHING : fromFile(found.filepath, found.config, env);
}

/** Where the user's own settings and plugins are. */
export const userConfigDirectory = (env: SettingsSources['env']): string =>
  join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'just-prs-tui');

async function readUserFile(env: SettingsSources['env']): Promise<Layer> {
  const directory = userConfigDirectory(env);
  const path = ['prsrc', 'prsrc.json', 'prsrc.yaml', 'prsrc.yml'].map((name) => join(directory, name)).find(existsSync);
  if (path === undefined) return NOTHING;
  const found = await cosmiconfig('prs', { loaders, cache: false }).load(path).catch(refuse);
  return found === null || found.isEmpty ? NOTHING : fromFile(path, found.config, env);
}

const NOTHING: Layer = { where: '', values: {} };

/** Paths in a file are relative to that file, and `~` is the home: the same from wherever the program starts. */
function fromFile(where: string, values: PartialSettings, env: SettingsSources['env']): Layer {
  const resolved: PartialSettings = {};
  for (const key of ['cache_dir', 'catalog_dir', 'state_dir', 'fasta', 'ebi_url']) {
    const path: unknown = values?.[key];
    if (typeof path !== 'string' || path === '' || isUrl(path)) continue;
    const expanded = path.replace(/^~(?=\/|$)/, () => env.HOME || homedir());
    resolved[key] = resolve(dirname(where), expanded);
  }
  if (Array.isArray(values?.plugins)) resolved.plugins = values.plugins.map((entry: unknown) => ({ where, entry }));
  return Object.keys(resolved).length === 0 ? { where, values } : { where, values: { ...values, ...resolved } };
}

/** A file that is not JSON or YAML. */
function refuse(error: unknown): never {
  if (isPrsError(error)) throw error;
  const { filepath, message } = error as { filepath?: string; message: string };
  throw errors.badSetting(filepath ?? 'settings file', '(whole file)', `cannot be read: ${message.split('\n')[0]}`);
}

/** A layer for each variable, so that a refused one is named. */
function fromEnvironment(env: SettingsSources['env']): readonly Layer[] {
  return Object.entries(VARIABLES).flatMap(([where, read]) => {
    const text = env[where];
    return text ? [{ where, values: read(text) }] : [];
  });
}

/** What is neither stays text, so that the refusal shows it. */
const readSwitch = (text: string): boolean | string =>
  /^(1|true|yes|on)$/i.test(text) ? true : /^(0|false|no|off)$/i.test(text) ? false : text;

const VARIABLES: Readonly<Record<string, (text: string) => PartialSettings>> = {
  PRS_CACHE_DIR: (cache_dir) => ({ cache_dir }),
  PRS_CATALOG_DIR: (catalog_dir) => ({ catalog_dir }),
  PRS_STATE_DIR: (state_dir) => ({ state_dir }),
  PRS_BUILD: (build) => ({ build }),
  PRS_POPULATION: (population) => ({ population }),
  PRS_FASTA: (fasta) => ({ fasta }),
  // What is no number stays text, so that the refusal shows it.
  PRS_THREADS: (text) => ({ threads: /^\d+$/.test(text) ? Number(text) : text }),
  PRS_MEM: (mem) => ({ mem }),
  PRS_OFFLINE: (text) => ({ offline: readSwitch(text) }),
  PRS_DOWNLOAD: (text) => ({ download: readSwitch(text) }),
  PRS_EBI_URL: (ebi_url) => ({ ebi_url }),
  PRS_REST_URL: (rest_url) => ({ rest_url }),
  // The variable of Hugging Face's own tools; ours wins.
  HF_ENDPOINT: (hf_url) => ({ hf_url }),
  PRS_HF_URL: (hf_url) => ({ hf_url }),
  PRS_NO_PLUGINS: (text) => ({ no_plugins: readSwitch(text) }),
  PRS_PLUGINS: (text) => ({ only_plugins: text.split(',').map((name) => name.trim()) }),
  NO_COLOR: () => ({ color: false }),
  // The variable of Ink's own apps; whatever else it says is not meant for us.
  INK_SCREEN_READER: (text) => (readSwitch(text) === true ? { plain: true } : {}),
};

/** The cache directory of the operating system, shared with the Python just-prs. */
export function defaultCacheDirectory(env: SettingsSources['env'], platform: NodeJS.Platform): string {
  const home = env.HOME || homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'just-prs');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'just-prs', 'Cache');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'just-prs');
}

/** Where programs keep what is neither setting nor cache, such as where a user was. */
export function defaultStateDirectory(env: SettingsSources['env'], platform: NodeJS.Platform): string {
  const home = env.HOME || homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'just-prs-tui');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'just-prs-tui', 'State');
  return join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'just-prs-tui');
}

/**
 * The token of the `.env` file in the working directory, else of the environment. It is no setting: it is never kept in a
 * `.prsrc`, which people share.
 */
export async function readHubToken({ cwd, env }: Omit<SettingsSources, 'flags'>): Promise<string | undefined> {
  const text = await readFile(join(cwd, '.env'), 'utf8').catch(() => '');
  const [, quoted, plain] = /^[ \t]*(?:export[ \t]+)?HF_TOKEN[ \t]*=[ \t]*(?:["'](.*)["']|([^\s#]*))/m.exec(text) ?? [];
  return quoted || plain || env.HF_TOKEN || undefined;
}
