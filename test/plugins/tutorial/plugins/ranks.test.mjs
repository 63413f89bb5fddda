import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPlugin, expectStopsOnAbort, loadPlugin, runExporter, sampleRow } from 'just-prs-tui/plugin/testing';

const plugin = await loadPlugin('./ranks.ts', import.meta.url);
const [exporter] = plugin.exporters;
const textOf = async (rows) => Buffer.from(await runExporter(exporter, rows, { places: 1 })).toString();

test('is a plugin', () => assert.deepEqual(checkPlugin(plugin), []));

test('writes a sentence', async () => {
  const rows = [sampleRow({ percentile: 84.13, percentile_source: 'a panel' })];
  assert.equal(await textOf(rows), 'Breast cancer: percentile 84.1, by a panel.\n');
});

test('never invents a percentile', async () => {
  const withheld = [{ code: 'low_coverage', sentence: 'Too little is known.' }];
  const rows = [sampleRow({ trait_reported: null, percentile: null, withheld })];
  assert.equal(await textOf(rows), 'PGS000001: no percentile. Too little is known.\n');
});

test('stops when it is cancelled', () => expectStopsOnAbort(exporter, { places: 0 }));
