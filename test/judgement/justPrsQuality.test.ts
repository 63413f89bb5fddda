import { describe, expect, it } from 'vitest';
import {
  classifyModelQuality,
  formatClassification,
  formatEffectSize,
  interpretPrsResult,
} from '../../src/core/judgement/justPrsQuality.ts';
import { performanceRow } from '../support/performance.ts';

describe('classifyModelQuality', () => {
  it.each([
    [0.09, 0.8, 'Very Low', 'red'],
    [0.1, 0.8, 'Low', 'orange'],
    [0.49, null, 'Low', 'orange'],
    [0.5, 0.7, 'High', 'green'],
    [0.5, 0.6, 'Moderate', 'yellow'],
    [1, 0.52, 'Moderate', 'yellow'],
    [1, null, 'Moderate', 'yellow'],
  ])('match rate %d with AUROC %s is %s', (matchRate, auroc, quality_label, quality_color) => {
    expect(classifyModelQuality(matchRate, auroc)).toEqual({ quality_label, quality_color });
  });
});

describe('interpretPrsResult', () => {
  it('says percentile, accuracy and match', () => {
    const { summary, quality_label } = interpretPrsResult(72.25, 0.845, 0.72);
    expect(quality_label).toBe('High');
    expect(summary).toMatch(/^Estimated percentile: 72\.2% .*AUROC=0\.720 .*good.* 84% of scoring variants matched\.$/);
  });
  it('rounds an exact half to even', () => {
    expect(interpretPrsResult(null, 0.625, null).summary).toContain('62% of scoring variants matched.');
  });
  it('warns of a poor match and of a missing percentile', () => {
    const { summary } = interpretPrsResult(null, 0.05, 0.55);
    expect(summary).toContain('weak');
    expect(summary).toContain('Only 5% of scoring variants matched: results may be unreliable.');
    expect(summary).toContain('Compare with a matched reference cohort.');
    expect(interpretPrsResult(null, 0.3, 0.65).summary).toMatch(/moderate.* 30% .* caution/);
  });
});

describe('formatEffectSize', () => {
  it.each([
    [{ or_estimate: 1.55, or_ci_lower: 1.52, or_ci_upper: 1.58, hr_estimate: 2 }, 'OR=1.55 [1.52-1.58]'],
    [{ beta_estimate: -0.7, beta_se: 0.15 }, 'Beta=-0.70 (SE=0.15)'],
    [{ hr_estimate: 1.41 }, 'HR=1.41'],
    [{ beta_estimate: -0.5, beta_ci_lower: -0.6, beta_ci_upper: -0.4, beta_se: 0.1 }, 'Beta=-0.50 [-0.60--0.40]'],
    [{ or_estimate: 1.125 }, 'OR=1.12'],
    [{}, ''],
  ])('%j', (fields, text) => {
    expect(formatEffectSize(performanceRow(fields))).toBe(text);
  });
});

describe('formatClassification', () => {
  it.each([
    [{ auroc_estimate: 0.721, auroc_ci_lower: 0.69, auroc_ci_upper: 0.752 }, 'AUROC=0.721 [0.690-0.752]'],
    [{ cindex_estimate: 0.66, cindex_se: 0.1 }, 'C-index=0.660'],
    [{}, ''],
  ])('%j', (fields, text) => {
    expect(formatClassification(performanceRow(fields))).toBe(text);
  });
});
