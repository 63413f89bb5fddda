import { catalogTableTask, scoreDetailTask } from './catalogTables.ts';
import { lintTask, scoresTask, sheetTask } from './catalogTasks.ts';
import { cleanMetadataTask } from './cleanMetadataTask.ts';
import { cohortPartTask, cohortTask } from './cohortTask.ts';
import { compareRowsTask } from './compareRowsTask.ts';
import { compareScoresTask } from './compareScoresTask.ts';
import { computeTask } from './computeTask.ts';
import { convertWeightsTask } from './convertWeightsTask.ts';
import { demoTask } from './demoTask.ts';
import { findLocusTask, genotypeRowsTask } from './genotypeRows.ts';
import { homRefConstantsTask } from './homRefConstantsTask.ts';
import { indexPartTask } from './loadGenotypes.ts';
import { locusTask } from './locusTask.ts';
import { hashTask, joinTask, readTask } from './normalizeTask.ts';
import { overviewTask } from './overviewTask.ts';
import { packReferenceTask } from './packReferenceTask.ts';
import { checkSheetTask, releaseTask } from './releaseTask.ts';
import { scoreFactsTask } from './scoreFacts.ts';
import { scoringParquetTask } from './scoringParquet.ts';
import { scoringRowsTask } from './scoringRowsTask.ts';
import { scoringTextTask } from './scoringTextTask.ts';
import { storedResultsTask } from './storedResults.ts';
import { tryParquetTask } from './tryParquet.ts';

/** All long work, by name: what a worker thread can be asked to do. */
export const tasks = {
  catalogTable: catalogTableTask,
  checkSheet: checkSheetTask,
  cleanMetadata: cleanMetadataTask,
  cohort: cohortTask,
  cohortPart: cohortPartTask,
  compareRows: compareRowsTask,
  compareScores: compareScoresTask,
  compute: computeTask,
  convertWeights: convertWeightsTask,
  demo: demoTask,
  hash: hashTask,
  findLocus: findLocusTask,
  genotypeRows: genotypeRowsTask,
  homRefConstants: homRefConstantsTask,
  indexPart: indexPartTask,
  join: joinTask,
  overview: overviewTask,
  packReference: packReferenceTask,
  lint: lintTask,
  locus: locusTask,
  read: readTask,
  release: releaseTask,
  scoreDetail: scoreDetailTask,
  scoreFacts: scoreFactsTask,
  scores: scoresTask,
  scoringParquet: scoringParquetTask,
  scoringRows: scoringRowsTask,
  scoringText: scoringTextTask,
  sheet: sheetTask,
  storedResults: storedResultsTask,
  tryParquet: tryParquetTask,
};
export type TaskName = keyof typeof tasks;

export type TaskInput<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[0];
type Answer<Name extends TaskName> = ReturnType<(typeof tasks)[Name]>;

export type TaskItem<Name extends TaskName> = Answer<Name> extends AsyncGenerator<infer Item> ? Item : never;
export type TaskValue<Name extends TaskName> =
  Answer<Name> extends AsyncGenerator<unknown, infer Value> ? Value : Awaited<Answer<Name>>;
