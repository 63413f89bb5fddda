import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSheet, SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import { METADATA_SHEETS } from '../../src/core/model/score.ts';

const REAL_SHEETS = '../shared/data/pgs_metadata/release_2023-07';

describe('parseSheet', () => {
  test('quotes, commas, line breaks within quotes, CRLF and a byte order mark', () => {
    const table = parseSheet('\ufeffid,"name, long"\r\nA,"say ""x"",\r\nthen y"\r\n\r\nB,plain\r\n');
    expect(table).toEqual({
      columns: ['id', 'name, long'],
      rows: [
        ['A', 'say "x",\r\nthen y'],
        ['B', 'plain'],
      ],
      total: 2,
    });
  });

  test('empty, NA and None are null, and nothing else is', () => {
    const { rows } = parseSheet('a,b,c,d,e,f\n,NA,None,"",na, NA\n');
    expect(rows).toEqual([[null, null, null, null, 'na', ' NA']]);
  });

  test('short rows are filled up, the last line needs no end', () => {
    expect(parseSheet('a,b\n1').rows).toEqual([['1', null]]);
    expect(parseSheet('')).toEqual({ columns: [], rows: [], total: 0 });
  });

  test('an open quote is an error that names the file', () => {
    expect(() => parseSheet('a,b\n1,"2\n', 'scores.csv')).toThrow(/^scores\.csv is not a sheet.*[Qq]uote/);
  });

  test('there is a file for every sheet', () => {
    expect(Object.keys(SHEET_FILES)).toEqual(METADATA_SHEETS.map(({ key }) => key));
    for (const { key } of METADATA_SHEETS) expect(SHEET_FILES[key]).toBe(`pgs_all_metadata_${key}.csv`);
  });
});

test.skipIf(!existsSync(REAL_SHEETS))('the real sheets of July 2023 (needs ../shared/data)', () => {
  const rows: Partial<Record<string, number>> = {};
  for (const { key } of METADATA_SHEETS) {
    const path = `${REAL_SHEETS}/${SHEET_FILES[key]}`;
    if (existsSync(path)) rows[key] = parseSheet(readFileSync(path, 'utf8'), path).total;
  }
  expect(rows).toEqual({
    scores: 3807,
    publications: 471,
    efo_traits: 618,
    performance_metrics: 16302,
    evaluation_sample_sets: 8941,
  });
});
