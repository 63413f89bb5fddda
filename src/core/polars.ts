/** The one door to nodejs-polars, which brings a native binary of 120 MB: loaded when first needed. */
import { createRequire } from 'node:module';
import type * as polars from 'nodejs-polars';
import { errors } from './errors.ts';

type Polars = typeof polars.default;
let loaded: Polars | undefined;

/** nodejs-polars, or `polars_missing` when it has no binary for this machine. */
function loadPolars(): Polars {
  if (loaded === undefined) {
    try {
      const module = createRequire(import.meta.url)('nodejs-polars') as { default?: Polars } & Polars;
      loaded = module.default ?? module;
    } catch (cause) {
      throw errors.polarsMissing(cause);
    }
  }
  return loaded;
}

/** A sink of 0.24 gives back a raw native frame that runs only when collected, and reorders unless told not to. */
interface RawSink {
  collectSync(engine: 'streaming'): unknown;
}

/** An Arrow IPC file in memory, or several on disk that are joined in order. */
type ArrowSource = Uint8Array | readonly string[];

/** Arrow as a zstd Parquet file. Blocks: worker threads only. */
export function writeParquetFromArrow(arrow: ArrowSource, parquetFile: string): void {
  // Level 1 takes a fifth less time than the default 3, and the file comes out no larger. Whoever needs it on disk syncs it.
  const options = { compression: 'zstd', compressionLevel: 1, maintainOrder: true, syncOnClose: 'none' } as const;
  const sink = readArrow(arrow).sinkParquet(parquetFile, options);
  (sink as unknown as RawSink).collectSync('streaming');
}

/** Arrow as a tab-separated file with a header line. Blocks: worker threads only. */
export function writeTsvFromArrow(arrow: ArrowSource, tsvFile: string): void {
  const sink = readArrow(arrow).sinkCSV(tsvFile, { separator: '\t', includeHeader: true, maintainOrder: true });
  (sink as unknown as RawSink).collectSync('streaming');
}

function readArrow(arrow: ArrowSource) {
  const pl = loadPolars();
  if (arrow instanceof Uint8Array)
    return pl.readIPC(Buffer.from(arrow.buffer, arrow.byteOffset, arrow.byteLength)).lazy();
  const parts = arrow.map((file) => pl.scanIPC(file));
  return parts.length === 1 ? parts[0] : pl.concat(parts);
}

/** Columns of some rows of a Parquet file as one Arrow IPC buffer. Blocks: worker threads only. */
export function readParquetAsArrow(parquetFile: string, columns: readonly string[], { first, rows }: Rows): Uint8Array {
  return loadPolars()
    .scanParquet(parquetFile)
    .select(...columns)
    .slice(first, rows)
    .collectSync()
    .writeIPC();
}

/** Rows of normalised genotypes that reach over a position; `names` are the chromosome's. Blocks: worker threads only. */
export function readParquetLocus(
  parquetFile: string,
  columns: readonly string[],
  { names, pos }: { readonly names: readonly string[]; readonly pos: number },
): readonly Readonly<Record<string, unknown>>[] {
  const pl = loadPolars();
  const start = pl.col(columns.includes('pos') ? 'pos' : 'start');
  const covers = columns.includes('end') ? start.ltEq(pos).and(pl.col('end').gtEq(pos)) : start.eq(pl.lit(pos));
  return pl
    .scanParquet(parquetFile)
    .filter(
      pl
        .col('chrom')
        .isIn([...names])
        .and(covers),
    )
    .collectSync()
    .toRecords();
}

interface Rows {
  readonly first: number;
  readonly rows: number;
}

/** Some rows of a Parquet file, all columns, in the order of the file. Blocks: worker threads only. */
export const readParquetRecords = (
  parquetFile: string,
  { first, rows }: Rows,
): readonly Readonly<Record<string, unknown>>[] =>
  loadPolars().scanParquet(parquetFile).slice(first, rows).collectSync().toRecords();

/** A chromosome in a row group: its name, its first and last row in the file, and its largest position. */
export interface ChromosomeSpan {
  readonly chrom: string;
  readonly from: number;
  readonly to: number;
  readonly most: number;
}

/** Chromosomes among some rows, in the order of the file. `position` is the column of positions. Blocks: worker threads only. */
export function readChromosomeSpans(parquetFile: string, position: string, { first, rows }: Rows): ChromosomeSpan[] {
  const pl = loadPolars();
  const spans = pl
    .scanParquet(parquetFile)
    .select('chrom', position)
    .slice(first, rows)
    .withRowIndex('row', first)
    .groupBy('chrom')
    .agg(pl.col('row').min().alias('from'), pl.col('row').max().alias('to'), pl.col(position).max().alias('most'))
    .collectSync();
  const found = spans.toRecords() as unknown as readonly ChromosomeSpan[];
  return found
    .map(({ chrom, from, to, most }) => ({ chrom, from: Number(from), to: Number(to), most: Number(most) }))
    .sort((one, other) => one.from - other.from);
}

/** The first row of the span's chromosome at a position or after it, null without one. Blocks: worker threads only. */
export function findPosition(parquetFile: string, position: string, span: ChromosomeSpan, pos: number): number | null {
  const pl = loadPolars();
  const found = pl
    .scanParquet(parquetFile)
    .select('chrom', position)
    .slice(span.from, span.to - span.from + 1)
    .withRowIndex('row', span.from)
    .filter(
      pl
        .col('chrom')
        .eq(pl.lit(span.chrom))
        .and(pl.col(position).gtEq(pl.lit(pos))),
    )
    .select('row')
    .collectSync();
  return found.height === 0 ? null : Number(found.getColumn('row').min());
}

/** Plain rows as one zstd Parquet file. For small tables. */
export function writeRowsParquet(rows: readonly object[], parquetFile: string): void {
  loadPolars()
    .DataFrame([...rows] as Record<string, unknown>[])
    .writeParquet(parquetFile, { compression: 'zstd' });
}

/** A Parquet file as tab-separated text with a line of column names; nulls are empty. Blocks: worker threads only. */
export const readParquetAsTsv = (parquetFile: string): Uint8Array =>
  loadPolars().readParquet(parquetFile).writeCSV({ separator: '\t' });

/** Columns of a scoring file that are whole numbers, and those that are any; all others are text. */
const WHOLE_COLUMNS = ['chr_position', 'hm_pos'];
const NUMBER_COLUMNS = [
  ...['effect_weight', 'dosage_0_weight', 'dosage_1_weight', 'dosage_2_weight'],
  ...['OR', 'HR', 'allelefrequency_effect'],
];

/** The rows of a scoring file as a zstd Parquet file; `skipRows` lines come before the names. Blocks: worker threads only. */
export function writeScoringColumns(
  text: Uint8Array,
  { skipRows }: { readonly skipRows: number },
  parquetFile: string,
): void {
  const pl = loadPolars();
  const table = pl.readCSV(Buffer.from(text.buffer, text.byteOffset, text.byteLength), {
    sep: '\t',
    skipRows,
    // A quote is a letter as any other.
    quoteChar: '',
    // All as text: what a column is does not depend on its first rows.
    inferSchemaLength: 0,
    nullValues: ['', 'NA', 'None'],
    truncateRaggedLines: true,
  });
  const present = (names: readonly string[]) => names.filter((name) => table.columns.includes(name));
  const numbers = [...present(WHOLE_COLUMNS), ...present(NUMBER_COLUMNS)].map((name) => pl.col(name).cast(pl.Float64));
  const whole = present(WHOLE_COLUMNS).map((name) => pl.col(name).cast(pl.Int64));
  const options = { compression: 'zstd', compressionLevel: 9, maintainOrder: true, syncOnClose: 'none' } as const;
  const sink = table
    .lazy()
    .withColumns(...numbers)
    .withColumns(...whole)
    .sinkParquet(parquetFile, options);
  (sink as unknown as RawSink).collectSync('streaming');
}

/** Genome builds that a table of reference alleles is of. Blocks: worker threads only. */
export function readGenomeBuilds(parquetFile: string): readonly string[] {
  const pl = loadPolars();
  const builds = pl.scanParquet(parquetFile).select(pl.col('genome_build').unique()).collectSync();
  return builds.getColumn('genome_build').toArray() as string[];
}

/**
 * Positions of one chromosome whose reference base is known, ascending (`pos`, Uint32), and that base as its index in
 * ACGT (`base`, Uint8), as an Arrow IPC buffer. `names` are the chromosome's. Blocks: worker threads only.
 */
export function readReferenceBases(parquetFile: string, build: string, names: readonly string[]): Uint8Array {
  const pl = loadPolars();
  const first = pl.col('ref').str.slice(0, 1).str.toUpperCase();
  const isBase = (base: string) => first.eq(pl.lit(base)).cast(pl.UInt8);
  return pl
    .scanParquet(parquetFile)
    .filter(
      pl
        .col('chrom')
        .isIn([...names])
        .and(pl.col('genome_build').eq(pl.lit(build))),
    )
    .filter(first.isIn(['A', 'C', 'G', 'T']))
    .select(
      pl.col('pos').cast(pl.UInt32),
      isBase('C').plus(isBase('G').mul(2)).plus(isBase('T').mul(3)).cast(pl.UInt8).alias('base'),
    )
    .sort('pos')
    .collectSync()
    .writeIPC();
}
