/** Looks into bundles, and puts their files where a computation finds them. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../errors.ts';
import { settleFiles } from '../io/commitFiles.ts';
import { hashFile } from '../io/hashFile.ts';
import { withScratchDirectory } from '../io/replaceFile.ts';
import type { BundleFile, BundleInspection, BundleManifest, BundlePlacement, BundleUse } from '../model/bundle.ts';
import type { RunOptions } from '../model/progress.ts';
import { bytesOf, openBundle, watched } from './bundleContents.ts';
import { listSet, METADATA_SETS } from './bundleFiles.ts';
import { BUNDLE_MANIFEST } from './bundleManifest.ts';
import { placeTree, writeTree } from './bundleTree.ts';
import { sheetsDirectory } from './release.ts';

/** Reads the manifest, and with `verify` all files to their end. Throws `bad_bundle`. */
export async function inspectBundle(bundle: string, verify: boolean, run: RunOptions = {}): Promise<BundleInspection> {
  const { form, manifest, contents } = await openBundle(bundle);
  if (verify)
    for await (const { content } of watched(contents(), 'Verifying the bundle', bytesOf(manifest), run))
      for await (const _ of content);
  return { bundle, form, manifest, verified: verify };
}

/**
 * Puts all files of a bundle into a catalogue folder, each checked before the first is moved. Where files would be
 * replaced by others or removed, nothing is done unless `replace` says so.
 */
export async function useBundle(
  bundle: string,
  catalogDirectory: string,
  replace: boolean,
  run: RunOptions = {},
): Promise<BundleUse> {
  const { manifest, contents } = await openBundle(bundle);
  await settleFiles(sheetsDirectory(catalogDirectory));
  const placements = await planPlacements(manifest, catalogDirectory);
  const isHarmless = placements.every(({ status }) => status === 'new' || status === 'same');
  const outcome = { directory: catalogDirectory, manifest, placements };
  if (!isHarmless && !replace) return { ...outcome, applied: false };
  await withScratchDirectory(join(catalogDirectory, BUNDLE_MANIFEST), async (tree) => {
    await writeTree(tree, watched(contents(), 'Unpacking the bundle', bytesOf(manifest), run));
    if (run.signal?.aborted) throw errors.cancelled();
    await placeTree(tree, catalogDirectory, placements);
  });
  return { ...outcome, applied: true };
}

async function planPlacements(manifest: BundleManifest, catalogDirectory: string): Promise<BundlePlacement[]> {
  const placements: BundlePlacement[] = [];
  for (const file of manifest.files) placements.push(await planFile(file, join(catalogDirectory, file.path)));
  const bundled = new Set(manifest.files.map(({ path }) => path));
  for (const folder of Object.keys(METADATA_SETS)) {
    const isReplaced = placements.some(({ path, status }) => status !== 'same' && folderOf(path) === folder);
    if (!isReplaced) continue;
    const paths = (await listSet(catalogDirectory, folder)).map((name) => `${folder}/${name}`);
    const left = paths.filter((path) => !bundled.has(path));
    placements.push(...left.map((path) => ({ path, status: 'removed' as const, newer: false })));
  }
  return placements;
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

async function planFile({ path, bytes, sha256, modified_ms }: BundleFile, target: string): Promise<BundlePlacement> {
  const found = await stat(target).catch(() => null);
  if (found === null) return { path, status: 'new', newer: false };
  const isSame = found.size === bytes && (await hashFile(target)) === sha256;
  return { path, status: isSame ? 'same' : 'replaced', newer: !isSame && Math.trunc(found.mtimeMs) > modified_ms };
}
