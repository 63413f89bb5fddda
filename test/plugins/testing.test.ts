/** What authors test their plugins with: it runs them as the host does, and refuses what the host would. */
import { describe, expect, it } from 'vitest';
import { definePlugin, type Exporter, type QualityInterpreter, type ResultRow } from '../../src/plugins/api.ts';
import {
  defaultsOf,
  expectStopsOnAbort,
  loadPlugin,
  runExporter,
  runInterpreter,
  runProgram,
  sampleRow,
  sampleRows,
} from '../../src/plugins/testing.ts';
import { temporaryDirectory, writeFixture } from '../support/genotypes.ts';

type Options = { readonly separator: string };
const exporting = (exported: Exporter<Options>['export']): Exporter<Options> => ({
  id: 'mine',
  title: 'Mine',
  extension: '.txt',
  export: exported,
});

describe('runExporter', () => {
  it('gives the bytes, and what was logged; rows come 256 at a time', async () => {
    const exporter = exporting(async function* (batches, { log, options }) {
      for await (const rows of batches) {
        log(`${rows.length} rows`);
        yield new TextEncoder().encode(`${rows.length}${options.separator}`);
      }
      yield 'end';
    });
    const { bytes, log } = await runExporter(exporter, sampleRows(600), { separator: ',' });
    expect(Buffer.from(bytes).toString()).toBe('256,256,88,end');
    expect(log).toEqual(['256 rows', '256 rows', '88 rows']);
  });

  it('gives no batch of no rows, as the host does', async () => {
    const exporter = exporting(async function* (batches) {
      for await (const _ of batches) yield 'batch';
    });
    expect((await runExporter(exporter, [], { separator: '' })).bytes).toHaveLength(0);
  });

  it.each<[string, (row: ResultRow) => unknown]>([
    ['a field', (row) => Object.assign(row, { score: 0 })],
    ['a list', (row) => (row.warnings as string[]).push('mine')],
    ['what a field holds', (row) => Object.assign(row.evidence?.reasons[0] ?? {}, { code: 'mine' })],
  ])('refuses that a plugin changes %s of a row', async (_, change) => {
    const exporter = exporting(async function* (batches) {
      for await (const [row] of batches) yield String(change(row));
    });
    const interpreter: QualityInterpreter<Options> = {
      id: 'mine',
      title: 'Mine',
      interpret: async (rows) => {
        change(rows[0]);
        return [];
      },
    };
    await expect(runExporter(exporter, sampleRows(2), { separator: '' })).rejects.toThrow(TypeError);
    await expect(runInterpreter(interpreter, sampleRows(2), { separator: '' })).rejects.toThrow(TypeError);
  });

  it('leaves rows of the author alone', async () => {
    const row = sampleRow();
    await runExporter(
      exporting(async function* () {}),
      [row],
      { separator: '' },
    );
    expect(Object.isFrozen(row)).toBe(false);
  });
});

it('expectStopsOnAbort tells of an exporter that goes on', async () => {
  const stubborn = exporting(async function* (batches) {
    for await (const [row] of batches) yield row.pgs_id;
  });
  await expect(expectStopsOnAbort(stubborn, { separator: '' })).rejects.toThrow('mine went on for 2 s');
});

it('defaultsOf gives the options that nobody set', () => {
  const plugin = definePlugin({
    name: 'mine',
    apiVersion: 1,
    description: 'For a test',
    options: {
      separator: { type: 'string', default: ';', description: 'Between fields' },
      study: { type: 'string', required: true, example: 'Heart', description: 'Whose results they are' },
    },
    exporters: [{ id: 'mine', title: 'Mine', extension: '.txt', async *export() {} }],
  });
  expect(defaultsOf(plugin)).toEqual({ separator: ';', study: 'Heart' });
  expect(defaultsOf(definePlugin({ name: 'mine', apiVersion: 1, description: 'For a test' }))).toEqual({});
});

describe('runProgram', () => {
  const write = (entry: object, script: string): string => {
    const folder = temporaryDirectory();
    writeFixture(folder, 'plugin.json', JSON.stringify({ exec: ['sh', 'run.sh', '{word}'], id: 'mine', ...entry }));
    writeFixture(folder, 'run.sh', script);
    return folder;
  };
  const options = { word: { type: 'string', default: 'usual', description: 'A word' } };

  it('gives what an exporter prints, and its log; options are those declared unless given', async () => {
    const folder = write({ options }, 'echo "$1 $(wc -l)"; echo busy >&2; echo \'{"progress":{"done":1}}\' >&2');
    const { bytes, log } = await runProgram(folder, sampleRows(600), {});
    expect(Buffer.from(bytes).toString()).toMatch(/^usual +600\n$/);
    expect(log).toEqual(['busy']);
    const other = await runProgram(folder, [], { word: 'my own' });
    expect(Buffer.from(other.bytes).toString()).toMatch(/^my own +0\n$/);
  });

  it('gives the file of {out}', async () => {
    const folder = write({ exec: ['sh', 'run.sh', '{out}'] }, 'cat > /dev/null; echo lost; echo kept > "$1"');
    expect(Buffer.from((await runProgram(folder, sampleRows(3))).bytes).toString()).toBe('kept\n');
  });

  it('takes an interpreter at its word as the host does', async () => {
    const line = '{"pgs_id":"PGS000001","tier":"low","summary":"By sh","caveats":[],"source":"sh(1)"}';
    const folder = write({ kind: 'interpreter' }, `cat > /dev/null; echo '${line}'`);
    const { bytes } = await runProgram(folder, [sampleRow()]);
    expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({ tier: 'low' });
    await expect(runProgram(folder, sampleRows(2))).rejects.toThrow('answered 1 interpretations for 2 rows');
  });

  it('says what is wrong with a folder, an option and a program', async () => {
    await expect(runProgram(temporaryDirectory(), [])).rejects.toThrow('has no plugin.json');
    await expect(runProgram(write({ stdin: 'csv' }, ''), [])).rejects.toThrow(
      'stdin is "csv"; write ndjson, tsv or arrow',
    );
    await expect(runProgram(write({ options }, ''), [], { wrod: 'x' })).rejects.toThrow(
      'mine has no option "wrod"; it has word',
    );
    const required = { word: { type: 'string', required: true, example: 'such', description: 'A word' } };
    await expect(runProgram(write({ options: required }, ''), [])).rejects.toThrow('mine needs the option "word"');
    await expect(runProgram(write({}, 'echo sad >&2; exit 3'), sampleRows(1))).rejects.toThrow(
      /ended with code 3.*sad/,
    );
  });
});

it('loadPlugin says that a program is run in another way', async () => {
  const folder = temporaryDirectory();
  writeFixture(folder, 'plugin.json', '{}');
  await expect(loadPlugin(folder, import.meta.url)).rejects.toThrow(
    `${folder} is a program; test it with runProgram(folder, rows, options)`,
  );
});
