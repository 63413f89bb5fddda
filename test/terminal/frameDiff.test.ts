import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffFrames, paintFrame } from '../../src/terminal/frameDiff.ts';

const COLUMNS = 40;
const ROWS = 16;

const createTerminal = (): xterm.Terminal => new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });

const write = (terminal: xterm.Terminal, bytes: string): Promise<void> =>
  new Promise((resolve) => terminal.write(bytes, resolve));

/** Every cell with its character and attributes. */
function dump(terminal: xterm.Terminal): readonly string[] {
  const buffer = terminal.buffer.active;
  return Array.from({ length: ROWS }, (_, row) => {
    const line = buffer.getLine(buffer.viewportY + row);
    return Array.from({ length: COLUMNS }, (_, column) => {
      const cell = line?.getCell(column);
      return `${cell?.getChars() || ' '}${cell?.isInverse() ? 'I' : ''}${cell?.getFgColor() === -1 ? '' : 'C'}`;
    }).join('');
  });
}

const row = (index: number, isCursor: boolean): string => {
  const tail = ['乳がん', 'abc', '👩‍🔬x', '\x1b[31mred\x1b[39m', '='.repeat(COLUMNS)][index % 5];
  const text = `row ${index} ${tail}`;
  return isCursor ? `\x1b[7m${text}\x1b[27m` : text;
};

/** A screen with a table scrolled to `top`, as the app draws it. */
const frameArbitrary = fc
  .record({ top: fc.nat(12), cursor: fc.nat(ROWS - 5), hint: fc.boolean(), title: fc.nat(2) })
  .map(({ top, cursor, hint, title }) => [
    `title ${title}`,
    ...Array.from({ length: ROWS - 3 }, (_, line) => row(top + line, line === cursor)),
    `status ${top + cursor}`,
    hint ? 'keys' : '',
  ]);

it('shows after any series of changes what a full repaint shows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(frameArbitrary, { minLength: 2, maxLength: 12 }), async (frames) => {
      const [changed, repainted] = [createTerminal(), createTerminal()];
      await write(changed, `\x1b[?7l${paintFrame(frames[0])}`);
      for (const [index, frame] of frames.entries()) {
        if (index > 0) await write(changed, diffFrames(frames[index - 1], frame));
      }
      await write(repainted, `\x1b[?7l${paintFrame(frames[frames.length - 1])}`);
      expect(dump(changed)).toEqual(dump(repainted));
    }),
    { numRuns: 60 },
  );
});

it('says nothing when nothing changed', () => {
  expect(diffFrames(['one', 'two'], ['one', 'two'])).toBe('');
});

it('scrolls a table by one line in far fewer bytes than it draws it', () => {
  const table = (top: number): readonly string[] =>
    Array.from({ length: 30 }, (_, line) => `row ${top + line} `.padEnd(100, '.'));
  expect(diffFrames(table(0), table(1)).length).toBeLessThan(200);
  expect(diffFrames(table(5), table(3)).length).toBeLessThan(350);
});

it('never erases the scrollback', () => {
  expect(paintFrame(['one', '', 'two'])).not.toContain('\x1b[3J');
});
