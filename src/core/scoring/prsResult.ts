/** From the sums of one score to the result a person reads. */

import type { InputModeEvidence } from '../genotype/inputMode.ts';
import { gradeCoverage, reasonsWithheld } from '../judgement/coverage.ts';
import { explainGap, placeInPopulation } from '../judgement/placement.ts';
import { AUTOSOME_COUNT, CHROMOSOMES, type GenomeBuild, type Superpopulation } from '../model/genome.ts';
import {
  type GenotypeInputMode,
  type Provenance,
  type PrsResult,
  ROW_STATES,
  type ScoringPolicies,
  type StateCounts,
  type StrandEvidence,
} from '../model/result.ts';
import type { ReferenceDistribution } from '../model/score.ts';
import type { Sex } from '../model/vcf.ts';
import { isMatched, type MatchPolicies } from './matchKernel.ts';
import type { ScoreSums } from './scoreSums.ts';
import type { ScoringFile } from './scoringFile.ts';
import { judgeStrand } from './strand.ts';

/** Below this match rate a wrong build is more likely than a bad overlap. */
const SUSPICIOUS_MATCH_RATE = 0.1;

export interface ResultContext {
  readonly pgs_id: string;
  readonly genome_build: GenomeBuild;
  readonly detected_genome_build: GenomeBuild | null;
  readonly sample: string;
  readonly sex: Sex | null;
  readonly policies: ScoringPolicies;
  readonly population: Superpopulation;
  /** Of this score, in all populations. */
  readonly distributions: readonly ReferenceDistribution[];
  readonly inputMode: InputModeEvidence;
  readonly strand: StrandEvidence;
  /** Name of the reference that gave alleles to loci not listed, or null. */
  readonly fasta: string | null;
  /** Rows that it could have given an allele, but that lie outside the callable regions. */
  readonly notCallable: number;
  readonly homRef: HomRefResult;
  readonly synthetic: boolean;
  readonly provenance: Provenance;
  readonly warnings: readonly string[];
}

/** See PrsResult. */
export interface HomRefResult extends Pick<PrsResult, 'hom_ref_score' | 'score_from_anchor'> {
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
  const { header } = scoring;
  const placement = placeInPopulation({
    score: sums.score,
    expected: sums.expected,
    coverage,
    matched,
    hasUnlisted: listsDifferences(context.inputMode.mode) && states.absent_unknown > 0,
    genome_build: context.genome_build,
    detected_genome_build: build,
    population: context.population,
    distributions: context.distributions,
  });
  const result = {
    pgs_id: context.pgs_id,
    trait_reported: header.trait_reported ?? header['Reported Trait'] ?? null,
    trait_efo: header.trait_mapped ?? null,
    trait_efo_id: header.trait_efo ?? null,
    pgp_id: header.pgp_id ?? null,
    score: sums.score,
    score_ref_anchored: sums.anchoredScore,
    hom_ref_score: context.homRef.hom_ref_score,
    score_from_anchor: context.homRef.score_from_anchor,
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
    license: header.license ?? null,
    citation: header.citation ?? header.Citation ?? null,
    synthetic: context.synthetic,
    quality_label: null,
    quality_summary: null,
    warnings: [
      ...context.warnings,
      ...scoring.warnings,
      ...explain(scoring, sums, context),
      ...context.homRef.warnings,
      ...explainGap(placement),
    ],
    evidence: null,
    provenance: context.provenance,
  };
  return { ...result, ...gradeCoverage(result) };
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
        ? `${inputMode.mode === 'gvcf' ? 'blocks of a gVCF do not' : 'the file lists only differences and does not'} say the reference allele, so give the reference with --reference to count them.`
        : explainUnsettled(states.absent_unknown, context.notCallable);
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

function explainUnsettled(absent: number, notCallable: number): string {
  if (notCallable === 0) return 'the reference does not settle them.';
  const rest = absent > notCallable ? ', the reference does not settle the others' : '';
  return `${notCallable} of them lie outside the callable regions${rest}.`;
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
