/** A scoring file while it is read: what is known of it so far, and its rows anywhere in that. */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoreReference } from '../model/result.ts';
import type { ScoringFileReading, ScoringFileView, TextTable } from '../model/score.ts';
import { type RowCells, splitRows } from '../scoring/rowText.ts';
import type { WorkerPool } from './pool.ts';
import type { RowBlock, ScoringRowsInput, ScoringRowsPart } from './scoringRowsTask.ts';

interface Places {
  readonly catalogDirectory: string;
  readonly cacheDirectory: string;
}

/**
 * Reads a scoring file to its end. Of one with more rows than `limit` the text is packed into a file of the cache, which is
 * unlinked as soon as it is open: it needs the room of the packed file while it is looked at, and nothing is left behind.
 */
export function readScoringRows(
  pool: WorkerPool,
  { catalogDirectory, cacheDirectory }: Places,
  asked: { readonly reference: ScoreReference; readonly build: GenomeBuild; readonly limit: number },
): ScoringFileReading {
  const input = { ...asked, catalogDirectory, directory: join(cacheDirectory, 'rows') };
  const stop = new AbortController();
  const blocks: RowBlock[] = [];
  let file: FileHandle | null = null;
  let columns = 0;
  const follow = async function* (): AsyncGenerator<ScoringFileView, void, void> {
    const parts = pool.run('scoringRows', input, { signal: stop.signal });
    yield* gatherViews(parts, {
      onColumns: (count) => {
        columns = count;
      },
      onFile: async (path) => {
        file = await open(path, 'r');
        await rm(path, { force: true });
      },
      onBlocks: (added) => {
        blocks.push(...added);
      },
    });
  };
  return {
    views: follow(),
    async readRows(first, count) {
      const rows: RowCells[] = [];
      for (let at = lastBlockAt(blocks, first); at < blocks.length && rows.length < count; at++) {
        const block = blocks[at];
        if (file === null || block === undefined || block.firstRow >= first + count) break;
        const text = await readBlock(file, block);
        const from = Math.max(0, first - block.firstRow);
        rows.push(...splitRows(text, columns, from, count - rows.length));
      }
      return rows;
    },
    async close() {
      stop.abort();
      const open = file;
      file = null;
      await open?.close();
    },
  };
}

/** The first rows of a scoring file and how many there are; nothing is kept. */
export async function viewScoringFile(
  pool: WorkerPool,
  input: Omit<ScoringRowsInput, 'directory'>,
): Promise<ScoringFileView> {
  const views: ScoringFileView[] = [];
  for await (const view of gatherViews(pool.run('scoringRows', { ...input, directory: null }), {})) views[0] = view;
  return views[0] as ScoringFileView;
}

interface Listener {
  readonly onColumns?: (count: number) => void;
  readonly onFile?: (path: string) => Promise<void>;
  readonly onBlocks?: (blocks: readonly RowBlock[]) => void;
}

/** Each longer than the one before; the last one is whole. */
async function* gatherViews(
  parts: AsyncIterable<ScoringRowsPart>,
  { onColumns, onFile, onBlocks }: Listener,
): AsyncGenerator<ScoringFileView, void, void> {
  let file: Omit<ScoringFileView, 'variants' | 'isWhole'> = { source: '', header: {} };
  let variants: TextTable = { columns: [], rows: [], total: 0 };
  for await (const part of parts) {
    if (part.kind === 'kept') await onFile?.(part.path);
    if (part.kind === 'head') {
      file = { source: part.source, header: part.header };
      variants = { ...variants, columns: part.columns };
      onColumns?.(part.columns.length);
    }
    if (part.kind === 'blocks') onBlocks?.(part.blocks);
    if (part.kind === 'rows') variants = { ...variants, rows: [...variants.rows, ...part.rows] };
    if (part.kind === 'rows' || part.kind === 'blocks') variants = { ...variants, total: part.total };
    if (part.kind !== 'kept') yield { ...file, variants, isWhole: false };
  }
  yield { ...file, variants, isWhole: true };
}

/** The place of the block that a row is in. */
function lastBlockAt(blocks: readonly RowBlock[], row: number): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blocks[middle] as RowBlock).firstRow <= row) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

async function readBlock(file: FileHandle, { offset, length }: RowBlock): Promise<Uint8Array> {
  const packed = Buffer.allocUnsafe(length);
  await file.read(packed, 0, length, offset);
  return (await promisify(inflateRaw)(packed)) as Buffer;
}
