/** What long work says of itself, at most ten times a second. */
export interface Progress {
  /** What is being done, for a person: `Reading sample.vcf.gz`. */
  readonly phase: string;
  readonly done: number;
  /** Null when it cannot be known: show it as indeterminate, never as a made-up percentage. */
  readonly total: number | null;
  readonly unit: 'bytes' | 'records' | 'scores' | 'people' | 'tables' | 'files' | 'results';
  /** Of several files that are fetched at the same time, the one that moved: bytes here, and in all when that is known. */
  readonly item?: {
    readonly name: string;
    readonly done: number;
    readonly total: number | null;
    readonly isThere: boolean;
  };
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
