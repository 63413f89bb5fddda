/** A scoring file cut down to one locus: what becomes of a row there, without reading the rest of a genome. */
import { BASES, complementBase, NO_ALLELE } from '../genotype/alleles.ts';
import { NO_KEY } from '../genotype/chromosome.ts';
import type { ScoringPolicies } from '../model/result.ts';
import { EFFECT, type ScoringFile } from './scoringFile.ts';

/** The rows at the locus of a row of the file, from 0, in their order; that row alone where it has no position. */
export function narrowScore(scoring: ScoringFile, fileRow: number): ScoringFile {
  const { from, to } = rowsAtLocus(scoring, fileRow);
  const { dosageWeights, frequencies } = scoring;
  return {
    ...scoring,
    rows: to - from,
    keys: scoring.keys.slice(from, to),
    effects: scoring.effects.slice(from, to),
    others: scoring.others.slice(from, to),
    weights: scoring.weights.slice(from, to),
    dosageWeights: dosageWeights === null ? null : dosageWeights.slice(from * 3, to * 3),
    frequencies: frequencies === null ? null : frequencies.slice(from, to),
    kinds: scoring.kinds.slice(from, to),
    fileRows: scoring.fileRows.slice(from, to),
  };
}

/** The places of those rows: from the first to before the last. Empty for a row that the file does not have. */
export function rowsAtLocus(
  { keys, fileRows }: Pick<ScoringFile, 'keys' | 'fileRows'>,
  fileRow: number,
): { readonly from: number; readonly to: number } {
  const row = fileRows.indexOf(fileRow);
  if (row < 0) return { from: 0, to: 0 };
  let [from, to] = [row, row + 1];
  if (keys[row] === NO_KEY) return { from, to };
  while (from > 0 && keys[from - 1] === keys[row]) from--;
  while (to < keys.length && keys[to] === keys[row]) to++;
  return { from, to };
}

/**
 * Whether what becomes of the rows at a locus is decided there alone. Not so for A/T and C/G pairs whose strand all rows
 * tell, nor for ε alleles, which are two loci; nor for loci that a file does not list, where all of its records tell what
 * that means.
 */
export function isDecidedAlone(
  { rows, effects, others, kinds }: ScoringFile,
  ambiguous: ScoringPolicies['ambiguous'],
): boolean {
  for (let row = 0; row < rows; row++) {
    if (kinds[row] === EFFECT.apoe) return false;
    // Without other allele, the record decides whether it is such a pair.
    const isPair =
      others[row] === NO_ALLELE || (effects[row] < BASES.length && others[row] === complementBase(effects[row]));
    if (ambiguous === 'auto' && isPair) return false;
  }
  return true;
}
