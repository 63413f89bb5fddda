/** The parts of normalising that run in threads: reading a range of the VCF, joining what was read, hashing the source. */
import { join } from 'node:path';
import { hashFile } from '../io/hashFile.ts';
import { joinParquet } from '../io/joinParquet.ts';
import type { ByteRange } from '../io/open.ts';
import type { NormalizeRequest } from '../model/vcf.ts';
import { writeParquetFromArrow } from '../polars.ts';
import { GenotypeColumns } from '../vcf/genotypeColumns.ts';
import { chooseFormatFields, chooseSample } from '../vcf/header.ts';
import { FILTER_FIELDS, type FilterVerdict, RecordFilter } from '../vcf/recordFilter.ts';
import { FormatReader, type RecordBatch } from '../vcf/recordScanner.ts';
import type { ValueTask } from './task.ts';
import { openVcf } from './vcfRecords.ts';

/** Rows held in memory before they go to disk: bounds memory whatever the size of the VCF. */
const PART_ROWS = 250_000;

export interface ReadInput {
  readonly request: NormalizeRequest;
  /** Null reads the whole file. */
  readonly range: ByteRange | null;
  /** Folder for the Parquet files. */
  readonly scratch: string;
  /** Start of their names, which no other range has. */
  readonly prefix: string;
}

/** What was read of one range. */
export interface ReadReport {
  /** Parquet files, in order. */
  readonly files: readonly string[];
  readonly read: number;
  readonly kept: number;
  readonly dropped: Readonly<Record<Exclude<FilterVerdict, 'kept'>, number>>;
  /** Kept records on chromosome Y. */
  readonly onY: number;
  readonly columns: Readonly<Record<string, string>>;
}

/** Records of a range that pass the filters → Parquet files. */
export const readTask: ValueTask<ReadInput, ReadReport> = async ({ request, range, scratch, prefix }, context) => {
  const vcf = await openVcf(request.vcf);
  try {
    const sample = chooseSample(request.vcf, vcf.header.samples, request.sample);
    const formatFields = chooseFormatFields(vcf.header, request.formatFields);
    const { scanner, batches } = vcf.records(sample, context, range ?? undefined);
    const { contigs } = scanner;
    const columns = new GenotypeColumns({ formatFields, formats: vcf.header.formats, contigs });
    const files: string[] = [];
    const flush = () => {
      const file = join(scratch, `${prefix}-${files.length}.parquet`);
      writeParquetFromArrow(columns.takeArrowFile(), file);
      files.push(file);
    };
    const counter = new RecordCounter(request, contigs);
    for await (const batch of batches) {
      for (let record = 0; record < batch.count; record++)
        if (counter.admit(batch, record)) columns.push(batch, record);
      if (columns.length >= PART_ROWS) flush();
    }
    if (columns.length > 0 || files.length === 0) flush();
    const { read, kept, dropped, onY } = counter;
    return { files, read, kept, dropped, onY, columns: columns.describe() };
  } finally {
    await vcf.close();
  }
};

export interface JoinInput {
  readonly files: readonly string[];
  readonly parquet: string;
}

/** Parquet files → one. */
export const joinTask: ValueTask<JoinInput, undefined> = async ({ files, parquet }) => {
  await joinParquet(files, parquet);
  return undefined;
};

/** SHA-256 of a file, in hexadecimal. */
export const hashTask: ValueTask<string, string> = (path, { checkCancelled }) => hashFile(path, checkCancelled);

/** Applies the filters and counts what they did. */
class RecordCounter {
  read = 0;
  kept = 0;
  readonly dropped = { filter: 0, depth: 0, quality: 0, genotypeQuality: 0 };
  readonly #filter: RecordFilter;
  readonly #format = new FormatReader(FILTER_FIELDS);
  readonly #contigs: readonly { name: string }[];
  onY = 0;
  #contig = -1;
  #onY = false;

  constructor(request: NormalizeRequest, contigs: readonly { name: string }[]) {
    this.#filter = new RecordFilter(request.filters);
    this.#contigs = contigs;
  }

  /** Records of a contig come together: its name is looked at once. */
  #isY(contig: number): boolean {
    if (contig !== this.#contig) {
      this.#contig = contig;
      this.#onY = this.#contigs[contig]?.name.toUpperCase() === 'Y';
    }
    return this.#onY;
  }

  admit(batch: RecordBatch, record: number): boolean {
    this.read++;
    const [depthPlace, qualityPlace] = this.#format.places(batch, record);
    const verdict = this.#filter.judge(batch, record, depthPlace as number, qualityPlace as number);
    if (verdict !== 'kept') {
      this.dropped[verdict]++;
      return false;
    }
    this.kept++;
    if (this.#isY(batch.contigs[record])) this.onY++;
    return true;
  }
}
