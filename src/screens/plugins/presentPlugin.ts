import {
  describePluginStatus,
  excerptLog,
  GIVEN_TO_PLUGINS,
  type ListedPlugin,
  nameContribution,
  type OptionValue,
  type PluginCheck,
  type PrsResult,
} from '../../core/index.ts';
import { type Fact, type Line, plural, presentBytes, presentFacts, type Tone } from '../present.ts';
import { wrapText } from '../text.ts';
import type { OptionValues, ResultRule } from './state.ts';

const TONES: Readonly<Record<ListedPlugin['status']['state'], Tone>> = {
  ready: 'plain',
  waiting: 'warn',
  refused: 'bad',
  off: 'dim',
};

export const toneOf = ({ status }: ListedPlugin): Tone => TONES[status.state];

/** All that is known of a plugin, and what it is about to be allowed. */
export function presentPlugin(plugin: ListedPlugin, set: OptionValues, width: number): readonly Line[] {
  const { description, status, warnings, last_run: last } = plugin;
  const facts: readonly Fact[] = [
    ['Plugin', plugin.name, 'strong'],
    ...(description === null ? [] : [['For', description.description] as Fact]),
    ['State', describePluginStatus(plugin), toneOf(plugin)],
    ...(status.state === 'refused' ? status.problems.map((problem): Fact => ['  wrong', problem, 'bad']) : []),
    ...(last === null
      ? []
      : [
          [
            'Last run',
            `${last.when.slice(0, 19).replace('T', ' ')} UTC, ${last.contribution}: ${plural(last.rows, 'row')} in, ${presentBytes(last.bytes)} out, ${last.ms} ms`,
          ] as Fact,
          ...(last.fault === null ? [] : [['  failed', last.fault, 'bad'] as Fact]),
        ]),
    ...warnings.map((warning): Fact => ['Beware', warning, 'warn']),
    ['From', plugin.origin],
    ...(plugin.path === '' ? [] : [['File', plugin.path] as Fact]),
    ...(plugin.hash === null ? [] : [['SHA-256', plugin.hash, 'dim'] as Fact]),
    ...(description?.contributions ?? []).map(
      (item): Fact => ['Brings', `${nameContribution(item)}: ${item.title}; is given ${GIVEN_TO_PLUGINS[item.kind]}`],
    ),
    ...Object.entries(description?.options ?? {}).map(
      ([name, { default: usual, description: what }]): Fact => [
        'Option',
        `${name} = ${presentOption(set[name] ?? usual)}${name in set ? ' (set here)' : ''}: ${what}`,
      ],
    ),
  ];
  const question = status.state === 'waiting' ? wrapText(QUESTION, width) : [];
  return [
    ...presentFacts(facts, width),
    ...(question.length === 0 ? [] : [{ text: '', tone: 'plain' as const }]),
    ...question.map((text): Line => ({ text, tone: 'warn' })),
  ];
}

const QUESTION =
  'It may not run yet, and nothing of it has run. Once allowed, it has the rights of your account: look at its file first. It is given results, never genotypes, unless it reads a genotype file that you name. A allows what is there now; when it changes, it has to be allowed again.';

const presentOption = (value: OptionValue | undefined): string =>
  value === undefined ? '(to be set, with o)' : value === '' ? '(nothing)' : JSON.stringify(value);

/** What a dry run found. */
export function presentCheck({ problems, runs }: PluginCheck): readonly Line[] {
  if (problems.length > 0) return problems.map((text) => ({ text, tone: 'bad' }));
  return runs.flatMap((run): readonly Line[] => [
    run.fault === null
      ? { text: `${run.contribution}: ${run.did}, ${run.ms} ms`, tone: 'good' }
      : { text: `${run.contribution} failed: ${run.fault}`, tone: 'bad' },
    ...excerptLog(run).map((text): Line => ({ text: `  | ${text}`, tone: 'dim' })),
  ]);
}

type Judgements = Awaited<ReturnType<ResultRule['interpret']>>;

/** What a rule says of results, in their order; of whom, when there are several people. */
export function presentJudgements(
  judgements: Judgements,
  results: readonly PrsResult[],
  width: number,
): readonly Line[] {
  const people = new Set(results.map(({ sample }) => sample)).size;
  return judgements.flatMap(({ pgs_id, tier, summary, caveats, source }, place): readonly Line[] => [
    { text: `${pgs_id}${people > 1 ? `, ${results[place].sample}` : ''}: ${tier}`, tone: 'strong' },
    ...hanging('  ', summary, 'plain', width),
    ...caveats.flatMap((caveat) => hanging('  ! ', caveat, 'warn', width)),
    ...hanging('  ', source, 'dim', width),
  ]);
}

const hanging = (mark: string, text: string, tone: Tone, width: number): readonly Line[] =>
  wrapText(text, width - mark.length).map((line, index) => ({
    text: `${index === 0 ? mark : ' '.repeat(mark.length)}${line}`,
    tone,
  }));
