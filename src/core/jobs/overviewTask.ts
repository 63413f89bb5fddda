import { sketchVariants, variantOverlap } from '../judgement/variantOverlap.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoreReference } from '../model/result.ts';
import type { Overviewed, ScoreOverlap } from '../model/scoreOverview.ts';
import { overviewScore } from '../scoring/overviewScore.ts';
import { nameOf } from './computeTask.ts';
import { locateScoringFile } from './locateScoringFile.ts';
import { readScoring } from './readScoring.ts';
import type { ValueTask } from './task.ts';

export interface OverviewInput {
  readonly reference: ScoreReference;
  /** Scores to compare it with. */
  readonly others: readonly ScoreReference[];
  readonly build: GenomeBuild;
  readonly catalogDirectory: string;
  readonly cacheDirectory: string;
}

/** What a scoring file is made of, and how much of it lies in others. */
export const overviewTask: ValueTask<OverviewInput, Overviewed> = async (input, context) => {
  const { reference, others, build, catalogDirectory, cacheDirectory } = input;
  const read = async (score: ScoreReference) =>
    readScoring(await locateScoringFile(score, catalogDirectory, build), cacheDirectory);
  const scoring = await read(reference);
  const sketch = sketchVariants(scoring);
  const overlaps: ScoreOverlap[] = [];
  for (const other of others) {
    context.checkCancelled();
    const overlap = await read(other).then(
      (found) => variantOverlap(sketch, sketchVariants(found)),
      () => null,
    );
    overlaps.push({ name: nameOf(other), overlap });
  }
  return { overview: overviewScore(scoring), overlaps };
};
