import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readParquetFooter } from '../io/parquetFooter.ts';
import type { NormalizeReport, NormalizeRequest } from '../model/vcf.ts';
import { readManifest } from './manifest.ts';

/**
 * The report of an earlier normalisation, when `output` is still what normalising would write now: made of this very file
 * (name, size, time of change), this sample and these filters, by this version. Else null. Reads no genotypes.
 */
export async function findNormalized(
  { vcf, output, filters, sample }: NormalizeRequest,
  toolVersion: string,
): Promise<NormalizeReport | null> {
  try {
    const [source, { rows }] = await Promise.all([stat(vcf), readParquetFooter(output)]);
    const report = await readManifest(output, rows);
    const isOf =
      report !== null &&
      report.tool_version === toolVersion &&
      report.source_name === basename(vcf) &&
      report.source_bytes === source.size &&
      report.source_mtime_ms === Math.round(source.mtimeMs) &&
      (sample === undefined || report.sample === sample) &&
      isDeepStrictEqual(report.filters, filters);
    return isOf ? { ...report, output } : null;
  } catch {
    // No Parquet there, or none that can be read: normalising will say what is wrong.
    return null;
  }
}
