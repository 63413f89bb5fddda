/** From the sums of one score to the result a person reads. */

import type { InputModeEvidence } from '../genotype/inputMode.ts';
import { gradeCoverage, reasonsWithheld } from '../judgement/coverage.ts';
import { AUTOSOME_COUNT, CHROMOSOMES, type GenomeBuild } from '../model/genome.ts';
import {
  type GenotypeInputMode,
  type PercentileMethod,
  type PrsResult,
  ROW_STATES,
  type ScoringPolicies,
  type StateCounts,
  type StrandEvidence,
} from '../model/result.ts';
import type { ReferenceDistribution } from '../model/score.ts';
import type { Sex } from '../model/vcf.ts';
import { percentileFromDistribution } from '../reference/percentile.ts';
import { isMatched, type MatchPolicies } from './matchKernel.ts';
import type { ScoreSums } from './scoreSums.ts';
import type { ScoringFile } from './scoringFile.ts';
import { judgeStrand } from './strand.ts';

/** Below this share of Σ|w|, no percentile is given: it would describe the coverage, not the person. */
const MINIMUM_COVERAGE = 0.2;
/** A reference distribution is of the whole score, so a sample must have nearly all of it to be compared. */
const REFERENCE_COVERAGE = 0.95;
/** Below this match rate a wrong build is more likely than a bad overlap. */
const SUSPICIOUS_MATCH_RATE = 0.1;

export interface ResultContext {
  readonly pgs_id: string;
  readonly genome_build: GenomeBuild;
  readonly detected_genome_build: GenomeBuild | null;
  readonly sample: string;
  readonly sex: Sex | null;
  readonly policies: ScoringPolicies;
  /** Of the chosen population, when there is one for this score. */
  readonly distribution: ReferenceDistribution | null;
  readonly inputMode: InputModeEvidence;
  readonly strand: StrandEvidence;
  /** Name of the FASTA that gave alleles to loci not listed, or null. */
  readonly fasta: string | null;
  readonly synthetic: boolean;
  readonly warnings: readonly string[];
}

/** The policies in the terms of the match kernel. */
export function matchPolicies({ ambiguous, flip, duplicates, chromosomes }: ScoringPolicies): MatchPolicies {
  const codes =
    chromosomes === 'all'
      ? CHROMOSOMES.map((_, code) => code)
      : chromosomes === 'autosomes'
        ? CHROMOSOMES.slice(0, AUTOSOME_COUNT).map((_, code) => code)
        : CHROMOSOMES.flatMap((name, code) => (chromosomes.includes(name) ? [code] : []));
  return { ambiguous, flip, duplicates, chromosomes: codes };
}

export function toPrsResult(scoring: ScoringFile, sums: ScoreSums, context: ResultContext): PrsResult {
  const { states, weightMass } = sums;
  const matched = sumMatched(states);
  const coverage = sums.weightMassTotal > 0 ? sums.weightMassMatched / sums.weightMassTotal : null;
  const varianceShare = expectedVarianceShare(sums);
  const build = context.detected_genome_build;
  const placement = placeInPopulation(sums, coverage, context);
  const result = {
    pgs_id: context.pgs_id,
    trait_reported: scoring.header.trait_reported ?? scoring.header['Reported Trait'] ?? null,
    score: sums.score,
    score_ref_anchored: sums.anchoredScore,
    variants_matched: matched,
    variants_total: scoring.rows,
    match_rate: matched / scoring.rows,
    variants_observed: OBSERVED_STATES.reduce((sum, state) => sum + states[state], 0),
    variants_reference_block: states.reference_block,
    variants_assumed_hom_ref: states.assumed_hom_ref,
    variants_frequency_filled: states.frequency_filled,
    variants_ref_resolved_fasta: states.assumed_hom_ref + states.reference_block,
    variants_unscorable_absent: states.absent_unknown,
    variants_no_call: states.no_call,
    states,
    weight_mass_matched: sums.weightMassMatched,
    weight_mass_total: sums.weightMassTotal,
    weight_mass_coverage: coverage,
    weight_mass_observed: weightMass.exact + weightMass.swapped + weightMass.flipped,
    weight_mass_reference_block: weightMass.reference_block,
    weight_mass_assumed_hom_ref: weightMass.assumed_hom_ref,
    weight_mass_frequency_filled: weightMass.frequency_filled,
    expected_variance_share: varianceShare,
    expected_correlation: varianceShare === null ? null : Math.sqrt(varianceShare),
    score_without_ambiguous: sums.expected === null ? null : sums.score - sums.expected.palindromic.score,
    strand: judgeStrand(context.strand),
    strand_forward: context.strand.forward,
    strand_flipped: context.strand.flipped,
    genotype_input_mode: context.inputMode.mode,
    input_mode_cue: context.inputMode.cue,
    has_allele_frequencies: sums.expected !== null,
    theoretical_mean: sums.expected?.mean ?? null,
    theoretical_std: sums.expected?.std ?? null,
    ...placement,
    withheld: reasonsWithheld(placement.percentile_method),
    genome_build: context.genome_build,
    detected_genome_build: build,
    build_mismatch: build !== null && build !== context.genome_build,
    sample: context.sample,
    sex: context.sex,
    policies: context.policies,
    license: scoring.header.license ?? null,
    citation: scoring.header.citation ?? scoring.header.Citation ?? null,
    synthetic: context.synthetic,
    quality_label: null,
    quality_summary: null,
    warnings: [...context.warnings, ...scoring.warnings, ...explain(scoring, sums, context)],
  };
  return { ...result, ...gradeCoverage(result) };
}

interface Placement {
  readonly percentile: number | null;
  readonly percentile_method: PercentileMethod;
  readonly z_score: number | null;
  readonly reference_mean: number | null;
  readonly reference_std: number | null;
  readonly ancestry: string | null;
}

/** Percentile and z, from the reference panel first, then from allele frequencies over the rows scored. */
function placeInPopulation(
  sums: ScoreSums,
  coverage: number | null,
  { distribution, inputMode, ...builds }: ResultContext,
): Placement {
  const none = { percentile: null, z_score: null, reference_mean: null, reference_std: null, ancestry: null };
  // Before coverage, which another build lowers: the cause is told, not the symptom.
  if (builds.detected_genome_build !== null && builds.detected_genome_build !== builds.genome_build)
    return { ...none, percentile_method: 'build_mismatch' };
  if (coverage === null || coverage < MINIMUM_COVERAGE) return { ...none, percentile_method: 'insufficient_coverage' };
  // The variants a person differs at say nothing about how the others compare: only the whole score does.
  if (listsDifferences(inputMode.mode) && sums.states.absent_unknown > 0 && coverage < REFERENCE_COVERAGE)
    return { ...none, percentile_method: 'variant_only_input' };
  const { expected } = sums;
  const fromPanel =
    distribution === null || coverage < REFERENCE_COVERAGE
      ? null
      : percentileFromDistribution(sums.score, distribution);
  if (fromPanel !== null && distribution !== null)
    return {
      ...fromPanel,
      percentile_method: 'reference_panel',
      reference_mean: distribution.mean,
      reference_std: distribution.std,
      ancestry: distribution.superpopulation,
    };
  const theoretical = expected === null ? null : percentileFromDistribution(expected.score, expected);
  if (theoretical !== null && expected !== null)
    return {
      ...theoretical,
      percentile_method: 'theoretical',
      reference_mean: expected.mean,
      reference_std: expected.std,
      ancestry: null,
    };
  return { ...none, percentile_method: 'unavailable' };
}

/** Whether homozygous-reference sites are not listed one by one, so that those absent differ from those present. */
const listsDifferences = (mode: GenotypeInputMode): boolean => mode === 'variant_only' || mode === 'gvcf';

/** States of rows for which the genome has a record. */
const OBSERVED_STATES = ['exact', 'swapped', 'flipped', 'ambiguous', 'allele_mismatch', 'no_call', 'filtered'] as const;

/** Sum over the states that are counted in the score. */
const sumMatched = (values: StateCounts): number =>
  ROW_STATES.reduce((sum, state, code) => (isMatched(code) ? sum + values[state] : sum), 0);

function expectedVarianceShare({ expected }: ScoreSums): number | null {
  return expected === null || expected.fullStd === 0 ? null : (expected.std / expected.fullStd) ** 2;
}

/** What a careful reader would ask about this number. */
function explain(scoring: ScoringFile, sums: ScoreSums, context: ResultContext): string[] {
  const { inputMode, fasta } = context;
  const warnings: string[] = [];
  const { states, expected } = sums;
  const matched = sumMatched(states);
  const share = (count: number): string => `${count} of ${scoring.rows} variants`;
  if (matched === 0) warnings.push('No variant of this score was matched, so the score 0 means nothing.');
  else if (matched / scoring.rows < SUSPICIOUS_MATCH_RATE)
    warnings.push(`Only ${share(matched)} matched: check that the VCF is on this genome build and covers these sites.`);
  if (states.assumed_hom_ref > 0)
    warnings.push(`${share(states.assumed_hom_ref)} are not listed and were counted as the reference of ${fasta}.`);
  if (states.reference_block > 0)
    warnings.push(
      `${share(states.reference_block)} lie in reference blocks and were counted as the reference of ${fasta}.`,
    );
  if (states.absent_unknown > 0) {
    const total = sums.weightMassTotal;
    const weight = total > 0 ? (100 * sums.weightMass.absent_unknown) / total : 0;
    const remedy = !listsDifferences(inputMode.mode)
      ? 'the file should list them.'
      : fasta === null
        ? `${inputMode.mode === 'gvcf' ? 'blocks of a gVCF do not' : 'the file lists only differences and does not'} say the reference allele, so give the reference with --fasta to count them.`
        : 'the reference does not settle them.';
    warnings.push(
      `${share(states.absent_unknown)}, ${weight.toFixed(1)} % of the weight, are absent and add 0: ${remedy}`,
    );
  }
  if (states.frequency_filled > 0)
    warnings.push(
      `${share(states.frequency_filled)} have no usable genotype and were counted at twice their effect-allele frequency.`,
    );
  warnings.push(...explainAmbiguous(scoring, sums, context));
  if (states.unsupported > 0)
    warnings.push(`${share(states.unsupported)} are haplotypes, interactions or named alleles, which are not scored.`);
  if (expected !== null && expected.rows < matched)
    warnings.push(
      `Allele frequencies are known for ${expected.rows} of ${matched} matched variants; the theoretical distribution is of those.`,
    );
  return warnings;
}

/** A difference in z beyond which the A/T and C/G pairs matter. */
const NOTABLE_Z = 0.1;

/** What the strand of the file means for its A/T and C/G pairs, and how much hangs on them. */
function explainAmbiguous({ harmonised }: ScoringFile, sums: ScoreSums, { strand, policies }: ResultContext): string[] {
  const { forward, flipped } = strand;
  const { states, expected } = sums;
  const warnings: string[] = [];
  const verdict = judgeStrand(strand);
  const evidence = `${flipped} of ${forward + flipped} unambiguous SNVs fit only as their complement`;
  if (policies.ambiguous === 'auto' && states.ambiguous > 0 && verdict !== 'forward')
    warnings.push(
      verdict === 'unknown' && !harmonised
        ? `${states.ambiguous} A/T or C/G pairs were left out: too few other SNVs (${forward + flipped}) tell which strand the file is on.`
        : `${states.ambiguous} A/T or C/G pairs were left out: the file is not all on the forward strand (${evidence}).`,
    );
  if (expected === null) return warnings;
  const { palindromic } = expected;
  const variance = expected.std ** 2 - palindromic.variance;
  if (!(variance > 0)) return warnings;
  const z = (expected.score - expected.mean) / expected.std;
  const without = (expected.score - palindromic.score - (expected.mean - palindromic.mean)) / Math.sqrt(variance);
  if (Math.abs(z - without) > NOTABLE_Z)
    warnings.push(
      `Without the A/T and C/G pairs the theoretical z would be ${without.toFixed(2)} instead of ${z.toFixed(2)}, and the score ${(sums.score - palindromic.score).toPrecision(6)} instead of ${sums.score.toPrecision(6)}.`,
    );
  return warnings;
}
