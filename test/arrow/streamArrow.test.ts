import { RecordBatchReader, tableFromIPC } from 'apache-arrow';
import { expect, it } from 'vitest';
import { streamArrow } from '../../src/core/arrow/encodeResults.ts';
import { resultOf } from '../support/results.ts';

async function* batches() {
  yield [resultOf(), resultOf({ pgs_id: 'PGS000002', percentile: null })];
  yield [resultOf({ pgs_id: 'PGS000003' })];
}

it('streams results as record batches of one schema, readable while they come', async () => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of streamArrow(batches())) chunks.push(chunk);
  const table = tableFromIPC(Buffer.concat(chunks));
  expect(table.batches).toHaveLength(2);
  expect([...(table.getChild('pgs_id') ?? [])]).toEqual(['PGS000001', 'PGS000002', 'PGS000003']);
  expect([...(table.getChild('percentile') ?? [])]).toEqual([84.13, null, 84.13]);
  // The first batch can be read before the second is there.
  const reader = RecordBatchReader.from(Buffer.concat(chunks.slice(0, 2)));
  expect(reader.next().value?.numRows).toBe(2);
});

it('streams no results as a table of no rows', async () => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of streamArrow((async function* () {})())) chunks.push(chunk);
  expect(tableFromIPC(Buffer.concat(chunks)).numRows).toBe(0);
});
