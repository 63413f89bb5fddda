/** Nothing foreign runs before it was allowed, as it is. */
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory, writeFixture } from '../../support/genotypes.ts';
import { exportBy, exporterText, GOOD, type HostPlace, openPlace } from '../../support/pluginHost.ts';
import { resultOf } from '../../support/results.ts';

const stateOf = async ({ again }: HostPlace, name: string, different = {}) =>
  (await again(different).list()).find((plugin) => plugin.name === name)?.status;

/** A plugin that leaves a mark when anything of it runs. */
const marked = (cwd: string, id: string): string =>
  exporterText(id, GOOD, `import { writeFileSync } from 'node:fs'; writeFileSync('${cwd}/ran', '');`);

describe('consent', () => {
  it('is needed before anything of a plugin runs, is for its content, and can be taken back', async () => {
    const place = openPlace();
    const { cwd, host, write } = place;
    write('plugins/ids.ts', marked(cwd, 'ids'));
    expect(await stateOf(place, 'ids')).toEqual({ state: 'waiting', changed: false });
    expect(await host.ready()).toEqual([]);
    await expect(host.explainMissing('exporters', 'ids', [])).rejects.toMatchObject({
      code: 'plugin_waiting',
      hint: expect.stringContaining('just-prs-tui plugins allow ids'),
    });
    expect(existsSync(join(cwd, 'ran'))).toBe(false);

    const allowed = await host.allow('ids');
    expect(existsSync(join(cwd, 'ran'))).toBe(true);
    expect(allowed).toMatchObject({
      status: { state: 'ready' },
      description: { contributions: [{ kind: 'exporters', id: 'ids', title: 'ids', extension: '.txt' }] },
    });
    expect(await exportBy(await host.ready(), 'ids', [resultOf()])).toBe('PGS000001\n');

    write('plugins/ids.ts', `${marked(cwd, 'ids')}// one more line`);
    expect(await stateOf(place, 'ids')).toEqual({ state: 'waiting', changed: true });
    expect(await host.ready()).toEqual([]);

    await host.allow('ids');
    await host.forget('ids');
    expect(await stateOf(place, 'ids')).toEqual({ state: 'waiting', changed: false });
  });

  it('covers every file of a folder, and lies in the private state folder alone', async () => {
    const { cwd, host, state, write } = openPlace({
      'plugins/two/index.ts': exporterText('two', 'yield word;', "import { word } from './word.ts';"),
      'plugins/two/word.ts': "export const word = 'first';",
    });
    await host.allow('two');
    expect(await exportBy(await host.ready(), 'two', [])).toBe('first');
    write('plugins/two/word.ts', "export const word = 'second';");
    expect(await host.ready()).toEqual([]);
    expect(statSync(join(state, 'plugins.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(cwd, '.just-prs'))).toBe(false);
    expect(JSON.parse(readFileSync(join(state, 'plugins.json'), 'utf8')).consents).toHaveProperty([
      join(cwd, 'plugins/two/index.ts'),
    ]);
  });

  it('may be given for one run, and asks again in the next', async () => {
    const place = openPlace({ 'plugins/ids.ts': exporterText('ids', GOOD) });
    expect(await place.again({ allowOnce: ['ids'] }).ready()).toHaveLength(1);
    expect(await stateOf(place, 'ids')).toEqual({ state: 'waiting', changed: false });
  });

  it('does not matter when plugins are off, or when others alone may run', async () => {
    const place = openPlace({ 'plugins/ids.ts': exporterText('ids', GOOD) });
    await place.host.allow('ids');
    expect(await place.again({ isOff: true }).ready()).toEqual([]);
    expect(await stateOf(place, 'ids', { isOff: true })).toEqual({ state: 'off', why: '--no-plugins' });
    expect(await place.again({ only: ['other'] }).ready()).toEqual([]);
    expect(await place.again({ only: ['ids'] }).ready()).toHaveLength(1);
  });

  it('is no more when the file that keeps it is broken', async () => {
    const place = openPlace({ 'plugins/ids.ts': exporterText('ids', GOOD) });
    await place.host.allow('ids');
    writeFixture(place.state, 'plugins.json', '{"consents": {"a": 1, ');
    expect(await stateOf(place, 'ids')).toEqual({ state: 'waiting', changed: false });
  });
});

describe('turning off and on', () => {
  it('keeps the consent', async () => {
    const place = openPlace({ 'plugins/ids.ts': exporterText('ids', GOOD) });
    await expect(place.host.setEnabled('ids', false)).rejects.toThrow('not allowed yet');
    await place.host.allow('ids');
    await place.host.setEnabled('ids', false);
    expect(await stateOf(place, 'ids')).toEqual({ state: 'off', why: 'you turned it off' });
    await expect(place.host.explainMissing('exporters', 'ids', [])).rejects.toMatchObject({
      hint: 'Turn it on with: just-prs-tui plugins enable ids',
    });
    await place.host.setEnabled('ids', true);
    expect(await place.host.ready()).toHaveLength(1);
  });

  it('happens after three faults in a row, and a good call forgives those before', async () => {
    const place = openPlace({
      'plugins/moody.ts': exporterText(
        'moody',
        "if (context.options.angry) throw new Error('no'); yield 'yes';",
      ).replace(
        "description: 'For a test'",
        "description: 'For a test', options: { angry: { type: 'boolean', default: false, description: 'Mood' } }",
      ),
    });
    await place.host.allow('moody');
    const call = async (angry: boolean) =>
      exportBy(await place.again().ready(), 'moody', [], { options: { angry } }).catch((error: Error) => error.message);
    for (const angry of [true, true, false, true, true]) await call(angry);
    expect(await call(false)).toBe('yes');
    for (let time = 0; time < 3; time++) expect(await call(true)).toContain('Plugin moody, exporter moody: no');
    expect(await place.again().ready()).toEqual([]);
    expect(await stateOf(place, 'moody')).toMatchObject({
      state: 'off',
      why: expect.stringMatching(/^3 faults in a row; .*no/),
    });
    await place.host.setEnabled('moody', true);
    expect(await call(false)).toBe('yes');
  });
});

describe('discovery', () => {
  it('finds what is listed, in folders, and installed; the first of one path counts', async () => {
    const { cwd, again } = openPlace({
      'plugins/one.ts': exporterText('one', GOOD),
      'plugins/one.test.ts': 'throw new Error()',
      'plugins/notes.md': 'not a plugin',
      'plugins/two/index.js': exporterText('two', GOOD),
      'plugins/shell/plugin.json': '{"exec": ["sh", "run.sh"], "id": "shell"}',
      'plugins/data/table.csv': 'not a plugin',
      'config/plugins/mine.mjs': exporterText('mine', GOOD),
      'node_modules/just-prs-plugin-three/package.json': '{"name": "just-prs-plugin-three", "main": "lib/a.js"}',
      'node_modules/just-prs-plugin-three/lib/a.js': exporterText('three', GOOD),
      'node_modules/@lab/just-prs-plugin-four/package.json':
        '{"name": "@lab/just-prs-plugin-four", "exports": {".": {"import": "./a.js"}}}',
      'node_modules/@lab/just-prs-plugin-four/a.js': exporterText('four', GOOD),
      'node_modules/other/package.json': '{"name": "other", "main": "a.js"}',
      'node_modules/other/a.js': exporterText('other', GOOD),
    });
    const listed = [
      { where: join(cwd, '.prsrc'), entry: './plugins/one.ts' },
      { where: join(cwd, '.prsrc'), entry: { use: 'other' } },
      { where: join(cwd, '.prsrc'), entry: { exec: ['cat'], id: 'cat' } },
    ];
    const found = (await again({ listed }).list()).filter(({ origin }) => origin !== 'built-in');
    expect(found.map(({ name, origin }) => `${origin} ${name}`)).toEqual([
      '.prsrc one',
      '.prsrc other',
      '.prsrc cat',
      'folder shell',
      'folder two',
      'folder mine',
      'package @lab/just-prs-plugin-four',
      'package just-prs-plugin-three',
    ]);
    const host = again({ listed });
    for (const { name } of found) await host.allow(name);
    expect((await host.ready()).flatMap(({ exporters = [] }) => exporters.map(({ id }) => id))).toEqual([
      'one',
      'other',
      'cat',
      'shell',
      'two',
      'mine',
      'four',
      'three',
    ]);
    expect(await exportBy(await host.ready(), 'three', [resultOf()])).toBe('PGS000001\n');
  });

  it('says all that is wrong at once, with the mend, and goes on with the others', async () => {
    const { cwd, again } = openPlace({
      'plugins/good.ts': exporterText('good', GOOD),
      'plugins/bad.ts': `export default { name: 'Bad Name', apiVersion: 2, exporter: [],
        exporters: [{ id: 'x', extension: 'pdf' }], options: { a: { type: 'text' } } };`,
      'plugins/torn.ts': 'export default {{{',
      'plugins/apart.ts': "import './helper.ts'; export default {};",
      'plugins/exec/plugin.json': '{"exec": "rm -rf x", "id": "A", "stdin": "xml", "shell": true}',
      'node_modules/just-prs-plugin-new/package.json': '{"main": "a.js", "justPrs": {"apiVersion": 7}}',
      'node_modules/just-prs-plugin-new/a.js': exporterText('new', GOOD),
    });
    const listed = [
      { where: join(cwd, '.prsrc'), entry: './gone.ts' },
      { where: join(cwd, '.prsrc'), entry: 'not-installed' },
      { where: join(cwd, '.prsrc'), entry: 7 },
    ];
    const host = again({ listed });
    await host.allow('good');
    const problems = async (name: string): Promise<string> =>
      host.allow(name).then(
        () => 'allowed',
        (error: Error) => error.message,
      );
    const bad = await problems('bad');
    for (const part of [
      'exporter is not known; did you mean "exporters"?',
      'name is "Bad Name"; write small letters, digits and hyphens',
      'apiVersion is 2; this program speaks 1',
      'description is missing',
      'exporters[0].title is missing',
      'exporters[0].export is missing; write async *export(rows, context)',
      'exporters[0].extension is "pdf"; write ".pdf"',
      'options.a.type is "text"',
    ])
      expect(bad).toContain(part);
    expect(await problems('torn')).toMatch(/does not load: .*torn\.ts/s);
    expect(await problems('apart')).toContain('imports ./helper.ts, which its consent would not cover');
    expect(await problems('A')).toMatch(
      /shell is not known.*exec is "rm -rf x"; write the program.*id is "A".*stdin is "xml"/s,
    );
    expect(await problems('just-prs-plugin-new')).toContain('speaks version 7');
    expect(await problems('./gone.ts')).toContain('is not there');
    expect(await problems('not-installed')).toContain('npm install not-installed');
    expect(await problems('7')).toContain('write a path, the name of a package, or { exec: [...] }');
    expect(await host.ready()).toHaveLength(1);
  });

  it('refuses links that lead elsewhere: what was looked at is what runs', async () => {
    const elsewhere = temporaryDirectory();
    const target = writeFixture(elsewhere, 'evil.ts', exporterText('evil', GOOD));
    const { cwd, host, write } = openPlace({ 'plugins/folder/index.ts': exporterText('folder', GOOD) });
    symlinkSync(target, join(cwd, 'plugins/evil.ts'));
    symlinkSync(target, join(cwd, 'plugins/folder/more.ts'));
    mkdirSync(join(elsewhere, 'whole'));
    writeFixture(join(elsewhere, 'whole'), 'index.ts', exporterText('whole', GOOD));
    symlinkSync(join(elsewhere, 'whole'), join(cwd, 'plugins/whole'));
    write('plugins/fine.ts', exporterText('fine', GOOD));
    for (const name of ['evil', 'folder', 'whole'])
      await expect(host.allow(name)).rejects.toThrow(/is a link out of its folder, to .*; put a copy there/);
    expect((await host.allow('fine')).status.state).toBe('ready');
  });

  it('warns of packages that run scripts when they are installed', async () => {
    const { host } = openPlace({
      'node_modules/just-prs-plugin-x/package.json': '{"main": "a.js", "scripts": {"postinstall": "node steal.js"}}',
      'node_modules/just-prs-plugin-x/a.js': exporterText('x', GOOD),
    });
    const [found] = (await host.list()).filter(({ origin }) => origin === 'package');
    expect(found.warnings).toEqual(['its package runs a script when npm installs it (postinstall: node steal.js)']);
  });

  it('refuses the second of one id, and any that is built in, with both names', async () => {
    const { again, cwd, host } = openPlace({
      'plugins/a.ts': exporterText('same', GOOD),
      'plugins/b.ts': exporterText('same', "yield 'b';").replace("name: 'same'", "name: 'other'"),
      'plugins/c.ts': exporterText('csv', GOOD).replace("name: 'csv'", "name: 'mine'"),
    });
    await host.allow('a');
    await expect(host.allow('b')).rejects.toThrow('exporter "same" is brought by same already; give it another id');
    await expect(host.allow('c')).rejects.toThrow('exporter "csv" is brought by delimited-text already');
    expect(await exportBy(await again().ready(), 'same', [resultOf()])).toBe('PGS000001\n');
    expect((await host.list()).find(({ path }) => path === join(cwd, 'plugins/b.ts'))?.status.state).toBe('waiting');
  });

  it('takes options of the list when they fit what the plugin declares', async () => {
    const { again, cwd } = openPlace({
      'tools/word.ts': exporterText('word', 'yield String(context.options.word);').replace(
        "description: 'For a test'",
        "description: 'For a test', options: { word: { type: 'string', default: 'a', choices: ['a', 'b'], description: 'Word' } }",
      ),
    });
    const withOptions = (options: object) =>
      again({ listed: [{ where: join(cwd, '.prsrc'), entry: { use: './tools/word.ts', options } }] });
    const where = join(cwd, '.prsrc');
    for (const [options, message] of [
      [{ wrod: 'b' }, `${where} sets option "wrod" of word, which has word; did you mean "word"?`],
      [{ height: 'b' }, `${where} sets option "height" of word, which has word.`],
      [{ constructor: 'b' }, `${where} sets option "constructor" of word, which has word.`],
      [{ word: 7 }, `${where} sets option "word" of word to 7. It is one of a, b.`],
      [{ word: 'c' }, `${where} sets option "word" of word to "c". It is one of a, b.`],
    ] as const) {
      const expected = { code: 'plugin_options', message, hint: expect.stringContaining('Correct that file') };
      await expect(withOptions(options).allow('word')).rejects.toMatchObject(expected);
      const check = await withOptions(options).check('tools/word.ts', () => ({}));
      expect(check.problems).toEqual([message]);
    }
    const host = withOptions({ word: 'b' });
    expect((await host.allow('word')).description?.options).toMatchObject({ word: { default: 'b' } });
    const [plugin] = await host.ready();
    expect(plugin.options).toMatchObject({ word: { default: 'b' } });
    // It was allowed before somebody spoiled the file.
    const misset = withOptions({ wrod: 'b' });
    await expect(misset.explainMissing('exporters', 'word', [])).rejects.toMatchObject({ code: 'plugin_options' });
    expect((await misset.list())[0]).toMatchObject({ status: { state: 'refused', isSetting: true } });
  });

  it('knows of a program that was not allowed yet whether options of the list fit', async () => {
    const entry = { exec: ['cat'], id: 'cat', options: { n: { type: 'number', default: 1, description: 'N' } } };
    const { again, cwd } = openPlace({ 'tools/cat/plugin.json': JSON.stringify(entry) });
    const where = join(cwd, '.prsrc');
    const host = again({ listed: [{ where, entry: { use: './tools/cat', options: { n: 'x' } } }] });
    expect((await host.list())[0].status).toEqual({
      state: 'refused',
      problems: [`${where} sets option "n" of cat to "x". It is a number.`],
      isSetting: true,
    });
  });

  it('looks at the PATH only when somebody names an exporter of it', async () => {
    const [first, second] = [temporaryDirectory(), temporaryDirectory()];
    const text = '#!/bin/sh\ncat\n';
    for (const folder of [first, second]) chmodSync(writeFixture(folder, 'just-prs-export-raw', text), 0o755);
    writeFixture(first, 'just-prs-export-plain', text);
    const { again, cwd } = openPlace();
    const host = again({ path: `${first}:${second}` });
    expect((await host.list()).every(({ origin }) => origin === 'built-in')).toBe(true);
    await expect(host.onPath('raw')).rejects.toMatchObject({ code: 'plugin_waiting' });
    expect(await host.onPath('plain')).toBeNull();
    await host.allow('just-prs-export-raw');
    const plugin = await host.onPath('raw');
    expect(JSON.parse(await exportBy(plugin === null ? [] : [plugin], 'raw', [resultOf()]))).toMatchObject({
      pgs_id: 'PGS000001',
    });
    chmodSync(writeFixture(first, 'just-prs-export-raw', `${text}# changed`), 0o755);
    await expect(host.onPath('raw')).rejects.toMatchObject({ code: 'plugin_waiting' });
    expect(cwd).not.toBe('');
  });
});
