/** What a user gave and a plugin cannot use: told as it is, and no fault of the plugin. */
import { describe, expect, it } from 'vitest';
import { usualOptions } from '../../../src/core/index.ts';
import type { PluginHost } from '../../../src/plugins/host/host.ts';
import { exportBy, exporterText, openPlace } from '../../support/pluginHost.ts';
import { resultOf } from '../../support/results.ts';

const IMPORT = "import { UsageError } from 'just-prs-tui/plugin';";
const usual: Parameters<PluginHost['check']>[1] = ({ options }) => usualOptions(options);
const withOption = (text: string, option: string): string =>
  text.replace("description: 'For a test'", `description: 'For a test', options: { study: { ${option} } }`);
const REQUIRED = "type: 'string', required: true, example: 'Heart, Lung and Blood', description: 'Name of the study'";

describe('a UsageError', () => {
  it('ends the call with 2, is told with its hint, and neither counts as a fault nor forgives one', async () => {
    const { host } = openPlace({
      'plugins/picky.ts': exporterText(
        'picky',
        `if (context.options.bad) throw new UsageError('column x is not there', 'Columns are a, b.'); throw new TypeError('oh');`,
        IMPORT,
      ),
    });
    await host.allow('picky');
    const [plugin] = await host.ready();
    const faults = async () => (await host.list()).find(({ name }) => name === 'picky')?.faults;
    const call = (bad: boolean) => exportBy([plugin], 'picky', [resultOf()], { options: { bad } });
    await expect(call(false)).rejects.toThrow(/^Plugin picky, exporter picky: TypeError: oh \(.*picky\.ts:\d+\)\.$/);
    for (let time = 0; time < 4; time++)
      await expect(call(true)).rejects.toMatchObject({
        code: 'plugin_usage',
        exitCode: 2,
        message: 'Plugin picky, exporter picky: column x is not there.',
        hint: 'Columns are a, b.',
      });
    expect(await faults()).toBe(1);
  });

  it('of a source says that there is no such score', async () => {
    const { host } = openPlace({
      'plugins/lab.ts': `
        import { definePlugin, UsageError } from 'just-prs-tui/plugin';
        export default definePlugin({ name: 'lab', apiVersion: 1, description: 'For a test', sources: [{
          id: 'lab', title: 'Lab', async search() { return []; },
          async *fetch(id) { throw new UsageError('our lab has no score ' + id); },
        }] });`,
    });
    await host.allow('lab');
    const [{ sources = [] }] = await host.ready();
    const context = { options: {}, signal: new AbortController().signal, log: () => {}, progress: () => {} };
    const read = async (): Promise<void> => {
      for await (const _ of sources[0].fetch('x', 'GRCh38', context));
    };
    await expect(read()).rejects.toMatchObject({
      exitCode: 2,
      message: 'Plugin lab, source lab: our lab has no score x.',
    });
    expect((await host.list())[0]).toMatchObject({ faults: 0, last_run: null });
  });
});

describe('a dry run', () => {
  const echo = withOption(exporterText('echo', 'context.log(context.options.study);'), REQUIRED);

  it('takes the example of a required option, and what .prsrc sets before it', async () => {
    const { again, cwd } = openPlace({ 'tools/echo.ts': echo });
    expect((await again().check('tools/echo.ts', usual)).runs[0].log).toEqual(['Heart, Lung and Blood']);
    const listed = [{ where: `${cwd}/.prsrc`, entry: { use: './tools/echo.ts', options: { study: 'HLB' } } }];
    expect((await again({ listed }).check('tools/echo.ts', usual)).runs[0].log).toEqual(['HLB']);
    expect((await again({ listed }).check('echo', usual)).runs[0].log).toEqual(['HLB']);
  });

  it('keeps what each call said apart, also what a program wrote to standard error', async () => {
    const { host } = openPlace({
      'plugins/two.ts': `
        import { definePlugin } from 'just-prs-tui/plugin';
        const say = (id) => ({ id, title: id, extension: '.txt', async *export(rows, { log }) { log(id); log('end'); } });
        export default definePlugin({ name: 'two', apiVersion: 1, description: 'Two', exporters: [say('a'), say('b')] });`,
      'plugins/prog/plugin.json': JSON.stringify({
        exec: ['sh', '-c', 'echo one >&2; echo two >&2; exit 3'],
        id: 'prog',
      }),
    });
    expect((await host.check('two', usual)).runs.map(({ log }) => log)).toEqual([
      ['a', 'end'],
      ['b', 'end'],
    ]);
    expect((await host.check('prog', usual)).runs).toMatchObject([
      { log: ['one', 'two'], fault: 'ended with code 3 (two).' },
    ]);
  });

  it('refuses an id that is built in, or that another plugin brings', async () => {
    const { host } = openPlace({
      'plugins/json.ts': exporterText('json', ''),
      'plugins/a.ts': exporterText('same', ''),
      'plugins/b.ts': exporterText('same', '').replace("name: 'same'", "name: 'other'"),
    });
    await host.allow('a');
    expect((await host.check('plugins/json.ts', usual)).problems).toEqual([
      'exporter "json" is brought by json already; give it another id',
    ]);
    expect((await host.check('plugins/b.ts', usual)).problems).toEqual([
      'exporter "same" is brought by same already; give it another id',
    ]);
    expect((await host.check('plugins/a.ts', usual)).problems).toEqual([]);
  });
});

describe('somebody who names what there is not', () => {
  const files = {
    'plugins/registry.ts': `
      import { definePlugin } from 'just-prs-tui/plugin';
      export default definePlugin({ name: 'registry', apiVersion: 1, description: 'For a test',
        exporters: [{ id: 'registry', title: 'R', extension: '.json', async *export() {} }],
        interpreters: [{ id: 'portable', title: 'P', async interpret() { return []; } }],
      });`,
    'plugins/other.ts': exporterText('other', ''),
  };

  it('is told what else it is, what there is, and who may have it', async () => {
    const { again, host } = openPlace(files);
    await expect(host.explainMissing('interpreters', 'nope', ['just-prs', 'two-grades'])).rejects.toMatchObject({
      message: 'There is no interpreter "nope".',
      hint: 'There are just-prs, two-grades. Plugins that were not allowed may bring it: other, registry. See: just-prs-tui plugins list',
    });
    await host.allow('registry');
    await expect(host.explainMissing('interpreters', 'portabel', ['portable'])).rejects.toMatchObject({
      hint: expect.stringContaining('Did you mean portable?'),
    });
    await expect(host.explainMissing('interpreters', 'registry', ['portable'])).rejects.toMatchObject({
      message: 'There is no interpreter "registry"; plugin registry brings exporter registry, interpreter portable.',
      hint: 'Use it with: just-prs-tui interpret --by portable',
    });
    await expect(host.explainMissing('interpreters', 'csv', ['portable'])).rejects.toMatchObject({
      hint: 'Use it with: just-prs-tui export --format csv',
    });
    const off = again({ isOff: true });
    await expect(off.explainMissing('exporters', 'registry', [])).rejects.toMatchObject({
      message: 'Plugin registry is off: --no-plugins.',
      hint: expect.stringContaining('Leave out --no-plugins'),
    });
    await expect(again({ only: ['other'] }).explainMissing('exporters', 'registry', [])).rejects.toMatchObject({
      hint: 'Add it: PRS_PLUGINS=…,registry',
    });
    await host.setEnabled('registry', false);
    await expect(host.explainMissing('exporters', 'registry', [])).rejects.toMatchObject({
      message: 'Plugin registry is off: you turned it off.',
      hint: 'Turn it on with: just-prs-tui plugins enable registry',
    });
  });

  it('may name a plugin by its path, and is told which plugin brings a contribution', async () => {
    const { host, write } = openPlace({
      ...files,
      'plugins/prog/plugin.json': JSON.stringify({ exec: ['cat'], id: 'p' }),
    });
    expect(await host.allow('plugins/registry.ts')).toMatchObject({ name: 'registry', status: { state: 'ready' } });
    expect(await host.allow('./plugins/prog')).toMatchObject({ name: 'p', status: { state: 'ready' } });
    await expect(host.allow('portable')).rejects.toMatchObject({
      message: 'There is no plugin "portable"; registry brings interpreter portable.',
      hint: 'Plugins are allowed as a whole: just-prs-tui plugins allow registry',
    });
    write('elsewhere/x.ts', exporterText('x', ''));
    await expect(host.allow('elsewhere/x.ts')).rejects.toMatchObject({
      message: 'elsewhere/x.ts is not where plugins are looked for.',
    });
    await expect(host.check('elsewhere/none.ts', usual)).rejects.toThrow('elsewhere/none.ts is no plugin.');
  });

  it('is told whether a plugin was never allowed, or has changed', async () => {
    const { host, write } = openPlace(files);
    const why = () => host.explainMissing('exporters', 'other', []);
    await expect(why()).rejects.toThrow('may not run: it was not allowed yet.');
    await host.allow('other');
    write('plugins/other.ts', exporterText('other', '// more'));
    await expect(why()).rejects.toThrow('may not run: it has changed since it was allowed.');
  });

  it('is told which files of a folder have changed', async () => {
    const { host, write } = openPlace({
      'plugins/prog/plugin.json': JSON.stringify({ exec: ['sh', 'run.sh'], id: 'prog' }),
      'plugins/prog/run.sh': 'cat',
    });
    await host.allow('prog');
    write('plugins/prog/run.sh', 'cat; true');
    write('plugins/prog/lib/new.sh', '');
    expect((await host.list())[0].status).toEqual({
      state: 'waiting',
      changed: true,
      files: ['lib/new.sh', 'run.sh'],
    });
    await expect(host.explainMissing('exporters', 'prog', [])).rejects.toThrow(
      'may not run: it has changed since it was allowed (lib/new.sh, run.sh).',
    );
  });
});
