import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../../src/core/model/result.ts';
import { checkReporting } from '../../../src/plugins/builtin/checklist.ts';
import { methods } from '../../../src/plugins/builtin/methods.ts';
import { exportText } from '../../support/plugins.ts';
import { resultOf } from '../../support/results.ts';

const textOf = async (...results: Parameters<typeof resultOf>[0][]): Promise<string> =>
  (await exportText(methods, 'methods', results.map(resultOf))).replaceAll('\\', '').replaceAll('\u00a0', ' ');

describe('methods', () => {
  it('say what was computed, with what, on which build', async () => {
    const text = await textOf({});
    expect(text).toContain(
      '1 polygenic score was computed for 1 sample with just-prs-tui 0.1.0 on genome build GRCh38',
    );
    expect(text).toContain('8 of 10 variants counted (80.0 %; 75.0 % of the summed absolute weight)');
    expect(text).toContain('8 observed, 0 restored as the reference and 0 filled in');
    expect(text).toContain('Evaluation: PPM000001, in 67,054 people, ancestry European: OR=1.55 [1.52-1.58]');
    expect(text).toContain('Licence: Free for research.');
    expect(text).toContain('Percentile 84.1 of the known part of the score. Theoretical: mean and standard deviation');
    expect(text).toContain('It assumes Hardy–Weinberg proportions, independent variants');
    expect(text).toContain('Lambert SA et al.');
  });

  it('say what was not done, rather than nothing', async () => {
    const text = await textOf({
      percentile: null,
      percentile_method: 'insufficient_coverage',
      withheld: [{ code: 'insufficient_coverage', sentence: 'No percentile: too little of the score was matched.' }],
      evidence: null,
      license: null,
      citation: null,
    });
    expect(text).not.toContain('## Percentiles');
    expect(text).toContain('No percentile is reported. Reason: too little of the score was matched.');
    expect(text).toContain('No published evaluation is known here.');
    expect(text).toContain('Licence: not stated. Reference: not stated');
    expect(text).toContain('no ancestry was estimated, and no absolute risk was computed');
  });

  it('have a paragraph for each way of scoring, and name policies that are not as usual', async () => {
    const text = await textOf({}, { policies: { ...DEFAULT_POLICIES, missing: 'mean', min_coverage: 0.5 } }, {});
    expect(text.match(/polygenic scores? (was|were) computed/g)).toHaveLength(2);
    expect(text).toContain('twice the effect-allele frequency');
    expect(text).toContain('scores with less than 50.0 % of their weight were refused');
  });

  it('hold no name of a person or file', async () => {
    expect(await textOf({ sample: 'Jane_Doe' })).not.toMatch(/Jane|s1\.vcf|\/data/);
  });

  it('cannot be broken by what a scoring file says of itself', async () => {
    const text = await exportText(methods, 'methods', [resultOf({ trait_reported: 'a | b\n# c <script>' })]);
    expect(text).toContain('a \\| b # c \\<script>');
  });
});

describe('the checklist', () => {
  it('has the 22 items of the standard, each reported or marked missing', () => {
    const items = checkReporting([resultOf()]);
    expect(items).toHaveLength(22);
    expect(items.filter(({ reported, missing }) => reported === null && missing === null)).toEqual([]);
  });

  it('never claims the ancestry of the person or calibration', () => {
    const items = new Map(checkReporting([resultOf()]).map((item) => [item.item, item]));
    expect(items.get('Ancestry')?.missing).toContain('not determined here');
    expect(items.get('Risk model calibration')?.reported).toBeNull();
  });

  it('stays short for many scores', () => {
    const many = Array.from({ length: 100 }, (_, i) => resultOf({ pgs_id: `PGS${String(i).padStart(6, '0')}` }));
    const reported = checkReporting(many).map((item) => item.reported ?? '');
    expect(Math.max(...reported.map((text) => text.length))).toBeLessThan(1500);
    expect(reported.join()).toContain('and 80 more, as above');
  });
});
