import type { GenomeBuild } from './genome.ts';

/** Folders of a bundle, which are those of a catalogue. */
export const BUNDLE_FOLDERS = ['metadata', 'scores', 'percentiles', 'reference'] as const;

/** What is known of a scoring file in a bundle. */
export interface BundledScore {
  readonly pgs_id: string;
  readonly genome_build: GenomeBuild;
  readonly rows: number;
  /** Terms of use as its header states them. */
  readonly license: string | null;
}

export interface BundleFile {
  /** Below the catalogue folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Time of the last change of the file that was bundled, milliseconds since 1970. */
  readonly modified_ms: number;
  /** Null for what is no scoring file. */
  readonly score: BundledScore | null;
}

/** The file `bundle.json` of a bundle. */
export interface BundleManifest {
  readonly format: 'just-prs-tui bundle';
  readonly format_version: 1;
  /** ISO 8601 in UTC. */
  readonly created_at: string;
  readonly tool_version: string;
  /** Release of the metadata; null when there is none, or nobody knows which. */
  readonly catalog_release: { readonly source: string; readonly fetched_at: string } | null;
  readonly files: readonly BundleFile[];
}

/** What to put into a bundle. */
export interface BundleRequest {
  /** A name in `.tar` is an archive, any other a directory. */
  readonly bundle: string;
  /** Fetched when they are not in the catalogue. */
  readonly pgs_ids: readonly string[];
  readonly build: GenomeBuild;
  /** Files fetched at the same time, 1 or more. */
  readonly jobs: number;
  /** A .2bit, or a Parquet of reference alleles. */
  readonly reference?: string | undefined;
  readonly homRefTable?: string | undefined;
}

export interface BundleReport {
  readonly bundle: string;
  readonly manifest: BundleManifest;
  /** What is odd about its scoring files. */
  readonly warnings: readonly string[];
}

export interface BundleInspection {
  readonly bundle: string;
  readonly form: 'archive' | 'directory';
  readonly manifest: BundleManifest;
  /** Whether all files were read and are what the manifest says; false when that was not asked for. */
  readonly verified: boolean;
}

/** What using a bundle does to one file of the catalogue. */
export interface BundlePlacement {
  readonly path: string;
  /** `removed`: belongs to a release that the bundle replaces by one without this file. */
  readonly status: 'new' | 'same' | 'replaced' | 'removed';
  /** Whether the file in the catalogue was changed later than the one in the bundle. */
  readonly newer: boolean;
}

export interface BundleUse {
  readonly directory: string;
  readonly manifest: BundleManifest;
  readonly placements: readonly BundlePlacement[];
  /** False when files would be replaced or removed and that was not allowed: then nothing was changed. */
  readonly applied: boolean;
}
