import { errors } from '../errors.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoreReference } from '../model/result.ts';
import type { ScoreComparison } from '../model/scoreComparison.ts';
import { compareScores } from '../scoring/compareScores.ts';
import { nameOf } from './computeTask.ts';
import { locateScoringFile } from './locateScoringFile.ts';
import { readScoring } from './readScoring.ts';
import type { ValueTask } from './task.ts';

export interface CompareScoresInput {
  readonly reference: ScoreReference;
  readonly other: ScoreReference;
  readonly build: GenomeBuild;
  readonly catalogDirectory: string;
  readonly cacheDirectory: string;
}

/** Two scores locus by locus. Throws for files on different builds. */
export const compareScoresTask: ValueTask<CompareScoresInput, ScoreComparison> = async (input, context) => {
  const read = async (score: ScoreReference) =>
    readScoring(await locateScoringFile(score, input.catalogDirectory, input.build), input.cacheDirectory);
  const one = await read(input.reference);
  context.checkCancelled();
  const other = await read(input.other);
  if (one.genome_build !== null && other.genome_build !== null && one.genome_build !== other.genome_build)
    throw errors.comparedBuilds(
      { file: nameOf(input.reference), build: one.genome_build },
      { file: nameOf(input.other), build: other.genome_build },
    );
  return compareScores(one, other);
};
