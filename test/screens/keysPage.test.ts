import { expect, it } from 'vitest';
import type { Command } from '../../src/screens/command.ts';
import { COMMANDS } from '../../src/screens/commands.ts';
import { COMMAND_GROUPS } from '../../src/screens/help/keys.ts';
import { presentKey } from '../../src/screens/keymap.ts';

/** `docs/keys.md`. After a change of commands write it anew with `npx vitest run test/screens/keysPage.test.ts -u`. */
it('has a page of all keys that is up to date', async () => {
  const page = [
    '# Keys',
    '',
    'Made from the commands of the app: do not edit. `?` shows the same in the app, and `:` finds a command by name.',
    'Other keys are set in `.prsrc`, by the id of the command: `keys: { table.sort: ctrl-t }`.',
    '',
    ...sections().flatMap(({ title, list }) => [
      `## ${title}`,
      '',
      '| key | does | id |',
      '|---|---|---|',
      ...list.map(
        ({ keys, title, id }) =>
          `| ${keys.map((key) => `\`${presentKey(key)}\``).join(' ')} | ${title.replaceAll('|', '\\|')} | ${id} |`,
      ),
      '',
    ]),
  ].join('\n');
  await expect(page).toMatchFileSnapshot('../../docs/keys.md');
});

/** Each command once: where it works in one group, there, else in the first section. */
function sections(): readonly { readonly title: string; readonly list: readonly Command[] }[] {
  const groupsOf = ({ where }: Command): readonly number[] =>
    COMMAND_GROUPS.flatMap(({ focuses }, group) => (where.some((focus) => focuses.includes(focus)) ? [group] : []));
  const general = COMMANDS.filter((command) => groupsOf(command).length !== 1);
  return [
    { title: 'Everywhere, or in several places', list: general },
    ...COMMAND_GROUPS.map(({ title }, group) => ({
      title,
      list: COMMANDS.filter((command) => {
        const groups = groupsOf(command);
        return groups.length === 1 && groups[0] === group;
      }),
    })),
  ].filter(({ list }) => list.length > 0);
}
