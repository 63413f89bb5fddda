import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withScratchDirectory } from '../io/replaceFile.ts';
import { readParquetAsTsv, writeRowsParquet } from '../polars.ts';
import type { ValueTask } from './task.ts';

/** Writes a Parquet file and reads it again; throws `polars_missing` without the binary. */
export const tryParquetTask: ValueTask<Record<never, never>, null> = () =>
  withScratchDirectory(join(tmpdir(), 'just-prs-tui'), async (scratch) => {
    const path = join(scratch, 'try.parquet');
    writeRowsParquet([{ effect_allele: 'A' }], path);
    const read = Buffer.from(readParquetAsTsv(path)).toString();
    if (read.trim() !== 'effect_allele\nA') throw new Error(`A Parquet file of one cell was read as ${read}`);
    return null;
  });
