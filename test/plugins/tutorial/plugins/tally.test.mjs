import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runProgram, sampleRow } from 'just-prs-tui/plugin/testing';

const folder = join(import.meta.dirname, 'tally');

test('counts the grades', async () => {
  const { bytes } = await runProgram(folder, [sampleRow(), sampleRow()]);
  assert.equal(Buffer.from(bytes).toString(), 'C 2\n');
});

test('says which column there is not', () =>
  assert.rejects(runProgram(folder, [sampleRow()], { column: 'strnd' }), /there is no column strnd/));
