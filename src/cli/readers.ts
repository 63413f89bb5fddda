/** Plugins that read genotypes, as the command line is lent them. */
import type { DeclaredOptions, OptionValue } from '../core/index.ts';

export interface GenotypeFileReader {
  readonly id: string;
  readonly title: string;
  readonly options: DeclaredOptions;
  /** How sure it is that a file is its own, 0 to 1, from the first 64 KiB. */
  readonly sniff: (head: Uint8Array, fileName: string) => number | Promise<number>;
  /** The text of a VCF. */
  readonly read: (
    path: string,
    options: Readonly<Record<string, OptionValue>>,
    signal: AbortSignal,
  ) => AsyncIterable<string | Uint8Array>;
}
