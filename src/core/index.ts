/** The engine's public surface, and nothing else. */

export { encodeResults, streamArrow } from './arrow/encodeResults.ts';
export { CATALOG_CITATION } from './catalog/citation.ts';
export { createScoreSearch, type ScoreSearch } from './catalog/search.ts';
export { EVIDENCE_TIERS, readQuery, splitQuery } from './catalog/searchFilters.ts';
export { createTraitSearch, listTraits } from './catalog/traits.ts';
export { EXIT, errorData, errors, isPrsError, PrsError, type PrsErrorData } from './errors.ts';
export { findAddressSpaceProblem } from './io/addressSpace.ts';
export { availableMemory, availableThreads } from './io/availableThreads.ts';
export { writeChunks } from './io/replaceFile.ts';
export { readStateFile, writeStateFile } from './io/stateFile.ts';
export { writeNewFile } from './io/writeNewFile.ts';
export { compareResults } from './judgement/compareResults.ts';
export { gradeCoverage, reasonsWithheld } from './judgement/coverage.ts';
export { gradeEvidence } from './judgement/evidence.ts';
export { interpretPrsResult, type ModelQuality } from './judgement/justPrsQuality.ts';
export { approximateByAuroc, placeInPopulation } from './judgement/placement.ts';
export { groupByTrait, type Voter } from './judgement/traitConsensus.ts';
export * from './model/bundle.ts';
export * from './model/cache.ts';
export * from './model/catalog.ts';
export * from './model/cohort.ts';
export * from './model/comparison.ts';
export * from './model/demo.ts';
export * from './model/estimate.ts';
export * from './model/explanation.ts';
export * from './model/genome.ts';
export * from './model/health.ts';
export * from './model/judgement.ts';
export * from './model/locus.ts';
export * from './model/network.ts';
export * from './model/pgsId.ts';
export * from './model/plugin.ts';
export * from './model/progress.ts';
export * from './model/reference.ts';
export * from './model/release.ts';
export * from './model/result.ts';
export * from './model/score.ts';
export * from './model/scoreComparison.ts';
export * from './model/scoreOverview.ts';
export * from './model/vcf.ts';
export type { RestRecord } from './net/restClient.ts';
export { normalCdf } from './reference/normal.ts';
export { chooseColumns, HASH_COLUMNS } from './scoring/chooseColumns.ts';
export { RESULT_SCHEMA } from './scoring/columnKinds.ts';
export { checkOneRun, readResults } from './scoring/readResults.ts';
export {
  columnTitle,
  EXPORTED_COLUMNS,
  flattenResult,
  RESULT_COLUMNS,
  USUAL_COLUMNS,
  wordCell,
} from './scoring/resultColumns.ts';
export { createSession, type Session, type SessionOptions } from './session.ts';
export { formatDelimited } from './text/delimited.ts';
export { closest } from './text/nearest.ts';
export * from './text/pluginWords.ts';
