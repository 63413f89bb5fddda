/** Which plugins there are. Files are read, nothing of them runs. */

import { constants } from 'node:fs';
import { access, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, extname, isAbsolute, join, parse, resolve } from 'node:path';
import type { PluginOrigin } from '../../core/index.ts';
import { API_VERSION } from '../api.ts';
import { type Content, hashOf, hashPluginFile, hashPluginFolder } from './contentHash.ts';
import { readExecEntry } from './execEntry.ts';
import type { FoundPlugin } from './model.ts';
import { nameOf } from './shape.ts';

/** A plugin as a `.prsrc` names it. */
export interface ListedEntry {
  /** The file it was written in. */
  readonly where: string;
  readonly entry?: unknown;
}

export interface Places {
  readonly cwd: string;
  /** The user's own: `~/.config/just-prs-tui`. */
  readonly configDirectory: string;
  readonly listed: readonly ListedEntry[];
}

type Data = Readonly<Record<string, unknown>>;
type OptionsSet = Pick<FoundPlugin, 'options' | 'optionsFrom'>;

const UNSET: OptionsSet = { options: {}, optionsFrom: '' };

const SOURCE = /^(?!.*\.(?:test|spec|d)\.\w+$).*\.(?:ts|mts|js|mjs)$/;
const INDEX = ['index.ts', 'index.mts', 'index.js', 'index.mjs'];
const PACKAGE = /^just-prs-plugin-/;
const ON_PATH = 'just-prs-export-';

/** All of them, in the order in which they count: those listed, those in `plugins/` folders, installed packages. */
export async function discoverPlugins({ cwd, configDirectory, listed }: Places): Promise<readonly FoundPlugin[]> {
  const folders = [...new Set([join(cwd, 'plugins'), join(configDirectory, 'plugins')])];
  const modules = [...ancestors(cwd), configDirectory].map((folder) => join(folder, 'node_modules'));
  const found = [
    ...(await Promise.all(listed.map((entry) => findListed(entry, modules)))),
    ...(await Promise.all(folders.map(findInFolder))).flat(),
    ...(await Promise.all([...new Set(modules)].map(findPackages))).flat(),
  ];
  // One that is listed may lie in a folder that is searched as well.
  const seen = new Set<string>();
  return found.filter(({ path }) => !seen.has(path) && seen.add(path));
}

function ancestors(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

const namesIn = (folder: string): Promise<readonly string[]> =>
  readdir(folder).then(
    (names) => names.sort(),
    () => [],
  );
const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function findInFolder(folder: string): Promise<readonly FoundPlugin[]> {
  const found: FoundPlugin[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    if (await isFolder(path)) {
      const plugin = await foundFolder(path, 'folder', UNSET, folder);
      if (plugin !== null) found.push(plugin);
    } else if (SOURCE.test(name)) found.push(await foundFile(path, 'folder', UNSET, folder));
  }
  return found;
}

async function findPackages(modules: string): Promise<readonly FoundPlugin[]> {
  const names: string[] = [];
  for (const name of await namesIn(modules))
    if (PACKAGE.test(name)) names.push(name);
    else if (name.startsWith('@'))
      for (const scoped of await namesIn(join(modules, name)))
        if (PACKAGE.test(scoped)) names.push(`${name}/${scoped}`);
  const found = await Promise.all(names.map((name) => foundFolder(join(modules, name), 'package', UNSET, null)));
  return found.filter((plugin) => plugin !== null);
}

async function findListed({ where, entry }: ListedEntry, modules: readonly string[]): Promise<FoundPlugin> {
  const {
    use,
    options = {},
    ...rest
  } = (typeof entry === 'string' ? { use: entry } : typeof entry === 'object' && entry !== null ? entry : {}) as {
    use?: unknown;
    options?: Data;
  };
  const set = { options, optionsFrom: where };
  if ('exec' in rest) return foundExec({ ...(entry as Data) }, where);
  const refused = (name: string, ...problems: readonly string[]): FoundPlugin =>
    plain({ name, origin: '.prsrc', path: `${where}#${name}`, folder: dirname(where), problems });
  if (typeof use !== 'string' || use === '')
    return refused(
      nameOf(entry),
      `is in the list of ${where}; write a path, the name of a package, or { exec: [...] }`,
    );
  if (!/^[.~/]|\.(?:m?[jt]s)$/.test(use) && !isAbsolute(use)) {
    for (const folder of [...ancestors(dirname(where)).map((up) => join(up, 'node_modules')), ...modules])
      if (await isFolder(join(folder, use)))
        return (await foundFolder(join(folder, use), '.prsrc', set, null)) ?? refused(use, NO_ENTRY);
    return refused(use, `is not installed; install it with: npm install ${use}`);
  }
  const path = resolve(dirname(where), use);
  if (await isFolder(path)) return (await foundFolder(path, '.prsrc', set, null)) ?? refused(use, NO_ENTRY);
  return (await isFile(path))
    ? foundFile(path, '.prsrc', set, null)
    : refused(use, `is not there: ${path}; correct the list of ${where}`);
}

const NO_ENTRY = 'has no index.ts, index.js, plugin.json or package.json to start from';

const plain = (
  different: Pick<FoundPlugin, 'name' | 'origin' | 'path' | 'folder' | 'problems'> & Partial<FoundPlugin>,
): FoundPlugin => ({ exec: null, ...UNSET, hash: '', files: {}, warnings: [], ...different });

/** The plugin at a path, wherever it lies; null when there is none. */
export async function foundAt(path: string): Promise<FoundPlugin | null> {
  const full = resolve(path);
  if (await isFolder(full)) return foundFolder(full, 'folder', UNSET, null);
  if (basename(full) === 'plugin.json') return foundFolder(dirname(full), 'folder', UNSET, null);
  return (await isFile(full)) ? foundFile(full, 'folder', UNSET, null) : null;
}

/** Links inside a folder of plugins lead nowhere else: what is allowed is what lies there. */
async function isOutside(path: string, home: string | null): Promise<boolean> {
  return home !== null && dirname(await realpath(path)) !== (await realpath(home));
}

async function foundFile(
  path: string,
  origin: PluginOrigin,
  set: OptionsSet,
  home: string | null,
): Promise<FoundPlugin> {
  const found = { name: parse(path).name, origin, path, folder: dirname(path), ...set };
  if (await isOutside(path, home)) return plain({ ...found, problems: [linkProblem(await realpath(path))] });
  return plain({ ...found, ...(await read(() => hashPluginFile(path))) });
}

const linkProblem = (target: string): string => `is a link out of its folder, to ${target}; put a copy there`;

const read = (hash: () => Promise<Content>): Promise<Content> =>
  hash().catch((error: Error) => ({ hash: '', problems: [`cannot be read: ${error.message}`] }));

/** Null for a folder that is no plugin. */
async function foundFolder(
  folder: string,
  origin: PluginOrigin,
  set: OptionsSet,
  home: string | null,
): Promise<FoundPlugin | null> {
  const manifest = await readManifest(join(folder, 'package.json'));
  const exec = await readManifest(join(folder, 'plugin.json'));
  const entry = exec !== null ? 'plugin.json' : await findEntry(folder, manifest);
  if (entry === null) return null;
  const name = typeof manifest?.name === 'string' ? manifest.name : basename(folder);
  const found = { name, origin, path: join(folder, entry), folder, ...set };
  if (await isOutside(folder, home)) return plain({ ...found, problems: [linkProblem(await realpath(folder))] });
  const content = await read(() => hashPluginFolder(folder));
  if (exec === null)
    return plain({
      ...found,
      hash: content.hash,
      files: content.files ?? {},
      problems: [...content.problems, ...versionProblems(manifest)],
      warnings: scriptWarnings(manifest),
    });
  const { entry: program, problems } = readExecEntry(exec);
  return plain({
    ...found,
    name: program.id ?? name,
    exec: program,
    hash: content.hash,
    files: content.files ?? {},
    problems: [...content.problems, ...problems],
  });
}

/** What a JSON file says; null without one, and nothing for one that is broken. */
async function readManifest(path: string): Promise<Data | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? (data as Data) : {};
  } catch {
    return {};
  }
}

async function findEntry(folder: string, manifest: Data | null): Promise<string | null> {
  const { exports, main } = manifest ?? {};
  const root = typeof exports === 'object' && exports !== null && '.' in exports ? (exports as Data)['.'] : exports;
  const conditions = (typeof root === 'object' && root !== null ? root : {}) as Data;
  const named = [root, conditions.import, conditions.default, main].filter((path) => typeof path === 'string');
  for (const path of [...named, ...INDEX]) if (await isFile(join(folder, path))) return path;
  return null;
}

function versionProblems(manifest: Data | null): readonly string[] {
  const version = (manifest?.justPrs as Data | undefined)?.apiVersion;
  return version === undefined || version === API_VERSION
    ? []
    : [
        `speaks version ${String(version)} of the plugin API, and this program speaks ${API_VERSION}; install one that fits`,
      ];
}

/** npm runs these with the user's rights, before anybody was asked. */
function scriptWarnings(manifest: Data | null): readonly string[] {
  const scripts = (manifest?.scripts ?? {}) as Data;
  return ['preinstall', 'install', 'postinstall']
    .filter((name) => typeof scripts[name] === 'string')
    .map((name) => `its package runs a script when npm installs it (${name}: ${String(scripts[name]).slice(0, 80)})`);
}

/** An entry of `.prsrc`: what it names in files is what is allowed. */
async function foundExec(value: Data, where: string): Promise<FoundPlugin> {
  const { entry, problems } = readExecEntry(value);
  const folder = dirname(where);
  const found = { name: String(entry.id ?? nameOf(value.exec)), origin: '.prsrc', folder, exec: entry } as const;
  if (problems.length > 0) return plain({ ...found, exec: null, path: `${where}#${found.name}`, problems });
  const parts: (string | Uint8Array)[] = [JSON.stringify(value)];
  for (const word of entry.exec) {
    const path = resolve(folder, word);
    if (await isFile(path)) parts.push(path, await readFile(path));
  }
  return plain({ ...found, path: `${where}#${entry.id}`, hash: hashOf(...parts), problems: [] });
}

/** `just-prs-export-ID` on the `PATH`, which is looked for only when somebody names ID. */
export async function findOnPath(id: string, path: string): Promise<FoundPlugin | null> {
  const [program] = (await findPrograms(path)).filter(
    ({ name, isRunnable }) => name === `${ON_PATH}${id}` && isRunnable,
  );
  if (program === undefined) return null;
  const { entry, problems } = readExecEntry({ exec: [program.path], id, title: program.name });
  const { hash } = await read(async () => ({ hash: hashOf(await readFile(program.path)), problems: [] }));
  return plain({
    name: program.name,
    origin: 'PATH',
    path: program.path,
    folder: process.cwd(),
    exec: entry,
    hash,
    problems,
  });
}

export interface ProgramOnPath {
  readonly name: string;
  readonly path: string;
  readonly isRunnable: boolean;
  /** An earlier folder has the same name. */
  readonly isShadowed: boolean;
}

/** All programs on the `PATH` that are exporters by their name. None is run. */
export async function findPrograms(path: string): Promise<readonly ProgramOnPath[]> {
  const found: ProgramOnPath[] = [];
  for (const folder of path.split(delimiter).filter(isAbsolute))
    for (const name of await namesIn(folder)) {
      if (!name.startsWith(ON_PATH) || extname(name) === '.md') continue;
      const full = join(folder, name);
      const isRunnable =
        (await isFile(full)) &&
        (await access(full, constants.X_OK).then(
          () => true,
          () => false,
        ));
      found.push({
        name,
        path: full,
        isRunnable,
        isShadowed: found.some((other) => other.name === name && other.isRunnable),
      });
    }
  return found;
}
