/** `compare`: the same scores in two files of results. */
import { checkOneRun, compareResults, EXIT, errors, type PrsResult, type ResultComparison } from '../core/index.ts';
import { cut, toJson } from './catalog/operands.ts';
import type { Command } from './command.ts';
import { JSON_FLAG } from './flags.ts';
import { renderTable } from './formats.ts';
import type { CommandContext } from './host.ts';
import { readResultFiles } from './resultFiles.ts';

export const COMPARE_COMMAND: Command = {
  name: 'compare',
  operand: 'A B',
  summary: 'Say which scores moved between two runs or samples, by how much, and why',
  examples: [
    'compare before.json after.json',
    'compute --vcf b.vcf.gz --pgs-id PGS000001 --format json | just-prs-tui compare a.json - --json',
  ],
  flags: [{ ...JSON_FLAG, help: 'Print JSON, with both results, row states, settings and reasons of each score' }],
  run: runCompare,
};

async function runCompare(context: CommandContext): Promise<number> {
  const { flags, output } = context;
  const [a, b] = readOperands(context);
  const [inA, inB] = [await readRun(a, context), await readRun(b, context)];
  const comparisons = compareResults({ results: inA }, { results: inB });
  if (flags.values.json === true) {
    output.result(toJson(comparisons));
    return EXIT.ok;
  }
  output.result(await renderTable(HEAD, comparisons.map(wordComparison)));
  output.note(`A: ${describeRun(a, inA)}. B: ${describeRun(b, inB)}. Differences are B less A.`);
  for (const sentence of summarize(comparisons)) output.note(sentence);
  return EXIT.ok;
}

function readOperands({ flags, host }: CommandContext): readonly [string, string] {
  const [a, b, ...others] = flags.positional;
  if (a === undefined || b === undefined || others.length > 0)
    throw errors.usage(
      `compare needs two files of results, and was given ${flags.positional.length}.`,
      'Give what compute --format json wrote: compare A.json B.json; one of them may be -, standard input.',
    );
  if (a === '-' && b === '-')
    throw errors.usage('Standard input can be one of the two files only.', 'Save the other one to a file.');
  if ((a === '-' || b === '-') && host.stdin.isTTY === true)
    throw errors.usage('- is standard input, but nothing is piped in.', 'Give a file, or pipe results in.');
  return [a, b];
}

async function readRun(file: string, context: CommandContext): Promise<readonly PrsResult[]> {
  const results: PrsResult[] = [];
  for await (const result of readResultFiles([file], context, { results: 0 })) results.push(result);
  checkOneRun(results, file === '-' ? 'standard input' : file);
  return results;
}

const HEAD = [
  ...['PGS ID', 'Trait', 'Difference', 'In SD', 'Score A', 'Score B', 'Pctl A', 'Pctl B', 'Coverage A', 'Coverage B'],
  'What',
];
const TRAIT_WIDTH = 30;

const WHAT = { moved: 'moved', same: 'same', only_a: 'only in A', only_b: 'only in B' } as const;

function wordComparison({ pgs_id, trait_reported, status, a, b, ...moved }: ResultComparison): string[] {
  const number = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : String(Number(value.toPrecision(6)));
  const fixed = (value: number | null | undefined): string => value?.toFixed(2) ?? '–';
  const percent = (share: number | null | undefined): string =>
    share === null || share === undefined ? '–' : `${(100 * share).toFixed(1)}%`;
  return [
    pgs_id,
    cut(trait_reported, TRAIT_WIDTH),
    number(moved.difference),
    fixed(moved.difference_sd),
    number(a?.score),
    number(b?.score),
    fixed(a?.percentile),
    fixed(b?.percentile),
    percent(a?.weight_mass_coverage),
    percent(b?.weight_mass_coverage),
    WHAT[status],
  ];
}

const describeRun = (file: string, results: readonly PrsResult[]): string =>
  `${file === '-' ? 'standard input' : file}, sample ${results[0]?.sample}, ${results.length} ${results.length === 1 ? 'score' : 'scores'}`;

/** How many did what, and each reason once, with the number of scores it is said of. */
function summarize(comparisons: readonly ResultComparison[]): readonly string[] {
  const counts = Object.entries(WHAT).map(
    ([status, word]) => `${comparisons.filter((one) => one.status === status).length} ${word}`,
  );
  const reasons = new Map<string, number>();
  for (const { sentence } of comparisons.flatMap((one) => one.reasons))
    reasons.set(sentence, (reasons.get(sentence) ?? 0) + 1);
  const common = [...reasons].filter(([, count]) => comparisons.length === 1 || count > 1);
  return [
    `${counts.join(', ')}.`,
    ...common.map(([sentence, count]) => (comparisons.length === 1 ? sentence : `${count} scores: ${sentence}`)),
    ...(reasons.size > common.length ? ['What is said of single scores is in --json.'] : []),
  ];
}
