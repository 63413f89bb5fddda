import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { bundleFakeApp } from './bundle.ts';
import type { FakeOptions } from './fakeSession.ts';
import { Terminal, type TerminalOptions } from './terminal.ts';

export interface StartOptions extends TerminalOptions {
  readonly fake?: FakeOptions;
  readonly genotypes?: string;
}

let app = '';
const open: Terminal[] = [];

/** Has the app bundled before the tests of a file, and its terminals closed after each. */
export function prepareApp(): void {
  beforeAll(async () => {
    app = await bundleFakeApp();
  });
  afterEach(() => {
    for (const terminal of open.splice(0)) terminal.close();
  });
  afterAll(() => rm(dirname(app), { recursive: true }));
}

/** In a shell that prints before and after, so that what a user finds afterwards can be looked at. */
export function start({ fake = {}, genotypes = '', environment = {}, ...options }: StartOptions = {}): Terminal {
  const run = `sh -c 'echo pid=$$; exec ${process.execPath} ${app} ${genotypes}'`;
  const script = `echo BEFORE; ${run}; echo "exit=$?"; stty -a | tr ' ;' '\\n\\n' | grep -x -e '-\\?echo' -e '-\\?icanon'`;
  return startShell(['-c', script], { ...options, environment: { FAKE: JSON.stringify(fake), ...environment } });
}

/** A shell in a terminal that is closed after the test. */
export function startShell(arguments_: readonly string[], options: TerminalOptions): Terminal {
  const terminal = new Terminal(['bash', ...arguments_], options);
  open.push(terminal);
  return terminal;
}

/** How a shell starts the app. */
export const appCommand = (): string => `${process.execPath} ${app}`;

/** The program's process. */
export const processIdOf = (terminal: Terminal): number => Number(/^pid=(\d+)$/m.exec(terminal.mainText())?.[1]);

/** The shell as it was: main screen with its text, keys echoed, lines edited. */
export async function expectRestored(terminal: Terminal, exitCode: number): Promise<string> {
  const text = await terminal.until((screen) => /^-?icanon$/m.test(screen) && /^-?echo$/m.test(screen));
  expect(text).toContain(`exit=${exitCode}\n`);
  expect(text).toMatch(/^echo$/m);
  expect(text).toMatch(/^icanon$/m);
  expect(text).toMatch(/^BEFORE$/m);
  expect(terminal.isAlternate()).toBe(false);
  return text;
}
