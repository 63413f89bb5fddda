/** Where a score lies in a population, by which method, and why by no other. */
import type { GenomeBuild, Superpopulation } from '../model/genome.ts';
import type { Reason } from '../model/judgement.ts';
import type { PercentileMethod, PrsResult } from '../model/result.ts';
import type { ReferenceDistribution } from '../model/score.ts';
import { empiricalPercentile, percentileFromAuroc, percentileFromDistribution } from '../reference/percentile.ts';
import { formatFixed } from '../reference/rounding.ts';

/** Below this share of Σ|w|, no percentile is given: it would describe the coverage, not the person. */
const MINIMUM_COVERAGE = 0.2;
/** A reference distribution is of the whole score, so a sample must have nearly all of it to be compared. */
const REFERENCE_COVERAGE = 0.95;
/** Values beyond this in a distribution whose quantiles lie close together are broken, not rare. */
const BROKEN_SIZE = 1e4;
const BROKEN_SPREADS = 100;

export interface ScoredSample {
  readonly score: number;
  /** Mean and SD by allele frequencies over the rows counted that have one, and the sum of those rows. */
  readonly expected: {
    readonly score: number;
    readonly mean: number;
    readonly std: number;
    readonly rows: number;
  } | null;
  /** Σ|w| counted ÷ total; null when the total is 0. */
  readonly coverage: number | null;
  readonly matched: number;
  /** Whether only differences are listed and some loci that are not stayed unknown. */
  readonly hasUnlisted: boolean;
  readonly genome_build: GenomeBuild;
  readonly detected_genome_build: GenomeBuild | null;
  readonly population: Superpopulation;
  /** Those of this score, in all populations. */
  readonly distributions: readonly ReferenceDistribution[];
}

export type Placement = Pick<
  PrsResult,
  | 'percentile'
  | 'percentile_method'
  | 'percentile_source'
  | 'z_score'
  | 'percentile_empirical'
  | 'percentile_empirical_source'
  | 'reference_mean'
  | 'reference_std'
  | 'reference_n'
  | 'reference_not_used'
  | 'ancestry'
  | 'population'
>;

/** Percentile and z: from the reference distribution of the population first, then from allele frequencies. */
export function placeInPopulation(sample: ScoredSample): Placement {
  const { score, expected, matched, population } = sample;
  const refused = refusePercentile(sample);
  if (refused !== null) return withhold(refused, REFUSED_BEFORE[refused], population);
  const found = chooseDistribution(sample);
  if ('mean' in found) {
    const placed = percentileFromDistribution(score, found);
    const people = `${found.superpopulation}, ${found.n.toLocaleString('en-US')} people, of the reference distributions`;
    if (placed !== null)
      return {
        ...placed,
        percentile_method: 'reference_panel',
        percentile_source: `a normal distribution with the mean and SD of ${people}`,
        ...placeAmongQuantiles(score, found, people),
        reference_mean: found.mean,
        reference_std: found.std,
        reference_n: found.n,
        reference_not_used: null,
        ancestry: found.superpopulation,
        population,
      };
  }
  const reason = 'mean' in found ? UNUSABLE : found;
  const theoretical = expected === null ? null : percentileFromDistribution(expected.score, expected);
  if (theoretical === null || expected === null) return withhold('unavailable', reason, population);
  return {
    ...NO_PLACE,
    ...theoretical,
    percentile_method: 'theoretical',
    percentile_source: `effect-allele frequencies of the scoring file, ${expected.rows} of ${matched} variants counted`,
    reference_mean: expected.mean,
    reference_std: expected.std,
    reference_not_used: reason,
    population,
  };
}

const NO_PLACE = {
  percentile: null,
  percentile_source: null,
  z_score: null,
  percentile_empirical: null,
  percentile_empirical_source: null,
  reference_mean: null,
  reference_std: null,
  reference_n: null,
  ancestry: null,
} as const;

const withhold = (percentile_method: PercentileMethod, reason: Reason, population: Superpopulation): Placement => ({
  ...NO_PLACE,
  percentile_method,
  reference_not_used: reason,
  population,
});

type Refusal = 'build_mismatch' | 'insufficient_coverage' | 'variant_only_input';

function refusePercentile(sample: ScoredSample): Refusal | null {
  const { detected_genome_build: detected, genome_build, coverage, hasUnlisted } = sample;
  // Before coverage, which another build lowers: the cause is told, not the symptom.
  if (detected !== null && detected !== genome_build) return 'build_mismatch';
  if (coverage === null || coverage < MINIMUM_COVERAGE) return 'insufficient_coverage';
  // The variants a person differs at say nothing about how the others compare: only the whole score does.
  return hasUnlisted && coverage < REFERENCE_COVERAGE ? 'variant_only_input' : null;
}

const LOW_COVERAGE: Reason = {
  code: 'low_coverage',
  sentence:
    'The reference distribution is of the whole score, and less than 95 % of its weight is known for this sample.',
};
const UNUSABLE: Reason = {
  code: 'distribution_unusable',
  sentence: 'The reference distribution of this score has no usable mean and spread.',
};
const REFUSED_BEFORE: Readonly<Record<Refusal, Reason>> = {
  build_mismatch: {
    code: 'build_mismatch',
    sentence: 'The genotypes are of another genome build than the score.',
  },
  insufficient_coverage: LOW_COVERAGE,
  variant_only_input: LOW_COVERAGE,
};

/** The distribution to compare with, or why there is none. */
function chooseDistribution(sample: ScoredSample): ReferenceDistribution | Reason {
  const { distributions, population, genome_build, coverage } = sample;
  if (distributions.length === 0)
    return { code: 'no_distribution', sentence: 'There is no reference distribution of this score.' };
  const found = distributions.find(({ superpopulation }) => superpopulation === population);
  if (found === undefined)
    return {
      code: 'population_not_in_panel',
      sentence: `The reference distributions of this score are of ${distributions.map(({ superpopulation }) => superpopulation).join(', ')}, not of ${population}.`,
    };
  if (typeof found.panel_build === 'string' && found.panel_build !== genome_build)
    return {
      code: 'panel_build_mismatch',
      sentence: `The reference distribution was made on ${found.panel_build}, and the score was computed on ${genome_build}.`,
    };
  if (isBroken(found)) return UNUSABLE;
  return coverage !== null && coverage >= REFERENCE_COVERAGE ? found : LOW_COVERAGE;
}

/** As just-prs's audit of distributions has it: nothing to compare with, or numbers that a few broken values made. */
function isBroken({ mean, std, median, p5, p95 }: ReferenceDistribution): boolean {
  if (!Number.isFinite(mean) || !(std > 0) || !Number.isFinite(std)) return true;
  const tolerance = Math.max(BROKEN_SPREADS * Math.abs(p95 - p5), 1e-6);
  return Math.max(Math.abs(mean), std) > BROKEN_SIZE && (Math.abs(mean - median) > tolerance || std > tolerance);
}

function placeAmongQuantiles(
  score: number,
  distribution: ReferenceDistribution,
  people: string,
): Pick<Placement, 'percentile_empirical' | 'percentile_empirical_source'> {
  const found = empiricalPercentile(score, distribution);
  if (found === null) return { percentile_empirical: null, percentile_empirical_source: null };
  return {
    percentile_empirical: found.percentile,
    percentile_empirical_source: `${found.where} of ${people}`,
  };
}

/** Points between the two percentiles from which both must be told. */
const NOTABLE_GAP = 3;

/** A sentence when the people of the reference distribution are not spread normally near the score; none otherwise. */
export function explainGap({ percentile, percentile_empirical: empirical }: Placement): readonly string[] {
  if (percentile === null || empirical === null || Math.abs(percentile - empirical) <= NOTABLE_GAP) return [];
  return [
    `The percentile is ${percentile.toFixed(1)} if scores are normally distributed, and ${empirical.toFixed(1)} between the quantiles of the same people.`,
  ];
}

type Approximated = Pick<
  PrsResult,
  'percentile' | 'percentile_method' | 'percentile_source' | 'z_score' | 'withheld' | 'warnings'
>;

/**
 * The percentile of just-prs where there is nothing better: it takes the score for one with mean 0 and the spread that the
 * AUROC would have in cases and controls, whatever its unit. Only what is `unavailable` is replaced: what was withheld for
 * a reason stays withheld. Null when there is nothing to replace, or no AUROC above 0.5 and below 1.
 */
export function approximateByAuroc(
  result: Pick<PrsResult, 'percentile_method' | 'score' | 'warnings'>,
  evaluation: { readonly auroc: number | null; readonly ppm_id: string | null } | null,
): Approximated | null {
  const auroc = evaluation?.auroc ?? null;
  if (result.percentile_method !== 'unavailable' || auroc === null || !(auroc > 0.5 && auroc < 1)) return null;
  const placed = percentileFromAuroc(result.score, auroc);
  if (placed === null) return null;
  return {
    ...placed,
    percentile_method: 'auroc_approx',
    percentile_source: `AUROC ${formatFixed(auroc, 3)} of ${evaluation?.ppm_id ?? 'the best evaluation'}, with mean 0 assumed`,
    withheld: [],
    warnings: [
      ...result.warnings,
      'The percentile is approximated from the AUROC, as if scores had the mean 0 and the unit of its effect: it may be far off.',
    ],
  };
}
