import type { GenomeBuild, Superpopulation } from './genome.ts';

/** Where the generated demo is. */
export interface DemoFiles {
  readonly directory: string;
  readonly vcf: string;
  /** Use as `catalogDirectory`. */
  readonly catalogDirectory: string;
  readonly pgs_ids: readonly string[];
  readonly genome_build: GenomeBuild;
  readonly population: Superpopulation;
}
