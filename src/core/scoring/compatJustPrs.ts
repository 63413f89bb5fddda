/**
 * The matching of the Python just-prs, kept exactly for people who must compare with it: rows join records by position
 * alone, many to many; the effect allele is compared with REF and with the whole ALT; a missing genotype counts as no
 * copies; the theoretical distribution is of all rows. One weight a row: per-dosage files are not for it.
 */

import { HAPLOID, MISSING } from '../genotype/call.ts';
import { NO_KEY } from '../genotype/chromosome.ts';
import { FLAG, type GenotypeIndex, seekKey } from '../genotype/genotypeIndex.ts';
import { reasonsWithheld } from '../judgement/coverage.ts';
import { interpretPrsResult } from '../judgement/justPrsQuality.ts';
import type { PrsResult } from '../model/result.ts';
import {
  percentileFromDistribution,
  type TheoreticalDistribution,
  theoreticalDistribution,
} from '../reference/percentile.ts';
import { CompensatedSum } from './compensatedSum.ts';
import type { ScoringFile } from './scoringFile.ts';

export interface JustPrsScore {
  /** Σ effect weight × dosage over the joined pairs. */
  readonly score: number;
  /** Pairs of a row and a record at one locus: can exceed the rows. */
  readonly joined: number;
  /** Of all rows with an effect-allele frequency between 0 and 1; null without any. */
  readonly expected: TheoreticalDistribution | null;
}

export function scoreLikeJustPrs(index: GenotypeIndex, scoring: ScoringFile): JustPrsScore {
  const { rows, keys, weights, frequencies } = scoring;
  const translated = new Int32Array(scoring.alleles.size);
  for (let id = 0; id < translated.length; id++) translated[id] = index.alleles.lookup(scoring.alleles.text(id));
  const score = new CompensatedSum();
  let joined = 0;
  let from = 0;
  for (let row = 0; row < rows; row++) {
    const key = keys[row];
    if (key === NO_KEY) continue;
    from = seekKey(index.keys, key, from);
    for (let record = from; index.keys[record] === key; record++) {
      if ((index.flags[record] & FLAG.filtered) !== 0) continue;
      joined++;
      const effect = scoring.effects[row];
      if (effect >= 0) score.add(weights[row] * dosage(index, record, translated[effect]));
    }
  }
  const expected = frequencies === null ? null : theoreticalDistribution(weights, frequencies);
  return { score: score.value, joined, expected };
}

/** Copies of an allele that is the whole ALT text, or REF; anything else, and a missing call, counts as none. */
function dosage({ refs, alts, altStarts, firsts, seconds }: GenotypeIndex, record: number, allele: number): number {
  if (allele < 0 || firsts[record] === MISSING) return 0;
  const isOnlyAlt = altStarts[record + 1] - altStarts[record] === 1 && alts[altStarts[record]] === allele;
  if (!isOnlyAlt && refs[record] !== allele) return 0;
  const place = isOnlyAlt ? 1 : 0;
  const second = seconds[record] === HAPLOID ? 0 : Number(seconds[record] === place);
  return Number(firsts[record] === place) + second;
}

/** A result with the numbers of just-prs; the states stay those of matching by alleles. */
export function asJustPrsResult(result: PrsResult, { score, joined, expected }: JustPrsScore): PrsResult {
  const placed = expected === null ? null : percentileFromDistribution(score, expected);
  const match_rate = result.variants_total === 0 ? 0 : joined / result.variants_total;
  // The best AUROC is in the catalogue, which joins the result later.
  const { quality_label, summary } = interpretPrsResult(placed?.percentile ?? null, match_rate, null);
  return {
    ...result,
    score,
    variants_matched: joined,
    match_rate,
    quality_label,
    quality_summary: summary,
    has_allele_frequencies: expected !== null,
    theoretical_mean: expected?.mean ?? null,
    theoretical_std: expected?.std ?? null,
    percentile: placed?.percentile ?? null,
    z_score: placed?.z_score ?? null,
    percentile_method: placed === null ? 'unavailable' : 'theoretical',
    percentile_source:
      placed === null
        ? null
        : `effect-allele frequencies of the scoring file, ${expected?.n} of ${result.variants_total} rows`,
    percentile_empirical: null,
    percentile_empirical_source: null,
    withheld: reasonsWithheld(placed === null ? 'unavailable' : 'theoretical'),
    reference_mean: expected?.mean ?? null,
    reference_std: expected?.std ?? null,
    reference_n: null,
    reference_not_used: {
      code: 'compat',
      sentence: 'The Python just-prs prefers allele frequencies to a reference distribution.',
    },
    ancestry: null,
    warnings: [
      'Score, match rate and percentile were computed as the Python just-prs does: by position, without comparing alleles, and counting missing genotypes as no copies. Row states and coverage are those of matching by alleles.',
      ...result.warnings,
    ],
  };
}
