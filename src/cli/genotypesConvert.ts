/** `genotypes convert`: files that only a plugin can read, as a VCF. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { closest, EXIT, errors } from '../core/index.ts';
import type { Command } from './command.ts';
import { OPTION_FLAG } from './export.ts';
import { readOptions } from './exporters.ts';
import type { CommandContext } from './host.ts';
import { checkOutputs } from './outputFile.ts';
import type { GenotypeFileReader } from './readers.ts';
import { emit } from './resultWriter.ts';

export const GENOTYPES_CONVERT: Command = {
  name: 'genotypes convert',
  operand: 'FILE',
  summary: 'Write genotypes that a plugin can read as a VCF, for normalize and compute',
  examples: [
    'genotypes convert me.txt --output me.vcf',
    'genotypes convert me.txt --by consumer-array --output me.vcf',
  ],
  flags: [
    { name: 'by', kind: 'text', value: 'READER', help: 'Reader of a plugin (default: the one that knows the file)' },
    { ...OPTION_FLAG, help: 'An option of the reader, once for each' },
    {
      name: 'output',
      kind: 'text',
      short: 'o',
      value: 'FILE',
      help: 'Write there instead of to stdout; complete or not at all',
    },
  ],
  run: runConvert,
};

/** What a reader is shown to tell a file by. */
const HEAD_BYTES = 64 << 10;

async function runConvert(context: CommandContext): Promise<number> {
  const { flags, output, host, plugins } = context;
  const [file, ...others] = flags.positional;
  if (file === undefined || others.length > 0) throw errors.usage('genotypes convert needs one FILE.');
  const target = flags.values.output as string | undefined;
  await checkOutputs([target], [file]);
  const head = await readHead(file);
  const by = flags.values.by as string | undefined;
  const readers = await (await plugins()).readers(by);
  const reader = by === undefined ? await recognise(readers, head, file) : findReader(readers, by);
  await emit(context, reader.read(file, readOptions(reader, flags.values.option), host.signal));
  if (target !== undefined) output.note(`Written to ${target} by ${reader.id}`);
  return EXIT.ok;
}

async function readHead(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw errors.fileSystem(file, error as NodeJS.ErrnoException);
  }
}

function findReader(readers: readonly GenotypeFileReader[], id: string): GenotypeFileReader {
  const found = readers.find((reader) => reader.id === id);
  if (found !== undefined) return found;
  const near = closest(
    id,
    readers.map((reader) => reader.id),
  );
  throw errors.usage(`There is no reader "${id}".`, near === null ? describeReaders(readers) : `Did you mean ${near}?`);
}

const describeReaders = (readers: readonly GenotypeFileReader[]): string =>
  readers.length === 0
    ? 'Readers come with plugins. See: just-prs-tui plugins list'
    : `Readers are ${readers.map(({ id }) => id).join(', ')}; choose one with --by.`;

/** The reader that is surest of a file. */
async function recognise(
  readers: readonly GenotypeFileReader[],
  head: Uint8Array,
  file: string,
): Promise<GenotypeFileReader> {
  const sure = await Promise.all(readers.map((reader) => reader.sniff(head, basename(file))));
  const best = readers[sure.indexOf(Math.max(...sure))];
  if (best === undefined || Math.max(...sure) === 0)
    throw errors.usage(`No reader knows ${file}.`, describeReaders(readers));
  return best;
}
