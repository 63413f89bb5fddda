/** Plugins that go wrong in every way we know of: the call fails with their name, and everything else goes on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PrsResult } from '../../../src/core/index.ts';
import type { AnyPlugin } from '../../../src/plugins/builtin/index.ts';
import { checkScoringFile } from '../../../src/plugins/host/answers.ts';
import { Limiter } from '../../../src/plugins/host/limits.ts';
import { exportBy, exporterText, GOOD, IMPATIENT, openPlace } from '../../support/pluginHost.ts';
import { resultOf } from '../../support/results.ts';

const rows = Array.from({ length: 25 }, (_, at) => resultOf({ pgs_id: `PGS${String(at + 1).padStart(6, '0')}` }));
const IDS = rows.map(({ pgs_id }) => `${pgs_id}\n`).join('');
const EACH = 'for await (const rows of batches)';

interface Sabotage {
  readonly does: string;
  readonly body: string;
  readonly before?: string;
  readonly fault: RegExp;
}

const SABOTAGES: readonly Sabotage[] = [
  { does: 'throws', body: "throw new Error('bad column');", fault: /: bad column \(.*bad\.ts:\d+\)\.$/ },
  { does: 'throws what is no error', body: "throw 'oops';", fault: /: threw "oops"/ },
  {
    does: 'throws later',
    body: `setTimeout(() => { throw new Error('later'); }, 10); ${EACH}; await new Promise(() => {});`,
    fault: /: later/,
  },
  {
    does: 'rejects unhandled',
    body: `Promise.reject(new Error('nobody cares')); await new Promise((r) => setTimeout(r, 200)); ${GOOD}`,
    fault: /: nobody cares/,
  },
  { does: 'never ends its turn', body: 'for (;;);', fault: /: said nothing for 2 s/ },
  { does: 'waits for ever', body: 'await new Promise(() => {});', fault: /: said nothing for 2 s/ },
  {
    does: 'stalls in the middle',
    body: `${EACH} { yield 'x'.repeat(100_000); await new Promise(() => {}); }`,
    fault: /: said nothing for 2 s/,
  },
  { does: 'exits the process', body: 'process.exit(7);', fault: /: ended its thread with process\.exit\(7\)/ },
  { does: 'exits with success before its end', body: "yield 'half'; process.exit(0);", fault: /process\.exit\(0\)/ },
  { does: 'aborts the process', body: 'process.abort();', fault: /abort/ },
  { does: 'kills the process', body: 'process.kill(process.pid, 0); process.chdir("/");', fault: /chdir/ },
  {
    does: 'takes all memory',
    body: 'const all = []; for (;;) all.push(new Array(1e5).fill(Math.random()));',
    fault: /: needed more than 64 MB/,
  },
  {
    does: 'takes memory in buffers',
    body: 'const all = []; for (;;) { all.push(Buffer.alloc(64 << 20, 1)); await new Promise((r) => setTimeout(r, 5)); }',
    fault: /: took more than 1 GB/,
  },
  { does: 'yields a number', body: 'yield 7;', fault: /: yielded 7; expected a string or Uint8Array/ },
  { does: 'yields an object', body: `${EACH} yield rows;`, fault: /: yielded a list; expected a string or Uint8Array/ },
  { does: 'yields too much at once', body: "yield 'x'.repeat(80e6);", fault: /: yielded 80 MB at once; yield pieces/ },
  {
    does: 'writes without end',
    body: "const piece = 'x'.repeat(1 << 20); for (;;) yield piece;",
    fault: /: gave more than 67 MB, and did not stop/,
  },
  {
    does: 'changes what it is given',
    body: `${EACH} { rows[0].score = 1; rows.length = 0; Object.assign(rows, {}); } throw new Error('done');`,
    fault: /: done/,
  },
  { does: 'has no generator', body: '', before: '', fault: /: (returned|answered|yielded)/ },
  { does: 'recurses without end', body: 'const f = () => f() + 1; f();', fault: /: Maximum call stack/ },
  {
    does: 'breaks the language',
    body: "Array.prototype.push = () => { throw new Error('no push'); }; Promise.prototype.then = () => {}; yield 'x'; await 1;",
    fault: /: no push/,
  },
  {
    does: 'posts to its parent',
    body: "(await import('node:worker_threads')).parentPort.postMessage({ type: 'done', value: 1 }); throw new Error('posted');",
    fault: /: posted/,
  },
  {
    does: 'looks for the private port',
    body: "const { workerData } = await import('node:worker_threads'); throw new Error('port is ' + workerData.port);",
    fault: /: port is null/,
  },
  {
    does: 'opens another thread that exits',
    body: "const { Worker } = await import('node:worker_threads'); new Worker('process.exit(3)', { eval: true }); await new Promise(() => {});",
    fault: /: said nothing for 2 s/,
  },
];

const hangs = (fault: RegExp): boolean => fault.source.includes('said nothing');

describe.each(SABOTAGES)('a plugin that $does', ({ does, body, before, fault }) => {
  it('is named, and every other export is intact', async () => {
    const text =
      does === 'has no generator'
        ? exporterText('bad', '').replace('async *export(batches, context) {  }', 'export: () => 7')
        : exporterText('bad', body, before);
    const files = { 'plugins/bad.ts': text, 'plugins/good.ts': exporterText('good', GOOD) };
    const { host, again } = openPlace(files);
    for (const name of ['bad', 'good']) await host.allow(name);
    const plugins = await (hangs(fault) ? again({ limits: IMPATIENT }) : host).ready();
    const error = await exportBy(plugins, 'bad', rows).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'plugin_fault' });
    expect((error as Error).message).toMatch(/^Plugin bad, exporter bad: /);
    expect((error as Error).message).toMatch(fault);
    expect(await exportBy(await host.ready(), 'good', rows)).toBe(IDS);
    expect(rows).toHaveLength(25);
    expect(rows[0].score).toBe(1.25);
    const bad = (await host.list()).find(({ name }) => name === 'bad');
    expect(bad).toMatchObject({ faults: 1, last_run: { contribution: 'exporter bad', fault: expect.any(String) } });
  }, 30_000);
});

describe('a plugin that fails when it is loaded', () => {
  it.each([
    ['throws', "throw new Error('at import');", /does not load: at import/],
    ['exits', 'process.exit(0);', /does not load: ended its thread/],
    ['never ends', 'for (;;);', /does not load: said nothing/],
    ['waits for ever', 'await new Promise(() => {});', /does not load: said nothing/],
    ['takes all memory', 'const all = []; for (;;) all.push(new Array(1e5).fill(0.5));', /does not load: needed more/],
    ['needs what is not installed', "import 'no-such-package';", /does not load: .*no-such-package/s],
  ])(
    '%s, is refused',
    async (does, before, problem) => {
      const place = openPlace({ 'plugins/bad.ts': exporterText('bad', GOOD, before) });
      const host = does.includes('ever') || does === 'never ends' ? place.again({ limits: IMPATIENT }) : place.host;
      await expect(host.allow('bad')).rejects.toThrow(problem);
      expect(await host.ready()).toEqual([]);
    },
    30_000,
  );
});

describe('what plugins may do', () => {
  it('print: it is told, and never reaches the screen', async () => {
    const { host, said } = openPlace({
      'plugins/chatty.ts': exporterText(
        'chatty',
        `console.log('hello'); console.error('there'); process.stdout.write('raw'); context.log('kept'); ${GOOD} context.progress(3, 10);`,
      ),
    });
    await host.allow('chatty');
    expect(await exportBy(await host.ready(), 'chatty', rows)).toBe(IDS);
    for (const word of ['hello', 'there', 'kept', '3/10']) expect(said.join('\n')).toContain(word);
  });

  it('log without end: little of it is kept', async () => {
    const { host, said } = openPlace({
      'plugins/endless.ts': exporterText(
        'endless',
        `for (let i = 0; i < 100_000; i++) context.log('line ' + i); for (let i = 0; i < 2000; i++) console.log('x'.repeat(1000)); ${GOOD}`,
      ),
    });
    await host.allow('endless');
    expect(await exportBy(await host.ready(), 'endless', rows)).toBe(IDS);
    expect(said.join('').length).toBeLessThan(200_000);
  });

  it('yield bytes and text in turn, empty ones too, in their order', async () => {
    const { host } = openPlace({
      'plugins/mixed.ts': exporterText(
        'mixed',
        "yield 'a'; yield ''; yield new Uint8Array([98]); yield new Uint8Array(0); yield 'c'; yield Buffer.from('d'); yield 'é🧬';",
      ),
    });
    await host.allow('mixed');
    expect(await exportBy(await host.ready(), 'mixed', [])).toBe('abcdé🧬');
  });

  it('reuse a buffer after it was yielded', async () => {
    const { host } = openPlace({
      'plugins/reuse.ts': exporterText(
        'reuse',
        "const b = Buffer.alloc(1); for (const c of 'abc') { b.write(c); yield b; }",
      ),
    });
    await host.allow('reuse');
    expect(await exportBy(await host.ready(), 'reuse', [])).toBe('abc');
  });

  it('see no secret of the environment', async () => {
    process.env.HF_TOKEN = 'secret';
    try {
      const { host } = openPlace({ 'plugins/env.ts': exporterText('env', 'yield Object.keys(process.env).join();') });
      await host.allow('env');
      const names = (await exportBy(await host.ready(), 'env', [])).split(',');
      expect(names).toContain('PATH');
      expect(names).not.toContain('HF_TOKEN');
    } finally {
      delete process.env.HF_TOKEN;
    }
  });

  it('edit its own file: the next call asks for consent', async () => {
    const { host } = openPlace({
      'plugins/self.ts': exporterText(
        'self',
        "writeFileSync(FILE, readFileSync(FILE, 'utf8') + '//'); yield 'done';",
        "import { readFileSync, writeFileSync } from 'node:fs'; import { fileURLToPath } from 'node:url'; const FILE = fileURLToPath(import.meta.url);",
      ),
    });
    await host.allow('self');
    expect(await exportBy(await host.ready(), 'self', [])).toBe('done');
    expect(await host.ready()).toEqual([]);
  });
});

describe('cancelling', () => {
  const cancelAt = (ms: number): AbortSignal => AbortSignal.timeout(ms);

  it('ends a plugin that minds the signal, and no fault is counted', async () => {
    const { host } = openPlace({
      'plugins/kind.ts': exporterText(
        'kind',
        'while (!context.signal.aborted) await new Promise((r) => setTimeout(r, 10)); throw context.signal.reason;',
      ),
    });
    await host.allow('kind');
    const start = performance.now();
    await expect(exportBy(await host.ready(), 'kind', rows, { signal: cancelAt(600) })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(performance.now() - start).toBeLessThan(2500);
    expect((await host.list()).find(({ name }) => name === 'kind')).toMatchObject({ faults: 0 });
  });

  it('ends one that goes on', async () => {
    const { again } = openPlace({ 'plugins/deaf.ts': exporterText('deaf', 'for (;;);') });
    const host = again({ limits: { seconds: 60, memoryMb: 64 } });
    await host.allow('deaf');
    const start = performance.now();
    await expect(exportBy(await host.ready(), 'deaf', rows, { signal: cancelAt(300) })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(performance.now() - start).toBeLessThan(6000);
  });

  it('ends with the caller that leaves early, and the rows are left as well', async () => {
    const { host } = openPlace({ 'plugins/good.ts': exporterText('good', `${EACH} yield 'x'.repeat(100_000);`) });
    await host.allow('good');
    let isLeft = false;
    async function* endless(): AsyncGenerator<readonly PrsResult[]> {
      try {
        for (;;) yield rows;
      } finally {
        isLeft = true;
      }
    }
    const [{ exporters = [] }] = await host.ready();
    const context = { options: {}, signal: new AbortController().signal, log: () => {}, progress: () => {} };
    for await (const _ of exporters[0].export(endless(), context)) break;
    expect(isLeft).toBe(true);
  });

  it('tells an error of the rows as it is: it is not the plugin that failed', async () => {
    const { host } = openPlace({ 'plugins/good.ts': exporterText('good', GOOD) });
    await host.allow('good');
    async function* broken(): AsyncGenerator<readonly PrsResult[]> {
      yield rows;
      throw new Error('disk on fire');
    }
    await expect(exportBy(await host.ready(), 'good', broken())).rejects.toThrow(/^disk on fire$/);
    expect((await host.list()).find(({ name }) => name === 'good')).toMatchObject({ faults: 0 });
  });
});

const interpreterText = (answer: string): string => `
import { definePlugin } from 'just-prs-tui/plugin';
export default definePlugin({
  name: 'judge', apiVersion: 1, description: 'For a test',
  interpreters: [{ id: 'judge', title: 'judge', async interpret(rows) {
    const say = (row) => ({ pgs_id: row.pgs_id, tier: 'low', summary: 'Said', caveats: [], source: 'A paper' });
    return ${answer};
  } }],
});
`;

const interpretBy = (plugins: readonly AnyPlugin[], given: readonly PrsResult[]) => {
  const [{ interpreters = [] }] = plugins;
  return interpreters[0].interpret(given, {
    options: {},
    signal: new AbortController().signal,
    log: () => {},
    progress: () => {},
  });
};

describe('an interpreter', () => {
  it('answers one interpretation a row', async () => {
    const { host } = openPlace({ 'plugins/judge.ts': interpreterText('rows.map(say)') });
    await host.allow('judge');
    const said = await interpretBy(await host.ready(), rows);
    expect(said).toHaveLength(25);
    expect(said[24]).toEqual({ pgs_id: 'PGS000025', tier: 'low', summary: 'Said', caveats: [], source: 'A paper' });
  });

  it.each([
    ['one too few', 'rows.slice(1).map(say)', /answered 24 interpretations for 25 rows/],
    [
      'the wrong order',
      'rows.map(say).reverse()',
      /interpretation 1 is of "PGS000025", but row 1 is PGS000001; keep the order/,
    ],
    ['another tier', "rows.map((row) => ({ ...say(row), tier: 'superb' }))", /tier "superb"; tiers are high/],
    ['NaN for a summary', 'rows.map((row) => ({ ...say(row), summary: NaN }))', /summary NaN; expected a text/],
    ['no source', "rows.map((row) => ({ ...say(row), source: ' ' }))", /no source/],
    ['a novel', "rows.map((row) => ({ ...say(row), summary: 'x'.repeat(20000) }))", /summary/],
    ['functions', 'rows.map((row) => ({ ...say(row), caveats: () => 1 }))', /could not be cloned/],
    ['nothing', 'undefined', /answered missing; expected a list/],
    ['holes', 'new Array(25)', /interpretation 1 is of missing/],
  ])('that gives %s is refused', async (_, answer, fault) => {
    const { host } = openPlace({ 'plugins/judge.ts': interpreterText(answer) });
    await host.allow('judge');
    await expect(interpretBy(await host.ready(), rows)).rejects.toThrow(fault);
  });
});

const sourceText = (search: string, fetch: string): string => `
import { definePlugin } from 'just-prs-tui/plugin';
import { gzipSync } from 'node:zlib';
export default definePlugin({
  name: 'lab', apiVersion: 1, description: 'For a test',
  sources: [{ id: 'lab', title: 'lab', async search(query) { ${search} }, async *fetch(id, build) { ${fetch} } }],
});
`;
const FILE = "'#genome_build=GRCh38\\nchr_name\\tchr_position\\teffect_allele\\teffect_weight\\n1\\t5\\tA\\t1\\n'";

describe('a source', () => {
  const call = async (search: string, fetch: string) => {
    const { host } = openPlace({ 'plugins/lab.ts': sourceText(search, fetch) });
    await host.allow('lab');
    const [{ sources = [] }] = await host.ready();
    const context = { options: {}, signal: new AbortController().signal, log: () => {}, progress: () => {} };
    const text = async (): Promise<string> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of sources[0].fetch('a', 'GRCh38', context)) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString();
    };
    return { search: () => sources[0].search('x', context), text };
  };

  it('finds scores, and hands over files, gzip as well', async () => {
    const { search, text } = await call("return [{ id: 'a', name: 'A' }];", `yield gzipSync(${FILE});`);
    expect(await search()).toEqual([{ id: 'a', name: 'A', trait: null, n_variants: null }]);
    expect(await text()).toMatch(/^#genome_build=GRCh38\n/);
  });

  it.each([
    ['no list', 'return 1;', /answered 1; expected a list of scores/],
    ['ids that are none', "return [{ name: 'A' }];", /score 1 has id missing/],
    [
      'infinite numbers',
      "return [{ id: 'a', name: 'A', n_variants: Infinity }];",
      /n_variants Infinity; expected a whole number/,
    ],
  ])('that finds %s is refused', async (_, search, fault) => {
    await expect((await call(search, '')).search()).rejects.toThrow(fault);
  });

  it.each([
    ['nothing', '', /gave nothing; expected a scoring file/],
    ['a page', "yield '<html>';", /does not begin with #/],
    ['the other build', "yield '#genome_build=GRCh37\\n';", /on GRCh37, but GRCh38 was asked for/],
    ['torn gzip', `yield gzipSync(${FILE}).subarray(0, 40);`, /gave broken gzip/],
  ])('that hands over %s is refused', async (_, fetch, fault) => {
    await expect((await call('return [];', fetch)).text()).rejects.toThrow(fault);
  });
});

it('a scoring file ends somewhere, packed or not', async () => {
  async function* endless() {
    for (;;) yield Buffer.from('#x\n');
  }
  const all = async () => {
    for await (const _ of checkScoringFile(endless(), 'GRCh38', new Limiter(1e6)));
  };
  await expect(all()).rejects.toThrow('gave more than 1 MB, and did not stop');
});

describe('a reader', () => {
  it.each([
    ['7', /sniff answered 7/],
    ['NaN', /sniff answered NaN/],
    ['"sure"', /sniff answered "sure"/],
  ])('that is %s sure is refused', async (answer, fault) => {
    const { host } = openPlace({
      'plugins/r.ts': `export default { name: 'r', apiVersion: 1, description: 'd', readers: [{ id: 'r', title: 'r', sniff: () => ${answer}, async *read() { yield ''; } }] };`,
    });
    await host.allow('r');
    const [{ readers = [] }] = await host.ready();
    await expect(readers[0].sniff(new Uint8Array(3), 'a')).rejects.toThrow(fault);
  });
});

it('leaves no thread behind', async () => {
  const { cwd, host, write } = openPlace();
  const file = join(cwd, 'ticks');
  const tick = `setInterval(() => writeFileSync('${file}', String(performance.now())), 10);`;
  write(
    'plugins/late.ts',
    exporterText(
      'late',
      `${tick} yield 'x'; await new Promise((r) => setTimeout(r, 50));`,
      "import { writeFileSync } from 'node:fs';",
    ),
  );
  await host.allow('late');
  expect(await exportBy(await host.ready(), 'late', [])).toBe('x');
  const last = readFileSync(file, 'utf8');
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(readFileSync(file, 'utf8')).toBe(last);
});
