import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../errors.ts';
import { chromosomeCode } from '../genotype/chromosome.ts';
import { type OpenedFile, openFile, type TextChunk, TruncatedStream } from '../io/open.ts';
import { type PackedChromosome, packTwoBit } from '../io/packTwoBit.ts';
import { chooseSequences } from '../io/referenceSequences.ts';
import { replaceFile, withScratchDirectory } from '../io/replaceFile.ts';
import { CHROMOSOME_LENGTHS, GENOME_BUILDS, type GenomeBuild } from '../model/genome.ts';
import type { PackReferenceReport, PackReferenceRequest } from '../model/reference.ts';
import type { TaskContext, ValueTask } from './task.ts';
import { fileName } from './vcfRecords.ts';

export interface PackReferenceInput extends PackReferenceRequest {
  readonly cacheDirectory: string;
}

/** Where the pack of a build is kept, to be used by runs that name no reference. */
export const packedReferencePath = (cacheDirectory: string, build: GenomeBuild): string =>
  join(cacheDirectory, 'reference', `${build}.2bit`);

/** Packs a FASTA; the file appears complete and checked, or not at all. */
export const packReferenceTask: ValueTask<PackReferenceInput, PackReferenceReport> = async (request, context) => {
  const { fasta, cacheDirectory } = request;
  const beside = request.output ?? packedReferencePath(cacheDirectory, 'GRCh38');
  const file = await openFile(fasta);
  try {
    if (file.compression === 'parquet') throw errors.badReference(fasta, 'it is a Parquet file', 'Give a FASTA file.');
    return await withScratchDirectory(beside, async (scratch) => {
      const packed = join(scratch, 'packed.2bit');
      const chromosomes = await packTwoBit({ path: fasta, chunks: watched(file, context) }, packed);
      const build = request.build ?? detectBuild(fasta, chromosomes);
      const names = chooseSequences(
        fasta,
        build,
        chromosomes.map(({ name, length }) => [name, length]),
      );
      const used = chromosomes.filter(({ name }) => names.has(chromosomeCode(name)));
      const output = request.output ?? packedReferencePath(cacheDirectory, build);
      const { size } = await stat(packed);
      await replaceFile(output, (temporary) => rename(packed, temporary));
      return {
        output,
        genome_build: build,
        chromosomes: used.map(({ name }) => name),
        bases: used.reduce((sum, { length }) => sum + length, 0),
        bytes: size,
      };
    });
  } finally {
    await file.close();
  }
};

/** The one build on which some chromosome has the length that it has here; `chooseSequences` looks at the others. */
function detectBuild(fasta: string, chromosomes: readonly PackedChromosome[]): GenomeBuild {
  const fitting = GENOME_BUILDS.filter((build) =>
    chromosomes.some(({ name, length }) => CHROMOSOME_LENGTHS[build][chromosomeCode(name)] === length),
  );
  if (fitting.length === 1) return fitting[0];
  throw errors.buildUnknown(
    fasta,
    fitting.length === 0 ? 'no chromosome has the length of one on a known build' : 'the lengths fit several builds',
  );
}

async function* watched(
  { path, bytes: total, chunks }: OpenedFile,
  { checkCancelled, report }: TaskContext,
): AsyncGenerator<TextChunk> {
  const phase = `Packing ${fileName(path)}`;
  try {
    for await (const chunk of chunks()) {
      checkCancelled();
      report({ phase, done: chunk.consumed, total, unit: 'bytes' });
      yield chunk;
    }
  } catch (error) {
    if (!(error instanceof TruncatedStream)) throw error;
    throw errors.badReference(path, `it ends too early: ${error.message}`, 'Copy or download it again.');
  }
}
