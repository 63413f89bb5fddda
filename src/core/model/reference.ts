import type { GenomeBuild } from './genome.ts';

/** A FASTA to be packed once, four bases a byte, for many runs. */
export interface PackReferenceRequest {
  readonly fasta: string;
  /** Build of the FASTA; null takes the one whose chromosomes have these lengths. */
  readonly build: GenomeBuild | null;
  /** Where to write the pack; default: in the cache, where runs on that build find it by themselves. */
  readonly output?: string | undefined;
}

export interface PackReferenceReport {
  readonly output: string;
  readonly genome_build: GenomeBuild;
  /** Chromosomes in the pack, as it names them, and all their bases. */
  readonly chromosomes: readonly string[];
  readonly bases: number;
  readonly bytes: number;
}

/** Constants between anchored and complete scores, to be computed from a reference. */
export interface HomRefConstantsRequest {
  readonly scoringFiles: readonly string[];
  /** FASTA, .2bit or table of reference alleles. */
  readonly reference: string;
  /** Build of scoring files that do not say theirs; others must be of it. Null takes what each says. */
  readonly build: GenomeBuild | null;
  /** Table to write, tab-separated. */
  readonly output: string;
}

export interface HomRefConstantsReport {
  readonly output: string;
  /** Scores in the table; it is not written when there is none. */
  readonly written: number;
  readonly failures: readonly {
    readonly file: string;
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
  }[];
}
