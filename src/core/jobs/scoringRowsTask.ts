/** Reads a scoring file from start to end for looking at it: what is read is shown meanwhile, and can be read again anywhere. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { errors } from '../errors.ts';
import { openFile, type TextChunk } from '../io/open.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoreReference } from '../model/result.ts';
import type { ScoringHeader } from '../model/score.ts';
import { countRows, type RowCells, splitRows } from '../scoring/rowText.ts';
import { parseScoringHeader } from '../scoring/scoringFile.ts';
import { LineBuffer } from '../text/lineBuffer.ts';
import { locateScoringFile } from './locateScoringFile.ts';
import { readScoringParquet } from './scoringParquet.ts';
import type { Task, TaskContext } from './task.ts';
import { fileName, nameFault } from './vcfRecords.ts';

export interface ScoringRowsInput {
  readonly catalogDirectory: string;
  readonly reference: ScoreReference;
  readonly build: GenomeBuild;
  /** Rows given as they are read. */
  readonly limit: number;
  /** Where the text of a file with more rows is kept in packed blocks; null only counts them. */
  readonly directory: string | null;
}

export type ScoringRowsPart =
  | {
      readonly kind: 'head';
      readonly source: string;
      readonly header: ScoringHeader;
      readonly columns: readonly string[];
    }
  | { readonly kind: 'rows'; readonly rows: readonly RowCells[]; readonly total: number }
  /** All rows lie in a file from here on. */
  | { readonly kind: 'kept'; readonly path: string }
  | { readonly kind: 'blocks'; readonly blocks: readonly RowBlock[]; readonly total: number };

/** Some rows, packed: where they are in the file, and the number of the first. */
export interface RowBlock {
  readonly offset: number;
  readonly length: number;
  readonly firstRow: number;
}

/** Text of a block: unpacked in a millisecond, and packed to a third or less. */
const BLOCK_BYTES = 1 << 17;
/** How often what was read is told. */
const TELL_MS = 200;

export const scoringRowsTask: Task<ScoringRowsInput, ScoringRowsPart, undefined> = async function* (input, context) {
  const path = await locateScoringFile(input.reference, input.catalogDirectory, input.build);
  const blocks = readBlocks(path, context);
  const first = await blocks.next();
  const { header, columns, bodyStart } = parseScoringHeader(first.done ? new Uint8Array(0) : first.value, path);
  yield { kind: 'head', source: fileName(path), header, columns };
  const rows = new RowKeeper(input, columns.length);
  try {
    let toldAt = 0;
    for (let text = first.value?.subarray(bodyStart); text !== undefined; ) {
      context.checkCancelled();
      yield* rows.add(text);
      if (performance.now() - toldAt > TELL_MS) {
        yield* rows.tell();
        toldAt = performance.now();
      }
      text = (await blocks.next()).value ?? undefined;
    }
    yield* rows.tell();
  } catch (error) {
    await rows.discard();
    throw error;
  } finally {
    await rows.close();
  }
  return undefined;
};

/** Whole lines, some 128 kB at a time; the first block has all of the header. */
async function* readBlocks(path: string, context: TaskContext): AsyncGenerator<Uint8Array, undefined, void> {
  const file = await openFile(path);
  const pending = new LineBuffer();
  let gathered: Uint8Array[] = [];
  let size = 0;
  let hasHeader = false;
  let line = 0;
  const phase = `Reading ${fileName(path)}`;
  const take = (): Uint8Array => {
    const text = Buffer.concat(gathered);
    gathered = [];
    size = 0;
    return text;
  };
  try {
    for await (const { bytes, consumed } of file.compression === 'parquet' ? readParquet(path) : file.chunks()) {
      // A copy: the chunk is overwritten by the next.
      const lines = new Uint8Array(pending.take(bytes));
      gathered.push(lines);
      size += lines.length;
      line += countRows(lines);
      hasHeader ||= hasRowOfNames(lines);
      if (hasHeader && size >= BLOCK_BYTES) yield take();
      context.report({ phase, done: consumed, total: file.bytes, unit: 'bytes' });
    }
    gathered.push(pending.rest());
    yield take();
  } catch (error) {
    throw nameFault(error, path, line + 1);
  } finally {
    await file.close();
  }
  return undefined;
}

async function* readParquet(path: string): AsyncGenerator<TextChunk> {
  const text = await readScoringParquet(path);
  for (let at = 0; at < text.length; at += BLOCK_BYTES)
    yield { bytes: text.subarray(at, at + BLOCK_BYTES), consumed: 0 };
}

const HASH = 35;

/** Whether a line of the text does not start with `#`. */
function hasRowOfNames(text: Uint8Array): boolean {
  for (let start = 0; start < text.length; start = text.indexOf(10, start) + 1) if (text[start] !== HASH) return true;
  return false;
}

/** Gives the first rows as they come, and packs all of them away as soon as they are more. */
class RowKeeper {
  readonly #input: ScoringRowsInput;
  readonly #columns: number;
  /** Text of the first rows, until it is known that there are more. */
  #texts: Uint8Array[] = [];
  #rows: RowCells[] = [];
  #blocks: RowBlock[] = [];
  #file: { readonly path: string; readonly handle: FileHandle } | null = null;
  #offset = 0;
  #total = 0;
  #told = -1;

  constructor(input: ScoringRowsInput, columns: number) {
    this.#input = input;
    this.#columns = columns;
  }

  async *add(text: Uint8Array): AsyncGenerator<ScoringRowsPart, void, void> {
    const { limit, directory } = this.#input;
    const room = limit - this.#total;
    if (room > 0) for (const row of splitRows(text, this.#columns, 0, room)) this.#rows.push(row);
    if (directory === null) {
      this.#total += countRows(text);
      return;
    }
    if (this.#file === null && countRows(text) <= room) {
      this.#texts.push(text);
      this.#total += countRows(text);
      return;
    }
    if (this.#file === null) {
      this.#file = await createFile(directory);
      yield { kind: 'kept', path: this.#file.path };
      this.#total = 0;
      for (const earlier of this.#texts) await this.#pack(earlier);
      this.#texts = [];
    }
    await this.#pack(text);
  }

  async #pack(text: Uint8Array): Promise<void> {
    if (this.#file === null) return;
    const packed = deflateRawSync(text, { level: 1 });
    await this.#file.handle.write(packed).catch((cause) => {
      throw errors.fileSystem(this.#file?.path ?? '', cause);
    });
    this.#blocks.push({ offset: this.#offset, length: packed.length, firstRow: this.#total });
    this.#offset += packed.length;
    this.#total += countRows(text);
  }

  /** What came since it was told last. */
  *tell(): Generator<ScoringRowsPart, void, void> {
    if (this.#told === this.#total) return;
    this.#told = this.#total;
    if (this.#rows.length > 0 || this.#blocks.length === 0)
      yield { kind: 'rows', rows: this.#rows, total: this.#total };
    if (this.#blocks.length > 0) yield { kind: 'blocks', blocks: this.#blocks, total: this.#total };
    this.#rows = [];
    this.#blocks = [];
  }

  /** Removes the file, in case that nobody has opened it yet. */
  async discard(): Promise<void> {
    if (this.#file !== null) await rm(this.#file.path, { force: true });
  }

  async close(): Promise<void> {
    await this.#file?.handle.close();
  }
}

async function createFile(directory: string) {
  const path = join(directory, `${randomUUID()}.rows`);
  try {
    await mkdir(directory, { recursive: true });
    return { path, handle: await open(path, 'wx', 0o600) };
  } catch (cause) {
    throw errors.fileSystem(path, cause as NodeJS.ErrnoException);
  }
}
