/** `npm run bench:tui`: how fast the app answers, in a real pseudo-terminal of 120x40. See README.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Terminal } from '../test/tui/terminal.ts';
import { median } from './measure.ts';
import { describeMachine } from './report.ts';
import { prepareTuiFixtures, type TuiFixtures } from './tuiFixtures.ts';

const RUNS = 60;
const STARTS = 11;
const DOWN = 'j';
const PAGE_DOWN = '\x1b[6~';
/** What belongs to a key has come by then; keys that follow at once would share a frame. */
const SETTLE_MS = 40;
/** Work shorter than this says little about a share of the CPU. */
const LONGEST_WATCH_MS = 8000;

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Answer {
  readonly ms: number;
  /** Of the drawing thread, with what follows the frame; other programs on the machine do not lengthen it much. */
  readonly cpu_ms: number;
  readonly bytes: number;
}

/** A measured quantity; `budget` is what its median is held to. */
interface Finding {
  readonly what: string;
  readonly values: readonly number[];
  readonly unit: 'ms' | 'bytes' | '%' | 'bytes/s';
  readonly budget?: number;
}

const findings: Finding[] = [];

function note(what: string, values: readonly number[], unit: Finding['unit'], budget?: number): void {
  findings.push({ what, values, unit, ...(budget === undefined ? {} : { budget }) });
  process.stderr.write(`${what}: ${median(values).toFixed(1)} ${unit}\n`);
}

function start({ environment }: TuiFixtures, ...argv: readonly string[]): Terminal {
  // Where the last run was left is not where this one starts.
  rmSync(environment.PRS_STATE_DIR, { recursive: true, force: true });
  const command = [process.execPath, program, ...argv];
  return new Terminal(command, { columns: 120, rows: 40, environment, patienceMs: 60_000 });
}

/** From the key to the end of the first frame after it; the bytes of all that follows. */
async function press(terminal: Terminal, keys: string): Promise<Answer> {
  const { frames, bytes } = terminal;
  const cpu = mainThreadMs(terminal.processId);
  const pressed = performance.now();
  terminal.keys(keys);
  while (terminal.frames === frames) {
    if (performance.now() - pressed > 5000)
      throw new Error(`No answer to ${JSON.stringify(keys)}:\n${terminal.text()}`);
    await pause(1);
  }
  const ms = terminal.frameAt - pressed;
  await pause(SETTLE_MS);
  return { ms, cpu_ms: mainThreadMs(terminal.processId) - cpu, bytes: terminal.bytes - bytes };
}

async function pressMany(terminal: Terminal, keys: readonly string[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const key of keys) answers.push(await press(terminal, key));
  return answers;
}

async function noteKeys(terminal: Terminal, table: string): Promise<void> {
  await pressMany(
    terminal,
    Array.from({ length: 20 }, () => DOWN),
  );
  const moves = await pressMany(
    terminal,
    Array.from({ length: RUNS }, (_, i) => (i % 20 < 10 ? 'k' : DOWN)),
  );
  const pages = await pressMany(
    terminal,
    Array.from({ length: RUNS / 2 }, () => PAGE_DOWN),
  );
  const scrolls = await pressMany(
    terminal,
    Array.from({ length: RUNS / 2 }, () => DOWN),
  );
  const times = (answers: readonly Answer[]): readonly number[] => answers.map(({ ms }) => ms);
  const work = (answers: readonly Answer[]): readonly number[] => answers.map(({ cpu_ms }) => cpu_ms);
  const sizes = (answers: readonly Answer[]): readonly number[] => answers.map(({ bytes }) => bytes);
  note(`${table}: cursor key`, times(moves), 'ms', 8);
  note(`${table}: cursor key, CPU of the drawing thread`, work(moves), 'ms');
  note(`${table}: cursor key`, sizes(moves), 'bytes', 600);
  note(`${table}: scroll by a row`, times(scrolls), 'ms');
  note(`${table}: scroll by a row, CPU of the drawing thread`, work(scrolls), 'ms');
  note(`${table}: scroll by a row`, sizes(scrolls), 'bytes', 600);
  note(`${table}: page`, times(pages), 'ms');
  note(`${table}: page, CPU of the drawing thread`, work(pages), 'ms');
  note(`${table}: page`, sizes(pages), 'bytes', 8192);
}

/** CPU time of the thread that draws and hears keys; threads of work are not in it. Linux counts it in nanoseconds. */
function mainThreadMs(processId: number): number {
  const [nanoseconds] = readFileSync(`/proc/${processId}/task/${processId}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}

/** Per cent of one core, until `isOver` or the longest watch. */
async function watchCpu(terminal: Terminal, isOver: () => boolean): Promise<number> {
  const [from, before] = [performance.now(), mainThreadMs(terminal.processId)];
  while (!isOver() && performance.now() - from < LONGEST_WATCH_MS) await pause(50);
  return ((mainThreadMs(terminal.processId) - before) / (performance.now() - from)) * 100;
}

async function measureStart(fixtures: TuiFixtures): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const started = performance.now();
    const terminal = start(fixtures);
    while (terminal.frames === 0) await pause(1);
    times.push(terminal.frameAt - started);
    terminal.close();
  }
  note('first frame', times.slice(1), 'ms', 350);
}

async function openTable(fixtures: TuiFixtures, path: string): Promise<Terminal> {
  const terminal = start(fixtures, fixtures.genome);
  await terminal.until('enter choose scores');
  terminal.keys('2');
  await terminal.until('Score:');
  terminal.keys(`\x1b[200~${path}\x1b[201~\r`);
  await terminal.until('row 1 of');
  return terminal;
}

async function measureTables(fixtures: TuiFixtures): Promise<void> {
  const terminal = start(fixtures, fixtures.genome);
  await terminal.until('enter choose scores');
  terminal.keys('1');
  await terminal.until('row 1 of');
  await noteKeys(terminal, 'sheet of 7,000 scores');
  // What a key sets off, such as keeping the place, is over by then.
  await pause(2000);
  const before = terminal.bytes;
  const idle = await watchCpu(terminal, () => false);
  note('idle', [((terminal.bytes - before) * 1000) / LONGEST_WATCH_MS], 'bytes/s', 0);
  note('idle, CPU of the drawing thread', [idle], '%', 1);
  terminal.close();
  for (const [path, rows] of [
    [fixtures.small, '5,000'],
    [fixtures.large, '5,000,000'],
  ] as const) {
    const table = await openTable(fixtures, path);
    // From the middle: there, no row is at hand from the opening.
    const middle = Number(rows.replaceAll(',', '')) / 2;
    await table.until(`of ${rows}`);
    table.keys(`#${middle}\r`);
    await table.until(`row ${middle.toLocaleString('en-US')} of ${rows}`);
    await noteKeys(table, `scoring file of ${rows} rows`);
    table.close();
  }
}

/** Each letter of some searches, typed one by one. */
async function measureSearch(fixtures: TuiFixtures): Promise<void> {
  const terminal = start(fixtures, fixtures.genome);
  await terminal.until('enter choose scores');
  terminal.keys('\r');
  await terminal.until('Mark scores');
  const answers: Answer[] = [];
  for (const query of ['alzheimer', 'type 2 diab', 'coronary']) {
    await press(terminal, '/');
    answers.push(...(await pressMany(terminal, [...query])));
    await press(terminal, '\x1b');
  }
  const times = answers.map(({ ms }) => ms);
  note('search key over 7,000 scores', times, 'ms', 16);
  const work = answers.map(({ cpu_ms }) => cpu_ms);
  note('search key over 7,000 scores, CPU of the drawing thread', work, 'ms');
  terminal.close();
}

async function measureWork(fixtures: TuiFixtures): Promise<void> {
  const terminal = start(fixtures, fixtures.vcf);
  await terminal.until('enter choose scores');
  terminal.keys('n');
  const isNormalizing = (text: string): boolean => /Normalised +(starting|[█░])/.test(text);
  await terminal.until(isNormalizing);
  const isOver = (): boolean => !isNormalizing(terminal.text());
  note('normalising 200 MB, CPU of the drawing thread', [await watchCpu(terminal, isOver)], '%', 6);
  // The rest of the work, or the same work again.
  if (isOver()) {
    await terminal.until('records in');
    terminal.keys('n');
    await terminal.until(isNormalizing);
  }
  terminal.keys('1');
  await terminal.until('row 1 of');
  const answers = await pressMany(
    terminal,
    Array.from({ length: RUNS }, (_, i) => (i % 10 < 5 ? DOWN : 'k')),
  );
  const times = answers.map(({ ms }) => ms);
  note('cursor key while 200 MB are normalised', times, 'ms', 50);
  terminal.keys('3');
  await terminal.until('records in');
  terminal.keys('\r');
  await terminal.until('Mark scores');
  terminal.keys(`\x1b[200~${fixtures.largeId}\x1b[201~c`);
  await terminal.until('computing, 0 of 1');
  const hasComputed = (): boolean => !terminal.text().includes('computing,');
  note('computing 5,000,000 variants, CPU of the drawing thread', [await watchCpu(terminal, hasComputed)], '%', 6);
  terminal.close();
}

const percentile95 = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.95) - 1];

function renderFindings(): string {
  const { cpu, cores, versions } = describeMachine();
  const rows = findings.map(({ what, values, unit, budget }) => {
    const middle = median(values);
    const kept = budget === undefined ? '' : `${budget} ${unit}${middle <= budget ? '' : ', missed'}`;
    return `| ${what}, ${unit} | ${middle.toFixed(1)} | ${percentile95(values).toFixed(1)} | ${values.length} | ${kept} |`;
  });
  return [
    '# How fast the app answers',
    '',
    `The built program in a pseudo-terminal of 120x40; from the key to the end of the frame. ${cpu}, ${cores} cores; Node ${versions.node}.`,
    `Load of the machine by other programs and by this one at the end: ${loadavg()[0].toFixed(1)} (1 minute). Budgets are held against medians.`,
    '',
    '| | median | p95 | times | budget |',
    '|---|--:|--:|--:|---|',
    ...rows,
    '',
    'In scoring files, keys are pressed from the middle row on.',
    '',
  ].join('\n');
}

const directory = mkdtempSync(join(tmpdir(), 'prs-bench-tui-'));
try {
  const fixtures = prepareTuiFixtures(program, directory);
  await measureStart(fixtures);
  await measureTables(fixtures);
  await measureSearch(fixtures);
  await measureWork(fixtures);
  const text = renderFindings();
  writeFileSync(fileURLToPath(new URL('results/tui.md', import.meta.url)), text);
  process.stdout.write(text);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
