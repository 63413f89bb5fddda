import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createScratchDirectory, removeDirectory, replaceFile } from '../io/replaceFile.ts';
import { writeParquetFromArrow, writeTsvFromArrow } from '../polars.ts';

/** The file of `--dump-variants`, collected score by score and written complete, or not at all. */
export class VariantDumpFile {
  readonly #path: string;
  readonly #scratch: string;
  readonly #parts: string[] = [];

  private constructor(path: string, scratch: string) {
    this.#path = path;
    this.#scratch = scratch;
  }

  static async open(path: string): Promise<VariantDumpFile> {
    return new VariantDumpFile(path, await createScratchDirectory(path));
  }

  /** Adds the rows of one score, an Arrow IPC file. */
  async add(arrow: Uint8Array): Promise<void> {
    const part = join(this.#scratch, `score-${this.#parts.length}.arrow`);
    await writeFile(part, arrow, { mode: 0o600 });
    this.#parts.push(part);
  }

  /** Writes what was added: TSV for a name that ends in .tsv, else Parquet. */
  async finish(): Promise<void> {
    if (this.#parts.length === 0) return;
    const write = this.#path.toLowerCase().endsWith('.tsv') ? writeTsvFromArrow : writeParquetFromArrow;
    await replaceFile(this.#path, async (temporary) => write(this.#parts, temporary));
  }

  close(): Promise<void> {
    return removeDirectory(this.#scratch);
  }
}
