/** `warn` is what works with a limit; `unknown` is what was not asked for, or cannot be known here. */
export type HealthState = 'good' | 'warn' | 'bad' | 'unknown';

/** One thing that the program needs, and how it stands with it. */
export interface HealthCheck {
  readonly id: string;
  readonly title: string;
  readonly state: HealthState;
  /** What was found, as a phrase. */
  readonly said: string;
  /** What to do about it; null when there is nothing to do. */
  readonly mend: string | null;
}

export interface ExamineRequest {
  /** Whether the servers are asked for an answer; without it nothing leaves the machine. */
  readonly network: boolean;
}

/** What the process was given. */
export interface Machine {
  /** Version of Node.js, without a `v`. */
  readonly node: string;
  /** Bytes that the cgroup, the Slurm job and `--mem` allow; Infinity without a limit. */
  readonly memory: number;
}
