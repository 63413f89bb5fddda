/** How much of a score one sample's genotypes carry: about this result alone, never about the model. */
import type { CoverageGrade, Reason } from '../model/judgement.ts';
import type { PercentileMethod, PrsResult } from '../model/result.ts';

type Covered = Pick<
  PrsResult,
  | 'match_rate'
  | 'weight_mass_coverage'
  | 'weight_mass_total'
  | 'weight_mass_frequency_filled'
  | 'weight_mass_assumed_hom_ref'
  | 'expected_variance_share'
  | 'genotype_input_mode'
  | 'variants_unscorable_absent'
  | 'build_mismatch'
>;

interface Finding extends Reason {
  /** The best grade that this finding leaves possible. */
  readonly grade: CoverageGrade;
}

/** The worst finding decides the grade; all of them are given as reasons. */
export function gradeCoverage(result: Covered): {
  readonly coverage_grade: CoverageGrade;
  readonly coverage_reasons: readonly Reason[];
} {
  const found = findings(result);
  const coverage_grade = found.reduce<CoverageGrade>((worst, { grade }) => (grade > worst ? grade : worst), 'A');
  return { coverage_grade, coverage_reasons: found.map(({ code, sentence }) => ({ code, sentence })) };
}

function findings(result: Covered): Finding[] {
  const { weight_mass_coverage, weight_mass_total, expected_variance_share, match_rate } = result;
  const shareOf = (mass: number): number => (weight_mass_total > 0 ? mass / weight_mass_total : 0);
  const filled = shareOf(result.weight_mass_frequency_filled);
  const assumed = shareOf(result.weight_mass_assumed_hom_ref);
  const found: Finding[] = [];
  if (weight_mass_coverage === null)
    found.push({ grade: 'F', code: 'no_weights', sentence: 'The weights of the score are all zero or missing.' });
  else {
    // What was filled in from frequencies is the same for everybody, and says nothing about this sample.
    const measured = Math.max(0, weight_mass_coverage - filled);
    found.push({
      grade: gradeOfShare(measured),
      code: 'weight_coverage',
      sentence: `${percent(measured)} of the weight of the score is known for this sample.`,
    });
  }
  if (expected_variance_share !== null)
    found.push({
      grade: gradeOfShare(expected_variance_share),
      code: 'variance_share',
      sentence: `The variants counted carry ${percent(expected_variance_share)} of the differences between people that the score describes.`,
    });
  if (match_rate < 0.1)
    found.push({
      grade: 'D',
      code: 'low_match_rate',
      sentence: `Only ${percent(match_rate)} of the variants matched, as with a file of the wrong genome build.`,
    });
  if (result.variants_unscorable_absent > 0 && listsDifferences(result))
    found.push({
      grade: 'C',
      code: 'absent_unknown',
      sentence: 'The file lists only differences, and some variants that it does not list stay unknown.',
    });
  if (filled > 0)
    found.push({
      grade: 'B',
      code: 'frequency_filled',
      sentence: `${percent(filled)} of the weight was filled in from allele frequencies, the same for everybody.`,
    });
  if (assumed > 0)
    found.push({
      grade: 'A',
      code: 'assumed_reference',
      sentence: `${percent(assumed)} of the weight is at variants that are not listed and were counted as the reference.`,
    });
  if (result.build_mismatch)
    found.push({
      grade: 'F',
      code: 'build_mismatch',
      sentence: 'The genotypes are of another genome build than the score.',
    });
  return found;
}

const listsDifferences = ({ genotype_input_mode: mode }: Covered): boolean =>
  mode === 'variant_only' || mode === 'gvcf';

/** From 0.95 a reference distribution of the whole score may be used, below 0.2 no percentile is given at all. */
const gradeOfShare = (share: number): CoverageGrade =>
  share >= 0.95 ? 'A' : share >= 0.8 ? 'B' : share >= 0.5 ? 'C' : share >= 0.2 ? 'D' : 'F';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const WITHHELD: Readonly<Partial<Record<PercentileMethod, string>>> = {
  insufficient_coverage: 'No percentile: too little of the score was matched.',
  variant_only_input: 'No percentile: the file lists only differences, and the rest is unknown.',
  build_mismatch: 'No percentile: the genotypes are of another genome build than the score.',
  unavailable: 'No percentile: there is no reference distribution and there are no allele frequencies.',
};

/** Why a percentile was withheld, by the method that stands in its place; empty when one was given. */
export function reasonsWithheld(method: PercentileMethod): readonly Reason[] {
  const sentence = WITHHELD[method];
  return sentence === undefined ? [] : [{ code: method, sentence }];
}
