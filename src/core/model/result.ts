import type { GenomeBuild, Superpopulation } from './genome.ts';
import type { VcfFilterConfig } from './vcf.ts';

/**
 * What became of a scoring row. Every row ends in exactly one state; the counts sum to the rows of the file.
 *
 * - `exact`        effect allele is an ALT of the record, other allele fits: counted
 * - `swapped`      effect allele is the REF of the record, other allele fits: counted
 * - `flipped`      fits after taking the complement of both alleles: counted
 * - `assumed_hom_ref` no record in a VCF that lists only differences, and the reference is known: counted as that
 * - `ambiguous`    fits, but A/T or C/G, and the policy drops such pairs
 * - `allele_mismatch` a record is there, but with other alleles
 * - `no_call`      a fitting record is there, but the genotype is missing or contradicts itself
 * - `filtered`     a fitting record is there, but fails the VCF filters
 * - `absent_unknown` no record at the locus, and no way to know the genotype
 * - `unsupported`  an effect this engine does not score (haplotype, interaction, no nucleotide allele …)
 * - `unmapped`     the row has no usable position on this build, or no usable weight
 * - `excluded`     on a chromosome that `--chromosomes` leaves out
 */
export const ROW_STATES = [
  'exact',
  'swapped',
  'flipped',
  'assumed_hom_ref',
  'ambiguous',
  'allele_mismatch',
  'no_call',
  'filtered',
  'absent_unknown',
  'unsupported',
  'unmapped',
  'excluded',
] as const;
export type RowState = (typeof ROW_STATES)[number];
export type StateCounts = Readonly<Record<RowState, number>>;

/**
 * What an absent locus means: nothing (`all_sites`: arrays, imputed and all-sites call sets), or homozygous reference
 * (`variant_only`: a VCF that lists only differences from the reference).
 */
export type GenotypeInputMode = 'variant_only' | 'all_sites';

/** `auto`: keep an A/T or C/G pair when the file is harmonised, else drop it. */
export type AmbiguousPolicy = 'auto' | 'keep' | 'drop';

export interface ScoringPolicies {
  readonly ambiguous: AmbiguousPolicy;
  /** `all`, `autosomes`, or names without `chr`. */
  readonly chromosomes: 'all' | 'autosomes' | readonly string[];
}

export interface ComputeRequest {
  /** A VCF or a Parquet written by normalize. */
  readonly genotypes: string;
  readonly sample?: string | undefined;
  /** PGS ids and paths of scoring files, in the order wanted. */
  readonly scores: readonly ScoreReference[];
  /** Build to score in; null takes the detected one. */
  readonly build: GenomeBuild | null;
  /** Score although the genotypes are of another build. */
  readonly forceBuild: boolean;
  readonly filters: VcfFilterConfig;
  readonly policies: ScoringPolicies;
  /** What an absent locus means; default: told by the share of homozygous-reference calls. */
  readonly inputMode?: GenotypeInputMode | undefined;
  /** FASTA of the build: left-aligns indels, and gives the alleles of loci that a variant-only file does not list. */
  readonly fasta?: string | undefined;
  /** Where to write what became of every row: Parquet, or TSV for a name that ends in .tsv. */
  readonly dumpVariants?: string | undefined;
  /** Reference population of the percentile, when a distribution for it exists. */
  readonly population: Superpopulation;
}

export type ScoreReference =
  | { readonly kind: 'id'; readonly pgs_id: string }
  | { readonly kind: 'file'; readonly path: string };

export type PercentileMethod =
  | 'reference_panel'
  | 'theoretical'
  | 'insufficient_coverage'
  | 'variant_only_input'
  | 'unavailable';

/** One score of one genome: the fields of the Python just-prs, with the row states beside its counters. */
export interface PrsResult {
  readonly pgs_id: string;
  readonly trait_reported: string | null;
  /** Σ effect weight × dosage over the rows counted, in the unit of the weights. */
  readonly score: number;
  /**
   * Σ (contribution − contribution of a homozygous-reference genome) over the rows counted: the same ranking as `score`
   * where every site is known, and unharmed by absent homozygous-reference sites where only differences are listed.
   */
  readonly score_ref_anchored: number;
  /** exact + swapped + flipped + assumed_hom_ref. Never above variants_total. */
  readonly variants_matched: number;
  /** Rows of the scoring file. */
  readonly variants_total: number;
  /** matched ÷ total, 0 to 1. */
  readonly match_rate: number;
  readonly variants_observed: number;
  readonly variants_assumed_hom_ref: number;
  /** Of those assumed, the ones whose reference allele came from a FASTA. */
  readonly variants_ref_resolved_fasta: number;
  readonly variants_unscorable_absent: number;
  readonly variants_no_call: number;
  readonly states: StateCounts;
  /** Σ|w| over the rows counted, over all rows, and their ratio C_wt (0 to 1; null when the total is 0). */
  readonly weight_mass_matched: number;
  readonly weight_mass_total: number;
  readonly weight_mass_coverage: number | null;
  readonly genotype_input_mode: GenotypeInputMode;
  /** What the mode was decided by, for a person. */
  readonly input_mode_cue: string;
  readonly has_allele_frequencies: boolean;
  /** Mean and standard deviation expected from allele frequencies over the rows counted. */
  readonly theoretical_mean: number | null;
  readonly theoretical_std: number | null;
  /** 0 to 100, two decimals; null with a method that says why. */
  readonly percentile: number | null;
  readonly percentile_method: PercentileMethod;
  readonly z_score: number | null;
  readonly reference_mean: number | null;
  readonly reference_std: number | null;
  /** Population of the reference distribution, for `reference_panel` only. */
  readonly ancestry: string | null;
  readonly genome_build: GenomeBuild;
  readonly detected_genome_build: GenomeBuild | null;
  readonly build_mismatch: boolean;
  readonly sample: string;
  readonly policies: ScoringPolicies;
  readonly license: string | null;
  readonly citation: string | null;
  readonly synthetic: boolean;
  /** Plain sentences a reader must know before trusting the number. */
  readonly warnings: readonly string[];
}

/** A score that was computed, or why it was not; one bad score never stops the rest. */
export type ScoreOutcome =
  | { readonly status: 'ok'; readonly result: PrsResult }
  | {
      readonly status: 'failed';
      /** The id or file asked for. */
      readonly pgs_id: string;
      readonly error: { readonly code: string; readonly message: string; readonly hint: string | null };
    };
