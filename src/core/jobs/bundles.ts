/** Bundles as the session offers them. */
import type { BundleInspection, BundleManifest, BundleRequest, BundleUse } from '../model/bundle.ts';
import type { RunOptions } from '../model/progress.ts';
import { addToBundle, type Bundling, createBundle } from './createBundle.ts';
import { inspectBundle, useBundle } from './useBundle.ts';

/** What a computation needs from the network, carried to where there is none. */
export interface Bundles {
  /** Puts metadata, scores and references into a new archive or directory; fetches scores that are missing. */
  create(request: BundleRequest, run?: RunOptions): Promise<BundleManifest>;
  /** Adds scores and references to a bundle. */
  add(request: BundleRequest, run?: RunOptions): Promise<BundleManifest>;
  /** Tells what is in a bundle; `verify` reads it to its end. */
  inspect(bundle: string, verify: boolean, run?: RunOptions): Promise<BundleInspection>;
  /** Puts the files of a bundle into the catalogue; replaces what differs only when `replace` says so. */
  use(bundle: string, replace: boolean, run?: RunOptions): Promise<BundleUse>;
}

export const createBundles = (bundling: Bundling): Bundles => ({
  create: (request, run) => createBundle(bundling, request, run),
  add: (request, run) => addToBundle(bundling, request, run),
  inspect: inspectBundle,
  use: (bundle, replace, run) => useBundle(bundle, bundling.catalogDirectory, replace, run),
});
