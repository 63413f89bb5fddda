/** Which files of a catalogue go into a bundle. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { tableFile } from '../catalog/hubLayout.ts';
import { SHEET_FILES } from '../catalog/sheets.ts';
import { SCHEMAS } from '../catalog/tables.ts';
import { errors } from '../errors.ts';
import { settleFiles } from '../io/commitFiles.ts';
import { hashFile } from '../io/hashFile.ts';
import { openFile } from '../io/open.ts';
import { isTwoBit } from '../io/twoBit.ts';
import type { BundledScore, BundleFile, BundleRequest } from '../model/bundle.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoreDownload } from '../model/release.ts';
import { manifestOfCleaning, pulledSet } from './catalogFiles.ts';
import { readHomRefTable } from './homRefTable.ts';
import { distributionFiles } from './readDistributions.ts';
import { openReferenceSource } from './reference.ts';
import { RELEASE_MANIFEST, sheetsDirectory } from './release.ts';

/** A file on disk, and what it is called in the bundle. */
export interface BundleSource {
  readonly path: string;
  readonly source: string;
  readonly score: BundledScore | null;
}

/** Folders whose files belong to one release: a bundle that has any of them replaces all of them. */
export const METADATA_SETS: Readonly<Record<string, ReadonlySet<string>>> = {
  'metadata/raw': new Set([RELEASE_MANIFEST, ...Object.values(SHEET_FILES)]),
  metadata: new Set([
    basename(manifestOfCleaning('')),
    ...Object.keys(SCHEMAS).map((table) => tableFile(table as keyof typeof SCHEMAS)),
  ]),
};

/** Files of a set that a catalogue has. */
export async function listSet(catalogDirectory: string, folder: string): Promise<readonly string[]> {
  const names = await readdir(join(catalogDirectory, folder)).catch(() => []);
  return names.filter((name) => METADATA_SETS[folder]?.has(name)).sort();
}

/** Metadata and reference distributions, as far as the catalogue has them. */
export async function collectMetadata(catalogDirectory: string): Promise<readonly BundleSource[]> {
  await settleFiles(sheetsDirectory(catalogDirectory));
  await settleFiles(catalogDirectory, pulledSet(catalogDirectory));
  const paths: string[] = [];
  for (const folder of Object.keys(METADATA_SETS))
    paths.push(...(await listSet(catalogDirectory, folder)).map((name) => `${folder}/${name}`));
  for (const path of distributionFiles(catalogDirectory))
    if ((await stat(path).catch(() => null)) !== null) paths.push(`percentiles/${basename(path)}`);
  return paths.map((path) => ({ path, source: join(catalogDirectory, path), score: null }));
}

/** The scoring files that were found or fetched. Throws for the first that was not. */
export function collectScores(downloads: readonly ScoreDownload[]): readonly BundleSource[] {
  return downloads.map(({ pgs_id, genome_build, path, rows, license }) => ({
    path: `scores/${basename(path)}`,
    source: path,
    score: { pgs_id, genome_build, rows: rows ?? 0, license },
  }));
}

/** The reference and the table of constants, each opened once to see that it is one. */
export async function collectReference({ reference, homRefTable, build }: BundleRequest): Promise<BundleSource[]> {
  const sources: BundleSource[] = [];
  if (reference !== undefined)
    sources.push({ path: await placeOfReference(reference, build), source: reference, score: null });
  if (homRefTable !== undefined) {
    await readHomRefTable(homRefTable);
    sources.push({ path: 'reference/hom_ref_constants.tsv', source: homRefTable, score: null });
  }
  return sources;
}

async function placeOfReference(path: string, build: GenomeBuild): Promise<string> {
  const file = await openFile(path);
  await file.close();
  const isTable = file.compression === 'parquet';
  if (!isTable && !isTwoBit(file.first))
    throw errors.badReference(
      path,
      'a bundle takes a .2bit or a Parquet of alleles',
      `Pack it first: just-prs-tui reference build --fasta ${path} --output ${build}.2bit`,
    );
  const { close } = await openReferenceSource(path, build, '');
  close();
  return isTable ? `reference/${build}_alleles.parquet` : `reference/${build}.2bit`;
}

/** What the manifest says of a file. */
export async function describeFile({ path, source, score }: BundleSource): Promise<BundleFile> {
  const found = await stat(source).catch((cause) => {
    throw errors.fileSystem(source, cause);
  });
  const sha256 = await hashFile(source);
  return { path, bytes: found.size, sha256, modified_ms: Math.trunc(found.mtimeMs), score };
}
