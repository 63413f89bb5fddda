/** Programs of any language as plugins: rows on standard input, bytes or lines back. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { type PrsResult, RESULT_COLUMNS } from '../../../src/core/index.ts';
import { exportBy, openPlace } from '../../support/pluginHost.ts';
import { resultOf } from '../../support/results.ts';

const rows = Array.from({ length: 25 }, (_, at) => resultOf({ pgs_id: `PGS${String(at + 1).padStart(6, '0')}` }));

/** A plugin of a shell script, allowed. */
async function openScript(script: string, entry: Readonly<Record<string, unknown>> = {}) {
  const place = openPlace({
    'plugins/prog/run.sh': script,
    'plugins/prog/plugin.json': JSON.stringify({ exec: ['sh', 'run.sh'], id: 'prog', ...entry }),
  });
  await place.host.allow('prog');
  const plugins = await place.host.ready();
  return { ...place, plugins, folder: join(place.cwd, 'plugins/prog') };
}

const failOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'went well',
    (error: Error) => error.message,
  );

describe('an exporter', () => {
  it('is given one JSON object a line, with the names and nulls of a row', async () => {
    const { plugins } = await openScript('cat');
    const lines = (await exportBy(plugins, 'prog', rows)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(rows)));
  });

  it('is given lines of all columns with tabs between, and nothing to unquote, when it asks for tsv', async () => {
    const { plugins } = await openScript('cat', { stdin: 'tsv' });
    const strange = resultOf({ trait_reported: 'a "b"\tc\r\nd', percentile: null, evidence: null });
    const [names, first, second, ...rest] = (await exportBy(plugins, 'prog', [strange, resultOf()])).split('\n');
    expect(rest).toEqual(['']);
    expect(names.split('\t')).toEqual([...RESULT_COLUMNS.keys()]);
    const fieldsOf = (line: string) =>
      Object.fromEntries(line.split('\t').map((field, at) => [names.split('\t')[at], field]));
    expect(fieldsOf(first)).toMatchObject({ trait_reported: 'a "b" c d', percentile: '', evidence_auroc: '' });
    expect(fieldsOf(second)).toMatchObject({ percentile: '84.13', evidence_auroc: '0.622', build_mismatch: 'false' });
  });

  it('is given an Arrow stream with the same rows when it asks for one', async () => {
    const { plugins, folder } = await openScript('cat > rows.arrow; echo done', { stdin: 'arrow' });
    expect(await exportBy(plugins, 'prog', rows)).toBe('done\n');
    const table = tableFromIPC(readFileSync(join(folder, 'rows.arrow')));
    expect(table.numRows).toBe(25);
    expect(table.getChild('pgs_id')?.toArray()).toEqual(rows.map(({ pgs_id }) => pgs_id));
    expect(table.getChild('hom_ref_score')?.get(0)).toBeNull();
  });

  it('runs in its folder with the placeholders filled in, and knows few variables', async () => {
    process.env.HF_TOKEN = 'secret';
    process.env.MODULEPATH = '/opt/modules';
    try {
      const { plugins } = await openScript('echo "$@"; env; cat > /dev/null', {
        exec: ['sh', 'run.sh', '{title}', '{build}', '--n={n}', '{unknown}'],
        title: 'A $(title); `x`',
        env: ['MODULEPATH'],
        options: { n: { type: 'number', default: 3, description: 'A number' } },
      });
      const [first, ...env] = (await exportBy(plugins, 'prog', rows, { options: { n: 4 } })).split('\n');
      expect(first).toBe('A $(title); `x` GRCh38 --n=4 {unknown}');
      const names = env.map((line) => line.split('=')[0]);
      expect(env).toContain('JUST_PRS_API=1');
      expect(env).toContain('JUST_PRS_BUILD=GRCh38');
      expect(env).toContain('MODULEPATH=/opt/modules');
      expect(names).not.toContain('HF_TOKEN');
    } finally {
      delete process.env.HF_TOKEN;
      delete process.env.MODULEPATH;
    }
  });

  it('says what it is for, and what it runs', async () => {
    const { host } = await openScript('cat', { description: 'A copy.' });
    const [{ description }] = await host.list();
    expect(description?.description).toBe('A copy. Runs sh run.sh');
  });

  it('may write a file where {out} says; it is gone afterwards', async () => {
    const { plugins, folder } = await openScript('wc -l > "$1"; echo "$1" > where; echo not the file', {
      exec: ['sh', 'run.sh', '{out}'],
      extension: '.pdf',
    });
    expect((await exportBy(plugins, 'prog', rows)).trim()).toBe('25');
    const out = readFileSync(join(folder, 'where'), 'utf8').trim();
    expect(out).toMatch(/\.pdf$/);
    expect(existsSync(out)).toBe(false);
  });

  it('may leave its input unread, and that is no failure', async () => {
    async function* many(): AsyncGenerator<readonly PrsResult[]> {
      for (let batch = 0; batch < 200; batch++) yield rows;
    }
    const { plugins } = await openScript('head -n 1');
    expect(JSON.parse(await exportBy(plugins, 'prog', many())).pgs_id).toBe('PGS000001');
  });

  it('logs on standard error; lines of progress move the bar', async () => {
    const { plugins, said } = await openScript(
      `cat > /dev/null; echo reading >&2; echo '{"progress":{"done":3,"total":10}}' >&2; echo '{"progress": oops' >&2; echo ok`,
    );
    expect(await exportBy(plugins, 'prog', rows)).toBe('ok\n');
    expect(said).toEqual(['prog: reading', 'prog: 3/10', 'prog: {"progress": oops']);
  });

  it.each([
    ['fails', 'cat > /dev/null; echo one >&2; echo two >&2; exit 3', {}, /ended with code 3 \(two\)/],
    ['is killed', 'kill -9 $$', {}, /ended with code 137/],
    ['is not there', '', { exec: ['no-such-program-of-ours'] }, /There is no program "no-such-program-of-ours"/],
    ['is no program', '', { exec: ['./run.sh'] }, /"\.\/run\.sh" may not be run/],
    [
      'does not write its file',
      'cat > /dev/null',
      { exec: ['sh', 'run.sh', '{out}'] },
      /did not write the file of \{out\}/,
    ],
    ['hangs', 'sleep 30', { quiet_seconds: 0.4 }, /neither read nor wrote for 0.4 s/],
    [
      'hangs deaf to signals',
      "trap '' TERM; cat > /dev/null; while :; do sleep 1; done",
      { quiet_seconds: 0.4 },
      /neither read nor wrote/,
    ],
    ['prints without end', 'yes', {}, /gave more than \d+ MB for \d+ rows, and did not stop/],
    ['leaves children behind', 'cat > /dev/null; sleep 30 & exit 4', {}, /left a program behind/],
  ])(
    'that %s is named, and the next runs as ever',
    async (_, script, entry, fault) => {
      const { plugins, host } = await openScript(script, { quiet_seconds: 5, ...entry });
      const message = await failOf(exportBy(plugins, 'prog', rows));
      expect(message).toMatch(/^Plugin prog, exporter prog: /);
      expect(message).toMatch(fault);
      expect((await host.list()).find(({ name }) => name === 'prog')).toMatchObject({ faults: 1 });
    },
    30_000,
  );

  it('is ended when the user cancels', async () => {
    const { plugins, host } = await openScript('sleep 30');
    const start = performance.now();
    const call = exportBy(plugins, 'prog', rows, { signal: AbortSignal.timeout(300) });
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - start).toBeLessThan(5000);
    expect((await host.list()).find(({ name }) => name === 'prog')).toMatchObject({ faults: 0 });
  });

  it('asks for consent again when a file of its folder, or a file that .prsrc names, changes', async () => {
    const { write, host } = await openScript('cat');
    write('plugins/prog/run.sh', 'cat; echo more');
    expect(await host.ready()).toEqual([]);
    const listed = openPlace({ 'tools/a.sh': 'cat' });
    const entry = { where: join(listed.cwd, '.prsrc'), entry: { exec: ['sh', 'tools/a.sh'], id: 'a' } };
    const own = listed.again({ listed: [entry] });
    await own.allow('a');
    expect(await own.ready()).toHaveLength(1);
    listed.write('tools/a.sh', 'cat; echo more');
    expect(await own.ready()).toEqual([]);
  });

  it('holds little of a million rows at a time', async () => {
    const { plugins } = await openScript('wc -l');
    const batch = Array.from({ length: 1000 }, () => resultOf({ pgs_id: 'PGS000001', evidence: null, warnings: [] }));
    let given = 0;
    let most = 0;
    async function* many(): AsyncGenerator<readonly PrsResult[]> {
      for (; given < 100_000; given += 1000) {
        most = Math.max(most, process.memoryUsage().rss);
        yield batch;
      }
    }
    const before = process.memoryUsage().rss;
    expect((await exportBy(plugins, 'prog', many())).trim()).toBe('100000');
    // 300 MB of JSON went through.
    expect(most - before).toBeLessThan(250e6);
  }, 60_000);
});

describe('an interpreter', () => {
  const say = (script: string) => openScript(script, { kind: 'interpreter' });
  const line = `{"pgs_id":"PGS000001","tier":"low","summary":"Said","caveats":[],"source":"A paper"}`;
  const ask = async (script: string, count: number) => {
    const { plugins } = await say(script);
    const [{ interpreters = [] }] = plugins;
    const context = { options: {}, signal: new AbortController().signal, log: () => {}, progress: () => {} };
    return interpreters[0].interpret(rows.slice(0, count), context);
  };

  it('prints one line a row', async () => {
    expect(await ask(`cat > /dev/null; echo '${line}'`, 1)).toEqual([JSON.parse(line)]);
  });

  it.each([
    ['no JSON', 'cat > /dev/null; echo tier: low', /line 1 of its output is not JSON: tier: low/],
    ['NaN', `cat > /dev/null; echo '{"pgs_id": NaN}'`, /is not JSON/],
    ['what is not UTF-8', `cat > /dev/null; printf '\\377\\376\\n'`, /is not UTF-8/],
    ['a line too many', `cat > /dev/null; echo '${line}'; echo '${line}'`, /printed more than 1 lines for 1 rows/],
    ['nothing', 'cat > /dev/null', /answered 0 interpretations for 1 rows/],
    [
      'a line of a gigabyte',
      "cat > /dev/null; head -c 1000000000 /dev/zero | tr '\\0' x",
      /line 1 of its output is longer than 1 MB/,
    ],
    ['lines without end', 'yes 1', /printed more than 1 lines|interpretation 1/],
  ])(
    'that prints %s is refused',
    async (_, script, fault) => {
      expect(await failOf(ask(script, 1))).toMatch(fault);
    },
    30_000,
  );
});
