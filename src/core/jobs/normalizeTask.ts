import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, withScratchDirectory, writeChunks } from '../io/replaceFile.ts';
import type { NormalizeReport, NormalizeRequest } from '../model/vcf.ts';
import { writeParquetFromArrow } from '../polars.ts';
import { GenotypeColumns, withGenotype } from '../vcf/genotypeColumns.ts';
import { chooseSample, isSynthetic } from '../vcf/header.ts';
import { RecordFilter } from '../vcf/recordFilter.ts';
import { FormatReader, type RecordBatch } from '../vcf/recordScanner.ts';
import { manifestPath } from './manifest.ts';
import type { TaskContext, ValueTask } from './task.ts';
import { fileName, type OpenedVcf, openVcf } from './vcfRecords.ts';

/** Rows held in memory before they go to disk: bounds memory whatever the size of the VCF. */
const PART_ROWS = 500_000;

/** VCF → normalised zstd Parquet and its manifest; both appear complete or not at all. */
export const normalizeTask: ValueTask<NormalizeRequest, NormalizeReport> = async (request, context) => {
  const vcf = await openVcf(request.vcf);
  try {
    const report = await replaceFile(request.output, (temporary) =>
      withScratchDirectory(request.output, (scratch) => writeParquet({ vcf, request, context, temporary, scratch })),
    );
    await writeChunks(manifestPath(request.output), [`${JSON.stringify(report, null, 2)}\n`]);
    return report;
  } finally {
    await vcf.close();
  }
};

interface Job {
  readonly vcf: OpenedVcf;
  readonly request: NormalizeRequest;
  readonly context: TaskContext;
  readonly temporary: string;
  readonly scratch: string;
}

async function writeParquet({ vcf, request, context, temporary, scratch }: Job): Promise<NormalizeReport> {
  const sample = chooseSample(request.vcf, vcf.header.samples, request.sample);
  const formatFields = withGenotype(request.formatFields ?? ['GT', 'DP']);
  const { scanner, batches } = vcf.records(sample, context);
  const newColumns = () => new GenotypeColumns({ formatFields, formats: vcf.header.formats, contigs: scanner.contigs });
  const parts: string[] = [];
  let columns = newColumns();
  const described = columns.describe();
  const flush = async () => {
    const part = join(scratch, `part-${parts.length}.arrow`);
    await writeFile(part, columns.toArrowFile(), { mode: 0o600 });
    parts.push(part);
    columns = newColumns();
  };
  const counter = new RecordCounter(request, scanner.contigs);
  for await (const batch of batches) {
    for (let record = 0; record < batch.count; record++) if (counter.admit(batch, record)) columns.push(batch, record);
    if (columns.length >= PART_ROWS) await flush();
  }
  if (columns.length > 0 || parts.length === 0) await flush();
  context.checkCancelled();
  context.report({ phase: `Writing ${fileName(request.output)}`, done: counter.kept, total: null, unit: 'records' });
  writeParquetFromArrow(parts, temporary);
  context.checkCancelled();
  // From here on the old Parquet is replaced: its manifest must not vouch for the new one, even after a crash.
  await rm(manifestPath(request.output), { force: true });
  return {
    output: request.output,
    source_name: fileName(request.vcf),
    source_bytes: vcf.file.bytes,
    source_mtime_ms: vcf.file.modifiedMs,
    source_sha256: vcf.file.sha256(),
    sample: vcf.header.samples[sample],
    ...vcf.evidence,
    filters: request.filters,
    format_fields: formatFields,
    records_read: counter.read,
    records_kept: counter.kept,
    dropped_filter: counter.dropped.filter,
    dropped_depth: counter.dropped.depth,
    dropped_qual: counter.dropped.quality,
    columns: described,
    synthetic: isSynthetic(vcf.header),
    warnings: counter.warnings(),
    tool_version: context.toolVersion,
  };
}

/** Applies the filters and counts what they did. */
class RecordCounter {
  read = 0;
  kept = 0;
  readonly dropped = { filter: 0, depth: 0, quality: 0 };
  readonly #filter: RecordFilter;
  readonly #depth = new FormatReader(['DP']);
  readonly #isFemale: boolean;
  readonly #contigs: readonly { name: string }[];
  #onY = 0;

  constructor(request: NormalizeRequest, contigs: readonly { name: string }[]) {
    this.#filter = new RecordFilter(request.filters);
    this.#isFemale = request.filters.sex === 'Female';
    this.#contigs = contigs;
  }

  admit(batch: RecordBatch, record: number): boolean {
    this.read++;
    const [depthPlace] = this.#depth.places(batch, record);
    const verdict = this.#filter.judge(batch, record, depthPlace as number);
    if (verdict !== 'kept') {
      this.dropped[verdict]++;
      return false;
    }
    this.kept++;
    if (this.#isFemale && this.#contigs[batch.contigs[record]]?.name.toUpperCase() === 'Y') this.#onY++;
    return true;
  }

  warnings(): string[] {
    const warnings: string[] = [];
    if (this.read > 0 && this.kept === 0) warnings.push('The filters dropped every record.');
    if (this.#onY > 0)
      warnings.push(
        `The sample is said to be female, yet ${this.#onY} records lie on chromosome Y. They are kept; check for a sample mix-up.`,
      );
    return warnings;
  }
}
