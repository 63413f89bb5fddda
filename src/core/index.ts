/** The engine's public surface, and nothing else. */
export { EXIT, errorData, errors, isPrsError, PrsError, type PrsErrorData } from './errors.ts';
export { writeChunks } from './io/replaceFile.ts';
export * from './model/genome.ts';
export * from './model/progress.ts';
export * from './model/result.ts';
export * from './model/score.ts';
export * from './model/vcf.ts';
export { createScoreSearch, type ScoreSearch } from './catalog/search.ts';
export { createSession, type DemoFiles, type Session, type SessionOptions } from './session.ts';
