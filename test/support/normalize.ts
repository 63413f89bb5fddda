import { afterAll } from 'vitest';
import { normalizeVcf } from '../../src/core/jobs/normalizeVcf.ts';
import { WorkerPool } from '../../src/core/jobs/pool.ts';
import type { NormalizeReport, NormalizeRequest } from '../../src/core/model/vcf.ts';

/** Normalises as a session does, in threads that end with the test file. */
export function createNormalizer(threads = 2): (request: NormalizeRequest) => Promise<NormalizeReport> {
  const pool = new WorkerPool('test');
  afterAll(() => pool.close());
  return (request) => normalizeVcf({ pool, threads, toolVersion: 'test' }, request);
}
