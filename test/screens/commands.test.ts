import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/screens/commands.ts';
import { presentHelp } from '../../src/screens/help/keys.ts';
import { TEXT_FOCUSES } from '../../src/screens/views.ts';

const focuses = [...new Set(COMMANDS.flatMap(({ where }) => where))];

it.each(focuses)('binds every key once in %s', (focus) => {
  const keys = COMMANDS.filter(({ where }) => where.includes(focus)).flatMap(({ keys }) => keys);
  expect(keys).toEqual([...new Set(keys)]);
});

it('has no two commands of one name', () => {
  const ids = COMMANDS.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

it('leaves the keys of tmux, screen and flow control alone', () => {
  const keys = new Set(COMMANDS.flatMap(({ keys }) => keys));
  for (const taken of ['ctrl-a', 'ctrl-b', 'ctrl-s', 'ctrl-q', 'ctrl-j']) expect(keys).not.toContain(taken);
});

it('binds no letter where text is typed', () => {
  const typed = COMMANDS.filter(
    ({ where, keys }) => where.every((focus) => TEXT_FOCUSES.has(focus)) && keys.some((key) => key.length === 1),
  );
  expect(typed).toEqual([]);
});

it('names every command in the help, wherever it is asked for', () => {
  for (const focus of ['genome', 'sheet', 'scores', 'variants', 'results'] as const) {
    const help = presentHelp(COMMANDS, focus).map(({ text }) => text);
    const missing = COMMANDS.filter(({ title }) => !help.some((line) => line.endsWith(title))).map(({ id }) => id);
    // The overlays say their few keys themselves.
    expect(missing).toEqual([
      'columns.down',
      'columns.up',
      'columns.toggle',
      'help.close',
      'palette.down',
      'palette.up',
      'palette.run',
      'palette.close',
      'form.down',
      'form.up',
      'form.submit',
      'form.forget',
      'quit.confirm',
      'quit.stay',
    ]);
  }
});
