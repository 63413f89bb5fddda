import type { Command } from './command.ts';
import { COMMON_FLAGS, type Flag } from './flags.ts';

const PROGRAM = 'just-prs-tui';

/** Two columns, the second wrapped by nobody: help lines are short. */
function alignRows(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

const flagRow = ({ name, short, value, help }: Flag): [string, string] => [
  `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
  help,
];

export function describeProgram(commands: readonly Command[], appFlags: readonly Flag[]): string {
  return [
    'Polygenic risk scores in the terminal.',
    '',
    'Usage',
    `  ${PROGRAM} [FILE.vcf.gz]          open the app, on a genome if one is given`,
    `  ${PROGRAM} <command> [flags]`,
    '',
    'Commands',
    ...alignRows(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Flags of the app',
    ...alignRows(appFlags.map(flagRow)),
    '',
    'Flags everywhere',
    ...alignRows(COMMON_FLAGS.map(flagRow)),
    '',
    'Settings are read from flags, then PRS_* variables, then .prsrc, then the user configuration.',
    'Exit codes: 0 done, 1 failure, 2 wrong usage, 3 some scores failed, 130 interrupted.',
    'For research and education: a score is not a diagnosis.',
    '',
  ].join('\n');
}

/** Help of the words that commands of a group begin with. */
export function describeGroup(words: string, commands: readonly Command[]): string {
  return [
    'Usage',
    `  ${PROGRAM} ${words} <command> [flags]`,
    '',
    'Commands',
    ...alignRows(commands.map(({ name, operand, summary }) => [withOperand(name, operand), summary])),
    '',
    `See: ${PROGRAM} <command> --help`,
    ...commands.flatMap(({ more = [] }) => more),
    '',
  ].join('\n');
}

const withOperand = (name: string, operand: string | undefined): string =>
  operand === undefined ? name : `${name} ${operand}`;

export function describeCommand({ name, operand, summary, examples, flags, more }: Command): string {
  return [
    `${summary}.`,
    '',
    'Usage',
    `  ${PROGRAM} ${withOperand(name, operand)} [flags]`,
    '',
    'Flags',
    ...alignRows([...flags, ...COMMON_FLAGS].map(flagRow)),
    '',
    'Examples',
    ...examples.map((example) => `  ${PROGRAM} ${example}`),
    '',
    ...(more === undefined ? [] : [more, '']),
  ].join('\n');
}
