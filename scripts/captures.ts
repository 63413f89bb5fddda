/** `npm run captures [-- FOLDER]`: pictures of every screen, drawn from the real app on its demo. Default: docs/captures. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Terminal } from '../test/tui/terminal.ts';
import { drawTerminal } from './drawTerminal.ts';

const SIZES = [
  { columns: 120, rows: 40 },
  { columns: 80, rows: 24 },
] as const;
const PATIENCE_MS = 60_000;
const QUIET_MS = 400;

/** What to press, what the screen then says, and the name of the picture taken; null takes none. */
const STEPS: readonly (readonly [keys: string, says: string, name: string | null])[] = [
  ['', 'enter choose scores', null],
  ['', '0 of 60 scores marked', 'genome'],
  ['\r', 'Mark scores', null],
  ['     ', '5 of 60 scores marked', 'selection'],
  ['c', 'computing, ', 'run'],
  ['', 'Computed 5 scores', 'results'],
  ['\r', 'result 1 of 5', 'result'],
  ['\x1b', 'Computed 5 scores', null],
  ['?', 'These keys work here', 'keys'],
  ['\x1b', 'Computed 5 scores', null],
  ['1', 'row 1 of 60', 'metadata'],
  ['2', 'Score:', null],
  ['\x1b[200~PGS900001\x1b[201~\r', 'row 1 of ', 'scoring'],
  ['4', 'row 1 of ', 'jobs'],
  ['5', 'built-in', 'plugins'],
  ['6', '[6 Help]', 'help'],
];

/** Waits until nothing was drawn for a while: a busy machine may be in the middle of a frame. */
async function untilQuiet(terminal: Terminal): Promise<void> {
  for (let before = -1; before !== terminal.bytes; ) {
    before = terminal.bytes;
    await sleep(QUIET_MS);
  }
}

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const folder = process.argv[2] ?? fileURLToPath(new URL('../docs/captures', import.meta.url));
// Paths are in the pictures: the same folder everywhere, and nothing of an earlier run in it.
const home = join(tmpdir(), 'prs-captures');
const environment = { HOME: home, PRS_CACHE_DIR: join(home, 'cache'), PRS_STATE_DIR: join(home, 'state'), TZ: 'UTC' };

mkdirSync(folder, { recursive: true });
try {
  for (const { columns, rows } of SIZES) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { mode: 0o700 });
    const command = [process.execPath, program, 'demo', '--offline'];
    // Started there, so that plugins of this folder are not in the pictures.
    const terminal = new Terminal(command, { columns, rows, environment, cwd: home, patienceMs: PATIENCE_MS });
    for (const [keys, says, name] of STEPS) {
      if (keys !== '') terminal.keys(keys);
      await terminal.until(says);
      if (name === null) continue;
      // The run is caught in the act; all others when the whole frame is there.
      if (name !== 'run') await untilQuiet(terminal);
      const path = join(folder, `${name}-${columns}x${rows}.svg`);
      writeFileSync(path, drawTerminal(terminal.styledLines(), columns));
      process.stderr.write(`${path}\n`);
    }
    terminal.close();
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
