/** Opens a VCF and streams its records: the way from a path to batches, with errors that name file and line. */
import { errors, isPrsError } from '../errors.ts';
import { type ByteRange, type OpenedFile, openFile, type TextChunk, TruncatedStream } from '../io/open.ts';
import { type BuildEvidence, detectBuild } from '../vcf/buildDetection.ts';
import { type VcfHeader, VcfHeaderReader } from '../vcf/header.ts';
import { type RecordBatch, RecordError, RecordScanner } from '../vcf/recordScanner.ts';
import type { VirtualSpan } from '../vcf/regionIndex.ts';
import type { TaskContext } from './task.ts';

export interface OpenedVcf {
  readonly file: OpenedFile;
  readonly header: VcfHeader;
  readonly evidence: BuildEvidence;
  /**
   * Records of one sample, all or those of a range; `scanner` knows the contigs met so far. Can be read once. In a range,
   * line numbers count from its start.
   */
  readonly records: (
    sample: number,
    context: TaskContext,
    range?: ByteRange,
  ) => { scanner: RecordScanner; batches: AsyncGenerator<RecordBatch> };
  /**
   * Records of one sample in some spans of a BGZF file, which start and end between lines; the first may start with the
   * header. Line numbers mean nothing.
   */
  readonly spanRecords: (
    sample: number,
    context: TaskContext,
    spans: readonly VirtualSpan[],
  ) => { scanner: RecordScanner; batches: AsyncGenerator<RecordBatch> };
  readonly close: () => Promise<void>;
}

/** Reads the header. Throws a PrsError naming file and line for anything that is not a VCF with samples. */
export async function openVcf(path: string): Promise<OpenedVcf> {
  const file = await openFile(path);
  try {
    if (file.compression === 'parquet') throw errors.notVcf(path, 1, 'it is a Parquet file');
    const chunks = file.chunks();
    const reader = new VcfHeaderReader(path);
    const { header, rest } = await readHeader(reader, chunks, path);
    return {
      file,
      header,
      evidence: detectBuild(header.lines),
      records: (sample, context, range) => {
        const scanner = new RecordScanner(sample, header.lines.length, header.samples.length);
        const stream =
          range === undefined ? { chunks, rest } : { chunks: recordLines(file, range), rest: new Uint8Array(0) };
        return { scanner, batches: streamBatches({ file, scanner, ...stream, context }) };
      },
      spanRecords: (sample, context, spans) => {
        const scanner = new RecordScanner(sample, 0, header.samples.length);
        const stream = { chunks: readSpans(file, spans), rest: new Uint8Array(0) };
        return { scanner, batches: streamBatches({ file, scanner, ...stream, context }) };
      },
      close: async () => {
        await chunks.return(undefined);
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function* readSpans(file: OpenedFile, spans: readonly VirtualSpan[]): AsyncGenerator<TextChunk> {
  for (const span of spans) yield* withoutHeader(file, file.span(span), span.from);
}

const recordLines = (file: OpenedFile, range: ByteRange): AsyncGenerator<TextChunk> =>
  withoutHeader(file, file.lines(range), range.start);

/** Chunks from a place in the file on, without the header that its start has. */
async function* withoutHeader(
  file: OpenedFile,
  chunks: AsyncGenerator<TextChunk>,
  start: number,
): AsyncGenerator<TextChunk> {
  if (start === 0) {
    const { rest } = await readHeader(new VcfHeaderReader(file.path), chunks, file.path);
    yield { bytes: rest, consumed: 0 };
  }
  yield* chunks;
}

async function readHeader(reader: VcfHeaderReader, chunks: AsyncGenerator<TextChunk>, path: string) {
  for (;;) {
    const next = await chunks.next().catch((error) => {
      throw nameFault(error, path, reader.lineCount + 1);
    });
    if (next.done) return reader.refuseEnd();
    const done = reader.push(next.value.bytes);
    if (done !== null) return done;
  }
}

interface Stream {
  readonly file: OpenedFile;
  readonly scanner: RecordScanner;
  readonly chunks: AsyncGenerator<TextChunk>;
  readonly rest: Uint8Array;
  readonly context: TaskContext;
}

async function* streamBatches({ file, scanner, chunks, rest, context }: Stream): AsyncGenerator<RecordBatch> {
  const phase = `Reading ${fileName(file.path)}`;
  try {
    if (rest.length > 0) yield scanner.push(rest);
    for await (const { bytes, consumed } of chunks) {
      context.checkCancelled();
      yield scanner.push(bytes);
      context.report({ phase, done: consumed, total: file.bytes, unit: 'bytes' });
    }
    yield scanner.finish();
  } catch (error) {
    throw nameFault(error, file.path, scanner.line + 1);
  }
}

/** A fault of the stream or of a record as an error that names the file and the line. */
export function nameFault(error: unknown, path: string, line: number): unknown {
  if (isPrsError(error)) return error;
  if (error instanceof TruncatedStream) return errors.truncated(path, line, error.message);
  if (error instanceof RecordError) return errors.badRecord(path, error.line, `${error.message}.`);
  return error;
}

/** The last part of a path: sentences and logs never show a user's directories. */
export const fileName = (path: string): string => path.split(/[\\/]/).pop() || path;
