/** What a result is worth, by two rules: our two grades, and the one label of the Python just-prs. */
import { interpretPrsResult, type ModelQuality } from '../../core/index.ts';
import { definePlugin, type Interpretation, type ResultRow } from '../api.ts';
import { caveatsOf, knownShare, percent, standingOf, wholeOf } from './words.ts';

type Tier = Interpretation['tier'];

/** The best first. */
const TIERS: readonly Tier[] = ['high', 'moderate', 'low', 'very-low'];

const OF_COVERAGE: Readonly<Record<ResultRow['coverage_grade'], Tier>> = {
  A: 'high',
  B: 'moderate',
  C: 'low',
  D: 'low',
  F: 'very-low',
};
const OF_EVIDENCE: Readonly<Record<NonNullable<ResultRow['evidence']>['grade'], Tier>> = {
  High: 'high',
  Normal: 'moderate',
  Moderate: 'low',
  Low: 'very-low',
};
const OF_LABEL: Readonly<Record<ModelQuality['quality_label'], Tier>> = {
  High: 'high',
  Moderate: 'moderate',
  Low: 'low',
  'Very Low': 'very-low',
};

const worst = (tiers: readonly Tier[]): Tier => TIERS.findLast((tier) => tiers.includes(tier)) ?? 'very-low';

/** No better than the worse of the two grades; without evidence, or with a guessed percentile or none, low at best. */
function byGrades(row: ResultRow): Interpretation {
  const { evidence, coverage_grade, percentile_method } = row;
  const isPlaced = percentile_method === 'reference_panel' || percentile_method === 'theoretical';
  const model = evidence === null ? 'not known' : evidence.grade;
  return {
    pgs_id: row.pgs_id,
    tier: worst([
      OF_COVERAGE[coverage_grade],
      evidence === null ? 'low' : OF_EVIDENCE[evidence.grade],
      ...(isPlaced ? [] : (['low'] as const)),
    ]),
    summary: [
      `${standingOf(row) ?? 'no percentile'}.`.replace(/^./, (letter) => letter.toUpperCase()),
      `Coverage ${coverage_grade}: ${percent(knownShare(row))} of the ${wholeOf(row)} is known for this sample.`,
      `Evidence for the model: ${model}.`,
    ].join(' '),
    caveats: caveatsOf(row),
    source:
      'Coverage grade: share of Σ|effect weight| known (A from 95 %, B 80 %, C 50 %, D 20 %). Evidence grade: quality score of just-prs (High from 70, Normal 50, Moderate 30). Neither is calibrated on outcomes; the worse decides.',
  };
}

/** The label of just-prs, which rates a weak model with half of its variants matched as Moderate. */
function byLabel(row: ResultRow): Interpretation {
  const { quality_label, summary } = interpretPrsResult(row.percentile, row.match_rate, row.evidence?.auroc ?? null);
  return {
    pgs_id: row.pgs_id,
    tier: OF_LABEL[quality_label],
    summary,
    caveats: [
      ...(row.percentile !== null && row.percentile_method !== 'theoretical'
        ? ['This rule words every percentile as theoretical; this one is not.']
        : []),
      'This rule mixes model and sample, and never rates a score with half of its variants matched below Moderate.',
    ],
    source: 'classify_model_quality and interpret_prs_result of the Python just-prs 0.3.1.',
  };
}

export const interpreters = definePlugin({
  name: 'interpreters',
  apiVersion: 1,
  description: 'What a result is worth: by coverage and evidence, or as the Python just-prs says',
  interpreters: [
    {
      id: 'two-grades',
      title: 'Coverage of the sample and evidence for the model, the worse decides',
      interpret: async (rows) => rows.map(byGrades),
    },
    {
      id: 'just-prs',
      title: 'The one label of the Python just-prs',
      interpret: async (rows) => rows.map(byLabel),
    },
  ],
});
