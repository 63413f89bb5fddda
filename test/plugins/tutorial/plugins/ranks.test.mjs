import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkPlugin,
  defaultsOf,
  expectStopsOnAbort,
  loadPlugin,
  runExporter,
  sampleRow,
  sampleRows,
} from 'just-prs-tui/plugin/testing';

const plugin = await loadPlugin('./ranks.ts', import.meta.url);
const [exporter] = plugin.exporters;
const run = async (rows, options = defaultsOf(plugin)) => {
  const { bytes, log } = await runExporter(exporter, rows, options);
  return { text: Buffer.from(bytes).toString(), log };
};

test('is a plugin', () => assert.deepEqual(checkPlugin(plugin), []));

test('writes a sentence', async () => {
  const rows = [sampleRow({ percentile: 84.13, percentile_source: 'a panel' })];
  assert.equal((await run(rows)).text, 'Breast cancer: percentile 84, by a panel.\n');
  assert.equal((await run(rows, { places: 1 })).text, 'Breast cancer: percentile 84.1, by a panel.\n');
});

test('never invents a percentile', async () => {
  const withheld = [{ code: 'insufficient_coverage', sentence: 'No percentile: too little is known.' }];
  const { text, log } = await run([sampleRow({ trait_reported: null, percentile: null, withheld })]);
  assert.equal(text, 'PGS000001: No percentile: too little is known.\n');
  assert.deepEqual(log, ['results without a percentile: 1']);
});

test('copes with whatever comes', async () => {
  assert.equal((await run(sampleRows())).text.match(/: (No )?percentile/g).length, 5000);
});

test('stops when it is cancelled', () => expectStopsOnAbort(exporter, defaultsOf(plugin)));
