import { describe, expect, it } from 'vitest';
import type { PrsResult } from '../../../src/core/index.ts';
import { interpreters } from '../../../src/plugins/builtin/interpreters.ts';
import { contextOf } from '../../support/plugins.ts';
import { resultOf } from '../../support/results.ts';

const interpret = async (id: string, ...results: readonly Partial<PrsResult>[]) => {
  const found = interpreters.interpreters?.find((interpreter) => interpreter.id === id);
  return (await found?.interpret(results.map(resultOf), contextOf(interpreters))) ?? [];
};
const evidenceOf = (grade: 'High' | 'Normal' | 'Moderate' | 'Low') => {
  const { evidence } = resultOf();
  return evidence === null ? null : { ...evidence, grade };
};

describe('two grades', () => {
  it.each<[Partial<PrsResult>, string]>([
    [{ coverage_grade: 'A', evidence: evidenceOf('High') }, 'high'],
    [{ coverage_grade: 'B', evidence: evidenceOf('High') }, 'moderate'],
    [{ coverage_grade: 'A', evidence: evidenceOf('Normal') }, 'moderate'],
    [{ coverage_grade: 'A', evidence: evidenceOf('Moderate') }, 'low'],
    [{ coverage_grade: 'A', evidence: evidenceOf('Low') }, 'very-low'],
    [{ coverage_grade: 'F', evidence: evidenceOf('High') }, 'very-low'],
    [{ coverage_grade: 'A', evidence: null }, 'low'],
    [{ coverage_grade: 'A', evidence: evidenceOf('High'), percentile: null, percentile_method: 'unavailable' }, 'low'],
    [{ coverage_grade: 'A', evidence: evidenceOf('High'), percentile_method: 'auroc_approx' }, 'low'],
  ])('are no better than the worse of them: %#', async (different, tier) => {
    expect(await interpret('two-grades', different)).toMatchObject([{ pgs_id: 'PGS000001', tier }]);
  });

  it('say both in words, with caveats and the rule', async () => {
    const [found] = await interpret('two-grades', {});
    expect(found?.summary.replaceAll('\u00a0', ' ')).toBe(
      "84th percentile of the known part. Coverage C: 75.0 % of the score's weight (Σ|effect weight|) is known for this sample. Evidence for the model: Moderate.",
    );
    expect(found?.caveats).toContain('2 variants are not in the file.');
    expect(found?.source).toContain('Neither is calibrated on outcomes');
  });
});

describe('just-prs', () => {
  it.each<[number, number | null, string]>([
    [0.05, 0.9, 'very-low'],
    [0.3, 0.9, 'low'],
    [0.8, 0.75, 'high'],
    [0.8, 0.52, 'moderate'],
    [0.8, null, 'moderate'],
  ])('labels match rate %d and AUROC %d as %s', async (match_rate, auroc, tier) => {
    const evidence = { ...(evidenceOf('High') as NonNullable<PrsResult['evidence']>), auroc };
    expect(await interpret('just-prs', { match_rate, evidence })).toMatchObject([{ tier }]);
  });

  it('says where its words do not hold', async () => {
    const [found] = await interpret('just-prs', { percentile_method: 'reference_panel' });
    expect(found?.summary).toContain('Estimated percentile: 84.1%');
    expect(found?.caveats[0]).toContain('this one is not');
  });
});

it('gives one interpretation a row, in order', async () => {
  const found = await interpret('two-grades', { pgs_id: 'PGS000002' }, { pgs_id: 'PGS000001' });
  expect(found.map(({ pgs_id }) => pgs_id)).toEqual(['PGS000002', 'PGS000001']);
});
