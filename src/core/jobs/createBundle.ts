/** Bundles: what a computation needs in one archive or directory, for machines without a network. */
import { lstat, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { errors, PrsError } from '../errors.ts';
import { createScratchDirectory, removeDirectory, withScratchDirectory, writeChunks } from '../io/replaceFile.ts';
import { type TarContent, writeTar } from '../io/tarArchive.ts';
import type { BundleFile, BundleManifest, BundleReport, BundleRequest } from '../model/bundle.ts';
import type { RunOptions } from '../model/progress.ts';
import type { ScoreDownload } from '../model/release.ts';
import type { HttpClient } from '../net/httpClient.ts';
import { type BundleContent, bytesOf, compared, openBundle, readChunks, watched } from './bundleContents.ts';
import { type BundleSource, collectMetadata, collectReference, collectScores, describeFile } from './bundleFiles.ts';
import { BUNDLE_MANIFEST, formatBundleManifest } from './bundleManifest.ts';
import { placeTree, writeTree } from './bundleTree.ts';
import { downloadScores } from './downloadScores.ts';
import { readReleaseManifest } from './release.ts';

export interface Bundling {
  readonly client: HttpClient;
  readonly catalogDirectory: string;
  readonly toolVersion: string;
}

/**
 * Makes a new bundle of metadata, distributions, scores and what else the request names. Scores that the catalogue does
 * not have are fetched into it; if one fails, there is no bundle.
 */
export async function createBundle(
  bundling: Bundling,
  request: BundleRequest,
  run: RunOptions = {},
): Promise<BundleReport> {
  const { bundle } = request;
  if ((await lstat(bundle).catch(() => null)) !== null)
    throw errors.usage(`${bundle} exists already.`, 'Choose another name, or add to it with: just-prs-tui bundle add');
  const { catalogDirectory, toolVersion } = bundling;
  const { sources: added, warnings } = await collectRequested(bundling, request, run);
  const sources = [...(await collectMetadata(catalogDirectory)), ...added];
  const release = await readReleaseManifest(catalogDirectory);
  const manifest: BundleManifest = {
    format: 'just-prs-tui bundle',
    format_version: 1,
    created_at: new Date().toISOString(),
    tool_version: toolVersion,
    catalog_release: release && { source: release.source, fetched_at: release.fetched_at },
    files: await describeAll(sources, run),
  };
  const contents = watched(sourceContents(sources, manifest.files), 'Writing the bundle', bytesOf(manifest), run);
  if (bundle.endsWith('.tar')) await writeTar(bundle, tarContents(manifest, contents));
  else await writeDirectory(bundle, manifest, contents);
  return { bundle, manifest, warnings };
}

/** Adds scores and references; a file of the same name is replaced. An archive is written anew, and checked while so. */
export async function addToBundle(
  bundling: Bundling,
  request: BundleRequest,
  run: RunOptions = {},
): Promise<BundleReport> {
  const { bundle } = request;
  const { form, manifest: old, contents: oldContents } = await openBundle(bundle);
  const { sources, warnings } = await collectRequested(bundling, request, run);
  const added = await describeAll(sources, run);
  const replaced = new Set(added.map(({ path }) => path));
  const files = [...old.files.filter(({ path }) => !replaced.has(path)), ...added];
  const manifest = { ...old, created_at: new Date().toISOString(), tool_version: bundling.toolVersion, files };
  const newContents = sourceContents(sources, added);
  if (form === 'directory') {
    await withScratchDirectory(join(bundle, BUNDLE_MANIFEST), async (tree) => {
      await writeTree(tree, watched(newContents, 'Adding to the bundle', bytesOf({ ...manifest, files: added }), run));
      const placements = added.map(({ path }) => ({ path, status: 'replaced' as const, newer: false }));
      await placeTree(tree, bundle, placements);
    });
    await writeChunks(join(bundle, BUNDLE_MANIFEST), [formatBundleManifest(manifest)]);
    return { bundle, manifest, warnings };
  }
  async function* allContents(): AsyncGenerator<BundleContent> {
    for await (const each of oldContents()) if (!replaced.has(each.file.path)) yield each;
    yield* newContents;
  }
  const contents = watched(allContents(), 'Writing the bundle', bytesOf(manifest), run);
  await writeTar(bundle, tarContents(manifest, contents));
  return { bundle, manifest, warnings };
}

/** What the request names. Throws what went wrong with the first score that could not be had. */
async function collectRequested(
  { client, catalogDirectory }: Bundling,
  request: BundleRequest,
  run: RunOptions,
): Promise<{ readonly sources: readonly BundleSource[]; readonly warnings: readonly string[] }> {
  const reference = await collectReference(request);
  const downloads: ScoreDownload[] = [];
  for await (const download of downloadScores(client, catalogDirectory, request, run)) downloads.push(download);
  const failed = downloads.filter(({ error }) => error !== null);
  const [first] = failed;
  if (first?.error) {
    const more = failed.length === 1 ? '' : ` (and ${failed.length - 1} more scores failed)`;
    const message = `${first.pgs_id}: ${first.error.message.replace(/\.$/, '')}${more}; nothing was bundled.`;
    throw new PrsError({ ...first.error, message, exitCode: 1 });
  }
  const sorted = downloads.sort((a, b) => (a.pgs_id < b.pgs_id ? -1 : 1));
  return {
    sources: [...collectScores(sorted), ...reference],
    warnings: sorted.flatMap(({ warnings }) => warnings),
  };
}

async function describeAll(sources: readonly BundleSource[], { signal, onProgress }: RunOptions) {
  const files: BundleFile[] = [];
  for (const [done, source] of sources.entries()) {
    if (signal?.aborted) throw errors.cancelled();
    onProgress?.({ phase: 'Computing checksums', done, total: sources.length, unit: 'files' });
    files.push(await describeFile(source));
  }
  return files;
}

async function* sourceContents(
  sources: readonly BundleSource[],
  files: readonly BundleFile[],
): AsyncGenerator<BundleContent> {
  for (const [i, file] of files.entries()) {
    const { source } = sources[i] as BundleSource;
    const refuse = () => errors.changedMeanwhile(source);
    yield { file, content: compared(readChunks(source), file, refuse) };
  }
}

/** Plain tar: scores, Parquets and .2bit are packed already. The manifest comes first, to be read without the rest. */
async function* tarContents(
  manifest: BundleManifest,
  contents: AsyncIterable<BundleContent>,
): AsyncGenerator<TarContent> {
  const text = Buffer.from(formatBundleManifest(manifest));
  yield {
    name: BUNDLE_MANIFEST,
    bytes: text.length,
    modifiedMs: Date.parse(manifest.created_at),
    content: (async function* () {
      yield text;
    })(),
  };
  for await (const { file, content } of contents)
    yield { name: file.path, bytes: file.bytes, modifiedMs: file.modified_ms, content };
}

/** The directory appears complete, or not at all. */
async function writeDirectory(path: string, manifest: BundleManifest, contents: AsyncIterable<BundleContent>) {
  const scratch = await createScratchDirectory(path);
  try {
    await writeTree(scratch, contents);
    await writeChunks(join(scratch, BUNDLE_MANIFEST), [formatBundleManifest(manifest)]);
    await rename(scratch, path).catch((cause) => {
      throw errors.fileSystem(path, cause);
    });
  } finally {
    await removeDirectory(scratch);
  }
}
