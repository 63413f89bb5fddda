import { errors } from '../errors.ts';
import type { RowComparison } from '../model/comparison.ts';
import { compareRows } from '../scoring/compareRows.ts';
import { type ComputeInput, matchScore } from './computeTask.ts';
import type { ValueTask } from './task.ts';

export interface CompareRowsInput {
  /** Requests with one score each, the same. */
  readonly a: ComputeInput;
  readonly b: ComputeInput;
}

/** The rows of one score in two genomes, or in one under two sets of options. */
export const compareRowsTask: ValueTask<CompareRowsInput, RowComparison> = async ({ a, b }, context) => {
  const compared = compareRows(await matchScore(a, context), await matchScore(b, context));
  if (compared === null) throw errors.otherScoringFile();
  return compared;
};
