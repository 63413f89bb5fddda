import type { DosagePolicy } from '../model/result.ts';
import type { VcfFilterConfig } from '../model/vcf.ts';

/** Which genotypes are read, and what becomes of each record. */
export interface RecordRequest {
  readonly genotypes: string;
  readonly filters: VcfFilterConfig;
  readonly dosage: DosagePolicy;
}
