/**
 * What has come of a download so far: a directory beside the target with the bytes and what they are of. Renaming the
 * directory claims it, so of several processes only one goes on with it; none ever writes to the target itself.
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What tells that the rest of a file belongs to the bytes already here. */
export interface Validator {
  readonly url: string;
  /** A strong ETag or a Last-Modified date, as If-Range takes it. */
  readonly value: string;
}

export interface PartialFile {
  readonly directory: string;
  /** Where the bytes go. */
  readonly data: string;
  readonly bytes: number;
  /** Null when what is here cannot be continued. */
  readonly validator: Validator | null;
}

/** A download without a byte for as long as this has been given up by its process, wherever that runs. */
const ABANDONED_MS = 10 * 60_000;

const prefixOf = (target: string): string => `.${basename(target)}.`;
const parkedPath = (target: string): string => join(dirname(target), `${prefixOf(target)}partial`);
const claimedPath = (target: string): string =>
  join(dirname(target), `${prefixOf(target)}${hostname()}~${process.pid}~${randomUUID()}.partial`);

/** Takes over what an earlier download of `target` left, or starts with nothing. */
export async function claimPartial(target: string): Promise<PartialFile> {
  const folder = dirname(target);
  await mkdir(folder, { recursive: true });
  const directory = claimedPath(target);
  for (const name of await readdir(folder)) {
    const candidate = join(folder, name);
    if (candidate !== parkedPath(target) && !(await isAbandoned(candidate, target))) continue;
    const claimed = await rename(candidate, directory).then(
      () => true,
      () => false,
    );
    if (claimed) return describe(directory);
  }
  await mkdir(directory, { mode: 0o700 });
  return describe(directory);
}

/** Removes what is left of earlier downloads of files that are whole by now. All are of one folder. */
export async function removePartials(targets: readonly string[]): Promise<void> {
  const [first] = targets;
  if (first === undefined) return;
  const folder = dirname(first);
  for (const name of (await readdir(folder)).filter((each) => each.startsWith('.') && each.endsWith('.partial'))) {
    const candidate = join(folder, name);
    for (const target of targets)
      if (candidate === parkedPath(target) || (await isAbandoned(candidate, target)))
        await rm(candidate, { recursive: true, force: true });
  }
}

async function describe(directory: string): Promise<PartialFile> {
  const data = join(directory, 'data');
  // Opened once to have it, with the right mode.
  await (await open(data, 'a', 0o600)).close();
  const { size } = await stat(data);
  const validator = await readValidator(directory);
  return { directory, data, bytes: validator === null ? 0 : size, validator };
}

async function readValidator(directory: string): Promise<Validator | null> {
  try {
    const { url, value } = JSON.parse(await readFile(join(directory, 'validator.json'), 'utf8')) as Partial<Validator>;
    return typeof url === 'string' && typeof value === 'string' ? { url, value } : null;
  } catch {
    return null;
  }
}

/** Whether `path` is what a process that has ended left of `target`: known for this host, told by silence for others. */
async function isAbandoned(path: string, target: string): Promise<boolean> {
  const name = basename(path);
  if (!name.startsWith(prefixOf(target))) return false;
  const [, host, pid] = /^(.+)~(\d+)~[\w-]+\.partial$/.exec(name.slice(prefixOf(target).length)) ?? [];
  if (host === undefined) return false;
  if (host === hostname() && !isRunning(Number(pid))) return true;
  const { mtimeMs } = await stat(join(path, 'data')).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > ABANDONED_MS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Starts over with bytes of a known version: what was here goes first, so that the two never disagree. */
export async function restartPartial(handle: FileHandle, { directory }: PartialFile, validator: Validator | null) {
  const path = join(directory, 'validator.json');
  await rm(path, { force: true });
  await handle.truncate(0);
  if (validator !== null) await writeFile(path, JSON.stringify(validator), { mode: 0o600 });
}

/** Leaves what has come for the next download of `target`; it goes when that could not continue it. */
export async function parkPartial(target: string, { directory }: PartialFile): Promise<void> {
  const { bytes } = await describe(directory);
  const parked =
    bytes > 0 &&
    (await rename(directory, parkedPath(target)).then(
      () => true,
      () => false,
    ));
  if (!parked) await rm(directory, { recursive: true, force: true });
}
