import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The input of a task is exported, or its type could not be shipped (TS4023). */
const TYPES_TIMEOUT_MS = 120_000;

/** Presses keys one by one in the host's Ink, each once the screen shows what the one before led to. */
const RUNNER = `
import { render } from 'ink-testing-library';
import { createElement } from 'react';
import { Example } from './example.mjs';
const { stdin, lastFrame, unmount } = render(createElement(Example));
const until = async (text) => {
  for (let i = 0; !lastFrame().includes(text); i++) {
    if (i > 500) throw new Error('Never saw ' + text + ':\\n' + lastFrame());
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const say = () => console.log(lastFrame() + '\\n=====');
await until('Choose the genome build');
say();
stdin.write('b');
await until('[GRCh37]');
stdin.write('j');
await until('>  PGS000018');
stdin.write(' ');
await until('[ Compute 1 score ]');
say();
stdin.write('c');
await until('0/1 PGS000018');
say();
stdin.write('\\x1b');
await until('Cancelled: 0 of 1 score');
say();
unmount();
`;

let directory = '';
beforeAll(() => {
  // Inside the package, so that its name leads to its own exports.
  directory = mkdtempSync(join(root, 'test', 'ui', '.example-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function readExample(): string {
  const [, example] = /```tsx\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs', 'embedding.md'), 'utf8')) ?? [];
  if (example === undefined) throw new Error('docs/embedding.md has no example.');
  return example;
}

it('runs the example of the documentation on the Ink and React of the host', () => {
  const example = readExample().replace(/^render\(.*\);$/m, '');
  const { code } = transformSync(example, { loader: 'tsx', jsx: 'automatic', format: 'esm' });
  writeFileSync(join(directory, 'example.mjs'), code);
  writeFileSync(join(directory, 'run.mjs'), RUNNER);
  const shown = execFileSync(process.execPath, [join(directory, 'run.mjs')], { encoding: 'utf8' });
  const [start, marked, running, cancelled] = shown.split('=====');
  expect(start).toContain('Polygenic scores');
  expect(start).toContain('>  PGS000001 Breast cancer');
  expect(marked).toContain('>* PGS000018 Coronary artery');
  expect(running).toContain('Computing: esc cancels.');
  expect(cancelled).toContain('[ Compute 1 score ]');
});

it('has types that the example fits and a wrong one does not', { timeout: TYPES_TIMEOUT_MS }, () => {
  const tsc = (...argv: readonly string[]): string => {
    try {
      return execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...argv], {
        cwd: root,
        encoding: 'utf8',
      });
    } catch (error) {
      return (error as { readonly stdout: string }).stdout;
    }
  };
  expect(tsc('-p', 'tsconfig.types.json')).toBe('');
  const example = readExample();
  writeFileSync(join(directory, 'right.tsx'), example);
  writeFileSync(join(directory, 'wrong.tsx'), example.replace('width={80}', 'width="80"'));
  const flags = ['--strict', '--noEmit', '--skipLibCheck', '--target', 'es2023', '--jsx', 'react-jsx'];
  const modules = ['--module', 'nodenext', '--moduleResolution', 'nodenext', '--types', 'node'];
  const said = tsc(...flags, ...modules, join(directory, 'right.tsx'), join(directory, 'wrong.tsx'));
  expect(said).toMatch(/wrong\.tsx.*Type 'string' is not assignable to type 'number'/);
  expect(said).not.toContain('right.tsx');
});

it('brings neither Ink nor React', () => {
  const bundle = readFileSync(join(root, 'dist', 'ui.js'), 'utf8');
  expect(bundle).toMatch(/from"ink"/);
  expect(bundle).toMatch(/from"react"/);
  expect(bundle.length).toBeLessThan(100_000);
});
