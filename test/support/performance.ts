import type { PerformanceRow } from '../../src/core/judgement/evidence.ts';

const EMPTY = Object.fromEntries(
  ['or', 'hr', 'beta', 'auroc', 'cindex'].flatMap((metric) =>
    ['estimate', 'ci_lower', 'ci_upper', 'se'].map((part) => [`${metric}_${part}`, null]),
  ),
) as unknown as PerformanceRow;

/** An evaluation that reports only what is given. */
export const performanceRow = (fields: Partial<PerformanceRow>): PerformanceRow => ({
  ...EMPTY,
  ppm_id: 'PPM000001',
  pgs_id: 'PGS000001',
  n_individuals: null,
  ancestry_broad: null,
  ...fields,
});
