import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Below this limit of address space, only a few threads can reserve theirs. */
const SMALL_ADDRESS_SPACE = 8 * 2 ** 30;
const THREADS_IN_SMALL_SPACE = 2;

/** Memory of the program, and of each thread that reads a large VCF: measured, rounded up. */
const BASE_BYTES = 250 * 2 ** 20;
const THREAD_BYTES = 200 * 2 ** 20;

/**
 * Threads this process may use: the least of its CPUs, its cgroup's quota, what its Slurm job and `ulimit -v` allow, and
 * those whose memory fits into `memory` bytes, the cgroup's limit and that of the Slurm job.
 */
export function availableThreads(env: Readonly<Record<string, string | undefined>>, memory = Infinity): number {
  const addressSpace = Number(readFirst('/proc/self/limits', /^Max address space\s+(\d+)/m));
  const [quota, period] = (readFirst('/sys/fs/cgroup/cpu.max', /^(\d+ \d+)/) ?? '').split(' ');
  const limits = [
    availableParallelism(),
    Math.max(1, Number(quota) / Number(period)),
    Number(env.SLURM_CPUS_PER_TASK),
    addressSpace < SMALL_ADDRESS_SPACE ? THREADS_IN_SMALL_SPACE : Number.NaN,
    Math.max(1, (Math.min(memory, availableMemory(env)) - BASE_BYTES) / THREAD_BYTES),
  ];
  return Math.max(1, Math.floor(Math.min(...limits.filter((limit) => limit >= 1))));
}

/** Bytes that the cgroup and the Slurm job allow; Infinity without a limit. */
export function availableMemory(env: Readonly<Record<string, string | undefined>>): number {
  const mebibytes = [
    Number(env.SLURM_MEM_PER_NODE),
    Number(env.SLURM_MEM_PER_CPU) * Math.max(1, Number(env.SLURM_CPUS_PER_TASK) || 1),
  ];
  const cgroup = Number(readFirst('/sys/fs/cgroup/memory.max', /^(\d+)/));
  return Math.min(...[cgroup, ...mebibytes.map((amount) => amount * 2 ** 20)].filter((limit) => limit > 0), Infinity);
}

/** What a pattern captures in a file of the kernel; undefined where there is no such file or no such line. */
function readFirst(path: string, pattern: RegExp): string | undefined {
  try {
    return pattern.exec(readFileSync(path, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
