import { expect, it, vi } from 'vitest';
import { sampleRow } from '../../src/plugins/sampleRows.ts';
import { optionsForm } from '../../src/screens/plugins/forms.ts';
import { presentCheck, presentJudgements } from '../../src/screens/plugins/presentPlugin.ts';
import { startScreens } from './driver.tsx';

const openPlugins = async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('5');
  await vi.waitFor(() => expect(app.state().plugins.list.status).toBe('ready'));
  return { app, text: () => app.screen().join('\n') };
};

it('tells on every screen how many plugins wait', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await vi.waitFor(() => expect(app.screen()[1]).toContain('5 Plugins (1)'));
});

it('lists plugins with what became of them, and why', async () => {
  const { app, text } = await openPlugins();
  expect(text()).toMatch(/fake +built-in +exporter fake +ready/);
  expect(text()).toMatch(/forest +folder +\? +waits to be allowed/);
  await app.press('G');
  expect(text()).toContain('off: 3 faults in a row');
  expect(text()).toMatch(/2026-01-02 03:04:05 UTC, exporter moody: 12 rows in, 3.4 kB out,\s+56\s+ms/);
  await app.press('k');
  expect(text()).toContain('apiVersion is 7; write apiVersion: 1');
  await app.press('A');
  expect(app.state().notice?.text).toBe('broken is refused: enter says why.');
});

it('allows a plugin only after it said what that means, and takes it back', async () => {
  const { app, text } = await openPlugins();
  await app.press('j', 'A');
  expect(text()).toMatch(/has the rights\s+of your account/);
  expect(text()).toContain('c'.repeat(64));
  expect(text()).toMatch(/postinstall: node\s+a.js/);
  await app.press('A');
  await vi.waitFor(() => expect(app.state().notice?.text).toBe('forest: may run now.'));
  await app.press('escape');
  expect(text()).toMatch(/forest +folder +exporter forest +ready/);
  await app.press('t');
  await vi.waitFor(() => expect(text()).toContain('exporter forest: 12 bytes for 3 made-up rows, 4 ms'));
  await app.press('escape', 'space');
  await vi.waitFor(() => expect(text()).toMatch(/forest .*off: you turned it off/));
  await app.press('space');
  await vi.waitFor(() => expect(text()).toMatch(/forest .*ready/));
  await app.press('D');
  await vi.waitFor(() => expect(text()).toMatch(/forest .*waits to be allowed/));
});

it('says why a command does not fit the plugin', async () => {
  const { app } = await openPlugins();
  for (const [key, said] of [
    ['A', 'fake is built in.'],
    ['space', 'fake is built in.'],
  ])
    await app.press(key).then(() => expect(app.state().notice?.text).toBe(said));
  await app.press('j', 't');
  expect(app.state().notice?.text).toBe('forest may not run now.');
  await app.press('o');
  expect(app.state().notice?.text).toBe('forest has no options.');
});

it('sets options, and exports with them', async () => {
  const { app, text } = await openPlugins();
  await app.press('o');
  await app.type(';');
  await app.press('return');
  expect(app.state().notice?.text).toBe('between cannot be ";". It is one of  , ,.');
  await app.press('backspace');
  await app.type(',');
  await app.press('return');
  expect(app.state().plugins.options).toEqual({ fake: { between: ',' } });
  expect(text()).toContain('between = "," (set here)');
  await app.press('3', 'return', 'space', 'c');
  await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
  await app.press('e');
  await vi.waitFor(() => expect(text()).toMatch(/PGS000001,[-\d.]+/));
});

it('judges results by the rule of a plugin', async () => {
  const app = await startScreens({ genotypes: 'a.vcf' });
  await app.press('return', 'space', 'c');
  await vi.waitFor(() => expect(app.state().compute.results.run?.status).toBe('done'));
  await app.press('i');
  await vi.waitFor(() => expect(app.state().overlay?.kind).toBe('form'));
  await app.type('kind');
  await app.press('return');
  expect(app.state().notice?.text).toBe('There is no rule "kind"; rules are stern.');
  await app.press(...Array(4).fill('backspace'), 'return');
  await vi.waitFor(() => expect(app.screen().join('\n')).toContain('PGS000001: low'));
  expect(app.screen().join('\n')).toContain('! Beware.');
  expect(app.screen().join('\n')).toContain('P reads it in full in your pager.');
});

it('asks for options that are required with their example', async () => {
  const { app } = await openPlugins();
  const { list } = app.state().plugins;
  if (list.status !== 'ready' || list.plugins[0].description === null) throw new Error('no plugins');
  const options = {
    study: { type: 'string', required: true, example: 'Heart', description: 'Study' },
    tab: { type: 'string', default: '\t', description: 'Tab' },
  } as const;
  const description = { ...list.plugins[0].description, options };
  expect(optionsForm({ ...list.plugins[0], description }).fields.map(({ placeholder }) => placeholder)).toEqual([
    'required, such as "Heart": Study',
    '"\\t": Tab',
  ]);
});

it('shows the end of what a plugin said before it failed', () => {
  const log = Array.from({ length: 12 }, (_, at) => `line ${at}`);
  const run = { contribution: 'exporter a', did: '', ms: 1, fault: 'boom', log };
  const lines = presentCheck({ path: '', problems: [], name: 'a', runs: [run] }).map(({ text }) => text);
  expect(lines.slice(0, 3)).toEqual(['exporter a failed: boom', '  | … 2 more lines', '  | line 2']);
  expect(lines.at(-1)).toBe('  | line 11');
});

it('says in full what a rule says, and of whom', () => {
  const said = {
    pgs_id: 'PGS000001',
    tier: 'low',
    summary: 'word '.repeat(20).trim(),
    caveats: ['Take care.'],
    source: 'Rule',
  };
  const people = [sampleRow({ sample: 'A' }), sampleRow({ sample: 'B' })];
  const texts = presentJudgements([said, said], people, 42).map(({ text }) => text);
  expect(texts.slice(0, 6)).toEqual([
    'PGS000001, A: low',
    `  ${'word '.repeat(8).trim()}`,
    `  ${'word '.repeat(8).trim()}`,
    `  ${'word '.repeat(4).trim()}`,
    '  ! Take care.',
    '  Rule',
  ]);
  expect(texts[6]).toBe('PGS000001, B: low');
  expect(presentJudgements([said], people.slice(0, 1), 42)[0].text).toBe('PGS000001: low');
});
