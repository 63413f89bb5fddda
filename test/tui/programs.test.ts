import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectRestored, prepareApp, processIdOf, start } from './start.ts';

const CTRL_C = '\x03';

prepareApp();
let directory = '';
let program = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'prs-test-'));
  program = join(directory, 'program.sh');
  // Keeps what it was given, says how the terminal is, and waits for a line that is typed there.
  writeFileSync(
    program,
    `#!/bin/sh
if [ "$1" = page ]; then cat > '${directory}/read'; else echo "$@" > '${directory}/words'; fi
trap 'echo HEARD CTRL-C' INT
stty -a < /dev/tty | grep -o -e '-\\?icanon'
echo IN THE PROGRAM
while ! read -r typed < /dev/tty; do :; done
echo "typed=$typed"
[ "$typed" != bad ]
`,
    { mode: 0o755 },
  );
});
afterEach(() => rmSync(directory, { recursive: true }));

it('shows a result in the pager, whose keys are its own, and comes back at another size', async () => {
  const terminal = start({ genotypes: 'a.vcf', environment: { PAGER: `${program} page "two words"` } });
  await terminal.until('Press enter to choose scores');
  terminal.keys('\r');
  await terminal.until('Mark scores');
  terminal.keys(' c');
  await terminal.until('Computed 1 score');
  terminal.keys('\r');
  await terminal.until('result 1 of 1');
  terminal.keys('P');
  await terminal.until('IN THE PROGRAM');
  expect(terminal.isAlternate()).toBe(false);
  expect(terminal.lines()).toContain('icanon');
  expect(readFileSync(join(directory, 'read'), 'utf8')).toMatch(
    /^Compute > Results > One result\n\n.*Citation +Nobody/s,
  );
  terminal.keys(CTRL_C);
  await terminal.until('HEARD CTRL-C');
  terminal.resize(110, 30);
  // q is no key of ours now.
  terminal.keys('q\r');
  await terminal.until('w says why');
  expect(terminal.isAlternate()).toBe(true);
  await terminal.until((text) => text.split('\n')[29].includes('quit'));
  terminal.keys('\x1b');
  await terminal.until('Enter explains');
  terminal.keys('q');
  await expectRestored(terminal, 0);
});

it('sends the selected rows of a table as they are', async () => {
  const terminal = start({ genotypes: 'a.vcf', environment: { PAGER: `${program} page` } });
  await terminal.until('Press enter to choose scores');
  terminal.keys('1');
  await terminal.until('row 1 of 200');
  terminal.keys('  ');
  await terminal.until('2 selected');
  terminal.keys('P');
  await terminal.until('IN THE PROGRAM');
  expect(readFileSync(join(directory, 'read'), 'utf8').trimEnd().split('\n')).toHaveLength(3);
  terminal.keys('\r');
  await terminal.until('2 selected');
});

it('edits the settings in force, and says what went wrong with an editor', async () => {
  const environment = { VISUAL: '', EDITOR: `${program} edit`, FAKE_SETTINGS: '/home/me/.prsrc' };
  const terminal = start({ genotypes: 'a.vcf', environment });
  await terminal.until('Press enter to choose scores');
  terminal.keys('E');
  await terminal.until('IN THE PROGRAM');
  expect(readFileSync(join(directory, 'words'), 'utf8')).toBe('edit /home/me/.prsrc\n');
  terminal.keys('\r');
  await terminal.until('Settings count from the next start.');
  terminal.keys('E');
  await terminal.until('IN THE PROGRAM');
  terminal.keys('bad\r');
  await terminal.until('ended with 1');
});

it('says when there is no such pager, and draws the screen again', async () => {
  const terminal = start({ genotypes: 'a.vcf', environment: { PAGER: '/nowhere/pager' } });
  await terminal.until('Press enter to choose scores');
  terminal.keys('6P');
  await terminal.until('There is no program "/nowhere/pager"');
  expect(terminal.isAlternate()).toBe(true);
});

it('takes the pager with it when it is told to end', async () => {
  const terminal = start({ genotypes: 'a.vcf', environment: { PAGER: `${program} page` } });
  await terminal.until('Press enter to choose scores');
  terminal.keys('6P');
  await terminal.until('IN THE PROGRAM');
  process.kill(processIdOf(terminal), 'SIGTERM');
  await expectRestored(terminal, 143);
});
