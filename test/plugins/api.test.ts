/** What the types of the API refuse (`npm run types` fails for a line that should be refused and is not), the host refuses. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { GenomeBuild } from '../../src/core/index.ts';
import { definePlugin, type Exporter, type PluginContext, type ResultRow } from '../../src/plugins/api.ts';
import { checkPlugin, sampleRow } from '../../src/plugins/testing.ts';

const base = { name: 'mine', apiVersion: 1, description: 'For a test' } as const;
const exporter: Exporter<Record<string, never>> = { id: 'mine', title: 'Mine', extension: '.txt', async *export() {} };

describe('a plugin', () => {
  it('is handed back as it is', () => {
    const plugin = { ...base, exporters: [exporter] };
    expect(definePlugin(plugin)).toBe(plugin);
    expect(checkPlugin(plugin)).toEqual([]);
  });

  it('speaks version 1', () => {
    // @ts-expect-error
    const plugin = definePlugin({ ...base, apiVersion: 2, exporters: [exporter] });
    expect(checkPlugin(plugin)).toEqual(['apiVersion is 2; this program speaks 1: write apiVersion: 1']);
  });

  it('spells its kinds', () => {
    // @ts-expect-error
    const plugin = definePlugin({ ...base, exporter: [exporter] });
    expect(checkPlugin(plugin)).toEqual(['exporter is not known; did you mean "exporters"?']);
  });

  it('writes extensions with their dot', () => {
    // @ts-expect-error
    const plugin = definePlugin({ ...base, exporters: [{ ...exporter, extension: 'txt' }] });
    expect(checkPlugin(plugin)).toEqual(['exporters[0].extension is "txt"; write ".txt"']);
  });

  it('brings whole contributions', () => {
    const { export: _, ...rest } = exporter;
    // @ts-expect-error
    const plugin = definePlugin({ ...base, exporters: [rest] });
    expect(checkPlugin(plugin)).toEqual(['exporters[0].export is missing; write async *export(rows, context) { … }']);
  });

  it('declares options of one type', () => {
    const options = { n: { type: 'string', default: 3, description: 'A number' } } as const;
    // @ts-expect-error
    const plugin = definePlugin<{ n: number }>({ ...base, options, exporters: [exporter] });
    expect(checkPlugin(plugin)).toEqual(['options.n.default is 3; write a string']);
  });

  it('gives each option a default, or requires it with an example', () => {
    const n = { type: 'number', description: 'A number' } as const;
    const problemsOf = (different: object): readonly string[] =>
      checkPlugin({ ...base, options: { n: { ...n, ...different } }, exporters: [exporter] });
    expect(problemsOf({ required: true, example: 3 })).toEqual([]);
    expect(problemsOf({ required: true, example: 3, choices: [3, 4] })).toEqual([]);
    expect(problemsOf({})).toEqual(['options.n.default is missing; write a number, or required: true and an example']);
    expect(problemsOf({ required: true })).toEqual(['options.n.example is missing; write a number']);
    expect(problemsOf({ required: true, example: 3, default: 3 })).toEqual([
      'options.n.default does not go with required: true; leave it out',
    ]);
    expect(problemsOf({ default: 3, example: 3 })).toEqual([
      'options.n.example does not go with a default; leave it out',
    ]);
    expect(problemsOf({ required: true, example: 3, choices: [4] })).toEqual([
      'options.n.choices has to be a list that holds the example',
    ]);
    expect(problemsOf({ required: 'yes', default: 3 })).toEqual([
      'options.n.required is "yes"; write true, or a default',
    ]);
    // @ts-expect-error
    definePlugin<{ n: number }>({ ...base, options: { n: { ...n, required: true } }, exporters: [] });
  });
});

it('options are inferred from their declaration', () => {
  definePlugin({
    ...base,
    options: {
      word: { type: 'string', default: 'a', description: 'A word' },
      count: { type: 'number', default: 1, description: 'A number' },
      loud: { type: 'boolean', default: false, description: 'A switch' },
      needed: { type: 'string', required: true, example: 'a', description: 'A word' },
    },
    exporters: [
      {
        ...exporter,
        async *export(_, { options }) {
          expectTypeOf(options).toEqualTypeOf<{ word: string; count: number; loud: boolean; needed: string }>();
          // @ts-expect-error
          yield options.wrod;
        },
      },
    ],
  });
});

it('what is lent is only read', () => {
  const row: ResultRow = sampleRow();
  // @ts-expect-error
  const score = (): number => (row.score = 0);
  // @ts-expect-error
  const warn = (): number => row.warnings.push('');
  // @ts-expect-error
  const count = (): number => row.states.exact++;
  const set = (context: PluginContext<{ n: number }>): void => {
    // @ts-expect-error
    context.options = { n: 2 };
  };
  expect([score, warn, count, set]).toHaveLength(4);
});

it('what an interpreter and a source answer has its type', () => {
  const { pgs_id } = sampleRow();
  const said = { pgs_id, tier: 'medium', summary: '', caveats: [], source: 'A paper' } as const;
  // @ts-expect-error
  definePlugin({ ...base, interpreters: [{ id: 'mine', title: 'Mine', interpret: async () => [said] }] });
  const score = { id: 'a', name: 'A', trait: null, n_variants: '2' };
  async function* fetch(_: string, build: GenomeBuild): AsyncGenerator<string> {
    yield `#genome_build=${build}\n`;
  }
  // @ts-expect-error
  definePlugin({ ...base, sources: [{ id: 'mine', title: 'Mine', search: async () => [score], fetch }] });
  expect(
    definePlugin({ ...base, sources: [{ id: 'mine', title: 'Mine', search: async () => [], fetch }] }).sources,
  ).toHaveLength(1);
});
