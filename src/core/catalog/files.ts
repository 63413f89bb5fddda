/** Where the PGS Catalog keeps its files, and where we do. */
import type { GenomeBuild } from '../model/genome.ts';
import type { MetadataSheet } from '../model/score.ts';
import { SHEET_FILES } from './sheets.ts';

/** Below the root of the Catalog's file tree. */
export const remoteScorePath = (pgs_id: string, build: GenomeBuild): string =>
  `scores/${pgs_id}/ScoringFiles/Harmonized/${scoreFileName(pgs_id, build)}`;

export const remoteSheetPath = (sheet: MetadataSheet): string => `metadata/${SHEET_FILES[sheet]}`;

/** A scoring file harmonised by position. */
export const scoreFileName = (pgs_id: string, build: GenomeBuild): string => `${pgs_id}_hmPOS_${build}.txt.gz`;
