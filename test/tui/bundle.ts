import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Ink imports this for a debugger only; it is not installed. */
const withoutDevtools = {
  name: 'without-devtools',
  setup(bundle: import('esbuild').PluginBuild): void {
    bundle.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'none', namespace: 'none' }));
    bundle.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'export default {}' }));
  },
};

/** The app on a made-up session as one file with React in production mode, as it is shipped. */
export async function bundleFakeApp(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'just-prs-tui-test-'));
  const outfile = join(directory, 'fakeApp.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./fakeApp.ts', import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [withoutDevtools],
    logLevel: 'warning',
  });
  return outfile;
}
