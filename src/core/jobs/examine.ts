/** Whether this machine has what the program needs: asked by people for whom something does not work. */
import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { arch, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { errorData } from '../errors.ts';
import { findAddressSpaceProblem } from '../io/addressSpace.ts';
import type { CatalogStatus } from '../model/catalog.ts';
import type { ExamineRequest, HealthCheck, Machine } from '../model/health.ts';
import type { RunOptions } from '../model/progress.ts';
import { locateRemote, nameRemote } from '../net/downloadFile.ts';
import type { HttpClient } from '../net/httpClient.ts';
import type { WorkerPool } from './pool.ts';

export interface Examined {
  readonly pool: WorkerPool;
  readonly client: HttpClient;
  readonly threads: number;
  readonly machine: Machine | undefined;
  readonly cacheDirectory: string;
  readonly stateDirectory: string;
  readonly readStatus: () => Promise<CatalogStatus>;
}

type Finding = Omit<HealthCheck, 'id' | 'title'>;

/** All checks, in the order they are shown. A check that fails is a finding, never an error. */
export function examine(
  examined: Examined,
  { network }: ExamineRequest,
  { signal }: RunOptions = {},
): Promise<readonly HealthCheck[]> {
  const { client, cacheDirectory, stateDirectory, machine } = examined;
  const ask = (address: string) => (): Promise<Finding> | Finding =>
    network ? askServer(client, address, signal) : notAsked(client, address);
  return Promise.all([
    ...(machine === undefined
      ? []
      : [
          check('node', 'Node.js', () => examineNode(machine)),
          check('memory', 'Memory', () => examineMemory(machine)),
        ]),
    check('parquet', 'Parquet engine', () => examineParquet(examined)),
    check('threads', 'Threads', () => examineThreads(examined)),
    check('app', 'Full-screen app', examineApp),
    check('cache', 'Cache folder', () => examineFolder(cacheDirectory)),
    check('state', 'State folder', () => examineFolder(stateDirectory)),
    check('catalog', 'PGS Catalog', async () => describeCatalog(await examined.readStatus())),
    check('ebi', 'PGS Catalog files', ask(client.options.ebi_url)),
    check('rest', 'PGS Catalog service', ask(client.options.rest_url)),
    check('hf', 'Hugging Face', ask(client.options.hf_url)),
  ]);
}

async function check(id: string, title: string, find: () => Promise<Finding> | Finding): Promise<HealthCheck> {
  try {
    return { id, title, ...(await find()) };
  } catch (error) {
    const { message, hint } = errorData(error);
    return { id, title, state: 'bad', said: message, mend: hint };
  }
}

const good = (said: string): Finding => ({ state: 'good', said, mend: null });

const OLDEST_NODE = [20, 19] as const;

function examineNode({ node }: Machine): Finding {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const said = `${node}, ${platform()} ${arch()}`;
  return isEnough
    ? good(said)
    : { state: 'bad', said, mend: `Use Node ${OLDEST_NODE.join('.')} or newer, for example by: module load nodejs` };
}

async function examineParquet({ pool }: Examined): Promise<Finding> {
  await pool.value('tryParquet', {});
  return good('nodejs-polars writes and reads a file');
}

const examineThreads = ({ threads }: Examined): Finding =>
  good(`${threads}, from the CPUs, the cgroup, the Slurm job and --threads`);

/** Below this, a genome of 5 million sites does not fit. */
const LITTLE_MEMORY = 1.5 * 2 ** 30;

function examineMemory({ memory }: Machine): Finding {
  const limit = Math.min(memory, totalmem());
  const said = `${gigabytes(limit)} for this program`;
  return limit >= LITTLE_MEMORY
    ? good(said)
    : {
        state: 'warn',
        said,
        mend: 'A whole genome needs about 1.5 GB: ask for more (srun --mem 4G), or score a VCF with an index (.tbi).',
      };
}

function examineApp(): Finding {
  const problem = findAddressSpaceProblem();
  return problem === null
    ? good('WebAssembly, by which it is laid out, runs')
    : {
        state: 'warn',
        said: 'does not start under this limit of address space (ulimit -v)',
        mend: 'Raise it (ulimit -v unlimited); all commands work as they are.',
      };
}

const LITTLE_SPACE = 2e9;
/** Large enough to meet a quota that is used up. */
const TRIED_BYTES = 1 << 20;

/** Whether files can be written there: what a file system has free says nothing of a quota. */
async function examineFolder(directory: string): Promise<Finding> {
  const path = join(directory, `.${randomBytes(6).toString('hex')}.try`);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(path, randomBytes(TRIED_BYTES), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isFull = code === 'EDQUOT' || code === 'ENOSPC';
    return {
      state: 'bad',
      said: isFull ? `${directory} is full, or your quota is used up` : `${directory} cannot be written: ${message}`,
      mend: isFull
        ? 'See your quota (quota -s), make room (just-prs-tui cache prune), or name another folder by PRS_CACHE_DIR.'
        : 'Name a folder of yours by PRS_CACHE_DIR, for example on the scratch file system.',
    };
  } finally {
    // Below a file there is nothing to remove.
    await rm(path, { force: true }).catch(() => undefined);
  }
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  const said = `${directory}, ${gigabytes(free)} free on its file system`;
  return free >= LITTLE_SPACE
    ? good(said)
    : { state: 'warn', said, mend: 'Downloads and indexes may not fit: just-prs-tui cache prune makes room.' };
}

/** The Catalogue is released about every month. */
const OLD_DAYS = 60;

function describeCatalog({ source, directory, tables, newest_release, age_days }: CatalogStatus): Finding {
  if (source === 'none')
    return {
      state: 'warn',
      said: `none in ${directory}: scores cannot be browsed or judged`,
      mend: 'Fetch it: just-prs-tui catalog update; or, where there is no network, a bundle: just-prs-tui bundle use.',
    };
  const said = `${tables.scores ?? 0} scores, newest release ${newest_release ?? 'not stated'}, in ${directory}`;
  const isOld = age_days !== null && age_days > OLD_DAYS;
  return isOld
    ? { state: 'warn', said: `${said}, ${age_days} days old`, mend: 'Fetch what is newer: just-prs-tui catalog update' }
    : good(said);
}

const notAsked = ({ options }: HttpClient, address: string): Finding => ({
  state: 'unknown',
  said: options.offline ? `${shown(address)} is not asked: offline is set` : `${shown(address)} was not asked`,
  mend: null,
});

/** Any answer will do: a server that says no to the root is there all the same. */
async function askServer(client: HttpClient, address: string, signal: AbortSignal | undefined): Promise<Finding> {
  const remote = locateRemote(address, '');
  if (remote.kind === 'file') {
    await access(remote.path);
    return good(`${remote.path} is there`);
  }
  if (client.options.offline) return notAsked(client, address);
  const begun = performance.now();
  try {
    const response = await client.send(remote.url, { method: 'HEAD', signal });
    response.destroy();
    return good(`${shown(address)} answered in ${Math.round(performance.now() - begun)} ms`);
  } catch (error) {
    return {
      state: 'bad',
      said: `${shown(address)}: ${errorData(error).message}`,
      mend: 'Behind a proxy set HTTPS_PROXY; where there is no way out, name a mirror (ebi_url, rest_url, hf_url) or use a bundle.',
    };
  }
}

/** Without a password. */
const shown = (address: string): string => nameRemote(locateRemote(address, ''));

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB`;
