import type { Command, CommandContext } from '../command.ts';
import { commandLine } from '../commandLine.ts';
import { neighbourPage } from './helpPages.ts';

const pageCommand = (id: string, title: string, keys: readonly string[], step: 1 | -1): Command => ({
  id,
  title,
  ...(step === 1 ? { hint: 'next page' } : {}),
  keys,
  where: ['help_page'],
  run: (context) => turnPage(context, step),
});

function turnPage({ state, effects, dispatch }: CommandContext, step: 1 | -1): void {
  const page = neighbourPage(state.help.page, step);
  dispatch({ type: 'help_page_chosen', page });
  if (page === 'doctor' && state.help.examination.status === 'none') effects.examine(false);
}

export const HELP_COMMANDS: readonly Command[] = [
  pageCommand('help.next', 'Next page of the help', ['right', 'l', ']', 'return'], 1),
  pageCommand('help.previous', 'Previous page of the help', ['left', 'h', '['], -1),
  {
    id: 'help.examine',
    title: 'Look again for what does not work on this machine',
    hint: 'look again',
    keys: ['r'],
    where: ['help_page'],
    whenDisabled: ({ help }) => (help.page === 'doctor' ? null : 'This is for the page Doctor.'),
    cli: () => commandLine('doctor'),
    run: ({ effects }) => effects.examine(false),
  },
  {
    id: 'help.examineNetwork',
    title: 'Look again, and ask the servers for an answer',
    hint: 'ask the servers',
    keys: ['n'],
    where: ['help_page'],
    whenDisabled: ({ help }) => (help.page === 'doctor' ? null : 'This is for the page Doctor.'),
    cli: () => commandLine('doctor', '--network'),
    run: ({ effects }) => effects.examine(true),
  },
];
