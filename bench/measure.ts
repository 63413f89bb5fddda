/** Runs programs and says what they took. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface Program {
  readonly name: string;
  readonly argv: readonly string[];
  /** What must be installed. Default: what `argv` starts with. */
  readonly needs?: string;
  /** Scores the last run wrote: the programs of a case must agree on them. */
  readonly readScores?: () => readonly number[];
  /** Runs the time is multiplied by: for calls of which only some are made. Default 1. */
  readonly times?: number;
}

/** One run, or the medians of several. */
export interface Measurement {
  readonly wall_seconds: number;
  /** User and system time of the process and its threads; null without GNU time. */
  readonly cpu_seconds: number | null;
  /** Largest resident set, MiB; null without GNU time. */
  readonly peak_rss_mib: number | null;
}

const TIME = '/usr/bin/time';
/** GNU time tells CPU time and memory. */
export const hasTime = existsSync(TIME) && spawnSync(TIME, ['-v', 'true']).status === 0;

export const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** Runs a program in `cwd` to its end. Throws its last words when it fails. */
export function measure(argv: readonly string[], cwd: string): Measurement {
  const [command, ...rest] = hasTime ? [TIME, '-v', ...argv] : argv;
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command as string, rest, { cwd, encoding: 'utf8' });
  const wall_seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${argv.join(' ')}\n${error ?? `${stdout}${stderr}`.slice(-2000)}`);
  if (!hasTime) return { wall_seconds, cpu_seconds: null, peak_rss_mib: null };
  const read = (label: string): number => Number(stderr.match(new RegExp(`${label}: ([\\d.]+)`))?.[1]);
  return {
    wall_seconds,
    cpu_seconds: read('User time \\(seconds\\)') + read('System time \\(seconds\\)'),
    peak_rss_mib: read('Maximum resident set size \\(kbytes\\)') / 1024,
  };
}

/** Runs the programs in turn, `runs` times after one round that is not counted; medians, in the order given. */
export function compare(programs: readonly Program[], runs: number, cwd: string): readonly Measurement[] {
  const rounds = Array.from({ length: runs + 1 }, () => programs.map(({ argv }) => measure(argv, cwd)));
  return programs.map(({ times = 1 }, i) => {
    const counted = rounds.slice(1).map((round) => round[i] as Measurement);
    const middle = (key: keyof Measurement): number => median(counted.map((one) => one[key] ?? Number.NaN));
    return {
      wall_seconds: middle('wall_seconds') * times,
      cpu_seconds: hasTime ? middle('cpu_seconds') * times : null,
      peak_rss_mib: hasTime ? middle('peak_rss_mib') : null,
    };
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle) - 1] as number)) / 2;
}

/** Address space of the limited runs, KiB. */
const LIMIT_KIB = 4 * 1024 * 1024;

/** Runs the program with 4 GiB of address space: null when it ends well, else its first words about why not. */
export function failLimited(argv: readonly string[], cwd: string): string | null {
  const limited = ['-c', `ulimit -v ${LIMIT_KIB}; exec "$@"`, 'bash', ...argv];
  const { status, stderr } = spawnSync('bash', limited, { cwd, encoding: 'utf8' });
  if (status === 0) return null;
  return (stderr.split('\n').find((line) => /error|memory/i.test(line)) ?? `exit code ${status}`).slice(0, 200);
}
