/**
 * What became of a scoring row. Every row ends in exactly one state; the counts sum to the rows of the file.
 *
 * - `exact`        effect allele is an ALT of the record, other allele fits: counted
 * - `swapped`      effect allele is the REF of the record, other allele fits: counted
 * - `flipped`      fits after taking the complement of both alleles: counted
 * - `reference_block` inside a homozygous-reference block of a gVCF, and the reference is known: counted as that
 * - `assumed_hom_ref` no record in a VCF that lists only differences, and the reference is known: counted as that
 * - `frequency_filled` no usable genotype, and `--missing mean` counts twice the effect-allele frequency
 * - `ambiguous`    fits, but A/T or C/G, and the policy drops such pairs
 * - `allele_mismatch` a record is there, but with other alleles
 * - `no_call`      a fitting record is there, but the genotype is missing or contradicts itself
 * - `filtered`     a fitting record is there, but fails the VCF filters
 * - `absent_unknown` no record at the locus, and no way to know the genotype
 * - `unsupported`  an effect this engine does not score (haplotype, interaction, no nucleotide allele …)
 * - `unmapped`     the row has no usable position on this build, or no usable weight
 * - `excluded`     on a chromosome that `--chromosomes` leaves out, or a repeat that `--duplicates first` leaves out
 */
export const ROW_STATES = [
  'exact',
  'swapped',
  'flipped',
  'reference_block',
  'assumed_hom_ref',
  'frequency_filled',
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
