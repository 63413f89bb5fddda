/** Results as text and as files of columns. */
import { tableFromIPC } from 'apache-arrow';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { flattenResult, RESULT_COLUMNS, RESULT_SCHEMA } from '../../../src/core/index.ts';
import { columnar } from '../../../src/plugins/builtin/columnar.ts';
import { delimitedText } from '../../../src/plugins/builtin/delimited.ts';
import { json } from '../../../src/plugins/builtin/json.ts';
import { markdown } from '../../../src/plugins/builtin/markdown.ts';
import { contextOf, exportBytes, exporterOf, exportText } from '../../support/plugins.ts';
import { resultOf } from '../../support/results.ts';

const first = resultOf();
const second = resultOf({ pgs_id: 'PGS000002', trait_reported: 'a,"b"|c', percentile: null, evidence: null });

describe('csv and tsv', () => {
  it('have the columns asked for, quoted where a value needs it', async () => {
    const csv = await exportText(delimitedText, 'csv', [first, second], { columns: 'pgs_id, trait_reported,score' });
    expect(csv).toBe('pgs_id,trait_reported,score\r\nPGS000001,Breast cancer,1.25\r\nPGS000002,"a,""b""|c",1.25\r\n');
    const tsv = await exportText(delimitedText, 'tsv', [first], { columns: 'pgs_id,percentile,synthetic' });
    expect(tsv).toBe('pgs_id\tpercentile\tsynthetic\nPGS000001\t84.13\tfalse\n');
  });

  it('refuse a column that there is not, and name the nearest', async () => {
    await expect(exportText(delimitedText, 'csv', [first], { columns: 'scor' })).rejects.toThrow(
      'There is no column "scor".',
    );
  });
});

describe('json and ndjson', () => {
  it('hold every field, and read back as what they were made of', async () => {
    expect(JSON.parse(await exportText(json, 'json', [first, second]))).toEqual([first, second]);
    const lines = (await exportText(json, 'ndjson', [first, second])).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([first, second]);
  });

  it('write a line as each result arrives', async () => {
    let given = 0;
    async function* rows() {
      for (const row of [first, second]) {
        given++;
        yield [row];
      }
    }
    const chunks = exporterOf(json, 'ndjson').export(rows(), contextOf(json))[Symbol.asyncIterator]();
    await chunks.next();
    expect(given).toBe(1);
  });

  it('stop when the user cancels', async () => {
    const cancelled = { ...contextOf(json), signal: AbortSignal.abort() };
    const rows = async function* () {
      yield [first];
    };
    const chunks = exporterOf(json, 'json').export(rows(), cancelled)[Symbol.asyncIterator]();
    await expect(chunks.next()).rejects.toThrow('Cancelled.');
  });
});

describe('markdown', () => {
  it('is a table whose cells cannot be taken for markup', async () => {
    const text = await exportText(markdown, 'markdown', [second], { columns: 'pgs_id,trait_reported,percentile' });
    expect(text.split('\n').slice(0, 3)).toEqual([
      '| PGS ID | Trait | Percentile |',
      '| --- | --- | --- |',
      '| PGS000002 | a,"b"\\|c | – |',
    ]);
    const hostile = resultOf({ trait_reported: '<img src=x>\n| [a](javascript:b)' });
    expect(await exportText(markdown, 'markdown', [hostile], { columns: 'trait_reported' })).toContain(
      '| \\<img src=x> \\| [a\\](javascript:b) |',
    );
  });

  it('says when the data is synthetic', async () => {
    expect(await exportText(markdown, 'markdown', [resultOf({ synthetic: true })])).toContain('Synthetic demo data');
    expect(await exportText(markdown, 'markdown', [first])).not.toContain('Synthetic');
  });
});

describe('parquet and arrow', () => {
  const expected = [first, second].map((result) => {
    const flat = flattenResult(result);
    return Object.fromEntries([...RESULT_COLUMNS.keys()].map((name) => [name, flat[name] ?? null]));
  });
  const numbers = (row: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [name, typeof cell === 'bigint' ? Number(cell) : cell]),
    );

  it('hold all columns with their values', async () => {
    const parquet = await exportBytes(columnar, 'parquet', [first, second]);
    const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.byteLength) as ArrayBuffer;
    expect((await parquetReadObjects({ file })).map(numbers)).toEqual(expected);
    const table = tableFromIPC(await exportBytes(columnar, 'arrow', [first, second]));
    expect(table.toArray().map((row) => numbers(row.toJSON()))).toEqual(expected);
  });

  it('have the same types whatever the rows hold', async () => {
    const schemaOf = async (results: Parameters<typeof exportBytes>[2]) => {
      const parquet = await exportBytes(columnar, 'parquet', results);
      const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.byteLength) as ArrayBuffer;
      return parquetMetadata(file).schema.map(({ name, type }) => `${name} ${type}`);
    };
    expect(await schemaOf([])).toEqual(await schemaOf([first, second]));
  });

  it('know the type of every column', () => {
    const flat = flattenResult(first);
    const kinds = { int: 'number', float: 'number', bool: 'boolean', text: 'string', texts: 'object' };
    const wrong = Object.entries(flat).filter(
      ([name, cell]) => cell !== null && typeof cell !== kinds[RESULT_SCHEMA[name] ?? 'texts'],
    );
    expect(wrong).toEqual([]);
    expect(Object.keys(RESULT_SCHEMA)).toEqual([...RESULT_COLUMNS.keys()]);
  });
});
