/** In which format results go out, and where to. */
import { chooseColumns, errors, HASH_COLUMNS, type PrsResult, USUAL_COLUMNS, writeChunks } from '../core/index.ts';
import { findExporter, readOptions } from './exporters.ts';
import { formatTable } from './formats.ts';
import type { CommandContext } from './host.ts';

type Chunks = AsyncIterable<string | Uint8Array>;

export interface ResultWriter {
  /** Whether files have to be hashed for what is shown. */
  readonly needsHashes: boolean;
  readonly write: (results: AsyncIterable<PrsResult>) => Chunks;
}

/** Formats that show few columns unless more are asked for. */
const FLAT = ['csv', 'tsv', 'markdown'];

/** The writer that `--format`, `--columns` and `--option` ask for; throws a usage error before anything is read. */
export async function chooseWriter(
  { flags, host }: Pick<CommandContext, 'flags' | 'host'>,
  fallback: string | null,
): Promise<ResultWriter> {
  const wish = flags.values.columns as readonly string[] | undefined;
  const id = (flags.values.format as string | undefined) ?? fallback;
  const exporters = id === 'table' ? [] : await host.listExporters();
  if (id === null)
    throw errors.usage('A format is needed.', `Give --format ${exporters.map((exporter) => exporter.id).join(', ')}.`);
  if (id === 'table') {
    if (flags.values.option !== undefined) throw errors.usage('--option does not go with --format table.');
    const columns = chooseColumns(wish, USUAL_COLUMNS);
    return { needsHashes: needsHashes(columns), write: (results) => formatTable(results, columns) };
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
    needsHashes: !FLAT.includes(id) || needsHashes(chosen),
    write: (results) => exporter.write(results, options, host.signal),
  };
}

const listed = (columns: unknown): readonly string[] | undefined =>
  typeof columns === 'string' && columns !== '' ? columns.split(',').map((name) => name.trim()) : undefined;

const needsHashes = (columns: readonly string[]): boolean => HASH_COLUMNS.some((name) => columns.includes(name));

/** Writes chunks to the file of `--output`, complete or not at all, else to stdout. */
export async function emit({ flags, output }: Pick<CommandContext, 'flags' | 'output'>, chunks: Chunks): Promise<void> {
  const file = flags.values.output as string | undefined;
  if (file !== undefined) {
    await writeChunks(file, chunks);
    return;
  }
  for await (const chunk of chunks) output.result(chunk);
}
