/** Bundles as the session offers them. */
import type { BundleInspection, BundleReport, BundleRequest, BundleUse } from '../model/bundle.ts';
import type { RunOptions } from '../model/progress.ts';
import type { Bundling } from './createBundle.ts';

/** What a computation needs from the network, carried to where there is none. */
export interface Bundles {
  /** Puts metadata, scores and references into a new archive or directory; fetches scores that are missing. */
  create(request: BundleRequest, run?: RunOptions): Promise<BundleReport>;
  /** Adds scores and references to a bundle. */
  add(request: BundleRequest, run?: RunOptions): Promise<BundleReport>;
  /** Tells what is in a bundle; `verify` reads it to its end. */
  inspect(bundle: string, verify: boolean, run?: RunOptions): Promise<BundleInspection>;
  /** Puts the files of a bundle into the catalogue; replaces what differs only when `replace` says so. */
  use(bundle: string, replace: boolean, run?: RunOptions): Promise<BundleUse>;
}

/** Loads what it needs at the first call: most runs have no bundle. */
export const createBundles = (bundling: Bundling): Bundles => ({
  create: async (request, run) => (await import('./createBundle.ts')).createBundle(bundling, request, run),
  add: async (request, run) => (await import('./createBundle.ts')).addToBundle(bundling, request, run),
  inspect: async (bundle, verify, run) => (await import('./useBundle.ts')).inspectBundle(bundle, verify, run),
  use: async (bundle, replace, run) =>
    (await import('./useBundle.ts')).useBundle(bundle, bundling.catalogDirectory, replace, run),
});
