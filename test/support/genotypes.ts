import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { TaskContext } from '../../src/core/jobs/task.ts';

/** A private directory that is removed when the test file ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'prs-test-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes a text or bytes and returns the path. */
export function writeFixture(directory: string, name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

/** `chrom pos ref alt gt [filter dp qual id]`, separated by spaces. */
export type RecordText = string;

/** A small VCF on GRCh38 from record texts. */
export function vcfText(
  records: readonly RecordText[],
  { header = ['##reference=GRCh38'], sample = 'S1' } = {},
): string {
  const lines = records.map((text) => {
    const [chrom, pos, ref, alt, gt, filter = 'PASS', dp = '30', qual = '50', id = '.'] = text.split(' ');
    return [chrom, pos, id, ref, alt, qual, filter, '.', 'GT:DP', `${gt}:${dp}`].join('\t');
  });
  return [
    '##fileformat=VCFv4.2',
    ...header,
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${sample}`,
    ...lines,
    '',
  ].join('\n');
}

/** A context that never cancels, keeps quiet and has one thread. */
export const quietContext: TaskContext = {
  toolVersion: 'test',
  checkCancelled: () => {},
  report: () => {},
  runAll: (task) => Promise.reject(new Error(`${task} would need threads`)),
};
