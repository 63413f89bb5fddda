/** Bundles src/ into dist/: the program, its threads and their lazily loaded chunks; what plugins import; parts of the app. */
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, context, type Metafile, type Plugin } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** Optional imports that are never reached: Ink's development tools, cosmiconfig's loader of TypeScript files. */
const withoutOptional: Plugin = {
  name: 'without-optional',
  setup(bundle) {
    bundle.onResolve({ filter: /^(react-devtools-core|typescript|[.][/]devtools[.]js)$/ }, () => ({
      path: 'none',
      namespace: 'without-optional',
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'without-optional' }, () => ({ contents: 'export default {}' }));
  },
};

/**
 * Ink parses the styles of the whole screen anew for each frame, because its cache lives as long as a frame. Sharing
 * the cache halves the cost of a key press; it is dropped when it grows, or memory would.
 */
const sharedOutputCache: Plugin = {
  name: 'shared-output-cache',
  setup(bundle) {
    bundle.onLoad({ filter: /ink[\\/]build[\\/]output\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const patched = source.replace('caches = new OutputCaches();', 'caches = sharedCaches();').replace(
        'export default class Output {',
        `let shared = new OutputCaches();
function sharedCaches() {
  if (shared.styledChars.size > 300 || shared.widths.size > 3000 || shared.blockWidths.size > 300)
    shared = new OutputCaches();
  return shared;
}
export default class Output {`,
      );
      if (!patched.includes('= sharedCaches()') || !patched.includes('let shared'))
        throw new Error(`${path} has changed: the shared output cache no longer applies`);
      return { contents: patched, loader: 'js' };
    });
  },
};

/**
 * Ink joins the cells of the whole screen anew for each frame, and asks between each two what differs in their styles by
 * making six lists and sets. Mostly nothing does, which is told sooner.
 */
const quickStyles: Plugin = {
  name: 'quick-styles',
  setup(bundle) {
    bundle.onLoad({ filter: /ansi-tokenize[\\/]build[\\/]styledChars\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const step = 'ret += ansiCodesToString(diffAnsiCodes(chars[i - 1].styles, char.styles));';
      if (!source.includes(step))
        throw new Error(`${path} has changed: the quick comparison of styles no longer applies`);
      const isSame = `function isSame(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i].code !== b[i].code) return false;
  return true;
}`;
      const patched = source.replace(step, `if (!isSame(chars[i - 1].styles, char.styles)) ${step}`);
      return { contents: `${patched}\n${isSame}`, loader: 'js' };
    });
  },
};

/** Licence texts of everything bundled, which their licences ask to keep. */
function collectLicences(metafiles: readonly Metafile[]): string {
  const folders = new Set<string>();
  for (const input of metafiles.flatMap(({ inputs }) => Object.keys(inputs))) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const notices = [...folders].sort().map((folder) => {
    const info = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'license.md', 'LICENCE', 'License']
      .map((name) => join(folder, name))
      .find(existsSync);
    return `${info.name} ${info.version} (${info.license})\n\n${file ? readFileSync(file, 'utf8').trim() : ''}\n`;
  });
  return `This program contains the following packages.\n\n${notices.join(`\n${'-'.repeat(72)}\n`)}`;
}

/** How the product is bundled, whatever the entry points. */
export const bundleOptions: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  jsx: 'automatic',
  external: ['nodejs-polars'],
  legalComments: 'none',
  logLevel: 'warning',
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    __VERSION__: JSON.stringify(version),
  },
  // Bundled CommonJS packages still call require for Node's own modules.
  banner: { js: "import{createRequire as $require}from'node:module';const require=$require(import.meta.url);" },
  plugins: [withoutOptional, sharedOutputCache, quickStyles],
};

const productOptions: BuildOptions = {
  ...bundleOptions,
  entryPoints: { main: 'src/main.ts', worker: 'src/core/jobs/worker.ts' },
  outdir: 'dist',
  splitting: true,
  chunkNames: '[name]-[hash]',
  metafile: true,
};

/** What authors of plugins import, and the thread that runs their work: apart, or each call would load the engine. */
const pluginOptions: BuildOptions = {
  ...productOptions,
  entryPoints: {
    plugin: 'src/plugins/api.ts',
    'plugin-testing': 'src/plugins/testing.ts',
    pluginWorker: 'src/plugins/host/worker.ts',
  },
};

/** Parts of the app for other Ink apps, which lend their own Ink and React: two Reacts in one app do not work. */
const uiOptions: BuildOptions = {
  ...bundleOptions,
  entryPoints: { ui: 'src/ui/index.ts' },
  outdir: 'dist',
  metafile: true,
  external: [...(bundleOptions.external ?? []), 'ink', 'react', 'react/jsx-runtime'],
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = [productOptions, pluginOptions, uiOptions];
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  if (process.argv.includes('--watch')) for (const options of all) await (await context(options)).watch();
  else {
    const built = await Promise.all(all.map((options) => build(options)));
    const metafiles = built.map(({ metafile }) => metafile as Metafile);
    writeFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), collectLicences(metafiles));
    chmodSync(join(root, 'dist', 'main.js'), 0o755);
  }
}
