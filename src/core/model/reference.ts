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
