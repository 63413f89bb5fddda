/** `docs/plugins.md` as a reader follows it: its files are those of `test/plugins/tutorial/`, its commands answer what it shows. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { defaultsOf, runExporter, sampleRow } from '../../src/plugins/testing.ts';
import cohort from '../plugins/tutorial/plugins/cohort.ts';
import { temporaryDirectory } from '../support/genotypes.ts';
import { type Answer, program } from '../support/program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tutorial = join(root, 'test/plugins/tutorial');
const page = readFileSync(join(root, 'docs/plugins.md'), 'utf8');

interface Block {
  /** Of a block that is a file. */
  readonly path: string | undefined;
  readonly language: string;
  readonly text: string;
}
const blocks: readonly Block[] = [...page.matchAll(/(?:<!-- file: (\S+) -->\n)?```(\w+)\n([\s\S]*?)```\n/g)].map(
  ([, path, language = '', text = '']) => ({ path, language, text }),
);
const files = blocks.filter((block): block is Block & { readonly path: string } => block.path !== undefined);

function openProject() {
  const cwd = temporaryDirectory();
  const env = { PATH: process.env.PATH, HOME: temporaryDirectory() };
  const run = (command: string): Promise<Answer> =>
    new Promise((resolve) => {
      execFile('sh', ['-c', `${command} 2>&1`], { cwd, env }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };
  return { cwd, run, write };
}

const ours = (command: string): string => command.replace(/^just-prs-tui/, `"${process.execPath}" "${program}"`);

/** Each command with what the page shows after it; `…` stands for anything in a line. */
const commandsIn = (text: string): readonly (readonly [string, string])[] =>
  text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...lines] = part.split('\n');
      return [command, lines.join('\n')] as const;
    });

const patternOf = (shown: string): RegExp =>
  new RegExp(
    `^${shown
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );

it('its files are those of the tutorial, all of them', () => {
  for (const { path, text } of files) expect(text, path).toBe(readFileSync(join(tutorial, path), 'utf8'));
  const all = readdirSync(tutorial, { recursive: true, encoding: 'utf8' });
  expect(files.map(({ path }) => path).sort()).toEqual(
    all.filter((path) => statSync(join(tutorial, path)).isFile()).sort(),
  );
});

it('its commands answer what it shows, one after the other', { timeout: 120_000 }, async () => {
  const { run, write } = openProject();
  // A file is there when a command needs it, as for a reader who wrote all of a section before trying it.
  for (const { path, text } of files.filter(({ path }) => !path.startsWith('plugins/ranks'))) write(path, text);
  const ranks = files.filter(({ path }) => path.startsWith('plugins/ranks'));
  let answered = 0;
  for (const { language, text } of blocks) {
    if (language !== 'console') continue;
    for (const [command, shown] of commandsIn(text)) {
      expect((await run(ours(command))).stdout, command).toMatch(patternOf(shown));
      answered += 1;
      if (command.includes('plugins new')) for (const { path, text: own } of ranks) write(path, own);
    }
  }
  expect(answered).toBeGreaterThanOrEqual(20);
});

it('its exporter that sees everything first ranks people in each score, and leaves out who is not known well enough', async () => {
  const rows = [
    sampleRow({ pgs_id: 'PGS000002', sample: 'a', score: 1, weight_mass_coverage: 1 }),
    sampleRow({ pgs_id: 'PGS000001', sample: 'b', score: 1, weight_mass_coverage: 1 }),
    sampleRow({ pgs_id: 'PGS000001', sample: 'c', score: 9, weight_mass_coverage: 0.5 }),
    sampleRow({ pgs_id: 'PGS000001', sample: 'a', score: 2, weight_mass_coverage: 1 }),
  ];
  const [exporter] = cohort.exporters ?? [];
  const { bytes, log } = await runExporter(exporter, rows, defaultsOf(cohort));
  expect(Buffer.from(bytes).toString()).toBe(
    'PGS000001\t1\ta\t2.000\nPGS000001\t2\tb\t1.000\nPGS000002\t1\ta\t1.000\n',
  );
  expect(log).toEqual(['results that are not ranked: 1']);
});

it('its tests pass', async () => {
  const { cwd, run, write } = openProject();
  for (const { path, text } of files) write(path, text);
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(root, join(cwd, 'node_modules', 'just-prs-tui'));
  const ran = await run('node --test plugins/ranks.test.mjs plugins/tally.test.mjs');
  expect(ran.stdout).toContain('# pass 7');
  expect(ran.code).toBe(0);
});

it('its package is found, and allowed by its name', async () => {
  const { run, write } = openProject();
  const manifest = blocks.find(({ language, text }) => language === 'json' && text.includes('justPrs'));
  write('node_modules/just-prs-plugin-ranks/package.json', manifest?.text ?? '');
  for (const { path, text } of files)
    if (path === 'plugins/ranks.ts') write('node_modules/just-prs-plugin-ranks/ranks.ts', text);
  expect((await run(ours('just-prs-tui plugins list'))).stdout).toMatch(
    /^just-prs-plugin-ranks +package +\? +waits to be allowed$/m,
  );
  expect((await run(ours('just-prs-tui plugins allow just-prs-plugin-ranks'))).stdout).toMatch(/\nready\n$/);
});
