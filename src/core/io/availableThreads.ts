import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Threads this process may use: the least of its CPUs, its cgroup's quota and the CPUs of its Slurm job. */
export function availableThreads(env: Readonly<Record<string, string | undefined>>): number {
  const limits = [availableParallelism(), cgroupCpus(), Number(env.SLURM_CPUS_PER_TASK)];
  return Math.max(1, Math.floor(Math.min(...limits.filter((limit) => limit >= 1))));
}

/** CPUs that the quota of cgroup v2 amounts to, or NaN without one. */
function cgroupCpus(): number {
  try {
    const [quota, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').trim().split(' ');
    return Math.max(1, Number(quota) / Number(period));
  } catch {
    return Number.NaN;
  }
}
