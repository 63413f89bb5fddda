export interface LocusRequest {
  /** VCF or normalised Parquet. */
  readonly genotypes: string;
  readonly sample?: string | undefined;
  readonly chrom: string;
  readonly pos: number;
}

/** What a genome has at a position. */
export interface LocusRecords {
  /** By an index beside the VCF, by reading the VCF up to the place, or from a normalised Parquet. */
  readonly read_by: 'index' | 'scan' | 'parquet';
  readonly records: readonly LocusRecord[];
  readonly warnings: readonly string[];
}

/** A record as it is in the file. */
export interface LocusRecord {
  readonly chrom: string;
  readonly pos: number;
  readonly id: string | null;
  readonly ref: string;
  readonly alts: readonly string[];
  readonly qual: string | null;
  readonly filter: string | null;
  readonly info: readonly RecordField[];
  /** Of the sample. */
  readonly sample: readonly RecordField[];
}

export interface RecordField {
  readonly name: string;
  /** As written; lists with commas. */
  readonly value: string;
  /** What the header says of it. */
  readonly description: string | null;
}
