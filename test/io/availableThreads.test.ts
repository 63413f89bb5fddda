import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { availableThreads } from '../../src/core/index.ts';

it('never exceeds the CPUs, nor what a Slurm job was given', () => {
  expect(availableThreads({})).toBeGreaterThanOrEqual(1);
  expect(availableThreads({})).toBeLessThanOrEqual(availableParallelism());
  expect(availableThreads({ SLURM_CPUS_PER_TASK: '1' })).toBe(1);
  expect(availableThreads({ SLURM_CPUS_PER_TASK: 'nonsense' })).toBe(availableThreads({}));
});

it('are no more than fit into the memory, and always one', () => {
  expect(availableThreads({}, 2 ** 40)).toBe(availableThreads({}));
  expect(availableThreads({}, 400 * 2 ** 20)).toBe(1);
  expect(availableThreads({}, 1)).toBe(1);
  expect(availableThreads({ SLURM_MEM_PER_NODE: '500' })).toBe(1);
  expect(availableThreads({ SLURM_MEM_PER_CPU: '100', SLURM_CPUS_PER_TASK: '2' })).toBe(1);
  expect(availableThreads({ SLURM_MEM_PER_NODE: '0' })).toBe(availableThreads({}));
});
