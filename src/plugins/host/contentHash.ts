/** What was allowed is known by its content: any change asks again. */
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

export interface Content {
  /** SHA-256 of all names and bytes. */
  readonly hash: string;
  /** Of a folder, the hash of each file. */
  readonly files?: Readonly<Record<string, string>>;
  /** Why it is no plugin, each with its mend. */
  readonly problems: readonly string[];
}

/** More than a plugin is: somebody's data lies there. */
const MOST_FILES = 2000;
const MOST_BYTES = 64 << 20;
const LEFT_OUT = new Set(['node_modules', '.git', '__pycache__']);

export const hashOf = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest('hex');
};

/** A plugin of one file. What it imports from beside it would not be covered, so that is a problem. */
export async function hashPluginFile(path: string): Promise<Content> {
  const bytes = await readFile(path);
  const neighbour = /(?:from|import|require)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/.exec(bytes.toString('latin1'))?.[1];
  const problems =
    neighbour === undefined
      ? []
      : [`it imports ${neighbour}, which its consent would not cover; put both into a folder of their own, as index`];
  return { hash: hashOf(bytes), problems };
}

/** All files of a folder, but for what it depends on. A link that leads out of it is a problem: it is not read. */
export async function hashPluginFolder(folder: string): Promise<Content> {
  const parts: (string | Uint8Array)[] = [];
  const problems: string[] = [];
  const hashes: Record<string, string> = {};
  const home = `${await realpath(folder)}${sep}`;
  let files = 0;
  let bytes = 0;
  const walk = async (at: string): Promise<void> => {
    for (const name of (await readdir(join(folder, at))).sort()) {
      if (LEFT_OUT.has(name) || problems.length > 0) continue;
      const path = at === '' ? name : `${at}/${name}`;
      const full = join(folder, path);
      const isLink = (await lstat(full)).isSymbolicLink();
      const target = isLink ? await realpath(full).catch(() => null) : full;
      if (target === null || (isLink && !`${target}${sep}`.startsWith(home))) {
        problems.push(
          `${path} is a link ${target === null ? 'to nothing' : `out of its folder, to ${target}`}; put a copy there`,
        );
        continue;
      }
      const found = await stat(full);
      if (found.isDirectory()) {
        if (isLink) problems.push(`${path} is a link to a folder; put a copy there`);
        else await walk(path);
        continue;
      }
      if (!found.isFile()) continue;
      files += 1;
      bytes += found.size;
      if (files > MOST_FILES || bytes > MOST_BYTES)
        problems.push('its folder holds more than 2,000 files or 64 MB; keep data elsewhere');
      else {
        const content = await readFile(full);
        parts.push(path, content);
        hashes[path] = hashOf(content);
      }
    }
  };
  await walk('');
  return { hash: hashOf(...parts), files: hashes, problems };
}

/** Files that differ, were added or are gone. */
export function changedFiles(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((path) => before[path] !== now[path])
    .sort();
}
