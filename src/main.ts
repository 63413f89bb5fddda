#!/usr/bin/env node
/** Arguments in, exit code out. Loads the least it can: `--version` loads nothing at all. */
import type { CliHost } from './cli/host.ts';
import { findTerminalProblem } from './terminal/capabilities.ts';
import { examineTerminal } from './terminal/examineTerminal.ts';
import { VERSION } from './version.ts';

// A genome is private: what we write is for its owner, and the process list does not show which file is open.
process.umask(0o077);
process.title = 'just-prs-tui';

if (process.argv.length === 3 && process.argv[2] === '--version') {
  process.stdout.write(`${VERSION}\n`);
} else {
  const interruption = new AbortController();
  let interrupted = 0;
  const interrupt = (code: number) => () => {
    interrupted = code;
    interruption.abort();
  };
  process.once('SIGINT', interrupt(130));
  process.once('SIGTERM', interrupt(143));
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`error: Standard output cannot be written: ${error.message}\nhint: Is the disk full?\n`);
    process.exit(1);
  });
  // Nobody listens; the work goes on.
  process.stderr.on('error', () => {});
  const terminal = { isInputTty: process.stdin.isTTY === true, isOutputTty: process.stdout.isTTY === true };
  const host: CliHost = {
    argv: process.argv.slice(2),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    findTerminalProblem: (plain) => findTerminalProblem(terminal, process.env, plain),
    examineTerminal: () => examineTerminal(terminal, process.stdout, process.env),
    isWatched: Boolean(process.stderr.isTTY),
    debug: Boolean(process.env.PRS_DEBUG),
    toolVersion: VERSION,
    signal: interruption.signal,
    loadSettings: async (flags) => {
      const { loadSettings } = await import('./config.ts');
      return loadSettings({ cwd: process.cwd(), env: process.env, flags });
    },
    readHubToken: async () => (await import('./config.ts')).readHubToken({ cwd: process.cwd(), env: process.env }),
    openSession: async (settings, catalogDirectory) =>
      (await import('./app.ts')).openSession(settings, catalogDirectory),
    openPlugins: async (request) => (await import('./app.ts')).openDesk(request),
    openApp: async (request) => {
      const code = await (await import('./app.ts')).openApp(request);
      // The app has restored the terminal and given the session its time: what still runs must not hold the shell.
      process.exit(code);
    },
  };
  const { runCli } = await import('./cli/run.ts');
  const code = await runCli(host);
  process.exitCode = interrupted || code;
}
