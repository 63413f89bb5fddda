/** The constant of a score, from the reference or from a table, and the complete score that it makes of the anchored one. */
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoringPolicies } from '../model/result.ts';
import { digestRows, refuseConstant, sumHomRef } from '../scoring/homRefScore.ts';
import { type RowMatches, STATE } from '../scoring/matchKernel.ts';
import type { HomRefResult } from '../scoring/prsResult.ts';
import type { ScoreSums } from '../scoring/scoreSums.ts';
import type { ScoringFile } from '../scoring/scoringFile.ts';
import type { HomRefTable } from './homRefTable.ts';
import type { Reference, ScoredGenome } from './reference.ts';

export interface ScoredRows {
  readonly pgs_id: string;
  readonly scoring: ScoringFile;
  readonly matches: RowMatches;
  readonly sums: ScoreSums;
  /** The reference's verdict on each row; null without a reference. */
  readonly verdicts: Uint8Array | null;
  /** Whether A/T and C/G pairs count. */
  readonly keepAmbiguous: boolean;
  readonly policies: ScoringPolicies;
}

export function findHomRef(
  rows: ScoredRows,
  { genotypes, genome_build, inputMode }: ScoredGenome,
  { restorer, homRefTable, isDoubtful }: Reference,
): HomRefResult {
  const { scoring, matches, sums, policies } = rows;
  const computed = fromReference(rows);
  const looked = computed === null && homRefTable !== null ? fromTable(rows, homRefTable, genome_build) : NOTHING;
  const hom_ref_score = computed ?? looked.constant;
  // Where loci were restored, the score is complete as it is, and so it is where all sites are listed.
  if (hom_ref_score === null || restorer !== null || inputMode.mode !== 'variant_only')
    return { hom_ref_score, score_from_anchor: null, warnings: looked.warnings };
  const refusal = refuseConstant(scoring, matches, {
    index: genotypes.index,
    states: sums.states,
    policies,
    filteredOut: genotypes.filteredOut,
    isDoubtful: (row) => isDoubtful(scoring, row),
  });
  if (refusal !== null)
    return { hom_ref_score, score_from_anchor: null, warnings: [`There is no score_from_anchor: ${refusal}.`] };
  return {
    hom_ref_score,
    score_from_anchor: sums.anchoredScore + hom_ref_score,
    warnings: ['score_from_anchor counts what is not listed as the reference; score does not.'],
  };
}

/** Over the rows that this run counts; null without a reference, or when it does not settle all of them. */
function fromReference({ scoring, matches, verdicts, keepAmbiguous }: ScoredRows): number | null {
  if (verdicts === null) return null;
  const sums = sumHomRef(scoring, verdicts, (row) => matches.states[row] !== STATE.excluded);
  if (sums.unknown > 0) return null;
  return keepAmbiguous ? sums.score : sums.score - sums.palindromic;
}

interface Looked {
  readonly constant: number | null;
  readonly warnings: readonly string[];
}

const NOTHING: Looked = { constant: null, warnings: [] };

/** The table's constant is of all rows. */
function fromTable(
  { pgs_id, scoring, sums, keepAmbiguous }: ScoredRows,
  table: HomRefTable,
  build: GenomeBuild,
): Looked {
  const found = table.find(build, digestRows(scoring));
  if (found === undefined) {
    const why = table.names(pgs_id)
      ? `its constant of ${pgs_id} is of another version of the scoring file, or of another build`
      : `it has no constant of ${pgs_id}`;
    return { constant: null, warnings: [`The table of constants was not used: ${why}.`] };
  }
  if (sums.states.excluded > 0)
    return { constant: null, warnings: ['The table of constants was not used: variants were left out of the score.'] };
  const { hom_ref_score, hom_ref_palindromic } = found;
  return { constant: keepAmbiguous ? hom_ref_score : hom_ref_score - hom_ref_palindromic, warnings: [] };
}
