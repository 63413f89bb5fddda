/** What an author meets who installs the package: types that hold in strict TypeScript, templates that fit them, tests that pass. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { NEW_KINDS } from '../../src/plugins/host/newPlugin.ts';
import { temporaryDirectory } from '../support/genotypes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** A project with the packed package, and Node's types, among its modules. */
function installPacked(): { readonly cwd: string; readonly run: (...argv: readonly string[]) => string } {
  const cwd = temporaryDirectory();
  const installed = join(cwd, 'node_modules/just-prs-tui');
  mkdirSync(join(installed, '..', '@types'), { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', cwd], { cwd: root });
  const [archive = ''] = readdirSync(cwd).filter((name) => name.endsWith('.tgz'));
  mkdirSync(installed);
  execFileSync('tar', ['xzf', join(cwd, archive), '-C', installed, '--strip-components', '1']);
  // Types as prepack makes them; those of the build may be older.
  rmSync(join(installed, 'dist/types'), { recursive: true, force: true });
  execFileSync(process.execPath, [
    tsc,
    '-p',
    join(root, 'tsconfig.types.json'),
    '--outDir',
    join(installed, 'dist/types'),
  ]);
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(join(root, 'node_modules', name), join(cwd, 'node_modules', name));
  const run = (...argv: readonly string[]): string => {
    try {
      return execFileSync(process.execPath, [...argv], {
        cwd,
        env: { PATH: process.env.PATH, HOME: cwd },
        encoding: 'utf8',
        stdio: 'pipe',
      });
    } catch (error) {
      return `failed: ${(error as { readonly stdout: string }).stdout}`;
    }
  };
  return { cwd, run };
}

it('the packed package serves its authors', { timeout: 180_000 }, () => {
  const { cwd, run } = installPacked();
  for (const kind of NEW_KINDS) run('node_modules/just-prs-tui/dist/main.js', 'plugins', 'new', kind, `my-${kind}`);
  const written = readdirSync(join(cwd, 'plugins')).sort();
  expect(written).toEqual([
    'my-exporter.test.mjs',
    'my-exporter.ts',
    'my-interpreter.test.mjs',
    'my-interpreter.ts',
    'my-program',
    'my-program.test.mjs',
    'my-python',
    'my-python.test.mjs',
    'my-reader.test.mjs',
    'my-reader.ts',
    'my-source.test.mjs',
    'my-source.ts',
  ]);
  // Those that we show must hold for authors, too.
  cpSync(join(root, 'test/plugins/tutorial/plugins'), join(cwd, 'plugins/tutorial'), { recursive: true });
  cpSync(join(cwd, 'node_modules/just-prs-tui/plugins'), join(cwd, 'plugins/ours'), { recursive: true });
  writeFileSync(join(cwd, 'plugins/wrong.ts'), "import plugin from './my-exporter.js'; plugin.name = 'other';");
  cpSync(join(root, 'test/plugins/tutorial/tsconfig.json'), join(cwd, 'tsconfig.json'));
  expect(run(tsc, '-p', '.')).toMatch(/^failed: plugins\/wrong\.ts\(1,\d+\): .*read-only property\.\n$/);
  const hasPython = spawnSync('python3', ['--version']).status === 0;
  const tests = written.filter((name) => name.endsWith('.test.mjs') && (hasPython || name !== 'my-python.test.mjs'));
  expect(run('--test', ...tests.map((name) => join('plugins', name)))).toMatch(
    new RegExp(`^# pass ${hasPython ? 14 : 12}\n# fail 0$`, 'm'),
  );
});
