/** `npm run bench:scaling`: how time and memory grow with records, threads and the size of a score. See README.md. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blockLength, compressBgzf, inflateBlock } from '../src/core/vcf/bgzf.ts';
import { prepareFixtures } from './fixtures.ts';
import { compare, type Measurement, type Program } from './measure.ts';
import { describeMachine } from './report.ts';

const RECORDS = 4_800_000;
const SHARES = [1 / 8, 1 / 4, 1 / 2, 1];
const RUNS = 3;
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

const ours = (name: string, ...args: readonly string[]): Program => ({ name, argv: [process.execPath, MAIN, ...args] });

/** The first records of a VCF, as many as fit into a share of its blocks. */
function writeShare(vcf: string, share: number, output: string): string {
  const packed = readFileSync(vcf);
  const file = openSync(output, 'wx', 0o600);
  let at = 0;
  for (let next = blockLength(packed, at); at + next < packed.length * share; next = blockLength(packed, at)) {
    writeSync(file, packed, at, next);
    at += next;
  }
  // The next block up to its last line, and the end marker.
  const last = inflateBlock(packed, at, blockLength(packed, at));
  for (const chunk of compressBgzf([last.subarray(0, last.lastIndexOf(10) + 1)])) writeSync(file, chunk);
  closeSync(file);
  return output;
}

const line = (name: string, { wall_seconds, cpu_seconds, peak_rss_mib }: Measurement): string =>
  `| ${name} | ${wall_seconds.toFixed(2)} | ${cpu_seconds?.toFixed(2) ?? '–'} | ${peak_rss_mib?.toFixed(0) ?? '–'} |`;

function table(title: string, programs: readonly Program[], directory: string): string[] {
  process.stderr.write(`${title} …\n`);
  const measured = compare(programs, RUNS, directory);
  const rows = programs.map(({ name }, i) => line(name, measured[i] as Measurement));
  return [`## ${title}`, '', '| | wall, s | user + sys, s | peak RSS, MiB |', '|---|--:|--:|--:|', ...rows, ''];
}

const { vcf, single } = prepareFixtures(RECORDS);
const directory = mkdtempSync(join(tmpdir(), 'prs-bench-scaling-'));
try {
  const parquet = join(directory, 'genome.parquet');
  const [thousand] = single as readonly [(typeof single)[0]];
  const shares = SHARES.map((share, i) => ({
    name: `${Math.round(RECORDS * share).toLocaleString('en')} records`,
    path: share === 1 ? vcf : writeShare(vcf, share, join(directory, `share-${i}.vcf.gz`)),
  }));
  const byThreads = (name: string, ...args: readonly string[]) =>
    [1, 2].map((threads) => ours(`${name}, ${threads} of 2 threads`, ...args, '--threads', `${threads}`));
  const { cpu, cores, versions } = describeMachine();
  const text = [
    '# How it grows',
    '',
    `Medians of ${RUNS} runs of whole processes, after one that is not counted. ${cpu}, ${cores} cores; Node ${versions.node}.`,
    '',
    ...table(
      'Normalise, by records and threads',
      shares.flatMap(({ name, path }) => byThreads(name, 'normalize', '--vcf', path, '--output', parquet)),
      directory,
    ),
    ...table(
      'Score 1,000 variants straight from the VCF, by records and threads',
      shares.flatMap(({ name, path }) => byThreads(name, 'compute', '--vcf', path, '--scoring-file', thousand.catalog)),
      directory,
    ),
    ...table(
      'Score the normalised genome, by variants of the score',
      single.map(({ rows, catalog }) =>
        ours(`${rows.toLocaleString('en')} variants`, 'compute', '--vcf', parquet, '--scoring-file', catalog),
      ),
      directory,
    ),
  ].join('\n');
  writeFileSync(fileURLToPath(new URL('results/scaling.md', import.meta.url)), text);
  process.stdout.write(text);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
