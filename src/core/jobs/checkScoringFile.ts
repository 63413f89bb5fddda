/** Whether a scoring file is whole, and is the one that was asked for. */

import { errors, isPrsError } from '../errors.ts';
import { openFile, TruncatedStream } from '../io/open.ts';
import type { GenomeBuild } from '../model/genome.ts';
import { DamagedDownload } from '../net/downloadFile.ts';
import { normalizeBuildName } from '../scoring/buildName.ts';
import { parseScoringHeader } from '../scoring/scoringFile.ts';

export interface CheckedScoringFile {
  readonly bytes: number;
  readonly rows: number;
  /** Terms of use as the header states them. */
  readonly license: string | null;
  readonly warnings: readonly string[];
}

/** Enough of the text to hold any header. */
const HEADER_BYTES = 1 << 20;
const NEWLINE = 10;

/**
 * Reads a harmonised scoring file to its end and counts its variants. Throws `DamagedDownload` when it is no gzip file,
 * ends early or has no header, and `not_harmonised` when it is of another score or build.
 */
export async function checkScoringFile(
  path: string,
  wanted: { readonly pgs_id: string; readonly build: GenomeBuild; readonly name: string },
): Promise<CheckedScoringFile> {
  const { head, lines, bytes } = await readToEnd(path);
  const { header, headerLines } = parseHeader(head, wanted.name);
  const pgs_id = header.pgs_id ?? header['PGS ID'] ?? null;
  if (pgs_id !== null && pgs_id.toUpperCase() !== wanted.pgs_id)
    throw errors.notHarmonised(wanted.name, `it is the score ${pgs_id}`);
  const build = header.HmPOS_build;
  if (build === undefined)
    throw errors.notHarmonised(wanted.name, 'its header names no HmPOS_build, so it is on its original build');
  if (normalizeBuildName(build) !== wanted.build) throw errors.notHarmonised(wanted.name, `it is on ${build}`);
  const rows = lines - headerLines;
  const announced = Number(header.variants_number ?? header['Number of Variants'] ?? Number.NaN);
  const warnings =
    Number.isNaN(announced) || announced === rows
      ? []
      : [`${wanted.name} has ${rows} variants, but its header says ${announced}.`];
  return { bytes, rows, license: header.license ?? header.License ?? null, warnings };
}

function parseHeader(head: Uint8Array, name: string) {
  try {
    return parseScoringHeader(head, name);
  } catch (error) {
    if (isPrsError(error)) throw new DamagedDownload('is not a scoring file');
    throw error;
  }
}

/** The first text of a gzip file, its lines in all (empty ones do not count) and its size as stored. */
async function readToEnd(path: string): Promise<{ head: Uint8Array; lines: number; bytes: number }> {
  const parts: Uint8Array[] = [];
  let kept = 0;
  let lines = 0;
  let last = NEWLINE;
  const file = await openFile(path).catch((error) => {
    throw isPrsError(error) && error.code === 'empty_file' ? new DamagedDownload('is empty') : error;
  });
  try {
    if (file.compression !== 'gzip' && file.compression !== 'bgzf') throw new DamagedDownload('is not a gzip file');
    for await (const { bytes } of file.chunks()) {
      if (kept < HEADER_BYTES) {
        parts.push(bytes.slice());
        kept += bytes.length;
      }
      for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
        if ((at === 0 ? last : bytes[at - 1]) !== NEWLINE) lines++;
      }
      last = bytes[bytes.length - 1] ?? last;
    }
  } catch (error) {
    if (error instanceof TruncatedStream) throw new DamagedDownload(`is damaged: ${error.message}`);
    throw error;
  } finally {
    await file.close();
  }
  if (last !== NEWLINE) lines++;
  return { head: Buffer.concat(parts), lines, bytes: file.bytes };
}
