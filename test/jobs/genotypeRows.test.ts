import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinParquet } from '../../src/core/io/joinParquet.ts';
import { findLocusTask, genotypeRowsTask } from '../../src/core/jobs/genotypeRows.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { writeRowsParquet } from '../../src/core/polars.ts';
import { quietContext, temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';

const directory = temporaryDirectory();
const normalize = createNormalizer();

async function normalized(name: string, records: readonly string[]): Promise<string> {
  const output = join(directory, `${name}.parquet`);
  await normalize({ vcf: writeFixture(directory, `${name}.vcf`, vcfText(records)), output, filters: NO_FILTERS });
  return output;
}

const rows = (path: string, first: number, count: number) =>
  genotypeRowsTask({ path, first, rows: count }, quietContext);
const find = (path: string, chrom: string, pos: number) => findLocusTask({ path, chrom, pos }, quietContext);

describe('rows of a normalised genome', () => {
  it('come as text, a window of them, with the number of all', async () => {
    const path = await normalized('small', ['1 5 A G 0/1', '1 6 A G ./.', 'X 7 C T 1']);
    const { columns, rows: found, total } = await rows(path, 1, 5);
    expect(total).toBe(3);
    const cells = (row: number) => Object.fromEntries(columns.map((name, place) => [name, found[row]?.[place]]));
    expect(found).toHaveLength(2);
    expect(cells(0)).toMatchObject({ chrom: '1', pos: '6', ref: 'A', alt: 'G', genotype: null });
    expect(cells(1)).toMatchObject({ chrom: 'X', pos: '7', genotype: 'T' });
    expect((await rows(path, 3, 5)).rows).toEqual([]);
  });

  it('say when a Parquet holds no genotypes', async () => {
    const path = join(directory, 'other.parquet');
    writeRowsParquet([{ name: 'x' }], path);
    await expect(rows(path, 0, 1)).rejects.toThrow('without the columns chrom, ref, pos');
    await expect(rows(join(directory, 'gone.parquet'), 0, 1)).rejects.toThrow('does not exist');
  });
});

describe('a locus', () => {
  it('is the record there, else the next, else the last of its chromosome, whatever the row group', async () => {
    const record = (chrom: string, pos: number) => ({ chrom, pos, ref: 'A' });
    // Three row groups; the order of chromosomes is that of the file.
    const groups = [
      [record('1', 10), record('1', 20)],
      [record('1', 30), record('10', 5), record('10', 9)],
      [record('2', 7), record('X', 1)],
    ];
    const parts = groups.map((group, place) => {
      const part = join(directory, `part-${place}.parquet`);
      writeRowsParquet(group, part);
      return part;
    });
    const path = join(directory, 'joined.parquet');
    await joinParquet(parts, path);
    expect(await find(path, '1', 20)).toBe(1);
    expect(await find(path, 'chr1', 21)).toBe(2);
    expect(await find(path, '1', 31)).toBe(2);
    expect(await find(path, '10', 1)).toBe(3);
    expect(await find(path, '10', 10)).toBe(4);
    expect(await find(path, 'x', 500)).toBe(6);
    expect(await find(path, '22', 1)).toBeNull();
  });
});
