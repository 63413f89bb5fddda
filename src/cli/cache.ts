/** Commands about what is kept on disk. */
import { EXIT, errors, type PruneReport } from '../core/index.ts';
import type { Command } from './command.ts';
import { CATALOG, JSON_FLAG } from './flags.ts';
import type { CommandContext } from './host.ts';
import { formatBytes, parseBytes } from './numbers.ts';

function print({ flags, output }: CommandContext, value: unknown, text: string): void {
  output.clearProgress();
  output.result(flags.values.json === true ? `${JSON.stringify(value, null, 2)}\n` : text);
}

async function runPath(context: CommandContext): Promise<number> {
  const { session, settings } = context;
  const places = { cache_directory: settings.cache_dir, catalog_directory: session.catalogDirectory };
  print(context, places, `${places.cache_directory}\n`);
  if (places.catalog_directory !== places.cache_directory)
    context.output.note(`The catalogue is in ${places.catalog_directory}`);
  return EXIT.ok;
}

async function runList(context: CommandContext): Promise<number> {
  const listing = await context.session.listCache();
  const lines = listing.kinds.map(
    ({ kind, files, bytes }) =>
      `${kind.padEnd(12)} ${String(files).padStart(7)} files ${formatBytes(bytes).padStart(10)}`,
  );
  const sum = `${formatBytes(listing.bytes)} in ${listing.cache_directory}`;
  const elsewhere = listing.catalog_directory === listing.cache_directory ? '' : ` and ${listing.catalog_directory}`;
  print(context, listing, `${[...lines, `${sum}${elsewhere}`].join('\n')}\n`);
  return EXIT.ok;
}

async function runPrune(context: CommandContext): Promise<number> {
  const { values } = context.flags;
  const days = values['older-than'] as string | undefined;
  const size = values['max-size'] as string | undefined;
  const report = await context.session.pruneCache({
    olderThanDays: days === undefined ? null : readDays(days),
    maxBytes: size === undefined ? null : readSize(size),
    apply: values.yes === true,
  });
  print(context, report, describePrune(report));
  if (!report.applied && report.files.length > 0)
    context.output.note('Nothing was removed; say --yes to remove these files.');
  return EXIT.ok;
}

function describePrune({ files, bytes, remaining_bytes, applied }: PruneReport): string {
  const lines = files.map(({ path, bytes }) => `${formatBytes(bytes).padStart(10)}  ${path}`);
  const verb = applied ? 'removed' : 'could be removed';
  return `${[...lines, `${files.length} files, ${formatBytes(bytes)}, ${verb}; ${formatBytes(remaining_bytes)} stay`].join('\n')}\n`;
}

function readDays(text: string): number {
  const [, amount] = /^(\d+(?:\.\d+)?)d?$/i.exec(text) ?? [];
  if (amount === undefined)
    throw errors.usage(`--older-than needs a number of days, not "${text}".`, 'For example: 30');
  return Number(amount);
}

function readSize(text: string): number {
  const bytes = parseBytes(text);
  if (bytes === null) throw errors.usage(`--max-size needs a size, not "${text}".`, 'For example: 5GB, 500MB');
  return bytes;
}

async function runVerify(context: CommandContext): Promise<number> {
  const { session, output, host } = context;
  const report = await session.verifyCache({
    signal: host.signal,
    onProgress: (progress) => output.progress(progress),
  });
  const problems = report.problems.map(({ path, problem }) => `${path}: ${problem}\n`).join('');
  const found = report.problems.length === 0 ? 'no problems' : `${report.problems.length} with problems`;
  print(context, report, `${problems}${report.checked} files checked, ${found}\n`);
  if (report.leftovers > 0)
    output.note(
      `${report.leftovers} files are of downloads that did not end; the next download or cache prune takes them.`,
    );
  return report.problems.length === 0 ? EXIT.ok : EXIT.failure;
}

export const CACHE_COMMANDS: readonly Command[] = [
  {
    name: 'cache path',
    summary: 'Say where the cache is',
    examples: ['cache path'],
    flags: [CATALOG, JSON_FLAG],
    run: runPath,
  },
  {
    name: 'cache list',
    summary: 'Say what the cache holds, and how large it is',
    examples: ['cache list', 'cache list --json'],
    flags: [CATALOG, JSON_FLAG],
    run: runList,
  },
  {
    name: 'cache prune',
    summary: 'Remove scores and indexes that were not used for long; shows what would go, until --yes',
    examples: ['cache prune --older-than 90', 'cache prune --max-size 5GB --yes'],
    flags: [
      { name: 'older-than', kind: 'text', value: 'DAYS', help: 'Remove what was not used for so many days' },
      { name: 'max-size', kind: 'text', value: 'SIZE', help: 'Remove the least recently used until the cache fits' },
      { name: 'yes', kind: 'switch', short: 'y', help: 'Remove, instead of showing what would go' },
      JSON_FLAG,
    ],
    run: runPrune,
  },
  {
    name: 'cache verify',
    summary: 'Read everything in the cache to its end and compare it with its checksums',
    examples: ['cache verify', 'cache verify --catalog /shared/pgs-catalog --json'],
    flags: [CATALOG, JSON_FLAG],
    run: runVerify,
  },
];
