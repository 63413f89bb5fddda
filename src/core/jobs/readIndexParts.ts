/** The records of a large VCF read side by side, by a thread that then puts them together. */
import { errorData } from '../errors.ts';
import { AlleleTable } from '../genotype/alleles.ts';
import { type GenotypeIndex, GenotypeIndexBuilder } from '../genotype/genotypeIndex.ts';
import type { ByteRange } from '../io/open.ts';
import { planEvenRanges } from './evenRanges.ts';
import type { RecordRequest } from './recordRequest.ts';
import type { TaskContext } from './task.ts';
import type { OpenedVcf } from './vcfRecords.ts';

export interface IndexPartInput {
  readonly request: RecordRequest;
  readonly sample: number;
  readonly range: ByteRange;
}

/** An index as plain data, which can cross threads; its arrays are shared memory. */
export type IndexPart = Omit<GenotypeIndex, 'alleles'> & { readonly alleles: Uint8Array };

/** The index of all records, or null where one thread reading from the start is the better or the only way. */
export async function readIndexParts(
  { file }: OpenedVcf,
  { request, sample, threads }: { readonly request: RecordRequest; readonly sample: number; readonly threads: number },
  context: TaskContext,
): Promise<GenotypeIndex | null> {
  const ranges = await planEvenRanges(file, threads);
  const inputs = ranges.flatMap((range) => (range === null ? [] : [{ request, sample, range }]));
  if (inputs.length < 2) return null;
  const done = inputs.map(() => 0);
  try {
    const parts = await context.runAll('indexPart', inputs, {
      threads,
      onProgress: (place, progress) => {
        done[place] = progress.done - (inputs[place]?.range.start ?? 0);
        context.report({ ...progress, done: done.reduce((a, b) => a + b), total: file.bytes });
      },
    });
    return joinParts(parts as readonly IndexPart[]);
  } catch (error) {
    // Only a reading from the start knows the line of a bad record.
    if (errorData(error).code === 'cancelled') throw error;
    return null;
  }
}

function joinParts(parts: readonly IndexPart[]): GenotypeIndex {
  const builder = new GenotypeIndexBuilder();
  for (const part of parts) builder.append({ ...part, alleles: AlleleTable.unpack(part.alleles) });
  return builder.finish();
}
