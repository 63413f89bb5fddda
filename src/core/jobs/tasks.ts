import { scoresTask, scoringFileTask, sheetTask } from './catalogTasks.ts';
import { computeTask } from './computeTask.ts';
import { demoTask } from './demoTask.ts';
import { normalizeTask } from './normalizeTask.ts';
import type { Task } from './task.ts';

/** All long work, by name: what a worker thread can be asked to do. */
export const tasks = {
  compute: computeTask,
  demo: demoTask,
  normalize: normalizeTask,
  scores: scoresTask,
  scoringFile: scoringFileTask,
  sheet: sheetTask,
};
export type TaskName = keyof typeof tasks;

export type TaskInput<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[0];
export type TaskItem<Name extends TaskName> = (typeof tasks)[Name] extends Task<infer _, infer Item, infer _Value> ? Item : never;
export type TaskValue<Name extends TaskName> =
  (typeof tasks)[Name] extends Task<infer _, infer _Item, infer Value> ? Value : never;
