/** Files of a bundle as a tree on disk: written complete and checked into a directory of their own, then moved. */
import { constants } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errors } from '../errors.ts';
import { commitFiles } from '../io/commitFiles.ts';
import { replaceFile, withScratchDirectory } from '../io/replaceFile.ts';
import type { BundlePlacement } from '../model/bundle.ts';
import type { BundleContent } from './bundleContents.ts';
import { manifestOfCleaning } from './catalogFiles.ts';
import { sheetsDirectory } from './release.ts';

/** Writes contents below a private directory, mode 0600, with the times that the manifest gives them. */
export async function writeTree(directory: string, contents: AsyncIterable<BundleContent>): Promise<void> {
  for await (const { file, content } of contents) {
    const path = join(directory, ...file.path.split('/'));
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of content) await handle.write(chunk);
      await handle.sync();
      // Half a millisecond more, because seconds as a binary fraction may come out a little less.
      await handle.utimes(new Date(), (file.modified_ms + 0.5) / 1000);
    } catch (error) {
      if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') throw error;
      throw errors.fileSystem(file.path, error as NodeJS.ErrnoException);
    } finally {
      await handle.close();
    }
  }
}

const CLEANING = `metadata/${basename(manifestOfCleaning(''))}`;
const isTable = (path: string): boolean => /^metadata\/[^/]+\.parquet$/.test(path);
const isSheet = (path: string): boolean => path.startsWith('metadata/raw/');

/**
 * Moves a tree of checked files into a catalogue: each appears at once, and the bulk sheets as one set. While the cleaned
 * tables change, their manifest is away, so that nobody takes tables of two releases for one.
 */
export async function placeTree(tree: string, catalogDirectory: string, placements: readonly BundlePlacement[]) {
  const bundled = placements.filter(({ status }) => status !== 'removed').map(({ path }) => path);
  const changed = placements.filter(({ status }) => status !== 'same').map(({ path }) => path);
  const moved = bundled.filter((path) => changed.includes(path) && !isSheet(path) && path !== CLEANING);
  const sheets = changed.some(isSheet) ? bundled.filter(isSheet) : [];
  const cleans = changed.some((path) => isTable(path) || path === CLEANING);
  const move = async (paths: readonly string[]): Promise<void> => {
    for (const path of paths) await moveFile(join(tree, path), join(catalogDirectory, path));
  };
  if (cleans) await rm(join(catalogDirectory, CLEANING), { force: true });
  await move(moved.filter((path) => !isTable(path)));
  if (sheets.length > 0)
    await withScratchDirectory(sheetsDirectory(catalogDirectory), async (set) => {
      for (const path of sheets) await moveFile(join(tree, path), join(set, basename(path)));
      await commitFiles(set, sheetsDirectory(catalogDirectory));
    });
  for (const { path, status } of placements)
    if (status === 'removed') await rm(join(catalogDirectory, path), { force: true });
  await move(moved.filter(isTable));
  if (cleans) await move(bundled.filter((path) => path === CLEANING));
}

/** By renaming; by copying where a folder of the catalogue is on another file system. */
const moveFile = (from: string, to: string): Promise<void> =>
  replaceFile(to, async (temporary) => {
    await rename(from, temporary).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EXDEV') throw error;
      await copyFile(from, temporary, constants.COPYFILE_FICLONE);
    });
  });
