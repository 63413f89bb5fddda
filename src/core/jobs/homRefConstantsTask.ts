import { errorData, errors } from '../errors.ts';
import { readWholeFile } from '../io/readWhole.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { HomRefConstantsReport, HomRefConstantsRequest } from '../model/reference.ts';
import type { ReferenceSource } from '../reference/referenceSource.ts';
import { digestRows, sumHomRef } from '../scoring/homRefScore.ts';
import { judgeRows } from '../scoring/referenceVerdicts.ts';
import { parseScoringFile } from '../scoring/scoringFile.ts';
import { type HomRefConstant, writeHomRefTable } from './homRefTable.ts';
import { openReferenceSource } from './reference.ts';
import type { ValueTask } from './task.ts';
import { fileName } from './vcfRecords.ts';

export interface HomRefConstantsInput extends HomRefConstantsRequest {
  readonly cacheDirectory: string;
}

/** Computes the constant of each scoring file; one that has none is a failure, not the end. No table is written of none. */
export const homRefConstantsTask: ValueTask<HomRefConstantsInput, HomRefConstantsReport> = async (request, context) => {
  const sources = new Map<GenomeBuild, ReferenceSource>();
  const open = async (build: GenomeBuild): Promise<ReferenceSource> => {
    const source = sources.get(build) ?? (await openReferenceSource(request.reference, build, request.cacheDirectory));
    sources.set(build, source);
    return source;
  };
  const constants: HomRefConstant[] = [];
  const failures: HomRefConstantsReport['failures'][number][] = [];
  const total = request.scoringFiles.length;
  try {
    for (const [done, path] of request.scoringFiles.entries()) {
      context.checkCancelled();
      context.report({ phase: `Reading ${fileName(path)}`, done, total, unit: 'scores' });
      try {
        constants.push(await computeConstant(path, request.build, open));
      } catch (error) {
        const { code, message, hint } = errorData(error);
        failures.push({ file: fileName(path), code, message, hint });
      }
    }
  } finally {
    for (const source of sources.values()) source.close();
  }
  if (constants.length > 0) await writeHomRefTable(request.output, constants);
  return { output: request.output, written: constants.length, failures };
};

async function computeConstant(
  path: string,
  asked: GenomeBuild | null,
  open: (build: GenomeBuild) => Promise<ReferenceSource>,
): Promise<HomRefConstant> {
  const scoring = parseScoringFile(await readWholeFile(path), path);
  const build = scoring.genome_build ?? asked;
  if (build === null) throw errors.buildUnknown(path, 'its header does not say it');
  if (asked !== null && asked !== build) throw errors.scoreBuildMismatch(path, build, asked);
  const source = await open(build);
  const { score, palindromic, unknown } = sumHomRef(scoring, await judgeRows(scoring, source));
  if (unknown > 0) throw errors.homRefUnknown(path, unknown, scoring.rows);
  return {
    pgs_id: scoring.header.pgs_id ?? scoring.header['PGS ID'] ?? fileName(path),
    genome_build: build,
    hom_ref_score: score,
    hom_ref_palindromic: palindromic,
    n_rows: scoring.rows,
    rows_sha256: digestRows(scoring),
    reference: source.name,
  };
}
