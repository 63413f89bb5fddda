import type { GenomeBuild } from './genome.ts';
import type { MetadataSheet } from './score.ts';

/** Scoring files to have in the catalogue folder. */
export interface DownloadRequest {
  readonly pgs_ids: readonly string[];
  readonly build: GenomeBuild;
  /** Files fetched at the same time, 1 or more. */
  readonly jobs: number;
}

/** What became of one scoring file. */
export interface ScoreDownload {
  readonly pgs_id: string;
  readonly genome_build: GenomeBuild;
  /** `present`: a whole file was there already. */
  readonly status: 'downloaded' | 'present' | 'failed';
  readonly path: string;
  readonly bytes: number | null;
  /** Variants counted in the file. */
  readonly rows: number | null;
  /** Terms of use as the file states them. */
  readonly license: string | null;
  readonly warnings: readonly string[];
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}

/** One file of a release of the bulk metadata. */
export interface ReleaseFile {
  readonly sheet: MetadataSheet;
  readonly file: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly rows: number;
}

/** The manifest beside the bulk sheets: where they came from, and when. */
export interface ReleaseManifest {
  readonly source: string;
  /** When it was asked for, ISO 8601 in UTC. */
  readonly fetched_at: string;
  readonly tool_version: string;
  readonly files: readonly ReleaseFile[];
}

/** PGS ids that differ between two releases, each list in the order of its release. */
export interface ReleaseChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Same id, another row. */
  readonly revised: readonly string[];
}

export interface CatalogUpdate {
  readonly directory: string;
  readonly manifest: ReleaseManifest;
  /** Sheets that the server had nothing newer of. */
  readonly unchanged: readonly MetadataSheet[];
  /** Null when there was no earlier release to compare with. */
  readonly changes: ReleaseChanges | null;
}

/** What can be looked up at the REST service. */
export const LOOK_UP_KINDS = ['score', 'trait', 'performance'] as const;
export type LookUpKind = (typeof LOOK_UP_KINDS)[number];
