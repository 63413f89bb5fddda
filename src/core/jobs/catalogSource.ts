/** Which of the files in a catalogue folder count, and where they are from. */
import { NEEDED_TABLES, tableFile } from '../catalog/hubLayout.ts';
import { SHEET_FILES } from '../catalog/sheets.ts';
import type { CleanedTable } from '../catalog/tables.ts';
import { errors } from '../errors.ts';
import { hashFile } from '../io/hashFile.ts';
import type { CatalogStatus, CleaningManifest } from '../model/catalog.ts';
import type { MetadataSheet } from '../model/score.ts';
import { cleanedFile, fileStamp, rawSheetPath, readCatalogFile, readCleaningManifest } from './catalogFiles.ts';
import { readReleaseManifest } from './release.ts';

export type Source = Pick<CatalogStatus, 'source' | 'stale_reason'> & { readonly manifest: CleaningManifest | null };

/**
 * Cleaned tables are used when all three that matter are there and the raw sheets beside them are still those they were
 * made of, or were there when the tables came. Tables of other programs, which come without raw sheets, are used as they are.
 */
export async function chooseSource(directory: string): Promise<Source> {
  const manifest = await readCleaningManifest(directory);
  const cleaned = await Promise.all(
    NEEDED_TABLES.map((name) => readCatalogFile(directory, cleanedFile(name), fileStamp)),
  );
  const hasRaw = (await fileStamp(rawSheetPath(directory, 'scores'))) !== null;
  const hasCleaned = cleaned.every((stamp) => stamp !== null);
  if (!hasCleaned) return { source: hasRaw ? 'raw' : 'none', stale_reason: null, manifest };
  const stale_reason = hasRaw ? await findChange(directory, manifest) : null;
  return { source: stale_reason === null ? 'cleaned' : 'raw', stale_reason, manifest };
}

/** What differs between the raw sheets and those that the cleaned tables were made of, or null. */
async function findChange(directory: string, manifest: CleaningManifest | null): Promise<string | null> {
  if (manifest === null) return 'there is no manifest that says what the cleaned tables were made of';
  for (const sheet of Object.keys(SHEET_FILES) as MetadataSheet[]) {
    const path = rawSheetPath(directory, sheet);
    const stamp = await fileStamp(path);
    if (stamp === null) continue;
    const cleaned = manifest.sources.find(({ file }) => file === SHEET_FILES[sheet]);
    // A copy of a catalogue has other times, which only its content can excuse.
    const isSame =
      cleaned?.bytes === stamp.bytes &&
      (cleaned.modified_ms === stamp.modified_ms || cleaned.sha256 === (await hashFile(path)));
    const since = manifest.hub === undefined ? 'it was cleaned' : 'the tables came from Hugging Face';
    if (!isSame) return `${SHEET_FILES[sheet]} has changed since ${since}`;
  }
  return null;
}

/** Whether a table is to be read from its Parquet: a manifest vouches for those it names, not for others left there. */
export const hasTable = ({ source, manifest }: Source, table: CleanedTable): boolean =>
  source === 'cleaned' && (manifest === null || manifest.tables.some(({ file }) => file === tableFile(table)));

/**
 * Refuses to fetch into a cache of another program: it has tables that no manifest vouches for, and no sheets that they
 * can have been made of. Throws `foreign_catalog`.
 */
export async function refuseForeign(directory: string): Promise<void> {
  const { source, manifest } = await chooseSource(directory);
  if (source === 'cleaned' && manifest === null) throw errors.foreignCatalog(directory);
}

const DAY_MS = 24 * 3600 * 1000;

type Origin = Pick<CatalogStatus, 'origin' | 'origin_url' | 'fetched_at' | 'age_days'>;

/** Who the data in use is from, and how old it is at `now`, in milliseconds since 1970. */
export async function describeOrigin(directory: string, chosen: Source, now: number): Promise<Origin> {
  const found = await findOrigin(directory, chosen);
  const age_days = found.fetched_at === null ? null : Math.floor((now - Date.parse(found.fetched_at)) / DAY_MS);
  return { ...found, age_days };
}

async function findOrigin(directory: string, { source, manifest }: Source): Promise<Omit<Origin, 'age_days'>> {
  if (source === 'none') return { origin: null, origin_url: null, fetched_at: null };
  if (source === 'cleaned' && manifest === null) {
    const stamp = await readCatalogFile(directory, cleanedFile('scores'), fileStamp);
    return { origin: 'other', origin_url: null, fetched_at: dated(stamp?.modified_ms) };
  }
  if (source === 'cleaned' && manifest?.hub !== undefined) {
    const { source: hub, fetched_at, files } = manifest.hub;
    const [first] = files;
    const origin_url = first === undefined ? hub : `${hub}/datasets/${first.repo}/tree/${first.commit}`;
    return { origin: 'hf', origin_url, fetched_at };
  }
  const release = await readReleaseManifest(directory);
  if (release !== null) return { origin: 'ebi', origin_url: release.source, fetched_at: release.fetched_at };
  const cleaned = manifest?.sources.find(({ file }) => file === SHEET_FILES.scores);
  const stamp = await fileStamp(rawSheetPath(directory, 'scores'));
  return { origin: 'ebi', origin_url: null, fetched_at: dated(stamp?.modified_ms ?? cleaned?.modified_ms) };
}

const dated = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined ? null : new Date(milliseconds).toISOString();
