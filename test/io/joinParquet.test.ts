import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Float64, Int64 } from 'apache-arrow';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import pl from 'nodejs-polars';
import { describe, expect, it } from 'vitest';
import { NumberColumn, TextColumn, writeArrowFile } from '../../src/core/arrow/columns.ts';
import { joinParquet } from '../../src/core/io/joinParquet.ts';
import { writeParquetFromArrow } from '../../src/core/polars.ts';
import { temporaryDirectory } from '../support/genotypes.ts';

const directory = temporaryDirectory();

interface Row {
  readonly pos: bigint;
  readonly qual: number | null;
  readonly ref: string | null;
}

function writePart(name: string, rows: readonly Row[]): string {
  const pos = new NumberColumn(new Int64());
  const qual = new NumberColumn(new Float64());
  const ref = new TextColumn();
  for (const row of rows) {
    pos.push(Number(row.pos));
    qual.push(row.qual ?? Number.NaN);
    if (row.ref === null) ref.pushNull();
    else ref.push(Buffer.from(row.ref), 0, Buffer.byteLength(row.ref));
  }
  const path = join(directory, name);
  const columns = [
    ['pos', pos],
    ['qual', qual],
    ['ref', ref],
  ] as const;
  writeParquetFromArrow(writeArrowFile(columns), path);
  return path;
}

const buffer = (path: string): ArrayBuffer => {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};

const first: readonly Row[] = Array.from({ length: 3000 }, (_, i) => ({
  pos: BigInt(i),
  qual: i % 7 === 0 ? null : i / 3,
  ref: i % 5 === 0 ? null : 'ACGTé'.slice(0, 1 + (i % 5)),
}));
const second: readonly Row[] = [{ pos: 1_000_000n, qual: 1e300, ref: 'T' }];

describe('joined Parquet files', () => {
  const parts = [
    writePart('first.parquet', first),
    writePart('second.parquet', second),
    writePart('empty.parquet', []),
  ];
  const output = join(directory, 'joined.parquet');

  it('hold the rows of all parts, in order, for any reader', async () => {
    await joinParquet([...parts, parts[0] as string], output);
    const rows = [...first, ...second, ...first];
    expect(await parquetReadObjects({ file: buffer(output), compressors })).toEqual(rows);
    expect(pl.readParquet(output).getColumn('ref').toArray()).toEqual(rows.map(({ ref }) => ref));
  });

  it('are searched by the statistics of each part', async () => {
    await joinParquet(parts, output);
    const found = pl
      .scanParquet(output)
      .filter(pl.col('pos').gt(pl.lit(2998)))
      .collectSync();
    expect(found.getColumn('pos').toArray().map(Number)).toEqual([2999, 1_000_000]);
    const statistics = (path: string) =>
      parquetMetadata(buffer(path)).row_groups.map(({ columns }) =>
        columns.map(({ meta_data }) => meta_data?.statistics),
      );
    expect(statistics(output)).toEqual(parts.flatMap(statistics));
  });
});
