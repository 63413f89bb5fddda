/** From arguments to an exit code. */
import { EXIT, errorData, errors } from '../core/index.ts';
import type { Command } from './command.ts';
import { APP_FLAGS, COMMANDS } from './commands.ts';
import { COMMON_FLAGS, closest, type ParsedFlags, parseFlags } from './flags.ts';
import { describeCommand, describeGroup, describeProgram } from './help.ts';
import type { CliHost } from './host.ts';
import { Output } from './output.ts';

export async function runCli(host: CliHost): Promise<number> {
  let output = new Output({ ...host, quiet: false, color: host.isWatched, live: host.isWatched });
  try {
    const command = findCommand(host.argv);
    const argv = command === undefined ? host.argv : host.argv.slice(command.name.split(' ').length);
    const flags = parseFlags(argv, [...(command?.flags ?? APP_FLAGS), ...COMMON_FLAGS]);
    if (flags.values.version === true) {
      output.result(`${host.toolVersion}\n`);
      return EXIT.ok;
    }
    const group = command === undefined ? findGroup(host.argv[0]) : [];
    if (group.length > 0 && (flags.values.help === true || flags.positional.length === 1)) {
      output.result(describeGroup(group));
      return EXIT.ok;
    }
    if (flags.values.help === true) {
      output.result(command === undefined ? describeProgram(COMMANDS, APP_FLAGS) : describeCommand(command));
      return EXIT.ok;
    }
    refuseStrangers(command, flags);
    if (command === undefined && host.terminalProblem !== null) throw noTerminal(host.terminalProblem);
    const settings = await host.loadSettings(
      flags.values['no-color'] === true ? { ...flags.settings, color: false } : flags.settings,
    );
    output = new Output({
      ...host,
      quiet: flags.values.quiet === true,
      color: settings.color && host.isWatched,
      live: host.isWatched,
    });
    const session = await host.openSession(settings);
    try {
      if (command !== undefined) return await command.run({ flags, settings, session, output, host });
      return await host.openApp({ settings, session, genotypes: flags.positional[0] });
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

/** The command whose words the arguments start with. */
const findCommand = (argv: readonly string[]): Command | undefined =>
  COMMANDS.find(({ name }) => name.split(' ').every((word, place) => word === argv[place]));

/** The commands of a group; its name alone is none. */
const findGroup = (word: string | undefined): readonly Command[] =>
  COMMANDS.filter(({ name }) => word !== undefined && name.startsWith(`${word} `));

const noTerminal = (problem: string) =>
  errors.usage(
    `The app needs an interactive terminal. ${problem}`,
    `Without a terminal, use a command: ${COMMANDS.map(({ name }) => name).join(', ')} (see --help).`,
  );

/** Words that are neither a command nor a file for the app, and an app without a terminal, are usage errors. */
function refuseStrangers(command: Command | undefined, { positional }: ParsedFlags): void {
  if (command !== undefined && command.takes === undefined && positional.length > 0)
    throw errors.usage(
      `${command.name} takes no "${positional[0]}"; files are given by flags.`,
      `See: just-prs-tui ${command.name} --help`,
    );
  if (command !== undefined || positional.length === 0) return;
  const group = findGroup(positional[0]);
  if (group.length > 0) throw unknownCommand(positional.slice(0, 2).join(' '), group);
  if (positional.length > 1) throw errors.usage(`The app opens one genome, but ${positional.length} were given.`);
  const word = positional[0];
  if (/[./\\]/.test(word)) return;
  throw unknownCommand(word, COMMANDS);
}

function unknownCommand(typed: string, commands: readonly Command[]) {
  const near = closest(
    typed,
    commands.map(({ name }) => name),
  );
  return errors.usage(
    `There is no command "${typed}".`,
    near === null ? 'See: just-prs-tui --help' : `Did you mean ${near}?`,
  );
}
