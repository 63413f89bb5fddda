import { expect, it } from 'vitest';
import { expectRestored, prepareApp, processIdOf, start } from './start.ts';
import type { Terminal } from './terminal.ts';

const ON = '\x1b[?1000h\x1b[?1006h';
const OFF = '\x1b[?1006l\x1b[?1000l';

prepareApp();

const count = ({ output }: Terminal, text: string): number => output.split(text).length - 1;

it('is not heard unless asked for, and can be turned on and off', async () => {
  const terminal = start({ genotypes: 'a.vcf' });
  await terminal.until('Press enter to choose scores');
  terminal.keys(':mouse\r');
  await terminal.until('The mouse is on');
  expect(count(terminal, ON)).toBe(1);
  terminal.keys('\x1b[<0;3;2M');
  await terminal.until('[1 Metadata]');
  terminal.keys(':mouse\r');
  await terminal.until('The mouse is off');
  expect(count(terminal, OFF)).toBe(1);
  terminal.keys('q');
  await expectRestored(terminal, 0);
  expect(count(terminal, ON)).toBe(1);
});

it('scrolls by the wheel', async () => {
  const terminal = start({ genotypes: 'a.vcf', environment: { FAKE_MOUSE: '1' } });
  await terminal.until('Press enter to choose scores');
  terminal.keys('1');
  await terminal.until('row 1 of 200');
  terminal.keys('\x1b[<65;10;10M\x1b[<65;10;10M');
  await terminal.until('row 7 of 200');
});

it.each([
  ['a crash', 1, (terminal: Terminal): void => terminal.keys('2CRASH.txt\r')],
  ['a signal', 143, (terminal: Terminal): void => void process.kill(processIdOf(terminal), 'SIGTERM')],
] as const)('is let go on %s', async (_what, exitCode, end) => {
  const terminal = start({ genotypes: 'a.vcf', columns: 120, rows: 40, environment: { FAKE_MOUSE: '1' } });
  await terminal.until('Press enter to choose scores');
  end(terminal);
  await expectRestored(terminal, exitCode);
  expect(count(terminal, ON)).toBe(1);
  expect(terminal.output.lastIndexOf(OFF)).toBeGreaterThan(terminal.output.lastIndexOf(ON));
});

it('is let go while a pager has the terminal, and heard again afterwards', async () => {
  const terminal = start({ genotypes: 'a.vcf', environment: { FAKE_MOUSE: '1', PAGER: 'sh -c "cat > /dev/null"' } });
  await terminal.until('Press enter to choose scores');
  terminal.keys('6P');
  await terminal.until(() => count(terminal, ON) === 2);
  expect(count(terminal, OFF)).toBe(1);
});
