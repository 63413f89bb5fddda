import type { ScoreExplanation } from './explanation.ts';
import type { GenomeBuild, Superpopulation } from './genome.ts';
import type { CoverageGrade, PublishedEvidence, Reason, VariantSketch } from './judgement.ts';
import type { StateCounts } from './rowState.ts';
import type { Sex, VcfFilterConfig } from './vcf.ts';

export * from './rowState.ts';

/**
 * What a file lists, and so what an absent locus means: homozygous reference (`variant_only`: only differences from the
 * reference are listed; `gvcf`: inside a block that says so), or nothing (`all_sites`, `array`, `imputed`).
 */
export const INPUT_MODES = ['variant_only', 'gvcf', 'all_sites', 'array', 'imputed'] as const;
export type GenotypeInputMode = (typeof INPUT_MODES)[number];

/**
 * A/T and C/G pairs read the same from both strands. `auto`: keep one when the file's other SNVs are on the forward
 * strand, drop it when they are not, and when they are too few, keep it only in a harmonised file. `frequency`, of a cohort:
 * take the strand on which the cohort's frequency is on the same side of one half as the file's, drop those near one half.
 */
export const AMBIGUOUS_POLICIES = ['auto', 'keep', 'drop', 'frequency'] as const;
/** Alleles that fit only as their complement: taken (`on`), or a mismatch. */
export const FLIP_POLICIES = ['on', 'off'] as const;
/**
 * A row without a usable genotype: adds nothing (`zero`), adds weight × 2 × effect-allele frequency where the file has
 * one (`mean`), or is left out for everyone of a cohort when one person lacks it (`exclude`).
 */
export const MISSING_POLICIES = ['zero', 'mean', 'exclude'] as const;
/** Rows of one locus with the same two alleles: each counts (`keep`), or only the first of the file. */
export const DUPLICATE_POLICIES = ['keep', 'first'] as const;

/**
 * Copies on X, Y and the mitochondrion: as the genotype is written (`called`), or as plink2's option of this name counts
 * them in a male: no X at all (`0`), 0 to 1 copies of X (`1`), 0 to 2 (`2`, plink2's default).
 */
export const XCHR_MODELS = ['called', '0', '1', '2'] as const;

/** `just-prs`: score, match rate and percentile as the Python just-prs computes them, for comparing with it. */
export const COMPAT_POLICIES = ['none', 'just-prs'] as const;

/** Where genotypes come from: DS, else GP, else GT (`auto`), called genotypes alone, or imputed dosages alone. */
export const DOSAGE_POLICIES = ['auto', 'gt', 'ds'] as const;
export type DosagePolicy = (typeof DOSAGE_POLICIES)[number];

export interface ScoringPolicies {
  /** A/T and C/G pairs. */
  readonly ambiguous: (typeof AMBIGUOUS_POLICIES)[number];
  /** Alleles that fit only as their complement. */
  readonly flip: (typeof FLIP_POLICIES)[number];
  /** Rows without a usable genotype. */
  readonly missing: (typeof MISSING_POLICIES)[number];
  /** Rows of one locus with the same two alleles. */
  readonly duplicates: (typeof DUPLICATE_POLICIES)[number];
  /** `all`, `autosomes`, or names without `chr`. */
  readonly chromosomes: 'all' | 'autosomes' | readonly string[];
  /** Weight coverage (0 to 1) below which a score fails. */
  readonly min_coverage: number;
  /** Where genotypes come from. */
  readonly dosage: DosagePolicy;
  /** Copies on X, Y and the mitochondrion. */
  readonly xchr_model: (typeof XCHR_MODELS)[number];
  /** Whose numbers to be comparable with. */
  readonly compat: (typeof COMPAT_POLICIES)[number];
}

/** What people get who ask for nothing. */
export const DEFAULT_POLICIES: ScoringPolicies = {
  ambiguous: 'auto',
  flip: 'on',
  missing: 'zero',
  duplicates: 'keep',
  chromosomes: 'all',
  min_coverage: 0,
  dosage: 'auto',
  xchr_model: 'called',
  compat: 'none',
};

/** The policies alone, of anything that holds them. */
export const pickPolicies = (from: ScoringPolicies): ScoringPolicies => ({
  ambiguous: from.ambiguous,
  flip: from.flip,
  missing: from.missing,
  duplicates: from.duplicates,
  chromosomes: from.chromosomes,
  min_coverage: from.min_coverage,
  dosage: from.dosage,
  xchr_model: from.xchr_model,
  compat: from.compat,
});

/** SNVs of a scoring file that match on the strand of the reference, and only as their complement. */
export interface StrandEvidence {
  readonly forward: number;
  readonly flipped: number;
}

export type StrandVerdict = 'forward' | 'reverse' | 'mixed' | 'unknown';

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
  /** FASTA, .2bit or table of reference alleles of the build: left-aligns indels, and gives the alleles of loci that a variant-only file does not list. */
  readonly fasta?: string | undefined;
  /** BED of the regions in which a locus not listed counts as the reference; undefined for everywhere. */
  readonly callableBed?: string | undefined;
  /** Constants of scores that `reference constants` wrote, for files of differences that are scored without a reference. */
  readonly homRefTable?: string | undefined;
  /** Take over what an earlier run with the same options finished, and keep what this one does. */
  readonly resume?: boolean | undefined;
  /** Where to write what became of every row: Parquet, or TSV for a name that ends in .tsv. */
  readonly dumpVariants?: string | undefined;
  /** Reference population of the percentile, when a distribution for it exists. */
  readonly population: Superpopulation;
  /** Where there is no other percentile, one from the AUROC of the best evaluation. */
  readonly aurocPercentile?: boolean | undefined;
  /** Hash genotypes and scoring files for the provenance; a normalised Parquet's manifest has the hash already. */
  readonly hashFiles?: boolean | undefined;
  /** Say with each result what became of its rows; such a result is computed anew. */
  readonly explain?: boolean | undefined;
  /** The same for the locus of one row of the scoring file, from 0: no more of the genome is read than that takes. */
  readonly explainRow?: number | undefined;
  /** Give a sketch of each score's loci with its result. */
  readonly sketchVariants?: boolean | undefined;
}

export type ScoreReference =
  | { readonly kind: 'id'; readonly pgs_id: string }
  | { readonly kind: 'file'; readonly path: string };

export type PercentileMethod =
  | 'reference_panel'
  | 'theoretical'
  | 'auroc_approx'
  | 'insufficient_coverage'
  | 'variant_only_input'
  | 'build_mismatch'
  | 'unavailable';

/** One score of one genome: the fields of the Python just-prs, with the row states beside its counters. */
export interface PrsResult {
  /** `PGS000018`; of a file without an id, its name. */
  readonly pgs_id: string;
  /** The trait as its authors word it. */
  readonly trait_reported: string | null;
  /** Labels of its terms in the trait ontology, with bars between. */
  readonly trait_efo: string | null;
  /** Ids of the same terms: `EFO_0000305`. */
  readonly trait_efo_id: string | null;
  /** Publication of the score. */
  readonly pgp_id: string | null;
  /** Σ effect weight × dosage over the rows counted, in the unit of the weights. */
  readonly score: number;
  /**
   * Σ (contribution − contribution of a homozygous-reference genome) over the rows counted: the same ranking as `score`
   * where every site is known, and unharmed by absent homozygous-reference sites where only differences are listed.
   */
  readonly score_ref_anchored: number;
  /**
   * What a diploid genome that is the reference everywhere scores under the same policies (X twice, MT once, no Y); null
   * unless the reference alleles of all variants are known, from a reference or from a table of such constants.
   */
  readonly hom_ref_score: number | null;
  /**
   * `score_ref_anchored` + `hom_ref_score`: the complete score of a file of differences that was scored without a reference.
   * Null with a warning that says why when a variant has no call, was filtered out, is listed with other alleles
   * that leave its own in doubt, lies in a deletion, outside the callable regions, or on X, Y or MT; null without one when `score` is complete itself.
   */
  readonly score_from_anchor: number | null;
  /** Rows of the states exact to frequency_filled. Above variants_total only with `--compat just-prs`. */
  readonly variants_matched: number;
  /** Rows of the scoring file. */
  readonly variants_total: number;
  /** matched ÷ total, 0 to 1. */
  readonly match_rate: number;
  /** Rows counted by a record of the file: exact, swapped and flipped. */
  readonly variants_observed: number;
  /** Rows counted as homozygous reference inside a block of a gVCF. */
  readonly variants_reference_block: number;
  /** Rows counted as homozygous reference because only differences are listed. */
  readonly variants_assumed_hom_ref: number;
  /** Rows counted by twice their effect-allele frequency. */
  readonly variants_frequency_filled: number;
  /** Of those assumed, the ones whose reference allele came from a reference. */
  readonly variants_ref_resolved_fasta: number;
  /** Rows without a record, whose genotype cannot be known. */
  readonly variants_unscorable_absent: number;
  /** Rows whose record has no usable genotype. */
  readonly variants_no_call: number;
  /** Rows by what became of them; they sum to variants_total. */
  readonly states: StateCounts;
  /** Σ|w| over the rows counted, in the unit of the weights. */
  readonly weight_mass_matched: number;
  /** Σ|w| over all rows. */
  readonly weight_mass_total: number;
  /** C_wt, matched ÷ total, 0 to 1; null when the total is 0. */
  readonly weight_mass_coverage: number | null;
  /** Σ|w| of the rows counted by a record; this and the next three sum to weight_mass_matched. */
  readonly weight_mass_observed: number;
  /** Of those inside a block of a gVCF. */
  readonly weight_mass_reference_block: number;
  /** Of those assumed homozygous reference. */
  readonly weight_mass_assumed_hom_ref: number;
  /** Of those filled in from frequencies. */
  readonly weight_mass_frequency_filled: number;
  /**
   * Share of the score's variance in the population that the rows counted carry: Σ2p(1−p)w² over them ÷ over all rows with
   * an effect-allele frequency (Hardy–Weinberg, no linkage disequilibrium), 0 to 1; null without frequencies.
   */
  readonly expected_variance_share: number | null;
  /** Its root: the correlation to expect with the full score, 0 to 1. */
  readonly expected_correlation: number | null;
  /** What `score` would be without the A/T and C/G pairs that were counted; null without frequencies. */
  readonly score_without_ambiguous: number | null;
  /** Which strand the scoring file is on, from its SNVs that fit one strand only. */
  readonly strand: StrandVerdict;
  /** SNVs of the scoring file that fit the strand of the reference alone. */
  readonly strand_forward: number;
  /** SNVs that fit as their complement alone. */
  readonly strand_flipped: number;
  /** What the genotypes list, and so what an absent locus means. */
  readonly genotype_input_mode: GenotypeInputMode;
  /** What the mode was decided by, for a person. */
  readonly input_mode_cue: string;
  /** Whether the scoring file has effect-allele frequencies. */
  readonly has_allele_frequencies: boolean;
  /** Mean expected from allele frequencies over the rows counted, in the unit of the score. */
  readonly theoretical_mean: number | null;
  /** Standard deviation likewise. */
  readonly theoretical_std: number | null;
  /** 0 to 100, two decimals; null with a method that says why. */
  readonly percentile: number | null;
  /** What the percentile is computed from, or why there is none. */
  readonly percentile_method: PercentileMethod;
  /** What the percentile is computed from, for a person; null without one. */
  readonly percentile_source: string | null;
  /** Standard deviations from the mean that the percentile belongs to; null without one. */
  readonly z_score: number | null;
  /**
   * Of `reference_panel`, beside the percentile of a normal distribution: linear between the known quantiles (p5, p25,
   * median, p75, p95) of the same people, 5 to 95, two decimals; null beyond them, where the source says so.
   */
  readonly percentile_empirical: number | null;
  /** From whom, and whether within or beyond the quantiles. */
  readonly percentile_empirical_source: string | null;
  /** Why no percentile is given, to be shown in its place; empty when one is. */
  readonly withheld: readonly Reason[];
  /** How much of the score this sample's genotypes carry, without an E: nothing about how good the model is. */
  readonly coverage_grade: CoverageGrade;
  /** Why the coverage grade is what it is. */
  readonly coverage_reasons: readonly Reason[];
  /** Mean that was compared with, in the unit of the score; null when nothing was. */
  readonly reference_mean: number | null;
  /** Standard deviation likewise. */
  readonly reference_std: number | null;
  /** People in the reference distribution. */
  readonly reference_n: number | null;
  /** Why no reference distribution was used; null when one was. */
  readonly reference_not_used: Reason | null;
  /** Superpopulation to compare with, as asked for, and by default EUR; says nothing of the person. */
  readonly population: Superpopulation;
  /** Superpopulation whose reference distribution was compared with; null but for `reference_panel`. Not the person's. */
  readonly ancestry: string | null;
  /** Build that was scored in. */
  readonly genome_build: GenomeBuild;
  /** Build that the genotypes were told to be of; null when nothing tells. */
  readonly detected_genome_build: GenomeBuild | null;
  /** Whether the two differ, which `--force-build` allows. */
  readonly build_mismatch: boolean;
  /** Name of the person in the genotypes. */
  readonly sample: string;
  /** As given, or as the calls on chromosome X tell; null when they do not. */
  readonly sex: Sex | null;
  /** How doubtful rows were treated. */
  readonly policies: ScoringPolicies;
  /** Terms of use of the score, from its file or the catalogue. */
  readonly license: string | null;
  /** How to cite the score. */
  readonly citation: string | null;
  /** Whether the genotypes are made up, as those of the demo. */
  readonly synthetic: boolean;
  /** just-prs's one label for model and sample together; null but with `--compat just-prs`. */
  readonly quality_label: string | null;
  /** Its summary. */
  readonly quality_summary: string | null;
  /** Plain sentences a reader must be shown with the number. */
  readonly warnings: readonly string[];
  /** What is published about the score, whoever is scored; null when the catalogue does not have it. */
  readonly evidence: PublishedEvidence | null;
  /** What the result was made of. */
  readonly provenance: Provenance;
}

/** What a result was made of, beside its policies, licence and citation. */
export interface Provenance {
  /** Version of this program. */
  readonly tool_version: string;
  /** Path of the genotypes. */
  readonly genotypes_file: string;
  /** Of `normalized_from` where that is given, else of the genotypes; null unless asked for or known already. */
  readonly genotypes_sha256: string | null;
  /** The VCF that a normalised Parquet was made of. */
  readonly normalized_from: string | null;
  /** By what the genome build was told. */
  readonly genome_build_evidence: string;
  /** Path of the scoring file. */
  readonly scoring_file: string;
  /** Of the file as stored; null unless asked for. */
  readonly scoring_file_sha256: string | null;
  /** The newest release date among the scores of the catalogue; null without a catalogue. */
  readonly catalog_release: string | null;
  /** Name of the reference genome or table that gave alleles, or null. */
  readonly reference_alleles: string | null;
}

/** A score that was computed, or why it was not; one bad score never stops the rest. */
export type ScoreOutcome =
  | {
      readonly status: 'ok';
      readonly result: PrsResult;
      /** When asked for. */
      readonly sketch?: VariantSketch | undefined;
      /** When asked for. */
      readonly explanation?: ScoreExplanation | undefined;
    }
  | {
      readonly status: 'failed';
      /** The id or file asked for. */
      readonly pgs_id: string;
      readonly error: { readonly code: string; readonly message: string; readonly hint: string | null };
    };
