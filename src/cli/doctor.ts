/** `doctor`: whether this machine has what the program needs. */
import { EXIT, type HealthCheck } from '../core/index.ts';
import type { Command } from './command.ts';
import { CATALOG, JSON_FLAG } from './flags.ts';
import type { CommandContext } from './host.ts';

export const DOCTOR_COMMAND: Command = {
  name: 'doctor',
  summary: 'Look for what does not work on this machine: Node, Parquet, memory, folders, catalogue, network, terminal',
  examples: ['doctor', 'doctor --network --json'],
  flags: [
    {
      name: 'network',
      kind: 'switch',
      help: 'Ask the servers for an answer, too; otherwise nothing leaves the machine',
    },
    CATALOG,
    JSON_FLAG,
  ],
  run: runDoctor,
};

const WORDS: Readonly<Record<HealthCheck['state'], string>> = {
  good: 'ok',
  warn: 'limited',
  bad: 'BROKEN',
  unknown: '-',
};

async function runDoctor({ flags, session, output, host }: CommandContext): Promise<number> {
  const network = flags.values.network === true;
  const checks = [...(await session.examine({ network }, { signal: host.signal })), ...host.examineTerminal()];
  if (flags.values.json === true) output.result(`${JSON.stringify(checks, null, 2)}\n`);
  else output.result(checks.map(describeCheck).join(''));
  if (!network) output.note('The servers were not asked: doctor --network does.');
  return checks.some(({ state }) => state === 'bad') ? EXIT.failure : EXIT.ok;
}

function describeCheck({ title, state, said, mend }: HealthCheck): string {
  const label = `${WORDS[state].padEnd(8)} ${title.padEnd(20)} `;
  return `${label}${said}\n${mend === null ? '' : `${' '.repeat(label.length)}${mend}\n`}`;
}
