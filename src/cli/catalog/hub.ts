/** Commands about the cleaned tables on Hugging Face. */
import { EXIT, errors, type HubPull, type HubPush } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { CATALOG, type Flag, JSON_FLAG } from '../flags.ts';
import { renderTable } from '../formats.ts';
import type { CommandContext } from '../host.ts';
import { formatBytes } from '../numbers.ts';
import { grouped, toJson } from './operands.ts';

export const TOKEN: Flag = {
  name: 'token',
  kind: 'text',
  value: 'TOKEN',
  help: 'Hugging Face token (default: HF_TOKEN of the file .env here, else of the environment)',
};

const readToken = async ({ flags, host }: CommandContext): Promise<string | undefined> =>
  (flags.values.token as string | undefined) ?? (await host.readHubToken());

/** Checks the name of a dataset, as the Hub allows them. */
function readRepo(text: string): string {
  if (!/^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(text))
    throw errors.usage(`"${text}" is not the name of a dataset.`, 'Names look like just-dna-seq/pgs-catalog');
  return text;
}

/** Fetches the tables; `repos` null takes those of just-prs. */
export async function fetchFromHub(context: CommandContext, repos: readonly string[] | null): Promise<number> {
  const { flags, session, output, host } = context;
  const run = { signal: host.signal, onProgress: output.progress.bind(output) };
  const pull = await session.pullHub({ repos, token: await readToken(context) }, run);
  output.clearProgress();
  for (const warning of pull.warnings) output.warn(warning);
  output.result(flags.values.json === true ? toJson(pull) : await describePull(pull));
  return EXIT.ok;
}

async function describePull({ directory, origin, unchanged }: HubPull): Promise<string> {
  const rows = origin.files.map(({ file, rows: count, bytes, repo, commit }) => [
    file,
    grouped(count),
    formatBytes(bytes),
    unchanged.includes(file) ? 'unchanged' : 'new',
    `${repo}@${commit.slice(0, 8)}`,
  ]);
  const table = await renderTable(['File', 'Rows', 'Size', '', 'From'], rows);
  return `${table}Tables of ${origin.fetched_at.slice(0, 10)} are in ${directory}\n`;
}

async function runPullHub(context: CommandContext): Promise<number> {
  const repos = (context.flags.values.repo as readonly string[] | undefined) ?? null;
  if (repos?.length === 0) throw errors.usage('--repo needs the name of a dataset.');
  return fetchFromHub(context, repos?.map(readRepo) ?? null);
}

async function runPushHub(context: CommandContext): Promise<number> {
  const { flags, session, output, host } = context;
  const isDry = flags.values['dry-run'] === true;
  const repo = flags.values.repo as string | undefined;
  if (repo === undefined) throw errors.usage('push-hf needs --repo.', 'It is the dataset to upload to: OWNER/NAME');
  const token = await readToken(context);
  if (token === undefined && !isDry)
    throw errors.usage(
      'push-hf needs a Hugging Face token with the right to write.',
      'Give it as HF_TOKEN in the environment or in the file .env, or with --token.',
    );
  const request = {
    repo: readRepo(repo),
    token,
    distributions: flags.values.distributions === true,
    isPrivate: flags.values.private === true,
  };
  const run = { signal: host.signal, onProgress: output.progress.bind(output) };
  const plan = await session.planHubPush(request, run);
  output.clearProgress();
  output.note(await describePlan(plan, request.isPrivate));
  const commit = isDry ? null : await session.pushHub(request, plan, run);
  output.clearProgress();
  const { card: _, ...planned } = plan;
  if (flags.values.json === true) output.result(toJson({ ...planned, commit }));
  else if (commit === null) output.note('Nothing was uploaded (--dry-run).');
  else output.result(`${plan.url}/tree/${commit}\n`);
  return EXIT.ok;
}

async function describePlan({ url, exists, files }: HubPush, isPrivate: boolean): Promise<string> {
  const rows = files.map(({ path, rows: count, bytes, change, file }) => [
    path,
    grouped(count),
    formatBytes(bytes),
    change,
    file ?? 'describes the dataset',
  ]);
  const made = exists ? '' : `, which is made, ${isPrivate ? 'for its owner alone' : 'for everybody to see'}`;
  return `To ${url}${made}:\n${(await renderTable(['File', 'Rows', 'Size', '', 'What'], rows)).trimEnd()}`;
}

export const HUB_COMMANDS: readonly Command[] = [
  {
    name: 'catalog bulk pull-hf',
    summary: 'Fetch cleaned tables and reference distributions from Hugging Face, as one set',
    examples: ['catalog bulk pull-hf', 'catalog bulk pull-hf --repo me/my-tables --catalog /scratch/me/pgs-catalog'],
    flags: [
      {
        name: 'repo',
        kind: 'list',
        short: 'r',
        value: 'OWNER/NAME',
        help: 'Datasets; tables, and distributions, come from the first that has them (those of just-dna-seq)',
      },
      TOKEN,
      CATALOG,
      JSON_FLAG,
    ],
    run: runPullHub,
  },
  {
    name: 'catalog bulk push-hf',
    summary: 'Upload the cleaned tables and a card that describes them to a dataset on Hugging Face',
    examples: [
      'catalog bulk push-hf --repo me/my-tables --dry-run',
      'catalog bulk push-hf --repo me/my-tables --private',
    ],
    flags: [
      { name: 'repo', kind: 'text', short: 'r', value: 'OWNER/NAME', help: 'The dataset; made when it is not there' },
      { name: 'distributions', kind: 'switch', help: 'Upload the reference distributions, too' },
      { name: 'private', kind: 'switch', help: 'A dataset that is made now is for its owner alone' },
      { name: 'dry-run', kind: 'switch', help: 'Say what would be uploaded, and upload nothing' },
      TOKEN,
      CATALOG,
      JSON_FLAG,
    ],
    run: runPushHub,
  },
];
