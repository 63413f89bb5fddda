/** What a row without a usable genotype adds when it is not left at nothing. */

import { chromosomeKeyRange } from '../genotype/chromosome.ts';
import { AUTOSOME_COUNT } from '../model/genome.ts';
import { type RowMatches, STATE } from './matchKernel.ts';
import type { ScoringFile } from './scoringFile.ts';

const FILLED_STATES: readonly number[] = [STATE.no_call, STATE.filtered, STATE.absent_unknown];

const [, AUTOSOMES_END] = chromosomeKeyRange(AUTOSOME_COUNT - 1);

/** Whether every person has two copies of a row's locus, so that a frequency says how many effect alleles to expect. */
export const isDiploid = ({ keys }: ScoringFile, row: number): boolean => keys[row] < AUTOSOMES_END;

/** The dosage expected from the population, 2 × effect-allele frequency; NaN off the autosomes or without a frequency. */
export function expectedDosage(scoring: ScoringFile, row: number): number {
  const frequency = scoring.frequencies?.[row] ?? Number.NaN;
  return frequency >= 0 && frequency <= 1 && isDiploid(scoring, row) ? 2 * frequency : Number.NaN;
}

/**
 * Gives rows without a usable genotype the dosage expected from the population, as `plink2 --score` does with
 * `--read-freq`. A filled row adds nothing to the anchored score.
 */
export function fillFromFrequencies(scoring: ScoringFile, matches: RowMatches): void {
  for (let row = 0; row < scoring.rows; row++) {
    if (!FILLED_STATES.includes(matches.states[row])) continue;
    const dosage = expectedDosage(scoring, row);
    if (Number.isNaN(dosage)) continue;
    matches.states[row] = STATE.frequency_filled;
    matches.dosages[row] = dosage;
    matches.anchors[row] = dosage;
  }
}
