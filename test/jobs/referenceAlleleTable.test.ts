import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openReferenceAlleleTable } from '../../src/core/jobs/referenceAlleleTable.ts';
import { writeRowsParquet } from '../../src/core/polars.ts';
import { temporaryDirectory } from '../support/genotypes.ts';

const directory = temporaryDirectory();
const [CHR1, MT] = [0, 24];

function table(name: string, rows: readonly string[], genome_build = 'GRCh38'): string {
  const path = join(directory, name);
  const cells = rows.map((row) => {
    const [chrom, pos, ref] = row.split(' ');
    return { genome_build, chrom, pos: Number(pos), ref: ref === '-' ? null : ref, ref_source: 'panel' };
  });
  writeRowsParquet(cells, path);
  return path;
}

describe('a table of reference alleles', () => {
  it('knows the first base of its alleles, and N for everything else', async () => {
    const path = table('small.parquet', ['1 12 t', '1 10 A', '1 11 CTT', '1 14 -', '1 15 R', '2 10 G', 'M 10 T']);
    const source = await openReferenceAlleleTable(path, 'GRCh38');
    expect(await source.read(CHR1, 9, 8)).toBe('NACTNNNN');
    expect(await source.read(CHR1, 11, 1)).toBe('C');
    expect(await source.read(1, 10, 2)).toBe('GN');
    expect(await source.read(2, 10, 2)).toBe('NN');
    expect(await source.read(MT, 10, 1)).toBe('T');
    expect([source.name, source.isComplete]).toEqual(['small.parquet', false]);
  });

  it('gives any stretch as its rows have it', async () => {
    const known = new Map(Array.from({ length: 3000 }, (_, i) => [1 + ((i * 7919) % 20_000), 'ACGT'.charAt(i % 4)]));
    const path = table(
      'many.parquet',
      [...known].map(([pos, ref]) => `1 ${pos} ${ref}`),
    );
    const source = await openReferenceAlleleTable(path, 'GRCh38');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 0, max: 400 }), async (start, length) => {
        const expected = Array.from({ length }, (_, i) => known.get(start + i) ?? 'N').join('');
        expect(await source.read(CHR1, start, length)).toBe(expected);
      }),
    );
  });

  it('of another build is refused', async () => {
    const path = table('old.parquet', ['1 10 A'], 'GRCh37');
    await expect(openReferenceAlleleTable(path, 'GRCh38')).rejects.toThrow('it is of GRCh37, not of GRCh38');
  });

  it('without its columns is refused', async () => {
    const path = join(directory, 'other.parquet');
    writeRowsParquet([{ chrom: '1', pos: 1 }], path);
    await expect(openReferenceAlleleTable(path, 'GRCh38')).rejects.toThrow('no column genome_build, ref');
  });
});
