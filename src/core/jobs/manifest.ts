import { readFile } from 'node:fs/promises';
import type { NormalizeReport } from '../model/vcf.ts';

/** The manifest beside a normalised Parquet. */
export const manifestPath = (parquet: string): string => `${parquet}.json`;

/** The manifest beside a Parquet, or null when there is none or it is of another file. */
export async function readManifest(parquet: string, rows: number): Promise<NormalizeReport | null> {
  const text = await readFile(manifestPath(parquet), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const manifest = JSON.parse(text) as NormalizeReport;
    return manifest.records_kept === rows ? manifest : null;
  } catch {
    return null;
  }
}
