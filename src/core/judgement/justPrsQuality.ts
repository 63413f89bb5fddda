/** Labels, thresholds and numbers as the Python just-prs gives them, for comparison with it. */
import { formatFixed } from '../reference/rounding.ts';
import type { PerformanceRow } from './evidence.ts';

export interface ModelQuality {
  readonly quality_label: 'High' | 'Moderate' | 'Low' | 'Very Low';
  readonly quality_color: 'green' | 'yellow' | 'orange' | 'red';
}

/**
 * just-prs's one label for model and sample together. `matchRate` is 0 to 1, `auroc` the best evaluation's or null.
 * A weak AUROC with half of the variants matched is still Moderate there; our own grades are `gradeEvidence` and
 * `gradeCoverage`.
 */
export function classifyModelQuality(matchRate: number, auroc: number | null): ModelQuality {
  if (matchRate < 0.1) return { quality_label: 'Very Low', quality_color: 'red' };
  if (matchRate < 0.5) return { quality_label: 'Low', quality_color: 'orange' };
  if (auroc !== null && auroc >= 0.7) return { quality_label: 'High', quality_color: 'green' };
  return { quality_label: 'Moderate', quality_color: 'yellow' };
}

/** Label, colour and a summary. The percentile is attributed to allele frequencies, whatever its method, as there. */
export function interpretPrsResult(
  percentile: number | null,
  matchRate: number,
  auroc: number | null,
): ModelQuality & { readonly summary: string } {
  const sentences = [
    ...(percentile === null
      ? []
      : [
          `Estimated percentile: ${formatFixed(percentile, 1)}% (based on theoretical distribution from allele frequencies in the scoring file).`,
        ]),
    discriminationSentence(auroc),
    matchSentence(matchRate),
    ...(percentile === null
      ? [
          'No allele frequencies available in scoring file, so percentile cannot be computed. Compare with a matched reference cohort.',
        ]
      : []),
  ];
  return { ...classifyModelQuality(matchRate, auroc), summary: sentences.join(' ') };
}

function discriminationSentence(auroc: number | null): string {
  if (auroc === null) return 'No AUROC is available to judge the accuracy of the model.';
  const word = auroc >= 0.7 ? 'good' : auroc >= 0.6 ? 'moderate' : 'weak';
  return `AUROC=${formatFixed(auroc, 3)} (${word} predictive model).`;
}

function matchSentence(matchRate: number): string {
  const percent = `${formatFixed(matchRate * 100, 0)}%`;
  if (matchRate < 0.1) return `Only ${percent} of scoring variants matched: results may be unreliable.`;
  if (matchRate < 0.5) return `${percent} of scoring variants matched: interpret with caution.`;
  return `${percent} of scoring variants matched.`;
}

/** `OR=1.55 [1.52-1.58]`, `Beta=-0.70 (SE=0.15)`: the first of OR, HR and beta that is reported, or no text. */
export function formatEffectSize(row: PerformanceRow): string {
  const size = (['or', 'hr', 'beta'] as const).find((metric) => row[`${metric}_estimate`] !== null);
  if (size === undefined) return '';
  const label = { or: 'OR', hr: 'HR', beta: 'Beta' }[size];
  const interval = formatInterval(row[`${size}_ci_lower`], row[`${size}_ci_upper`], 2);
  const se = row[`${size}_se`];
  const error = interval === '' && se !== null ? ` (SE=${formatFixed(se, 2)})` : '';
  return `${label}=${formatFixed(row[`${size}_estimate`] ?? Number.NaN, 2)}${interval}${error}`;
}

/** `AUROC=0.721 [0.690-0.752]`, else the C-index, else no text. */
export function formatClassification(row: PerformanceRow): string {
  const metric = (['auroc', 'cindex'] as const).find((name) => row[`${name}_estimate`] !== null);
  if (metric === undefined) return '';
  const label = { auroc: 'AUROC', cindex: 'C-index' }[metric];
  const interval = formatInterval(row[`${metric}_ci_lower`], row[`${metric}_ci_upper`], 3);
  return `${label}=${formatFixed(row[`${metric}_estimate`] ?? Number.NaN, 3)}${interval}`;
}

const formatInterval = (lower: number | null, upper: number | null, decimals: number): string =>
  lower === null || upper === null ? '' : ` [${formatFixed(lower, decimals)}-${formatFixed(upper, decimals)}]`;
