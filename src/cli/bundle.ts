/** Commands that carry the catalogue to machines without a network. */
import {
  BUNDLE_FOLDERS,
  type BundleManifest,
  type BundlePlacement,
  type BundleReport,
  type BundleRequest,
  type BundleUse,
  EXIT,
  errors,
} from '../core/index.ts';
import { FETCHED_BUILD, JOBS, readBuild, readJobs, runOptions } from './catalogFetch.ts';
import type { Command } from './command.ts';
import { CATALOG, type Flag, JSON_FLAG } from './flags.ts';
import { renderTable } from './formats.ts';
import type { CommandContext } from './host.ts';
import { formatBytes } from './numbers.ts';
import { readPgsIdList } from './pgsIds.ts';

const YES: Flag = {
  name: 'yes',
  kind: 'switch',
  short: 'y',
  help: 'Replace files that differ, instead of naming them',
};
const CONTENT_FLAGS: readonly Flag[] = [
  { name: 'scores', kind: 'text', value: 'IDS|@FILE', help: 'PGS ids with commas between them, or a file of them' },
  FETCHED_BUILD,
  { name: 'reference', kind: 'text', value: 'FILE', help: '.2bit (see reference build) or Parquet of alleles' },
  { name: 'hom-ref-table', kind: 'text', value: 'FILE', help: 'Table of constants (see reference constants)' },
  JOBS,
  CATALOG,
  JSON_FLAG,
];

/** The one word after the command. */
function readBundleName({ flags }: CommandContext, command: string): string {
  const [name, ...others] = flags.positional;
  if (name === undefined || others.length > 0)
    throw errors.usage(`${command} needs one archive or directory.`, 'For example: scores.tar');
  return name;
}

async function readRequest(context: CommandContext, command: string): Promise<BundleRequest> {
  const { values } = context.flags;
  const bundle = readBundleName(context, command);
  const scores = values.scores as string | undefined;
  return {
    bundle,
    pgs_ids: scores === undefined ? [] : await readPgsIdList(scores),
    build: readBuild(context, command),
    jobs: readJobs(values.jobs),
    reference: values.reference as string | undefined,
    homRefTable: values['hom-ref-table'] as string | undefined,
  };
}

async function runCreate(context: CommandContext): Promise<number> {
  const request = await readRequest(context, 'bundle create');
  if (request.pgs_ids.length === 0) throw errors.usage('bundle create needs --scores IDS.', 'Ids in a file: @FILE');
  const report = await context.session.bundles.create(request, runOptions(context));
  printReport(context, report);
  if (!report.manifest.files.some(({ path }) => path.startsWith('metadata/')))
    context.output.note('There is no metadata in it, because the catalogue has none; get it with: catalog update');
  return EXIT.ok;
}

async function runAdd(context: CommandContext): Promise<number> {
  const request = await readRequest(context, 'bundle add');
  if (request.pgs_ids.length === 0 && request.reference === undefined && request.homRefTable === undefined)
    throw errors.usage('bundle add needs --scores, --reference or --hom-ref-table.');
  printReport(context, await context.session.bundles.add(request, runOptions(context)));
  return EXIT.ok;
}

async function runInspect(context: CommandContext): Promise<number> {
  const { flags, session, output } = context;
  const bundle = readBundleName(context, 'bundle inspect');
  const inspection = await session.bundles.inspect(bundle, flags.values.verify === true, runOptions(context));
  if (flags.values.json === true) print(context, inspection, '');
  else output.result(describeManifest(bundle, inspection.manifest) + (await describeScores(inspection.manifest)));
  if (inspection.verified) output.note(`All ${inspection.manifest.files.length} files are what the manifest says.`);
  return EXIT.ok;
}

async function runUse(context: CommandContext): Promise<number> {
  const { flags, session, output } = context;
  const bundle = readBundleName(context, 'bundle use');
  const use = await session.bundles.use(bundle, flags.values.yes === true, runOptions(context));
  print(context, use, describeUse(use));
  if (use.applied) return EXIT.ok;
  output.error({
    message: `${use.directory} has other files than ${bundle}, so nothing was changed.`,
    hint: 'Say --yes to replace them, or use an empty folder with --catalog DIR.',
  });
  return EXIT.failure;
}

function print({ flags, output }: CommandContext, value: unknown, text: string): void {
  output.result(flags.values.json === true ? `${JSON.stringify(value, null, 2)}\n` : text);
}

function printReport(context: CommandContext, report: BundleReport): void {
  for (const warning of report.warnings) context.output.warn(warning);
  print(context, report, describeManifest(report.bundle, report.manifest));
}

function describeManifest(
  bundle: string,
  { created_at, tool_version, catalog_release, files }: BundleManifest,
): string {
  const sum = (those: BundleManifest['files']): string =>
    formatBytes(those.reduce((total, { bytes }) => total + bytes, 0));
  const folders = BUNDLE_FOLDERS.map((folder) => ({
    folder,
    those: files.filter(({ path }) => path.startsWith(`${folder}/`)),
  }));
  const lines = [
    `${bundle}: ${files.length} files, ${sum(files)}, made ${created_at} by just-prs-tui ${tool_version}`,
    catalog_release === null
      ? 'Release of the metadata: not known'
      : `Metadata fetched ${catalog_release.fetched_at} from ${catalog_release.source}`,
    ...folders
      .filter(({ those }) => those.length > 0)
      .map(
        ({ folder, those }) =>
          `  ${folder.padEnd(12)} ${String(those.length).padStart(6)} files ${sum(those).padStart(10)}`,
      ),
  ];
  return lines.map((line) => `${clean(line)}\n`).join('');
}

async function describeScores({ files }: BundleManifest): Promise<string> {
  const scores = files.flatMap(({ score, bytes }) => (score === null ? [] : [{ ...score, bytes }]));
  if (scores.length === 0) return '';
  const rows = scores.map(({ pgs_id, genome_build, rows, bytes }) => [
    pgs_id,
    genome_build,
    rows.toLocaleString('en-US'),
    formatBytes(bytes),
  ]);
  const terms = new Map<string, string[]>();
  for (const { pgs_id, license } of scores) {
    const text = license ?? 'not stated';
    terms.set(text, [...(terms.get(text) ?? []), pgs_id]);
  }
  const licences = [...terms].map(([text, ids]) => `  ${[...new Set(ids)].join(', ')}\n    ${clean(text)}\n`);
  const table = await renderTable(['PGS ID', 'Build', 'Variants', 'Size'], rows);
  return `\n${table}\nTerms of use\n${licences.join('')}`;
}

/** What comes from a bundle may hold anything, also what a terminal would obey. */
const clean = (text: string): string => text.replace(/\p{Cc}/gu, '?');

function describeUse({ directory, placements, applied, manifest }: BundleUse): string {
  const of = (status: BundlePlacement['status']) => placements.filter((placement) => placement.status === status);
  const changes = [...of('replaced'), ...of('removed')].map(
    ({ path, status, newer }) => `${applied ? status : `would be ${status}`}: ${path}${newer ? ' (newer here)' : ''}\n`,
  );
  const counts = `${of('new').length} new, ${of('same').length} there already, ${of('replaced').length} other, ${of('removed').length} of another release`;
  if (!applied) return `${changes.join('')}${counts}\n`;
  const hints = manifest.files.flatMap(({ path }) => {
    const flag = FLAGS.find(([pattern]) => pattern.test(path))?.[1];
    return flag === undefined ? [] : [`To use it: compute ${flag} ${directory}/${path}\n`];
  });
  return `${changes.join('')}${counts}; all is in ${directory}\n${hints.join('')}`;
}

/** What a computation does not find by itself. */
const FLAGS: readonly (readonly [RegExp, string])[] = [
  [/^reference\/hom_ref_constants\.tsv$/, '--hom-ref-table'],
  [/^reference\/.*\.parquet$/, '--reference'],
];

export const BUNDLE_COMMANDS: readonly Command[] = [
  {
    name: 'bundle create',
    operand: 'FILE.tar|DIR',
    summary: 'Put metadata, scores and references into one archive or directory, for machines without a network',
    examples: [
      'bundle create scores.tar --scores PGS000001,PGS000002 --build GRCh38',
      'bundle create /shared/bundle --scores @ids.txt --build GRCh38 --reference GRCh38.2bit',
    ],
    flags: CONTENT_FLAGS,
    run: runCreate,
  },
  {
    name: 'bundle add',
    operand: 'FILE.tar|DIR',
    summary: 'Add scores or references to a bundle',
    examples: ['bundle add scores.tar --scores PGS000003 --build GRCh38'],
    flags: CONTENT_FLAGS,
    run: runAdd,
  },
  {
    name: 'bundle inspect',
    operand: 'FILE.tar|DIR',
    summary: 'Tell what is in a bundle, under which terms of use, and whether it is whole',
    examples: ['bundle inspect scores.tar --verify'],
    flags: [
      { name: 'verify', kind: 'switch', help: 'Read all files and compare them with their checksums' },
      JSON_FLAG,
    ],
    run: runInspect,
  },
  {
    name: 'bundle use',
    operand: 'FILE.tar|DIR',
    summary: 'Check a bundle and put its files into the catalogue folder; a directory also serves as --catalog DIR',
    examples: ['bundle use scores.tar', 'bundle use scores.tar --catalog $TMPDIR/catalog'],
    flags: [YES, CATALOG, JSON_FLAG],
    run: runUse,
  },
];
