/** `score search` and `score fetch`: scores wherever they come from. */
import { join } from 'node:path';
import { EXIT, errors, type GenomeBuild, type ScoreReference, writeChunks } from '../core/index.ts';
import { cut, describeCut, grouped, takeRows, toJson } from './catalog/operands.ts';
import type { Command } from './command.ts';
import { OPTION_FLAG } from './export.ts';
import { readOptions } from './exporters.ts';
import { CATALOG, type Flag, type FlagValue, JSON_FLAG } from './flags.ts';
import { renderTable } from './formats.ts';
import type { CommandContext } from './host.ts';
import { checkOutputs } from './outputFile.ts';
import { emit } from './resultWriter.ts';
import { findSource } from './sources.ts';

const OPTION: Flag = {
  ...OPTION_FLAG,
  help: 'An option of the source, once for each: local-files has directory, layout and build',
};

export const SOURCE_COMMANDS: readonly Command[] = [
  {
    name: 'score search',
    operand: 'WORDS',
    summary: 'Search the scores of a source: pgs-catalog, hugging-face or local-files',
    examples: [
      'score search breast cancer',
      'score search --source local-files --option directory=my_scores --option build=GRCh38',
    ],
    flags: [
      {
        name: 'source',
        kind: 'text',
        value: 'SOURCE',
        help: 'pgs-catalog, hugging-face, local-files, or that of a plugin (pgs-catalog)',
      },
      OPTION,
      { name: 'limit', kind: 'number', value: 'N', help: 'Scores to show (25)' },
      { name: 'all', kind: 'switch', help: 'Show all' },
      CATALOG,
      JSON_FLAG,
    ],
    run: runSearch,
  },
  {
    name: 'score fetch',
    operand: 'SOURCE:SCORE',
    summary: 'Write the scoring file of a source as text, on the build asked for',
    examples: [
      'score fetch hugging-face:PGS000001 --build GRCh38 --output PGS000001.txt',
      'score fetch local-files:own.txt --option directory=my_scores --option build=GRCh38 --build GRCh38 --output own_score.txt',
    ],
    flags: [
      {
        name: 'build',
        kind: 'text',
        short: 'b',
        value: 'BUILD',
        setting: 'build',
        help: 'GRCh37 or GRCh38 (required)',
      },
      OPTION,
      {
        name: 'output',
        kind: 'text',
        short: 'o',
        value: 'FILE',
        help: 'Write there instead of to stdout; complete or not at all',
      },
      CATALOG,
    ],
    run: runFetch,
  },
];

async function runSearch(context: CommandContext): Promise<number> {
  const { flags, output, host, plugins } = context;
  const id = (flags.values.source as string | undefined) ?? 'pgs-catalog';
  const source = findSource(await (await plugins()).sources(id), id);
  const options = readOptions(source, flags.values.option);
  const found = await source.search(flags.positional.join(' '), options, host.signal);
  const shown = takeRows(found, context, 25);
  if (flags.values.json === true) {
    output.result(toJson(shown));
    return EXIT.ok;
  }
  output.result(
    await renderTable(
      ['Score', 'Name', 'Trait', 'Variants'],
      shown.map((score) => [`${id}:${score.id}`, cut(score.name, 40), cut(score.trait, 40), grouped(score.n_variants)]),
    ),
  );
  const left = describeCut(shown.length, found.length, 'scores');
  if (left !== null) output.note(left);
  return EXIT.ok;
}

async function runFetch(context: CommandContext): Promise<number> {
  const { flags, settings, output } = context;
  const [name, ...others] = flags.positional;
  if (name === undefined || others.length > 0)
    throw errors.usage('score fetch needs one SOURCE:SCORE.', 'For example: score fetch pgs-catalog:PGS000001');
  if (settings.build === null) throw errors.usage('score fetch needs --build.', 'GRCh37 or GRCh38');
  const target = flags.values.output as string | undefined;
  await checkOutputs([target], []);
  await emit(context, await openScore(context, name, settings.build, flags.values.option));
  if (target !== undefined) output.note(`Written to ${target}`);
  return EXIT.ok;
}

/** The text of a score named `SOURCE:SCORE`. */
async function openScore(
  { host, plugins }: CommandContext,
  name: string,
  build: GenomeBuild,
  options?: FlagValue,
): Promise<AsyncGenerator<string>> {
  const [, id, scoreId] = /^([^:]+):(.+)$/.exec(name) ?? [];
  if (id === undefined || scoreId === undefined)
    throw errors.usage(`"${name}" is not SOURCE:SCORE.`, 'For example: pgs-catalog:PGS000001');
  const source = findSource(await (await plugins()).sources(id), id);
  return asText(source.fetch(scoreId, build, readOptions(source, options), host.signal));
}

/** Scores named `SOURCE:SCORE` as scoring files in the cache; each is fetched anew, as it is by now. */
export async function fetchFromSources(
  context: CommandContext,
  names: readonly string[],
  build: GenomeBuild,
): Promise<readonly ScoreReference[]> {
  const paths: string[] = [];
  for (const name of names) {
    const path = join(context.settings.cache_dir, 'sources', `${encodeURIComponent(name)}_${build}.txt`);
    await writeChunks(path, await openScore(context, name, build));
    paths.push(path);
  }
  return paths.map((path) => ({ kind: 'file', path }));
}

/** A scoring file is text, also where it comes as bytes: a terminal may show it. */
async function* asText(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
