/** `npm run bench [-- --quick]`: the built program against plink2 and bcftools, on generated data. See README.md. */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Case, planCases } from './cases.ts';
import { prepareFixtures } from './fixtures.ts';
import { compare, failLimited, hasTime, isInstalled } from './measure.ts';
import { type BenchResults, type CaseResult, describeMachine, renderMarkdown } from './report.ts';

/** Sizes of a run: `full` is a whole genome. */
const MODES = { quick: { records: 500_000, runs: 3 }, full: { records: 4_800_000, runs: 5 } } as const;

const say = (text: string): boolean => process.stderr.write(`${text}\n`);

function runBench(): void {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  const mode = values.quick ? 'quick' : 'full';
  const { records, runs } = MODES[mode];
  if (!hasTime) say('GNU time is absent: CPU time and memory are left out.');
  say(`Preparing a genome of ${records.toLocaleString('en')} records …`);
  const fixtures = prepareFixtures(records);
  const directory = mkdtempSync(join(tmpdir(), 'prs-bench-run-'));
  try {
    const cases = planCases(fixtures, directory).map((one) => runCase(one, runs, directory));
    const machine = describeMachine();
    writeResults(mode, {
      caveat: `Measured on a shared ${machine.cores}-core machine: read the ratios, not the seconds.`,
      machine,
      records,
      vcf_bytes: statSync(fixtures.vcf).size,
      runs,
      cases,
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function runCase({ name, programs }: Case, runs: number, directory: string): CaseResult {
  const present = programs.filter(({ argv, needs }) => isInstalled(needs ?? (argv[0] as string)));
  for (const program of programs) if (!present.includes(program)) say(`Skipped, absent: ${program.name}`);
  say(`${name} …`);
  const measurements = compare(present, runs, directory);
  const [reference, ...others] = present.flatMap(({ readScores }) => (readScores === undefined ? [] : [readScores()]));
  const differences = others.map((scores) => largestDifference(scores, reference as readonly number[]));
  const results = present.map((program, i) => ({
    program: program.name,
    ...(measurements[i] as (typeof measurements)[number]),
    failure_in_4_gib: failLimited(program.argv, directory),
  }));
  for (const { program, wall_seconds } of results) say(`  ${wall_seconds.toFixed(2)} s  ${program}`);
  return { name, programs: results, score_difference: differences.length === 0 ? null : Math.max(...differences) };
}

function largestDifference(scores: readonly number[], reference: readonly number[]): number {
  if (scores.length !== reference.length) throw new Error(`${scores.length} scores, not ${reference.length}`);
  return Math.max(...scores.map((score, i) => Math.abs(score / (reference[i] as number) - 1)));
}

function writeResults(mode: string, results: BenchResults): void {
  const folder = fileURLToPath(new URL('results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${mode}.json`), `${JSON.stringify(results, null, 2)}\n`);
  const markdown = renderMarkdown(results);
  writeFileSync(join(folder, `${mode}.md`), markdown);
  process.stdout.write(markdown);
}

runBench();
