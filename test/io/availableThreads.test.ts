import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { availableThreads } from '../../src/core/index.ts';

it('never exceeds the CPUs, nor what a Slurm job was given', () => {
  expect(availableThreads({})).toBeGreaterThanOrEqual(1);
  expect(availableThreads({})).toBeLessThanOrEqual(availableParallelism());
  expect(availableThreads({ SLURM_CPUS_PER_TASK: '1' })).toBe(1);
  expect(availableThreads({ SLURM_CPUS_PER_TASK: 'nonsense' })).toBe(availableThreads({}));
});
