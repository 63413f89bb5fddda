import type { GenomeBuild } from './genome.ts';

export type Sex = 'Male' | 'Female';

/** Which records of a VCF are kept. A null setting is not applied. */
export interface VcfFilterConfig {
  /** FILTER values to keep; `.` also admits an empty FILTER. */
  readonly pass_filters: readonly string[] | null;
  /** Smallest FORMAT/DP kept; a record without DP is then dropped. */
  readonly min_depth: number | null;
  /** Smallest QUAL kept; a record without QUAL is then dropped. */
  readonly min_qual: number | null;
  /** Smallest FORMAT/GQ kept; a record without GQ is then dropped. */
  readonly min_gq: number | null;
  /** For the warning about chrY records in a female sample, and for `--xchr-model`; drops nothing. */
  readonly sex: Sex | null;
}

export const NO_FILTERS: VcfFilterConfig = {
  pass_filters: null,
  min_depth: null,
  min_qual: null,
  min_gq: null,
  sex: null,
};

/** What the header of a VCF, or the manifest of a normalised Parquet, says before anything is computed. */
export interface GenotypeInspection {
  readonly path: string;
  readonly kind: 'vcf' | 'parquet';
  readonly compression: 'bgzf' | 'gzip' | 'none' | 'parquet';
  readonly bytes: number;
  readonly samples: readonly string[];
  /** Null when the header does not tell, or names a build we do not score (see `build_cue`). */
  readonly genome_build: GenomeBuild | null;
  /** The header line or count of contig lengths that decided, for a person. */
  readonly build_cue: string;
  /** True for the generated demo genome. */
  readonly synthetic: boolean;
  /** Records, when known without reading the file (a normalised Parquet). */
  readonly records: number | null;
}

export interface NormalizeRequest {
  readonly vcf: string;
  readonly output: string;
  readonly filters: VcfFilterConfig;
  /** FORMAT fields to carry; GT is always first. Default: DP, and what the genotypes rest on (DS, GP, GQ of a gVCF). */
  readonly formatFields?: readonly string[] | undefined;
  /** Sample to take from a multi-sample VCF; default the only one. */
  readonly sample?: string | undefined;
}

/** Also the sidecar manifest, `<output>.json`. */
export interface NormalizeReport {
  readonly output: string;
  readonly source_name: string;
  readonly source_bytes: number;
  readonly source_mtime_ms: number;
  readonly source_sha256: string;
  readonly sample: string;
  readonly genome_build: GenomeBuild | null;
  readonly build_cue: string;
  readonly filters: VcfFilterConfig;
  readonly format_fields: readonly string[];
  readonly records_read: number;
  readonly records_kept: number;
  readonly dropped_filter: number;
  readonly dropped_depth: number;
  readonly dropped_qual: number;
  readonly dropped_gq: number;
  /** Column name → Parquet type, in file order. */
  readonly columns: Readonly<Record<string, string>>;
  /** True for the generated demo genome. */
  readonly synthetic: boolean;
  readonly warnings: readonly string[];
  readonly tool_version: string;
}

/** A locus looked for in a normalised genome. */
export interface LocusWanted {
  readonly path: string;
  /** With or without `chr`. */
  readonly chrom: string;
  readonly pos: number;
}
