import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const committed = join(root, 'docs', 'captures');
const TIMEOUT_MS = 180_000;

/** A capture as text, without what a new version or a faster machine changes. */
function wordsOf(path: string): string {
  const svg = readFileSync(path, 'utf8');
  return svg
    .replace(/<[^>]*>/g, ' ')
    .replace(/just-prs-tui \d+\.\d+\.\d+/, 'just-prs-tui')
    .replace(/\s+/g, ' ');
}

const MAIN_WORDS = {
  genome: 'Press enter to choose scores',
  selection: '5 of 60 scores marked',
  run: 'computing,',
  results: 'Computed 5 scores',
  result: 'result 1 of 5',
  keys: 'These keys work here',
  metadata: 'row 1 of 60',
  scoring: 'PGS900001',
  jobs: 'Compute',
  plugins: '[5 Plugins]',
  help: '[6 Help]',
} as const;

it('draws every screen at both sizes, and those in the documentation are not out of date', {
  timeout: TIMEOUT_MS,
}, () => {
  const drawn = mkdtempSync(join(tmpdir(), 'prs-test-captures-'));
  try {
    execFileSync(process.execPath, ['--import', 'tsx', join(root, 'scripts', 'captures.ts'), drawn], { cwd: root });
    const names = Object.keys(MAIN_WORDS).flatMap((name) => [`${name}-120x40.svg`, `${name}-80x24.svg`]);
    expect(readdirSync(drawn).sort()).toEqual(names.sort());
    expect(readdirSync(committed).sort()).toEqual(names);
    for (const [name, words] of Object.entries(MAIN_WORDS)) {
      for (const size of ['120x40', '80x24']) {
        const file = `${name}-${size}.svg`;
        expect(wordsOf(join(drawn, file)), file).toContain(words);
        expect(wordsOf(join(drawn, file)), file).toContain('SYNTHETIC DEMO');
        expect(statSync(join(committed, file)).size, file).toBeLessThan(40_000);
        // How far work has come, and how long it took, differs from run to run.
        if (name === 'run' || name === 'jobs') continue;
        expect(wordsOf(join(committed, file)), `${file} is out of date: npm run captures`).toBe(
          wordsOf(join(drawn, file)),
        );
      }
    }
  } finally {
    rmSync(drawn, { recursive: true });
  }
});
