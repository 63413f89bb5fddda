import { errors } from '../errors.ts';
import { CallableRegionBuilder } from '../genotype/callableRegions.ts';
import type { ReferenceBlocks } from '../genotype/referenceBlocks.ts';
import { openFile, TruncatedStream } from '../io/open.ts';
import type { GenomeBuild } from '../model/genome.ts';

/** Reads a BED, plain or gzipped. Throws `bad_bed` with the line that cannot be read, or when there is no region. */
export async function readCallableRegions(path: string, build: GenomeBuild): Promise<ReferenceBlocks> {
  const file = await openFile(path);
  const regions = new CallableRegionBuilder(build);
  let line = 0;
  const take = (text: string): void => {
    line++;
    const fault = regions.add(text);
    if (fault !== null) throw errors.badBed(path, line, fault);
  };
  let rest = '';
  try {
    for await (const { bytes } of file.chunks()) {
      const lines = (rest + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(take);
    }
  } catch (error) {
    if (error instanceof TruncatedStream) throw errors.truncated(path, line + 1, error.message);
    throw error;
  } finally {
    await file.close();
  }
  if (rest !== '') take(rest);
  const found = regions.finish();
  if (found === null) throw errors.badBed(path, undefined, 'no line is a region of a chromosome');
  return found;
}
