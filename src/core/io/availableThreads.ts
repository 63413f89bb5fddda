import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Below this limit of address space, only a few threads can reserve theirs. */
const SMALL_ADDRESS_SPACE = 8 * 2 ** 30;
const THREADS_IN_SMALL_SPACE = 2;

/** Threads this process may use: the least of its CPUs, its cgroup's quota, and what its Slurm job and `ulimit -v` allow. */
export function availableThreads(env: Readonly<Record<string, string | undefined>>): number {
  const addressSpace = Number(readFirst('/proc/self/limits', /^Max address space\s+(\d+)/m));
  const [quota, period] = (readFirst('/sys/fs/cgroup/cpu.max', /^(\d+ \d+)/) ?? '').split(' ');
  const limits = [
    availableParallelism(),
    Math.max(1, Number(quota) / Number(period)),
    Number(env.SLURM_CPUS_PER_TASK),
    addressSpace < SMALL_ADDRESS_SPACE ? THREADS_IN_SMALL_SPACE : Number.NaN,
  ];
  return Math.max(1, Math.floor(Math.min(...limits.filter((limit) => limit >= 1))));
}

/** What a pattern captures in a file of the kernel; undefined where there is no such file or no such line. */
function readFirst(path: string, pattern: RegExp): string | undefined {
  try {
    return pattern.exec(readFileSync(path, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
