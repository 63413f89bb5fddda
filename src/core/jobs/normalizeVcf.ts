/** Normalises a VCF: ranges of it are read side by side in threads, and joined in order. */
import { rm } from 'node:fs/promises';
import { errorData, errors } from '../errors.ts';
import type { ByteRange } from '../io/open.ts';
import { removeLeftovers, replaceFile, withScratchDirectory, writeChunks } from '../io/replaceFile.ts';
import type { RunOptions } from '../model/progress.ts';
import type { NormalizeReport, NormalizeRequest } from '../model/vcf.ts';
import { chooseFormatFields, chooseSample, isSynthetic } from '../vcf/header.ts';
import { planEvenRanges } from './evenRanges.ts';
import { manifestPath } from './manifest.ts';
import type { ReadReport } from './normalizeTask.ts';
import type { WorkerPool } from './pool.ts';
import { runAll } from './runAll.ts';
import { fileName, openVcf } from './vcfRecords.ts';

export interface Workforce {
  readonly pool: WorkerPool;
  readonly threads: number;
  readonly toolVersion: string;
}

/** VCF → normalised zstd Parquet and its manifest; both appear complete or not at all. */
export async function normalizeVcf(
  { pool, threads, toolVersion }: Workforce,
  request: NormalizeRequest,
  run: RunOptions = {},
): Promise<NormalizeReport> {
  if (run.signal?.aborted) throw errors.cancelled();
  const vcf = await openVcf(request.vcf);
  await vcf.close();
  const sample = vcf.header.samples[chooseSample(request.vcf, vcf.header.samples, request.sample)];
  const ranges = await planEvenRanges(vcf.file, threads);
  const hashing = hashBeside(pool, request.vcf, run.signal);
  const [parts, source_sha256] = await withScratchDirectory(request.output, (scratch) =>
    replaceFile(request.output, async (temporary) => {
      const job = { pool, threads, request, scratch, bytes: vcf.file.bytes, run };
      const read = await readRanges(job, ranges).catch((error) => {
        // Only a reading from the start knows the line numbers: the error is met again, with the right one.
        if (ranges.length === 1 || errorData(error).code === 'cancelled') throw error;
        return readRanges(job, [null]);
      });
      const files = read.flatMap((part) => part.files);
      const written = read.reduce((sum, part) => sum + part.kept, 0);
      run.onProgress?.({ phase: `Writing ${fileName(request.output)}`, done: written, total: null, unit: 'records' });
      await pool.value(
        'join',
        { files, parquet: temporary },
        { ...run, afterAbandoned: () => removeLeftovers(request.output) },
      );
      // From here on the old Parquet is replaced: its manifest must not vouch for the new one, even after a crash.
      await rm(manifestPath(request.output), { force: true });
      return [read, await hashing.value] as const;
    }),
  ).finally(hashing.end);
  const report: NormalizeReport = {
    output: request.output,
    source_name: fileName(request.vcf),
    source_bytes: vcf.file.bytes,
    source_mtime_ms: vcf.file.modifiedMs,
    source_sha256,
    sample,
    ...vcf.evidence,
    filters: request.filters,
    format_fields: chooseFormatFields(vcf.header, request.formatFields),
    ...addUp(parts),
    columns: parts[0].columns,
    synthetic: isSynthetic(vcf.header),
    warnings: warn(parts, request),
    tool_version: toolVersion,
  };
  await writeChunks(manifestPath(request.output), [`${JSON.stringify(report, null, 2)}\n`]);
  return report;
}

/** A gigabyte takes a second of CPU, which would be missed where keys are heard: it is done in a thread. */
function hashBeside(pool: WorkerPool, path: string, signal?: AbortSignal) {
  const end = new AbortController();
  const wanted = signal === undefined ? end.signal : AbortSignal.any([signal, end.signal]);
  const value = pool.value('hash', path, { signal: wanted });
  // Told where the hash is asked for; when something else failed first, nobody asks.
  value.catch(() => undefined);
  return { value, end: () => end.abort() };
}

interface Job {
  readonly pool: WorkerPool;
  readonly threads: number;
  readonly request: NormalizeRequest;
  readonly scratch: string;
  readonly bytes: number;
  readonly run: RunOptions;
}

/** Reads all ranges, as many at a time as there are threads. */
function readRanges(job: Job, ranges: readonly (ByteRange | null)[]): Promise<readonly ReadReport[]> {
  const { pool, threads, request, scratch, bytes, run } = job;
  const done = ranges.map(() => 0);
  const inputs = ranges.map((range, place) => ({
    request,
    range,
    scratch,
    prefix: `range-${ranges.length}-${place}`,
  }));
  return runAll('read', inputs, {
    pool,
    threads,
    signal: run.signal,
    onProgress: (place, progress) => {
      done[place] = progress.done - (ranges[place]?.start ?? 0);
      run.onProgress?.({ ...progress, done: done.reduce((a, b) => a + b), total: bytes });
    },
  });
}

function addUp(parts: readonly ReadReport[]) {
  const sum = (value: (part: ReadReport) => number): number => parts.reduce((total, part) => total + value(part), 0);
  return {
    records_read: sum((part) => part.read),
    records_kept: sum((part) => part.kept),
    dropped_filter: sum((part) => part.dropped.filter),
    dropped_depth: sum((part) => part.dropped.depth),
    dropped_qual: sum((part) => part.dropped.quality),
    dropped_gq: sum((part) => part.dropped.genotypeQuality),
  };
}

function warn(parts: readonly ReadReport[], { filters }: NormalizeRequest): string[] {
  const { records_read, records_kept } = addUp(parts);
  const onY = parts.reduce((total, part) => total + part.onY, 0);
  const warnings: string[] = [];
  if (records_read > 0 && records_kept === 0) warnings.push('The filters dropped every record.');
  if (filters.sex === 'Female' && onY > 0)
    warnings.push(
      `The sample is said to be female, yet ${onY} records lie on chromosome Y. They are kept; check for a sample mix-up.`,
    );
  return warnings;
}
