import { join } from 'node:path';
import { errors } from '../errors.ts';
import { isReadable } from '../io/readWhole.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoreReference } from '../model/result.ts';

/** Path of a scoring file; one asked for by id is looked up among the harmonised files of the catalogue. */
export async function locateScoringFile(
  reference: ScoreReference,
  catalogDirectory: string,
  build: GenomeBuild,
): Promise<string> {
  if (reference.kind === 'file') return reference.path;
  const directory = join(catalogDirectory, 'scores');
  for (const ending of ['.txt.gz', '.txt', '.parquet']) {
    const path = join(directory, `${reference.pgs_id}_hmPOS_${build}${ending}`);
    if (await isReadable(path)) return path;
  }
  throw errors.scoreNotFound(reference.pgs_id, build, directory);
}
