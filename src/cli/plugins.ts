/** Commands about plugins: what there is, what may run, and what authors need. */
import {
  describeOption,
  describePluginStatus,
  EXIT,
  errors,
  excerptLog,
  GIVEN_TO_PLUGINS,
  type ListedPlugin,
  nameContribution,
  nameContributions,
} from '../core/index.ts';
import { toJson } from './catalog/operands.ts';
import type { Command } from './command.ts';
import { OPTION_FLAG } from './export.ts';
import { readOptions } from './exporters.ts';
import { type Flag, JSON_FLAG } from './flags.ts';
import { renderTable } from './formats.ts';
import type { CommandContext } from './host.ts';
import { cleanText } from './output.ts';

const DRY: Flag = { ...JSON_FLAG, help: 'Print JSON, with paths, hashes, options and the last run' };

export const PLUGIN_COMMANDS: readonly Command[] = [
  {
    name: 'plugins list',
    summary: 'Show all plugins and what became of them; none is run',
    examples: ['plugins list', 'plugins list --path'],
    flags: [{ name: 'path', kind: 'switch', help: 'Show programs of the PATH that are exporters by their name' }, DRY],
    run: (context) => (context.flags.values.path === true ? listPrograms(context) : listPlugins(context)),
  },
  {
    name: 'plugins allow',
    operand: 'NAME|PATH',
    summary: 'Let a plugin run, as it is now; when it changes it has to be allowed again',
    examples: ['plugins allow forest'],
    flags: [],
    run: runAllow,
  },
  {
    name: 'plugins forget',
    operand: 'NAME',
    summary: 'Take back what was allowed',
    examples: ['plugins forget forest'],
    flags: [],
    run: (context) => change(context, 'forget', (desk, name) => desk.forget(name)),
  },
  {
    name: 'plugins enable',
    operand: 'NAME',
    summary: 'Turn a plugin on again that was turned off, by you or after three faults in a row',
    examples: ['plugins enable forest'],
    flags: [],
    run: (context) => change(context, 'enable', (desk, name) => desk.setEnabled(name, true)),
  },
  {
    name: 'plugins disable',
    operand: 'NAME',
    summary: 'Turn a plugin off, and keep what was allowed',
    examples: ['plugins disable forest'],
    flags: [],
    run: (context) => change(context, 'disable', (desk, name) => desk.setEnabled(name, false)),
  },
  {
    name: 'plugins check',
    operand: 'PATH|NAME',
    summary: 'Say all that is wrong with a plugin, and run it once on made-up rows',
    examples: ['plugins check plugins/forest.ts', 'plugins check registry --option "study=Heart, Lung and Blood"'],
    flags: [
      { ...OPTION_FLAG, help: 'An option of the plugin, once for each; else those of .prsrc, defaults and examples' },
      { ...JSON_FLAG, help: 'Print JSON, with all that it said' },
    ],
    run: runCheck,
  },
  {
    name: 'plugins new',
    operand: 'KIND NAME',
    summary:
      'Write a plugin that works, and its test: exporter, interpreter, source, reader, program (shell) or python',
    examples: ['plugins new exporter forest', 'plugins new python forest'],
    flags: [],
    more: 'How to write one: docs/plugins.md in the package; whole ones to start from: its folder plugins/.',
    run: runNew,
  },
];

async function listPlugins({ flags, output, plugins }: CommandContext): Promise<number> {
  const all = await (await plugins()).list();
  if (flags.values.json === true) {
    output.result(toJson(all));
    return EXIT.ok;
  }
  const rows = all.map((plugin) => [
    plugin.name,
    plugin.origin,
    nameContributions(plugin),
    describePluginStatus(plugin),
  ]);
  output.result(await renderTable(['Plugin', 'From', 'Brings', 'State'], rows));
  for (const { path, status, warnings } of all) {
    if (status.state === 'refused')
      output.note(
        status.isSetting === true
          ? status.problems.join('\n')
          : `${path}\n${status.problems.map((line) => `  ${line}`).join('\n')}`,
      );
    for (const warning of warnings) output.note(`${path}: ${warning}`);
  }
  const waiting = all.find(({ status }) => status.state === 'waiting');
  if (waiting !== undefined)
    output.note(`Look at a plugin that waits, then allow it with: just-prs-tui plugins allow ${waiting.name}`);
  return EXIT.ok;
}

async function listPrograms({ flags, output, plugins }: CommandContext): Promise<number> {
  const programs = await (await plugins()).programs();
  const state = ({ isRunnable, isShadowed }: (typeof programs)[number]): string =>
    !isRunnable ? 'not executable' : isShadowed ? 'hidden by one before it' : '';
  output.result(
    flags.values.json === true
      ? toJson(programs)
      : await renderTable(
          ['Program', 'Path', 'Note'],
          programs.map((program) => [program.name, program.path, state(program)]),
        ),
  );
  return EXIT.ok;
}

type Desk = Awaited<ReturnType<CommandContext['plugins']>>;

async function change(
  context: CommandContext,
  command: string,
  act: (desk: Desk, name: string) => Promise<ListedPlugin>,
): Promise<number> {
  const [name] = readOperands(context, command, 1);
  const plugin = await act(await context.plugins(), name);
  context.output.result(cleanText(`${plugin.name}: ${describePluginStatus(plugin)}\n`));
  return EXIT.ok;
}

async function runAllow(context: CommandContext): Promise<number> {
  const [name] = readOperands(context, 'allow', 1);
  const plugin = await (await context.plugins()).allow(name);
  const { contributions = [], options = {}, description } = plugin.description ?? {};
  const lines = [
    `${plugin.name}: ${description}`,
    `  ${plugin.path}`,
    `  SHA-256 ${plugin.hash}`,
    ...contributions.map(
      (item) => `  brings ${nameContribution(item)}: ${item.title}, and is given ${GIVEN_TO_PLUGINS[item.kind]}`,
    ),
    ...Object.entries(options).map(([id, option]) => `  option ${describeOption(id, option)}`),
    ...plugin.warnings.map((warning) => `  ${warning}`),
    describePluginStatus(plugin),
  ];
  context.output.result(cleanText(`${lines.join('\n')}\n`));
  return EXIT.ok;
}

async function runCheck(context: CommandContext): Promise<number> {
  const { flags, output, plugins } = context;
  const [path] = readOperands(context, 'check', 1);
  const check = await (await plugins()).check(path, (plugin) => readOptions(plugin, flags.values.option));
  if (flags.values.json === true) output.result(toJson(check));
  else if (check.problems.length > 0) output.error(errors.pluginRefused(path, check.problems));
  else {
    const lines = check.runs.flatMap((run) => [
      run.fault === null
        ? `  ${run.contribution}: ${run.did}, ${run.ms} ms`
        : `FAILED ${run.contribution}: ${run.fault}`,
      ...excerptLog(run).map((line) => `    | ${line}`),
    ]);
    const failed = check.runs.filter(({ fault }) => fault !== null).length;
    const end = failed === 0 ? [] : [`${failed} of ${check.runs.length} failed.`];
    output.result(cleanText(`${[`${check.name} is a plugin.`, ...lines, ...end].join('\n')}\n`));
  }
  const isGood = check.problems.length === 0 && check.runs.every(({ fault }) => fault === null);
  return isGood ? EXIT.ok : EXIT.failure;
}

async function runNew(context: CommandContext): Promise<number> {
  const [kind, name] = readOperands(context, 'new', 2);
  const paths = await (await context.plugins()).create(kind, name);
  context.output.result(paths.map((path) => `${path}\n`).join(''));
  const [, folder = paths[0]] = /^(.*)\/plugin\.json$/.exec(paths[0]) ?? [];
  context.output.note(`Try it with: just-prs-tui plugins check ${folder}`);
  return EXIT.ok;
}

/** The words after a command, as many as it needs. */
function readOperands({ flags }: CommandContext, command: string, count: 1): readonly [string];
function readOperands({ flags }: CommandContext, command: string, count: 2): readonly [string, string];
function readOperands({ flags }: CommandContext, command: string, count: number): readonly string[] {
  if (flags.positional.length === count) return flags.positional;
  const { operand } = PLUGIN_COMMANDS.find(({ name }) => name === `plugins ${command}`) as Command;
  throw errors.usage(`plugins ${command} needs ${operand}.`, 'See: just-prs-tui plugins list');
}
