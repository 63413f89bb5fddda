/** What lies in the cache, by the folder it is in. `leftovers` are of downloads and writes that did not end. */
export const CACHE_KINDS = [
  'metadata',
  'scores',
  'percentiles',
  'reference',
  'normalized',
  'index',
  'weights',
  'facts',
  'demo',
  'other',
  'leftovers',
] as const;
export type CacheKind = (typeof CACHE_KINDS)[number];

export interface CacheFile {
  readonly path: string;
  readonly kind: CacheKind;
  readonly bytes: number;
  /** When it was last read or written, as far as the file system says; milliseconds since 1970. */
  readonly used_ms: number;
}

export interface CacheListing {
  readonly cache_directory: string;
  readonly catalog_directory: string;
  /** Every kind that has files. */
  readonly kinds: readonly { readonly kind: CacheKind; readonly files: number; readonly bytes: number }[];
  readonly bytes: number;
}

export interface PruneRequest {
  /** Removes what was not used for so many days; null does not look at the age. */
  readonly olderThanDays: number | null;
  /** Removes what was not used for longest until the cache has at most so many bytes; null does not look at the size. */
  readonly maxBytes: number | null;
  /** Without it nothing is removed. */
  readonly apply: boolean;
}

export interface PruneReport {
  /** What was removed, or would be. */
  readonly files: readonly CacheFile[];
  readonly bytes: number;
  /** Bytes of the cache that stay. */
  readonly remaining_bytes: number;
  readonly applied: boolean;
}

export interface VerifyReport {
  /** Files that were read to their end. */
  readonly checked: number;
  readonly problems: readonly { readonly path: string; readonly problem: string }[];
  readonly leftovers: number;
}
