import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from '../../build.ts';

/** The app on a made-up session as one file with React in production mode, as it is shipped. */
export async function bundleFakeApp(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'just-prs-tui-test-'));
  const outfile = join(directory, 'fakeApp.mjs');
  await build({ ...bundleOptions, entryPoints: [fileURLToPath(new URL('./fakeApp.ts', import.meta.url))], outfile });
  return outfile;
}
