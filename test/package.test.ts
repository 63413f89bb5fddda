import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

it('pins every dependency exactly', () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies }) as string[];
  expect(versions.filter((version) => !/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+(-r\.\d+)?$/.test(version))).toEqual([]);
});

it('asks npx for one package only, at the version whose binary installs on Node 20', () => {
  expect(manifest.dependencies).toEqual({ 'nodejs-polars': '0.24.1' });
});

it('packs the program, its notices and nothing of the work', () => {
  const packed = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
  );
  const files = (packed[0].files as { path: string }[]).map(({ path }) => path);
  for (const path of [
    'dist/main.js',
    'dist/worker.js',
    'dist/ui.js',
    'dist/pluginTranspiler.cjs',
    'dist/THIRD-PARTY-LICENSES.txt',
    'LICENSE',
    'README.md',
    '.prsrc.example',
    'plugins/forest-plot/plugin.json',
    'docs/plugins.md',
    'docs/plugin-api.md',
  ])
    expect(files).toContain(path);
  expect(
    files.filter(
      (path) =>
        !/^(dist\/[^/]+\.(js|txt)|dist\/pluginTranspiler\.cjs|plugins\/[^/]+\/[^/]+|docs\/plugins?(-api)?\.md|dist\/types\/.+\.d\.ts|LICENSE|README\.md|CHANGELOG\.md|package\.json|\.prsrc\.example)$/.test(
          path,
        ),
    ),
  ).toEqual([]);
  const notices = readFileSync(`${root}dist/THIRD-PARTY-LICENSES.txt`, 'utf8');
  for (const name of ['ink', 'react', 'apache-arrow', 'meow', '@gmod/vcf'])
    expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
});
