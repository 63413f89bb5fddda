/** Results as JSON for programs and Markdown for people. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, totalmem, type } from 'node:os';
import { isInstalled, type Measurement } from './measure.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gib: number;
  readonly system: string;
  /** Program → version, null where it is absent. */
  readonly versions: Readonly<Record<string, string | null>>;
}

export interface ProgramResult extends Measurement {
  readonly program: string;
  /** Why it fails with 4 GiB of address space; null when it works. */
  readonly failure_in_4_gib: string | null;
}

export interface CaseResult {
  readonly name: string;
  readonly programs: readonly ProgramResult[];
  /** Largest relative difference of the scores from ours; null when the case has none. */
  readonly score_difference: number | null;
}

export interface BenchResults {
  readonly caveat: string;
  readonly machine: Machine;
  readonly records: number;
  readonly vcf_bytes: number;
  /** Counted runs a program; one more is not counted. */
  readonly runs: number;
  readonly cases: readonly CaseResult[];
}

/** Hardware and versions. */
export function describeMachine(): Machine {
  const cpuInfo = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  const version = (program: string): string | null =>
    isInstalled(program)
      ? (execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n')[0] as string).trim()
      : null;
  return {
    cpu: cpuInfo.match(/^model name\s*: (.*)$/m)?.[1] ?? 'unknown',
    cores: availableParallelism(),
    memory_gib: Math.round(totalmem() / 2 ** 30),
    system: type(),
    versions: { node: process.version, plink2: version('plink2'), bcftools: version('bcftools') },
  };
}

export function renderMarkdown({ caveat, machine, records, vcf_bytes, runs, cases }: BenchResults): string {
  const { cpu, cores, memory_gib, system, versions } = machine;
  const programs = Object.entries(versions).map(([name, version]) => `${name}: ${version ?? 'absent'}`);
  return [
    '# Measurements',
    '',
    `A generated genome of ${records.toLocaleString('en')} records (BGZF, ${Math.round(vcf_bytes / 1e6)} MB). Medians of ${runs} runs, the programs in turn, after one round that is not counted. Whole processes, files in the page cache.`,
    '',
    `${caveat}`,
    '',
    `Machine: ${cpu}, ${cores} cores, ${memory_gib} GiB, ${system}. ${programs.join('; ')}.`,
    '',
    ...cases.flatMap(renderCase),
  ].join('\n');
}

const number = (value: number | null, digits: number): string => (value === null ? '–' : value.toFixed(digits));

function renderCase({ name, programs, score_difference }: CaseResult): string[] {
  const rows = programs.map(
    ({ program, wall_seconds, cpu_seconds, peak_rss_mib, failure_in_4_gib }) =>
      `| ${program} | ${number(wall_seconds, 2)} | ${number(cpu_seconds, 2)} | ${number(peak_rss_mib, 0)} | ${failure_in_4_gib ?? 'works'} |`,
  );
  const agreement =
    score_difference === null
      ? []
      : [`Largest relative difference of a score from ours: ${score_difference.toExponential(1)}.`, ''];
  return [
    `## ${name[0]?.toUpperCase()}${name.slice(1)}`,
    '',
    '| program | wall, s | user + sys, s | peak RSS, MiB | with `ulimit -v 4194304` |',
    '|---|--:|--:|--:|---|',
    ...rows,
    '',
    ...agreement,
  ];
}
