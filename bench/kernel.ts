/**
 * `npm run bench:kernel`: what matching and scoring take in a process that has genome and weights in memory. Run as a bundle:
 * tsx wraps every inner function, which the program does not.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DEFAULT_POLICIES, NO_FILTERS } from '../src/core/index.ts';
import { readWholeFile } from '../src/core/io/readWhole.ts';
import { loadGenotypes } from '../src/core/jobs/loadGenotypes.ts';
import type { TaskContext } from '../src/core/jobs/task.ts';
import { planMatches, readDosages } from '../src/core/scoring/matchKernel.ts';
import { matchPolicies } from '../src/core/scoring/prsResult.ts';
import { sumScore } from '../src/core/scoring/scoreSums.ts';
import { parseScoringFile } from '../src/core/scoring/scoringFile.ts';
import { prepareFixtures } from './fixtures.ts';
import { median } from './measure.ts';
import { describeMachine } from './report.ts';

const PROGRAM = join(process.cwd(), 'dist/main.js');
const RECORDS = 4_800_000;
const RUNS = 7;

const context: TaskContext = {
  toolVersion: 'bench',
  checkCancelled: () => {},
  report: () => {},
  runAll: (task) => Promise.reject(new Error(`${task} would need threads`)),
};

/** Median milliseconds, after two rounds that are not counted. */
async function time(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS + 2; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times.slice(2));
}

const directory = mkdtempSync(join(tmpdir(), 'prs-bench-kernel-'));
try {
  const fixtures = prepareFixtures(RECORDS);
  const genotypes = join(directory, 'genome.parquet');
  execFileSync(process.execPath, [PROGRAM, 'normalize', '--vcf', fixtures.vcf, '--output', genotypes, '--quiet']);
  const request = { genotypes, filters: NO_FILTERS, cacheDirectory: directory, dosage: 'auto' } as const;
  const loading = await time(() => loadGenotypes(request, context));
  const { index } = await loadGenotypes(request, context);
  const rows = [`| load the kept index of ${RECORDS.toLocaleString('en')} sites | ${loading.toFixed(0)} |`];
  for (const { rows: size, catalog } of fixtures.single) {
    const scoring = parseScoringFile(await readWholeFile(catalog), catalog);
    const scoringTime = await time(() =>
      sumScore(scoring, readDosages(planMatches(index, scoring, matchPolicies(DEFAULT_POLICIES)), index)),
    );
    rows.push(`| match and score ${size.toLocaleString('en')} variants | ${scoringTime.toFixed(1)} |`);
  }
  const { cpu, cores, versions } = describeMachine();
  const text = [
    '# Genome and weights in memory',
    '',
    `Medians of ${RUNS} runs on one thread, in milliseconds. ${cpu}, ${cores} cores; Node ${versions.node}.`,
    '',
    '| work | ms |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
  const folder = join(process.cwd(), 'bench/results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kernel.md'), text);
  process.stdout.write(text);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
