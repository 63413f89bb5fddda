/** What a plugin reaches for beyond its call: the program that runs it, other programs, the terminal. Nothing stays behind. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PrsResult } from '../../../src/core/index.ts';
import { writeFixture } from '../../support/genotypes.ts';
import { exportBy, exporterText, GOOD, IMPATIENT, openPlace } from '../../support/pluginHost.ts';
import { resultOf } from '../../support/results.ts';

const rows = Array.from({ length: 25 }, (_, at) => resultOf({ pgs_id: `PGS${String(at + 1).padStart(6, '0')}` }));
const IDS = rows.map(({ pgs_id }) => `${pgs_id}\n`).join('');
const FOREVER = 'await new Promise(() => {});';

/** What a promise fails with. */
const failOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'went well',
    (error: Error) => error.message,
  );

/** Programs that run with a word among their arguments. */
function running(word: string): readonly string[] {
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(word) && !line.includes('ps -eo'));
}

/** Resolves when no program with that word runs; rejects with those that still do after a while. */
async function noneLeft(word: string): Promise<void> {
  for (let time = 0; time < 40 && running(word).length > 0; time++) await sleep(100);
  expect(running(word)).toEqual([]);
}

const scratch = (): readonly string[] => readdirSync(tmpdir()).filter((name) => /^just-prs-\w{6}$/.test(name));

/** A plugin in a thread beside one that works. */
async function openThread(body: string, before = '') {
  const place = openPlace({
    'plugins/bad.ts': exporterText('bad', body, before),
    'plugins/good.ts': exporterText('good', GOOD),
  });
  for (const name of ['bad', 'good']) await place.host.allow(name);
  return { ...place, plugins: await place.host.ready() };
}

/** A program as a plugin beside one that works. */
async function openProgram(script: string, entry: Readonly<Record<string, unknown>> = {}) {
  const place = openPlace({
    'plugins/bad/run.sh': script,
    'plugins/bad/plugin.json': JSON.stringify({ exec: ['sh', 'run.sh'], id: 'bad', quiet_seconds: 5, ...entry }),
    'plugins/good.ts': exporterText('good', GOOD),
  });
  for (const name of ['bad', 'good']) await place.host.allow(name);
  return { ...place, plugins: await place.host.ready(), folder: join(place.cwd, 'plugins/bad') };
}

const CHILD = "import { execSync, spawn } from 'node:child_process';";

describe.each([
  ['ends its process', 'process.kill(process.pid);', '', /process\.kill is not for plugins/],
  ['kills its process', `process.kill(process.pid, 'SIGKILL'); ${FOREVER}`, '', /process\.kill is not for plugins/],
  ['ends its process group', 'kill(0);', "import { kill } from 'node:process';", /process\.kill is not for plugins/],
  [
    'changes what all objects have, and the environment',
    "Object.prototype.polluted = 1; Object.prototype.toJSON = () => 'x'; globalThis.fetch = null; process.env.PATH = ''; process.exitCode = 9; throw new Error('done');",
    '',
    /: done/,
  ],
  [
    'lies on its port',
    `const { MessagePort } = await import('node:worker_threads'); const post = MessagePort.prototype.postMessage; MessagePort.prototype.postMessage = function () { post.call(this, { type: 'chunk', chunk: 7 }); }; yield 'x';`,
    '',
    /spoke out of turn/,
  ],
  [
    'says what nobody understands',
    `const { MessagePort } = await import('node:worker_threads'); const post = MessagePort.prototype.postMessage; MessagePort.prototype.postMessage = function () { post.call(this, null); }; yield 'x';`,
    '',
    /spoke out of turn/,
  ],
  [
    'waits where no signal reaches it',
    'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
    '',
    /said nothing for 2 s/,
  ],
  ['waits for a program', "execSync('sleep 4711');", CHILD, /said nothing for 2 s/],
  ['leaves a program behind', `spawn('sleep', ['4712']); yield 'x'; throw new Error('gone');`, CHILD, /: gone/],
  [
    'takes memory a little at a time',
    `const all = []; for (;;) { all.push(Buffer.alloc(64 << 20, 1)); yield 'x'.repeat(70_000); }`,
    '',
    /took more than 1 GB/,
  ],
  [
    'complains at length',
    "setTimeout(() => { throw new Error('x'.repeat(1e6)); }); await new Promise(() => {});",
    '',
    /x{100}/,
  ],
] as const)('a plugin in a thread that %s', (_, body, before, fault) => {
  it('is named; the program, other plugins and results are as before', async () => {
    const { again, host } = await openThread(body, before);
    const hangs = fault.source.includes('said nothing');
    const plugins = await (hangs ? again({ limits: IMPATIENT }) : host).ready();
    const { PATH } = process.env;
    const start = performance.now();
    const message = await failOf(exportBy(plugins, 'bad', rows));
    expect(message).toMatch(/^Plugin bad, exporter bad: /);
    expect(message).toMatch(fault);
    expect(message.length).toBeLessThan(3000);
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(await exportBy(await host.ready(), 'good', rows)).toBe(IDS);
    expect((await host.list()).find(({ name }) => name === 'bad')).toMatchObject({ faults: 1 });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(process.env.PATH).toBe(PATH);
    expect(process.exitCode).toBeUndefined();
    await noneLeft('sleep 471');
  }, 40_000);
});

describe('a plugin in a thread', () => {
  it('that works well may leave no program behind either', async () => {
    const { plugins } = await openThread(`spawn('sleep', ['4713']); ${GOOD}`, CHILD);
    expect(await exportBy(plugins, 'bad', rows)).toBe(IDS);
    await noneLeft('sleep 4713');
  });

  it('is ended also when the rows cannot be left', async () => {
    const { plugins, cwd } = await openThread(
      `setInterval(() => writeFileSync(FILE, String(performance.now())), 10); for await (const rows of batches) { yield 'x'.repeat(70_000); throw new Error('bad'); }`,
      "import { writeFileSync } from 'node:fs'; import { dirname } from 'node:path'; import { fileURLToPath } from 'node:url'; const FILE = dirname(dirname(fileURLToPath(import.meta.url))) + '/ticks';",
    );
    const stubborn: AsyncIterable<readonly PrsResult[]> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: rows }),
        return: () => Promise.reject(new Error('cannot leave')),
      }),
    };
    expect(await failOf(exportBy(plugins, 'bad', stubborn))).not.toBe('went well');
    const ticks = join(cwd, 'ticks');
    await sleep(50);
    const last = existsSync(ticks) ? readFileSync(ticks, 'utf8') : '';
    await sleep(150);
    expect(existsSync(ticks) ? readFileSync(ticks, 'utf8') : '').toBe(last);
  });

  it('gets long options as they are', async () => {
    const text = exporterText('bad', 'yield String(context.options.word.length);').replace(
      "description: 'For a test'",
      "description: 'For a test', options: { word: { type: 'string', default: '', description: 'Word' } }",
    );
    const { host } = openPlace({ 'plugins/bad.ts': text });
    await host.allow('bad');
    expect(await exportBy(await host.ready(), 'bad', [], { options: { word: 'x'.repeat(20e6) } })).toBe('20000000');
  });

  it('that cannot say how far it is moves no bar', async () => {
    const { plugins, said } = await openThread(
      `for (const [done, total] of [[NaN, 10], [Infinity, 10], [-1, 10], ['many', 10], [1, NaN]]) { context.progress(done, total); await new Promise((r) => setTimeout(r, 60)); } ${GOOD}`,
    );
    expect(await exportBy(plugins, 'bad', rows)).toBe(IDS);
    expect(said).toEqual(['bad: 1/undefined']);
  });

  it.each([
    ['an id that leads elsewhere', "id: 'bad'", "id: '../../bad'", /id is "..\/..\/bad"; write small letters/],
    ['an id with an escape', "id: 'bad'", "id: 'bad\\x1b[31m'", /id is "bad\\u001b\[31m"; write small letters/],
    ['an extension that leads elsewhere', "extension: '.txt'", "extension: '.txt/../../x'", /extension is/],
    [
      'a name that changes once it was read',
      "name: 'bad'",
      "get name() { return this.n++ < 3 ? 'bad' : { evil: 1 }; }, n: 0",
      /n is not known/,
    ],
  ])('that has %s is refused', async (_, before, after, problem) => {
    const { host } = openPlace({ 'plugins/bad.ts': exporterText('bad', GOOD).replace(before, after) });
    expect(await failOf(host.allow('bad'))).toMatch(problem);
  });

  it('that breaks what describes it is refused, and leaves nothing in the state', async () => {
    const { host } = openPlace({
      'plugins/bad.ts': exporterText('bad', GOOD, 'RegExp.prototype.test = () => true;').replace(
        "id: 'bad'",
        "id: '../x'",
      ),
    });
    expect(await failOf(host.allow('bad'))).toMatch(/does not load/);
    expect((await host.list()).find(({ name }) => name === 'bad')?.status.state).toBe('waiting');
  });
});

describe.each([
  [
    'ends, and leaves programs that hold its output',
    'cat > /dev/null; sleep 4721 & exit 0',
    { quiet_seconds: 1 },
    /left a program/,
  ],
  [
    'fails, and leaves many programs behind',
    'for i in 1 2 3 4 5 6 7 8 9; do sleep 4722 & done; exit 3',
    { quiet_seconds: 1 },
    /left a program/,
  ],
  ['complains without end', 'yes no >&2', {}, /wrote more than \d+ MB to standard error/],
  ['writes a folder', 'cat > /dev/null; mkdir "$1"', { exec: ['sh', 'run.sh', '{out}'] }, /no plain file/],
  ['writes a pipe', 'cat > /dev/null; mkfifo "$1"', { exec: ['sh', 'run.sh', '{out}'] }, /no plain file/],
  ['writes a link', 'cat > /dev/null; ln -s /etc/hostname "$1"', { exec: ['sh', 'run.sh', '{out}'] }, /no plain file/],
  [
    'writes beside what it was told',
    'cat > /dev/null; echo x > "$(dirname "$1")/other"',
    { exec: ['sh', 'run.sh', '{out}'] },
    /did not write the file of \{out\}/,
  ],
  [
    'writes a file without end',
    'exec yes > "$1"',
    { exec: ['sh', 'run.sh', '{out}'], quiet_seconds: 30 },
    /gave more than \d+ MB/,
  ],
  ['has a word that cannot be given', 'cat', { exec: ['sh', 'run.sh', 'a\0b'] }, /could not be started/],
  ['has a word that is too long', 'cat', { exec: ['sh', 'run.sh', 'x'.repeat(3e6)] }, /could not be started: .*E2BIG/],
] as const)('a program that %s', (_, script, entry, fault) => {
  it('is named; no file and no program of it is left', async () => {
    const { plugins, host } = await openProgram(script, entry);
    const before = scratch();
    const message = await failOf(exportBy(plugins, 'bad', rows));
    expect(message).toMatch(/^Plugin bad, exporter bad: /);
    expect(message).toMatch(fault);
    expect(await exportBy(plugins, 'good', rows)).toBe(IDS);
    expect((await host.list()).find(({ name }) => name === 'bad')).toMatchObject({ faults: 1 });
    expect(scratch()).toEqual(before);
    await noneLeft('sleep 472');
  }, 40_000);
});

describe('a program', () => {
  it('may close its input at once', async () => {
    const { plugins } = await openProgram('exec <&-; sleep 0.2; echo fine');
    expect(await exportBy(plugins, 'bad', rows)).toBe('fine\n');
  });

  it('may start others that are silent: they end with it', async () => {
    const { plugins } = await openProgram('sleep 4731 > /dev/null 2>&1 & cat');
    expect((await exportBy(plugins, 'bad', rows)).split('\n')).toHaveLength(26);
    await noneLeft('sleep 4731');
  });

  it('may leave the last bytes to another that it started', async () => {
    const { plugins } = await openProgram('(sleep 0.5; echo late) & cat > /dev/null; echo early');
    expect(await exportBy(plugins, 'bad', rows)).toBe('early\nlate\n');
  });

  it('may take its time for a file that grows', async () => {
    const { plugins } = await openProgram('for i in 1 2 3 4 5; do sleep 0.4; echo $i >> "$1"; done', {
      exec: ['sh', 'run.sh', '{out}'],
      quiet_seconds: 1,
    });
    expect(await exportBy(plugins, 'bad', rows)).toBe('1\n2\n3\n4\n5\n');
  });

  it('may print what is no text', async () => {
    const { plugins } = await openProgram("cat > /dev/null; printf '\\377\\376\\000'");
    const [exporter] = plugins.flatMap(({ exporters = [] }) => exporters.filter(({ id }) => id === 'bad'));
    const chunks: Uint8Array[] = [];
    const context = { options: {}, signal: new AbortController().signal, log: () => {}, progress: () => {} };
    async function* given() {
      yield rows;
    }
    for await (const chunk of exporter.export(given(), context)) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks)).toEqual(Buffer.from([255, 254, 0]));
  });

  it('gets every word as it is: no shell is between, and only known names are filled in', async () => {
    const words = ['a b', '$(id)', '`id`', '"quoted"', "it's", ';', '*', '{constructor}', '{__proto__}', '{word}'];
    const { plugins } = await openProgram(`cat > /dev/null; for w in "$@"; do echo "<$w>"; done`, {
      exec: ['sh', 'run.sh', ...words],
      options: { word: { type: 'string', default: '', description: 'Word' } },
    });
    const options = { word: '$(touch pwned) "x" {title}' };
    expect(await exportBy(plugins, 'bad', rows, { options })).toBe(
      [...words.slice(0, -1), options.word].map((word) => `<${word}>\n`).join(''),
    );
  });

  it('that logs without end is not heard without end', async () => {
    const { plugins, said } = await openProgram('cat > /dev/null; yes line | head -n 50000 >&2; echo ok');
    expect(await exportBy(plugins, 'bad', rows)).toBe('ok\n');
    expect(said.length).toBeLessThan(250);
    expect(said.at(-1)).toMatch(/more than this is not shown/);
  });

  it('that cannot say how far it is moves no bar', async () => {
    const { plugins, said } = await openProgram(
      `cat > /dev/null; for d in 1e999 -1 '"many"' null; do echo "{\\"progress\\":{\\"done\\":$d,\\"total\\":10}}" >&2; done; echo ok`,
    );
    expect(await exportBy(plugins, 'bad', rows)).toBe('ok\n');
    expect(said.filter((line) => line.endsWith('/10'))).toEqual([]);
  });

  it('that ignores being told to end is gone when the call is over', async () => {
    const { plugins } = await openProgram("trap '' TERM; sleep 4741; sleep 4741", { quiet_seconds: 0.4 });
    expect(await failOf(exportBy(plugins, 'bad', rows))).toMatch(/neither read nor wrote/);
    expect(running('sleep 4741')).toEqual([]);
  });

  it('is not blamed for rows that cannot be read', async () => {
    const { plugins, host } = await openProgram('cat');
    async function* broken(): AsyncGenerator<readonly PrsResult[]> {
      yield rows;
      throw Object.assign(new Error('line 3 is no result'), { code: 'usage', exitCode: 2, hint: null });
    }
    expect(await failOf(exportBy(plugins, 'bad', broken()))).toBe('line 3 is no result');
    expect((await host.list()).find(({ name }) => name === 'bad')).toMatchObject({ faults: 0 });
  });
});

describe('answers', () => {
  const line = (more: string): string =>
    `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"pgs_id":"PGS000001","tier":"low","summary":"Said","caveats":[],"source":"A paper"${more}}`;
  const context = { options: {}, signal: new AbortController().signal, log: () => {}, progress: () => {} };

  it('with names that all objects have change no object, and only known fields are kept', async () => {
    const { plugins } = await openProgram(`cat > /dev/null; echo '${line(',"score":1e999')}'`, { kind: 'interpreter' });
    const [interpreter] = plugins.flatMap(({ interpreters = [] }) => interpreters);
    const [said] = await interpreter.interpret(rows.slice(0, 1), context);
    expect(Object.keys(said)).toEqual(['pgs_id', 'tier', 'summary', 'caveats', 'source']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect((said as unknown as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('after the program died while it was loading a plugin', () => {
  it('the plugin is off and this is said, until it is turned on; the others run', async () => {
    const { cwd, state, said, again, host } = openPlace({
      'plugins/bad.ts': exporterText('bad', GOOD),
      'plugins/good.ts': exporterText('good', GOOD),
    });
    for (const name of ['bad', 'good']) await host.allow(name);
    // As a program leaves it that crashes: `true` has ended, and has had its number.
    const { pid } = spawnSync('true');
    const note = writeFixture(state, `plugin-loading-${hostname()}-${pid}-1`, join(cwd, 'plugins/bad.ts'));
    const elsewhere = writeFixture(state, `plugin-loading-another.machine-${pid}-1`, join(cwd, 'plugins/good.ts'));
    const next = again();
    expect((await next.ready()).map(({ name }) => name)).toEqual(['good']);
    expect(said).toEqual([
      'bad: the program died while it was loading it, so it is off. Turn it on with: just-prs-tui plugins enable bad',
    ]);
    expect(existsSync(note)).toBe(false);
    expect(existsSync(elsewhere)).toBe(true);
    await expect(again().explainMissing('exporters', 'bad', [])).rejects.toMatchObject({
      message: 'Plugin bad is off: the program died while it was loading it.',
      hint: 'Turn it on with: just-prs-tui plugins enable bad',
    });
    await next.setEnabled('bad', true);
    expect(await exportBy(await again().ready(), 'bad', rows)).toBe(IDS);
    expect(readdirSync(state)).toEqual([`plugin-loading-another.machine-${pid}-1`, 'plugins.json']);
  });
});
