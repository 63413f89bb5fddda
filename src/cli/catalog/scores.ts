import { type Catalog, EXIT, errors, type ListedScore } from '../../core/index.ts';
import { renderTable } from '../formats.ts';
import type { CommandContext } from '../host.ts';
import { cut, describeCut, grouped, readScoresQuery, readWords, takeRows, toJson } from './operands.ts';

export async function runScoresList(context: CommandContext): Promise<number> {
  const catalog = await context.session.openCatalog();
  return printScores(context, { catalog, scores: await catalog.scores(readScoresQuery(context)), usual: 100 });
}

export async function runScoresSearch(context: CommandContext): Promise<number> {
  const words = readWords(context, 'catalog scores search');
  const catalog = await context.session.openCatalog();
  return printScores(context, { catalog, scores: await searchScores(context, catalog, words), usual: 25 });
}

async function searchScores(context: CommandContext, catalog: Catalog, words: string): Promise<readonly ListedScore[]> {
  const { scores, problems } = await catalog.search(words, readScoresQuery(context));
  if (problems.length > 0) throw errors.usage(problems.join(' '), 'Filters: build: n: ancestry: auroc: year: licence:');
  return scores;
}

/** Ids alone, to be given to other commands. */
export async function runBulkIds(context: CommandContext): Promise<number> {
  const { flags, session, output } = context;
  const catalog = await session.openCatalog();
  const words = flags.positional.join(' ');
  const scores =
    words === '' ? await catalog.scores(readScoresQuery(context)) : await searchScores(context, catalog, words);
  const pgs_ids = scores.map(({ pgs_id }) => pgs_id);
  output.result(flags.values.json === true ? toJson(pgs_ids) : pgs_ids.map((pgs_id) => `${pgs_id}\n`).join(''));
  return EXIT.ok;
}

interface Shown {
  readonly catalog: Catalog;
  readonly scores: readonly ListedScore[];
  readonly usual: number;
}

async function printScores(context: CommandContext, { catalog, scores, usual }: Shown): Promise<number> {
  const { flags, output } = context;
  const shown = takeRows(scores, context, usual);
  if (flags.values.json === true) {
    output.result(toJson(shown));
    return EXIT.ok;
  }
  if (scores.length === 0) {
    output.note('No score was found.');
    return EXIT.ok;
  }
  const publications = new Map((await catalog.publications()).map((row) => [row.pgp_id, row]));
  const rows = shown.map((score) => {
    const { first_author, date_publication } = publications.get(score.pgp_id ?? '') ?? {};
    return [
      score.pgs_id,
      cut(score.name, 24),
      cut(score.trait_reported, 40),
      grouped(score.n_variants),
      `${score.genome_build ?? '–'}${score.is_harmonized ? ' (lifted)' : ''}`,
      [first_author ?? '–', date_publication?.slice(0, 4)].filter((part) => part !== undefined).join(' '),
    ];
  });
  output.result(await renderTable(['PGS ID', 'Name', 'Trait', 'Variants', 'Build', 'Publication'], rows));
  const left = describeCut(shown.length, scores.length, 'scores');
  if (left !== null) output.note(left);
  return EXIT.ok;
}
