/** Bundles src/ into dist/: the program, its threads and their lazily loaded chunks; what plugins import; parts of the app. */
import { chmodSync, copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** Ink draws only lines that it has not drawn lately: see src/terminal/keepLines.ts. */
const keptLines: Plugin = {
  name: 'kept-lines',
  setup(bundle) {
    bundle.onLoad({ filter: /ink[\\/]build[\\/]output\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const named = 'export default class Output {';
      if (!source.includes(named)) throw new Error(`${path} has changed: lines can no longer be kept`);
      const keepLines = JSON.stringify(join(root, 'src', 'terminal', 'keepLines.ts'));
      const contents = `import { keepLines } from ${keepLines};
${source.replace(named, 'class Output {')}
export default keepLines(Output);`;
      return { contents, loader: 'js' };
    });
  },
};

/** Latin with accents, Greek, dashes, quotes and what the screens draw with: one column each, and they join with nothing. */
export const NARROW =
  '\\u0020-\\u007e\\u00a1-\\u00ac\\u00ae-\\u02ff\\u0391-\\u03c9\\u2010-\\u2015\\u2018-\\u201f\\u2026\\u2264\\u2265\\u2500-\\u259f\\u25b2\\u25bc';

/**
 * The width of a text is its length when all its characters are narrow. The library knows that of ASCII, and needs a
 * hundred times as long for a row that was cut with an ellipsis; each row is measured four times a frame.
 */
const quickWidths: Plugin = {
  name: 'quick-widths',
  setup(bundle) {
    bundle.onLoad({ filter: /node_modules[\\/]string-width[\\/]index\.js$/ }, ({ path }) => {
      // An older one serves Ink's breaking of lines, and those of others.
      if (dirname(path) !== join(root, 'node_modules', 'string-width')) return undefined;
      const source = readFileSync(path, 'utf8');
      const ascii = '/^[\\u0020-\\u007E]*$/';
      if (!source.includes(ascii)) throw new Error(`${path} has changed: the quick way to measure no longer applies`);
      return { contents: source.replace(ascii, `/^[${NARROW}]*$/`), loader: 'js' };
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
  plugins: [withoutOptional, keptLines, quickWidths],
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
    // Loaded for plugins in TypeScript alone: it weighs more than all else that they need.
    copyFileSync(join(root, 'node_modules/jiti/dist/babel.cjs'), join(root, 'dist/pluginTranspiler.cjs'));
  }
}
