/** Commands that bring the catalogue's files here. */
import {
  CATALOG_SOURCES,
  type CatalogSource,
  type CatalogUpdate,
  type ComputeRequest,
  EXIT,
  errorData,
  errors,
  GENOME_BUILDS,
  type GenomeBuild,
  LOOK_UP_KINDS,
  type RestRecord,
  type RunOptions,
  type ScoreDownload,
} from '../core/index.ts';
import { fetchFromHub, TOKEN } from './catalog/hub.ts';
import { SOURCE_NAMES } from './catalog/status.ts';
import type { Command } from './command.ts';
import { CATALOG, type Flag, JSON_FLAG } from './flags.ts';
import type { CommandContext } from './host.ts';
import { formatBytes } from './numbers.ts';
import { readPgsIdList, readPgsIds } from './pgsIds.ts';

/** Files fetched at the same time unless asked otherwise. */
const DEFAULT_JOBS = 8;
const MOST_JOBS = 64;

export const runOptions = ({ host, output }: CommandContext): RunOptions => ({
  signal: host.signal,
  onProgress: (progress) => output.progress(progress),
});

async function runDownload(context: CommandContext): Promise<number> {
  const { flags } = context;
  const pgs_ids = readPgsIds(flags.positional.flatMap((text) => text.split(',')).filter((text) => text !== ''));
  if (pgs_ids.length === 0) throw errors.usage('catalog download needs PGS ids.', 'For example: PGS000001,PGS000002');
  return download(context, pgs_ids, readBuild(context, 'catalog download'));
}

async function runBulkScores(context: CommandContext): Promise<number> {
  const { flags, session, output } = context;
  const written = flags.values.ids as string | undefined;
  if ((written === undefined) === (flags.values.all !== true))
    throw errors.usage('catalog bulk scores needs either --ids IDS or --all.', 'Ids in a file: --ids @FILE');
  const build = readBuild(context, 'catalog bulk scores');
  const catalog = await session.openCatalog();
  const pgs_ids =
    written === undefined
      ? (await catalog.scores({ build })).map(({ pgs_id }) => pgs_id)
      : await readPgsIdList(written);
  const code = await download(context, pgs_ids, build);
  if (code !== EXIT.ok) output.note('Start it again to fetch what is missing; what is here is not fetched twice.');
  return code;
}

export function readBuild({ settings }: CommandContext, command: string): GenomeBuild {
  if (settings.build === null)
    throw errors.usage(`${command} needs --build.`, `Builds are ${GENOME_BUILDS.join(' and ')}.`);
  return settings.build;
}

/** Fetches scoring files and tells what became of each, in the order of completion; JSON in the order asked for. */
async function download(context: CommandContext, pgs_ids: readonly string[], build: GenomeBuild): Promise<number> {
  const { flags, session, output } = context;
  const request = { pgs_ids, build, jobs: readJobs(flags.values.jobs) };
  const outcomes: (ScoreDownload & { readonly parquet?: string })[] = [];
  for await (const outcome of session.downloadScores(request, runOptions(context))) {
    const made = flags.values.parquet === true && outcome.status !== 'failed' ? await convert(outcome, context) : null;
    outcomes.push(made === null ? outcome : { ...outcome, parquet: made });
    tellProblems(outcome, context);
    if (flags.values.json !== true && outcome.status !== 'failed')
      output.result(`${describeDownload({ ...outcome, path: made ?? outcome.path })}\n`);
  }
  output.clearProgress();
  if (flags.values.json === true) {
    const places = new Map(pgs_ids.map((pgs_id, place) => [pgs_id, place]));
    const inOrder = outcomes.sort((a, b) => (places.get(a.pgs_id) ?? 0) - (places.get(b.pgs_id) ?? 0));
    output.result(`${JSON.stringify(inOrder, null, 2)}\n`);
  }
  const failed = outcomes.filter(({ status }) => status === 'failed').length;
  if (failed === 0) return EXIT.ok;
  return failed === outcomes.length ? EXIT.failure : EXIT.partial;
}

/** Path of the Parquet beside a scoring file; null, with a warning, when it cannot be made. */
async function convert({ pgs_id, path }: ScoreDownload, { session, output }: CommandContext): Promise<string | null> {
  try {
    return (await session.convertScore(path)).path;
  } catch (error) {
    output.warn(`${pgs_id} was not written as Parquet: ${(error as Error).message}`);
    return null;
  }
}

export function readJobs(value: unknown): number {
  const jobs = (value as number | undefined) ?? DEFAULT_JOBS;
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > MOST_JOBS)
    throw errors.usage(`--jobs needs a whole number from 1 to ${MOST_JOBS}, not ${jobs}.`);
  return jobs;
}

function tellProblems({ pgs_id, error, warnings }: ScoreDownload, { output }: CommandContext): void {
  for (const warning of warnings) output.warn(warning);
  if (error !== null) output.error({ ...error, message: `${pgs_id}: ${error.message}` });
}

const describeDownload = ({ pgs_id, status, bytes, rows, path }: ScoreDownload): string =>
  [pgs_id, status, `${(rows ?? 0).toLocaleString('en-US')} variants`, formatBytes(bytes ?? 0), path].join('  ');

/** Fetches the scores that a computation asks for by id and that are not there yet; one that fails is told later. */
export async function fetchMissingScores(context: CommandContext, request: ComputeRequest): Promise<void> {
  const { session, output } = context;
  const pgs_ids = request.scores.flatMap((score) => (score.kind === 'id' ? [score.pgs_id] : []));
  const build = pgs_ids.length === 0 ? null : await chooseBuild(context, request);
  if (build === null) return;
  const missing = await session.findMissingScores(pgs_ids, build);
  for await (const outcome of session.downloadScores(
    { pgs_ids: missing, build, jobs: DEFAULT_JOBS },
    runOptions(context),
  ))
    tellProblems(outcome, context);
  output.clearProgress();
}

/** The build that will be scored; null leaves the complaint to the computation. */
const chooseBuild = async ({ session }: CommandContext, request: ComputeRequest): Promise<GenomeBuild | null> =>
  request.build ?? (await session.inspectGenotypes(request.genotypes)).genome_build;

/** Ids named in the text; JSON has all. */
const NAMED_IDS = 10;

/** Asks one source after the other until one gives the catalogue; why one did not is told. */
async function runUpdate(context: CommandContext): Promise<number> {
  const sources = readSources(context.flags.values.source as readonly string[] | undefined);
  for (const [place, source] of sources.entries()) {
    try {
      return await (source === 'ebi' ? updateFromEbi(context) : fetchFromHub(context, null));
    } catch (error) {
      const { code, exitCode, message } = errorData(error);
      if (place === sources.length - 1 || code === 'cancelled' || exitCode === EXIT.usage) throw error;
      context.output.clearProgress();
      context.output.warn(`${SOURCE_NAMES[source]}: ${message} Next is ${SOURCE_NAMES[sources[place + 1]]}.`);
    }
  }
  return EXIT.failure;
}

function readSources(given: readonly string[] = ['ebi']): readonly CatalogSource[] {
  const sources = given.flatMap((word) => CATALOG_SOURCES.find((source) => source === word) ?? []);
  if (sources.length === 0 || sources.length !== new Set(given).size)
    throw errors.usage(`--source needs ${CATALOG_SOURCES.join(' or ')}, or both in the order to ask them.`);
  return sources;
}

async function updateFromEbi(context: CommandContext): Promise<number> {
  const { flags, session, output } = context;
  const update = await session.updateCatalog(runOptions(context));
  output.clearProgress();
  if (flags.values.json === true) output.result(`${JSON.stringify(update, null, 2)}\n`);
  else output.result(describeUpdate(update));
  return EXIT.ok;
}

function describeUpdate({ directory, manifest, unchanged, changes }: CatalogUpdate): string {
  const sheets = manifest.files.map(({ sheet, file, rows, bytes }) =>
    [
      file,
      `${rows.toLocaleString('en-US')} rows`,
      formatBytes(bytes),
      unchanged.includes(sheet) ? 'unchanged' : 'new',
    ].join('  '),
  );
  const scores =
    changes === null
      ? ['There was no earlier release to compare with.']
      : [
          describeIds('new scores', changes.added),
          describeIds('removed scores', changes.removed),
          describeIds('revised scores', changes.revised),
        ];
  return [...sheets, ...scores, `Metadata of ${manifest.fetched_at.slice(0, 10)} is in ${directory}`, ''].join('\n');
}

function describeIds(what: string, ids: readonly string[]): string {
  const named = ids.slice(0, NAMED_IDS).join(', ');
  return `${ids.length} ${what}${ids.length === 0 ? '' : `: ${named}${ids.length > NAMED_IDS ? ' …' : ''}`}`;
}

async function runRest(context: CommandContext): Promise<number> {
  const { flags, session, output } = context;
  const [written, id, ...more] = flags.positional;
  const kind = LOOK_UP_KINDS.find((name) => name === written);
  if (kind === undefined || id === undefined || more.length > 0)
    throw errors.usage(
      'catalog rest needs one of score, trait and performance, and one id.',
      'For example: catalog rest score PGS000001',
    );
  const found = await session.lookUp(kind, id, runOptions(context));
  if (flags.values.json === true) output.result(`${JSON.stringify(found, null, 2)}\n`);
  else for (const record of isList(found) ? found : [found]) output.result(`${describeRecord(record)}\n`);
  return EXIT.ok;
}

const isList = (found: RestRecord | readonly RestRecord[]): found is readonly RestRecord[] => Array.isArray(found);

/** A line for each field; what is nested stays JSON. */
const describeRecord = (record: RestRecord): string =>
  Object.entries(record)
    .map(([field, value]) => `${field}: ${typeof value === 'string' ? value : JSON.stringify(value)}\n`)
    .join('');

export const FETCHED_BUILD: Flag = {
  name: 'build',
  kind: 'text',
  short: 'b',
  value: 'BUILD',
  setting: 'build',
  help: 'GRCh37 or GRCh38 (required unless a setting)',
};
export const JOBS: Flag = {
  name: 'jobs',
  kind: 'number',
  short: 'j',
  value: 'N',
  help: `Files fetched at the same time (${DEFAULT_JOBS})`,
};

const PARQUET: Flag = {
  name: 'parquet',
  kind: 'switch',
  help: 'Write each as Parquet beside it, too, for other programs; scoring does not need it',
};

export const FETCH_COMMANDS: readonly Command[] = [
  {
    name: 'catalog download',
    operand: 'IDS',
    summary: 'Fetch harmonised scoring files into the catalogue folder, resumable and checked',
    examples: ['catalog download PGS000001,PGS000002 --build GRCh38'],
    flags: [FETCHED_BUILD, JOBS, PARQUET, CATALOG, JSON_FLAG],
    run: runDownload,
  },
  {
    name: 'catalog update',
    summary: 'Fetch the newest metadata of all scores, as one set, and say what changed',
    examples: ['catalog update', 'catalog update --source hf,ebi --catalog /shared/pgs-catalog'],
    flags: [
      {
        name: 'source',
        kind: 'list',
        value: 'LIST',
        help: 'ebi (the bulk sheets), hf (tables cleaned by just-dna-seq, on Hugging Face), or hf,ebi: the next if one fails (ebi)',
      },
      TOKEN,
      CATALOG,
      JSON_FLAG,
    ],
    run: runUpdate,
  },
  {
    name: 'catalog bulk scores',
    summary: 'Fetch many scoring files, or all; what is here already is checked and not fetched again',
    examples: ['catalog bulk scores --build GRCh38 --ids @ids.txt', 'catalog bulk scores --build GRCh38 --all --json'],
    flags: [
      FETCHED_BUILD,
      { name: 'ids', kind: 'text', value: 'IDS|@FILE', help: 'PGS ids with commas between them, or a file of them' },
      { name: 'all', kind: 'switch', short: 'a', help: 'All scores of the metadata that can be had on the build' },
      JOBS,
      PARQUET,
      CATALOG,
      JSON_FLAG,
    ],
    run: runBulkScores,
  },
  {
    name: 'catalog bulk metadata',
    summary: 'The same as catalog update',
    examples: ['catalog bulk metadata'],
    flags: [CATALOG, JSON_FLAG],
    run: runUpdate,
  },
  {
    name: 'catalog rest',
    operand: 'score|trait|performance ID',
    summary: 'Ask the REST service about one score or trait, or for all evaluations of a score',
    examples: ['catalog rest score PGS000001 --json', 'catalog rest performance PGS000001'],
    flags: [JSON_FLAG],
    run: runRest,
  },
];
