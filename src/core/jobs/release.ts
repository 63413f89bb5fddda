/** The bulk metadata as it lies in the catalogue folder: seven sheets and their manifest. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SHEET_FILES } from '../catalog/sheets.ts';
import { readFromSet } from '../io/commitFiles.ts';
import type { ReleaseManifest } from '../model/release.ts';
import type { MetadataSheet } from '../model/score.ts';

export const RELEASE_MANIFEST = 'manifest.json';

export const sheetsDirectory = (catalogDirectory: string): string => join(catalogDirectory, 'metadata', 'raw');

/** Lets `use` read a sheet where it is now; it need not be there. */
export const readSheetFile = <T>(
  catalogDirectory: string,
  sheet: MetadataSheet,
  use: (path: string) => Promise<T>,
): Promise<T> => readFromSet(sheetsDirectory(catalogDirectory), SHEET_FILES[sheet], use);

/** The manifest of the sheets, or null when there is none that can be read. */
export async function readReleaseManifest(catalogDirectory: string): Promise<ReleaseManifest | null> {
  try {
    const directory = sheetsDirectory(catalogDirectory);
    const text = await readFromSet(directory, RELEASE_MANIFEST, (path) => readFile(path, 'utf8'));
    const manifest = JSON.parse(text) as ReleaseManifest;
    return Array.isArray(manifest.files) ? manifest : null;
  } catch {
    return null;
  }
}
