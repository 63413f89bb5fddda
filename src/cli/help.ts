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

/** The commands that share a first word. */
export function describeGroup(commands: readonly Command[]): string {
  const word = commands[0]?.name.split(' ')[0];
  return [
    'Usage',
    `  ${PROGRAM} ${word} <command> [flags]`,
    '',
    'Commands',
    ...alignRows(commands.map(({ name, summary }) => [name, summary])),
    '',
  ].join('\n');
}

export function describeCommand({ name, takes, summary, examples, flags }: Command): string {
  return [
    `${summary}.`,
    '',
    'Usage',
    `  ${PROGRAM} ${name}${takes === undefined ? '' : ` ${takes}`} [flags]`,
    '',
    'Flags',
    ...alignRows([...flags, ...COMMON_FLAGS].map(flagRow)),
    '',
    'Examples',
    ...examples.map((example) => `  ${PROGRAM} ${example}`),
    '',
  ].join('\n');
}
