/** Windows of a normalised genome, for reading: what they cost does not depend on how long it is. */
import { errors } from '../errors.ts';
import { stripChr } from '../genotype/chromosome.ts';
import { type ParquetFooter, readParquetFooter, readParquetMetadata } from '../io/parquetFooter.ts';
import type { TextTable } from '../model/score.ts';
import type { LocusWanted } from '../model/vcf.ts';
import { type ChromosomeSpan, findPosition, readChromosomeSpans, readParquetRecords } from '../polars.ts';
import { stampOf } from './keptFiles.ts';
import type { TaskContext, ValueTask } from './task.ts';

export interface GenotypeRowsInput {
  readonly path: string;
  readonly first: number;
  readonly rows: number;
}

/** Some rows as text; `total` is that of the file. */
export const genotypeRowsTask: ValueTask<GenotypeRowsInput, TextTable> = async ({ path, first, rows }) => {
  const footer = await readFooter(path);
  const records = readParquetRecords(path, { first, rows });
  return {
    columns: footer.columns,
    rows: records.map((record) => footer.columns.map((name) => cellText(record[name]))),
    total: footer.rows,
  };
};

/** Alleles of a genotype are told with a slash; no call has none. */
function cellText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.join('/');
  return String(value);
}

/**
 * The first row at the position or after it, on the same chromosome, else the last one before it; null where the chromosome has
 * none.
 */
export const findLocusTask: ValueTask<LocusWanted, number | null> = async ({ path, chrom, pos }, context) => {
  const { position, spans } = await readSpansOnce(path, context);
  const wanted = stripChr(chrom).toUpperCase();
  const there = spans.filter((span) => span.chrom.toUpperCase() === wanted);
  const span = there.find(({ most }) => most >= pos);
  return (span === undefined ? null : findPosition(path, position, span, pos)) ?? there.at(-1)?.to ?? null;
};

interface Spans {
  readonly position: string;
  readonly spans: readonly ChromosomeSpan[];
}

/** Of the file looked into last: a second locus is found in one row group. */
let kept: { readonly stamp: string; readonly read: Spans } | null = null;

/** Row groups are read one after the other, so memory does not grow with the file. */
async function readSpansOnce(path: string, { checkCancelled }: TaskContext): Promise<Spans> {
  const stamp = await stampOf(path);
  if (kept?.stamp === stamp) return kept.read;
  const { columns } = await readFooter(path);
  const position = columns.includes('pos') ? 'pos' : 'start';
  const spans: ChromosomeSpan[] = [];
  let first = 0;
  for (const { num_rows } of (await readParquetMetadata(path)).row_groups) {
    checkCancelled();
    const rows = Number(num_rows);
    spans.push(...readChromosomeSpans(path, position, { first, rows }));
    first += rows;
  }
  kept = { stamp, read: { position, spans } };
  return kept.read;
}

async function readFooter(path: string): Promise<ParquetFooter> {
  const footer = await readParquetFooter(path);
  const missing = ['chrom', 'ref'].filter((name) => !footer.columns.includes(name));
  if (!footer.columns.includes('pos') && !footer.columns.includes('start')) missing.push('pos');
  if (missing.length > 0) throw errors.badGenotypeParquet(path, missing);
  return footer;
}
