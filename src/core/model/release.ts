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

/** One field of a score that is another one in a new release; of a score that came or went, its reported trait. */
export interface FieldChange {
  readonly pgs_id: string;
  readonly change: 'added' | 'removed' | 'revised';
  /** Column of the scores sheet. */
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface CatalogUpdate {
  readonly directory: string;
  readonly manifest: ReleaseManifest;
  /** Sheets that the server had nothing newer of. */
  readonly unchanged: readonly MetadataSheet[];
  /** Null when there was no earlier release to compare with. */
  readonly changes: ReleaseChanges | null;
}

/** One file of the catalogue folder that came from the Hugging Face Hub. */
export interface HubFileRecord {
  /** Path below the catalogue folder. */
  readonly file: string;
  readonly repo: string;
  /** The version of the dataset. */
  readonly commit: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
}

/** Where tables came from that were not cleaned here. */
export interface HubOrigin {
  /** The Hub. */
  readonly source: string;
  /** ISO 8601 in UTC. */
  readonly fetched_at: string;
  readonly files: readonly HubFileRecord[];
}

export interface HubPullRequest {
  /** Tables and distributions are each taken from the first of these datasets that has them; null for those of just-prs. */
  readonly repos: readonly string[] | null;
  readonly token: string | undefined;
}

export interface HubPull {
  readonly directory: string;
  readonly origin: HubOrigin;
  /** Files of which the Hub has nothing newer. */
  readonly unchanged: readonly string[];
  /** What the user should know of this set, one sentence each. */
  readonly warnings: readonly string[];
}

export interface HubPushRequest {
  readonly repo: string;
  readonly token: string | undefined;
  /** Whether the reference distributions go, too. */
  readonly distributions: boolean;
  /** Whether a dataset that is made now is for its owner alone. */
  readonly isPrivate: boolean;
}

/** What an upload would do. */
export interface HubPush {
  readonly repo: string;
  readonly url: string;
  /** Whether the dataset is there already. */
  readonly exists: boolean;
  readonly files: readonly HubUpload[];
  /** The text that describes the dataset: its README.md. */
  readonly card: string;
}

export interface HubUpload {
  /** Path in the dataset. */
  readonly path: string;
  /** The local file; null for the card. */
  readonly file: string | null;
  readonly bytes: number;
  readonly rows: number | null;
  readonly change: 'new' | 'replaced' | 'unchanged';
}

/** Where a catalogue can be fetched from. */
export const CATALOG_SOURCES = ['ebi', 'hf'] as const;
export type CatalogSource = (typeof CATALOG_SOURCES)[number];

/** How the last attempt to fetch from a source failed; one that succeeds after it takes this away. */
export interface FailedAttempt {
  readonly source: CatalogSource;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly code: string;
  readonly message: string;
}

/** What can be looked up at the REST service. */
export const LOOK_UP_KINDS = ['score', 'trait', 'performance'] as const;
export type LookUpKind = (typeof LOOK_UP_KINDS)[number];
