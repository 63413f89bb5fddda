/** In which format results go out, and where to. */
import {
  chooseColumns,
  errorData,
  errors,
  HASH_COLUMNS,
  isPrsError,
  PrsError,
  type PrsResult,
  USUAL_COLUMNS,
  writeChunks,
} from '../core/index.ts';
import { findExporter, readOptions } from './exporters.ts';
import { formatTable } from './formats.ts';
import type { CommandContext } from './host.ts';

type Chunks = AsyncGenerator<string | Uint8Array>;

export interface ResultWriter {
  /** Whether files have to be hashed for what is shown. */
  readonly needsHashes: boolean;
  readonly format: string;
  /** Whether a plugin writes. */
  readonly isForeign: boolean;
  readonly write: (results: AsyncIterable<PrsResult>) => AsyncIterable<string | Uint8Array>;
}

/** Formats that show few columns unless more are asked for. */
const FLAT = ['csv', 'tsv', 'markdown'];

/** The writer that `--format`, `--columns` and `--option` ask for; throws a usage error before anything is read. */
export async function chooseWriter(
  { flags, host, plugins }: Pick<CommandContext, 'flags' | 'host' | 'plugins'>,
  fallback: string | null,
): Promise<ResultWriter> {
  const wish = flags.values.columns as readonly string[] | undefined;
  const id = (flags.values.format as string | undefined) ?? fallback;
  const exporters = id === 'table' ? [] : await (await plugins()).exporters(id ?? undefined);
  if (id === null)
    throw errors.usage('A format is needed.', `Give --format ${exporters.map((exporter) => exporter.id).join(', ')}.`);
  if (id === 'table') {
    if (flags.values.option !== undefined) throw errors.usage('--option does not go with --format table.');
    const columns = chooseColumns(wish, USUAL_COLUMNS);
    return {
      format: id,
      needsHashes: needsHashes(columns),
      isForeign: false,
      write: (results) => formatTable(results, columns),
    };
  }
  const exporter = findExporter(exporters, id, ['table']);
  const options = { ...readOptions(exporter, flags.values.option) };
  const chosen = chooseColumns(wish ?? listed(options.columns));
  if (wish !== undefined) {
    if (exporter.options.columns === undefined)
      throw errors.usage(`--columns does not go with --format ${id}.`, 'It always has all columns.');
    options.columns = wish.join(',');
  }
  return {
    format: id,
    needsHashes: !FLAT.includes(id) || needsHashes(chosen),
    isForeign: exporter.isForeign,
    write: (results) => exporter.write(results, options, host.signal),
  };
}

/**
 * Writes results that cost time to compute. When a plugin fails on them, the rest is computed all the same and all are kept
 * as JSON lines beside the file that was asked for; the error says where.
 */
export async function* writeOrKeep(
  { isForeign, write }: ResultWriter,
  results: AsyncGenerator<PrsResult>,
  target: string | undefined,
): Chunks {
  if (!isForeign) {
    yield* write(results);
    return;
  }
  const seen: PrsResult[] = [];
  try {
    yield* write(seenBy(results, seen));
  } catch (error) {
    if (!isPrsError(error) || !LEAVE_RESULTS.includes(error.code)) throw error;
    // What the user gave was refused before anything was computed: that is not worth hours.
    if (error.code === 'plugin_usage' && seen.length === 0) throw error;
    for await (const result of results) seen.push(result);
    const file = `${target ?? 'results'}.${Date.now()}.ndjson`;
    await writeChunks(
      file,
      seen.map((result) => `${JSON.stringify(result)}\n`),
    );
    const hint = `Nothing is lost: all ${seen.length} results are in ${file}. Write them with: just-prs-tui export ${file} --format csv`;
    throw new PrsError({ ...errorData(error), hint });
  } finally {
    await results.return(undefined);
  }
}

/** Ways of a plugin to fail. */
const LEAVE_RESULTS: readonly string[] = ['plugin_fault', 'plugin_usage'];

/** Results on their way; what asks for them may leave early without ending what computes them. */
async function* seenBy(results: AsyncGenerator<PrsResult>, seen: PrsResult[]): AsyncGenerator<PrsResult> {
  for (let next = await results.next(); next.done !== true; next = await results.next()) {
    seen.push(next.value);
    yield next.value;
  }
}

const listed = (columns: unknown): readonly string[] | undefined =>
  typeof columns === 'string' && columns !== '' ? columns.split(',').map((name) => name.trim()) : undefined;

const needsHashes = (columns: readonly string[]): boolean => HASH_COLUMNS.some((name) => columns.includes(name));

/** Writes chunks to the file of `--output`, complete or not at all, else to stdout. */
export async function emit(
  { flags, output }: Pick<CommandContext, 'flags' | 'output'>,
  chunks: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const file = flags.values.output as string | undefined;
  if (file !== undefined) {
    await writeChunks(file, chunks);
    return;
  }
  for await (const chunk of chunks) {
    output.result(chunk);
    await output.drained();
  }
}
