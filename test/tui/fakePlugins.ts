import { errors, type ListedPlugin, type PrsResult } from '../../src/core/index.ts';
import type { ResultFormat } from '../../src/screens/exportOverlay.ts';
import type { PipeAnswer } from '../../src/screens/pipeForm.ts';
import type { PluginAccess } from '../../src/screens/plugins/state.ts';

/** Two formats: text, and something that is none. */
const FORMATS: readonly ResultFormat[] = [
  {
    id: 'lines',
    title: 'A line a result',
    extension: '.txt',
    plugin: 'fake',
    options: { between: { type: 'string', default: ' ', description: 'What stands between', choices: [' ', ','] } },
    async *write(results, { between }, _signal, heard) {
      for await (const { pgs_id, score } of results) {
        heard?.log(`wrote ${pgs_id}`);
        yield `${pgs_id}${between}${score}\n`;
      }
    },
  },
  {
    id: 'bytes',
    title: 'Bytes',
    extension: '.bin',
    plugin: 'fake',
    options: {},
    async *write() {
      yield Uint8Array.of(0, 1, 2);
    },
  },
];

/** Says the ids it was sent; `false` fails. */
export async function fakePipe(commandLine: string, results: AsyncIterable<PrsResult>): Promise<PipeAnswer> {
  let stdout = '';
  for await (const { pgs_id } of results) stdout += `${commandLine}: ${pgs_id}\n`;
  const isBad = commandLine === 'false';
  return { stdout, stderr: isBad ? 'no\n' : '', isCut: false, exitCode: isBad ? 1 : 0 };
}

const listed = (name: string, different: Partial<ListedPlugin> = {}): ListedPlugin => ({
  name,
  origin: 'folder',
  path: `/fake/plugins/${name}.ts`,
  hash: 'c'.repeat(64),
  status: { state: 'waiting', changed: false },
  description: null,
  warnings: [],
  faults: 0,
  last_run: null,
  ...different,
});

const described = (name: string): NonNullable<ListedPlugin['description']> => ({
  name,
  description: `What ${name} is for`,
  options: {},
  contributions: [{ kind: 'exporters', id: name, title: `Writes ${name}`, extension: '.txt' }],
});

/** One that is built in, one that waits, one that is refused, one that is off. */
export function createFakePlugins(): () => Promise<PluginAccess> {
  const plugins = new Map<string, ListedPlugin>(
    [
      listed('fake', {
        origin: 'built-in',
        path: '',
        hash: null,
        status: { state: 'ready' },
        description: { ...described('fake'), options: FORMATS[0].options },
      }),
      listed('forest', { warnings: ['its package runs a script when npm installs it (postinstall: node a.js)'] }),
      listed('broken', { status: { state: 'refused', problems: ['apiVersion is 7; write apiVersion: 1'] } }),
      listed('moody', {
        status: { state: 'off', why: '3 faults in a row; the last: throw: no' },
        description: described('moody'),
        faults: 3,
        last_run: {
          when: '2026-01-02T03:04:05.000Z',
          contribution: 'exporter moody',
          rows: 12,
          bytes: 3400,
          ms: 56,
          fault: 'throw: no',
        },
      }),
    ].map((plugin) => [plugin.path === '' ? plugin.name : plugin.path, plugin]),
  );
  const change = async (key: string, different: Partial<ListedPlugin>): Promise<ListedPlugin> => {
    const before = plugins.get(key);
    if (before === undefined) throw errors.usage(`There is no plugin "${key}".`);
    const after = { ...before, ...different };
    plugins.set(key, after);
    return after;
  };
  const nameOf = (key: string): string => plugins.get(key)?.name ?? key;
  const access: PluginAccess = {
    list: async () => [...plugins.values()],
    allow: (key) => change(key, { status: { state: 'ready' }, description: described(nameOf(key)) }),
    forget: (key) => change(key, { status: { state: 'waiting', changed: false }, description: null }),
    setEnabled: (key, enabled) =>
      change(key, { status: enabled ? { state: 'ready' } : { state: 'off', why: 'you turned it off' }, faults: 0 }),
    test: async (key) => ({
      path: key,
      problems: [],
      name: nameOf(key),
      runs: [
        { contribution: `exporter ${nameOf(key)}`, did: '12 bytes for 3 made-up rows', ms: 4, fault: null, log: [] },
      ],
    }),
    exporters: async () => FORMATS,
    interpreters: async () => [
      {
        id: 'stern',
        title: 'A stern rule',
        plugin: 'fake',
        options: {},
        interpret: async (results) =>
          results.map(({ pgs_id }) => ({
            pgs_id,
            tier: 'low',
            summary: 'Not good.',
            caveats: ['Beware.'],
            source: 'Nobody (2020)',
          })),
      },
    ],
  };
  return async () => access;
}
