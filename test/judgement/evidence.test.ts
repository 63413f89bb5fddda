import { describe, expect, it } from 'vitest';
import { gradeEvidence, syntheticQuality } from '../../src/core/judgement/evidence.ts';
import { performanceRow } from '../support/performance.ts';

describe('syntheticQuality', () => {
  it.each([
    [{ auroc_estimate: 0.7, n_individuals: 1000 }, 40.6],
    [{ auroc_estimate: 0.7, n_individuals: 1e6 }, 74.5],
    [{ auroc_estimate: 0.55, n_individuals: 50_000 }, 48.3],
    [{ auroc_estimate: 0.45, n_individuals: 100_000 }, 45.5],
    [{ cindex_estimate: 0.66, n_individuals: 100_000 }, 64.1],
    [{ beta_estimate: 0.24, n_individuals: 100_000 }, 52.3],
    [{ beta_estimate: 0.5, n_individuals: 100_000 }, 59.8],
    [{ beta_estimate: -152.57, n_individuals: 100_000 }, 86.4],
    [{ or_estimate: 1.5, n_individuals: 1000 }, 30.1],
    [{ or_estimate: 1.5, n_individuals: 100_000 }, 50.1],
    [{ or_estimate: 2, n_individuals: 100_000 }, 56.3],
    [{ or_estimate: 3, n_individuals: 100_000 }, 63.9],
    [{ or_estimate: 0.8, n_individuals: 100_000 }, 40.9],
    [{ or_estimate: 0, n_individuals: 100_000 }, 27.8],
    [{ hr_estimate: 1.7, n_individuals: 400_000 }, 58.2],
    [{}, 15.3],
  ])('%j is %d', (fields, score) => {
    expect(syntheticQuality(performanceRow(fields), false)).toBe(score);
  });
  it('takes a tenth off a harmonised score, and the share that is not matched', () => {
    const row = performanceRow({ auroc_estimate: 0.7, n_individuals: 1e6 });
    expect(syntheticQuality(row, true)).toBe(67);
    expect(syntheticQuality(row, false, 0.5)).toBe(37.2);
  });
  it('prefers the AUROC to the C-index', () => {
    const both = performanceRow({ auroc_estimate: 0.6, cindex_estimate: 0.8, n_individuals: 1000 });
    expect(syntheticQuality(both, false)).toBe(
      syntheticQuality(performanceRow({ auroc_estimate: 0.6, n_individuals: 1000 }), false),
    );
  });
});

describe('gradeEvidence', () => {
  it('grades, and says why in plain sentences', () => {
    const { grade, reasons } = gradeEvidence(performanceRow({ auroc_estimate: 0.7, n_individuals: 1e6 }), true);
    expect(grade).toBe('Normal');
    expect(reasons.map(({ code }) => code)).toEqual(['metric', 'cohort', 'harmonised']);
    expect(reasons[1].sentence).toBe('It was evaluated in 1,000,000 people.');
  });
  it('is Low without any evaluation', () => {
    const { grade, quality_score, reasons } = gradeEvidence(null, false);
    expect([grade, quality_score]).toEqual(['Low', 15.3]);
    expect(reasons.map(({ code }) => code)).toEqual(['no_metric', 'cohort_unknown']);
  });
  it('lets no good label through on a ratio of zero', () => {
    expect(gradeEvidence(performanceRow({ or_estimate: 0, n_individuals: 1e5 }), false).reasons[0].code).toBe(
      'no_metric',
    );
  });
});
