/** What long work says of itself, at most ten times a second. */
export interface Progress {
  /** What is being done, for a person: `Reading sample.vcf.gz`. */
  readonly phase: string;
  readonly done: number;
  /** Null when it cannot be known: show it as indeterminate, never as a made-up percentage. */
  readonly total: number | null;
  readonly unit: 'bytes' | 'records' | 'scores' | 'people' | 'tables' | 'files';
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
