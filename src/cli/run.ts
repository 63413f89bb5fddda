/** From arguments to an exit code. */
import { closest, EXIT, errorData, errors } from '../core/index.ts';
import type { Command } from './command.ts';
import { APP_FLAGS, COMMANDS } from './commands.ts';
import { allowedOnce, COMMON_FLAGS, type ParsedFlags, parseFlags } from './flags.ts';
import { describeCommand, describeGroup, describeProgram } from './help.ts';
import type { CliHost } from './host.ts';
import { Output } from './output.ts';
import type { PluginDesk } from './pluginDesk.ts';

export async function runCli(host: CliHost): Promise<number> {
  let output = new Output({ ...host, quiet: false, color: host.isWatched, live: host.isWatched, plain: false });
  try {
    const { command, group, argv } = findCommand(host.argv);
    const flags = parseFlags(argv, [...(command?.flags ?? APP_FLAGS), ...COMMON_FLAGS]);
    if (flags.values.version === true) {
      output.result(`${host.toolVersion}\n`);
      return EXIT.ok;
    }
    if (flags.values.help === true) {
      output.result(command === undefined ? describeWords(group) : describeCommand(command));
      return EXIT.ok;
    }
    if (command === undefined && group !== '') return answerGroup(group, flags, output);
    refuseStrangers(command, flags);
    const settings = await host.loadSettings(
      flags.values['no-color'] === true ? { ...flags.settings, color: false } : flags.settings,
    );
    const problem = command === undefined ? host.findTerminalProblem(settings.plain) : null;
    if (problem !== null) throw noTerminal(problem);
    output = new Output({
      ...host,
      quiet: flags.values.quiet === true,
      color: settings.color && host.isWatched,
      live: host.isWatched,
      plain: settings.plain,
    });
    const session = await host.openSession(settings);
    const allowOnce = allowedOnce(flags);
    let desk: Promise<PluginDesk> | undefined;
    const plugins = (): Promise<PluginDesk> => {
      desk ??= host.openPlugins({
        settings,
        session,
        allowOnce,
        say: (text) => output.note(text),
        show: (progress) => output.progress(progress),
      });
      return desk;
    };
    try {
      if (command !== undefined) return await command.run({ flags, settings, session, output, host, plugins });
      return await host.openApp({ settings, session, allowOnce, genotypes: flags.positional[0] });
    } finally {
      await session.close();
    }
  } catch (error) {
    output.clearProgress();
    const data = errorData(error);
    if (data.code !== 'cancelled') output.error(data);
    if (data.code === 'internal' && host.debug) output.note(String((error as Error).stack));
    return data.exitCode;
  }
}

interface FoundCommand {
  readonly command: Command | undefined;
  /** The first words, when commands begin with them and none is meant yet. */
  readonly group: string;
  /** What is left for flags and operands. */
  readonly argv: readonly string[];
}

/** The command that the first words name; of several words, or a group that commands begin with. */
function findCommand(argv: readonly string[]): FoundCommand {
  const starts = (name: string, words: number): boolean => name === argv.slice(0, words).join(' ');
  const command = COMMANDS.find(({ name }) => starts(name, name.split(' ').length));
  if (command !== undefined) return { command, group: '', argv: argv.slice(command.name.split(' ').length) };
  let words = 0;
  while (words < argv.length && commandsOf(argv.slice(0, words + 1).join(' ')).length > 0) words++;
  return { command, group: argv.slice(0, words).join(' '), argv: argv.slice(words) };
}

const commandsOf = (group: string): readonly Command[] => COMMANDS.filter(({ name }) => name.startsWith(`${group} `));

const describeWords = (group: string): string =>
  group === '' ? describeProgram(COMMANDS, APP_FLAGS) : describeGroup(group, commandsOf(group));

/** A group alone shows its commands; with a word that is none of them it is a usage error. */
function answerGroup(group: string, { positional }: ParsedFlags, output: Output): number {
  const [word] = positional;
  if (word === undefined) {
    output.result(describeWords(group));
    return EXIT.ok;
  }
  const next = commandsOf(group).map(({ name }) => name.slice(group.length + 1).split(' ')[0]);
  const near = closest(word, next);
  throw errors.usage(
    `There is no command "${group} ${word}".`,
    near === null ? `See: just-prs-tui ${group} --help` : `Did you mean ${group} ${near}?`,
  );
}

const noTerminal = (problem: string) =>
  errors.usage(
    `The app needs an interactive terminal. ${problem}`,
    `Without a terminal, use a command: ${firstWords().join(', ')} (see --help).`,
  );

const firstWords = (): readonly string[] => [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0]))];

/** Words that are neither a command nor a file for the app, and an app without a terminal, are usage errors. */
function refuseStrangers(command: Command | undefined, { positional }: ParsedFlags): void {
  if (command !== undefined && command.operand === undefined && positional.length > 0)
    throw errors.usage(
      `${command.name} takes no "${positional[0]}"; files are given by flags.`,
      `See: just-prs-tui ${command.name} --help`,
    );
  if (command !== undefined || positional.length === 0) return;
  if (positional.length > 1) throw errors.usage(`The app opens one genome, but ${positional.length} were given.`);
  const word = positional[0];
  if (/[./\\]/.test(word)) return;
  const near = closest(word, firstWords());
  throw errors.usage(
    `There is no command "${word}".`,
    near === null ? 'See: just-prs-tui --help' : `Did you mean ${near}?`,
  );
}
