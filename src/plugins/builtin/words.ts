/** What is said of a result in reports: facts with their conditions, never more than the fields know. */
import type { ResultRow } from '../api.ts';

/** A share, 0 to 1, with one decimal; never 100 % or 0 % of what is only nearly so. */
export function percent(share: number): string {
  const text = (100 * share).toFixed(1);
  if (text === '100.0' && share < 1) return '> 99.9\u00a0%';
  return text === '0.0' && share > 0 ? '< 0.1\u00a0%' : `${text}\u00a0%`;
}

export const count = (value: number): string => value.toLocaleString('en-US');
export const plural = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Six digits: scores of different models differ by orders of magnitude, so decimals cannot be fixed. */
export const figure = (value: number): string => {
  const size = Math.abs(value);
  return value === 0 || (size >= 1e-4 && size < 1e7) ? String(Number(value.toPrecision(6))) : value.toExponential(4);
};

/** The last part of a path: where a file lies says who somebody is, and nothing about the score. */
export const fileName = (path: string): string => path.split(/[/\\]/).pop() ?? path;

/** `84.1st`, `3rd percentile`, with the sense that only `percentile` has. */
export function percentileText(percentile: number): string {
  if (percentile < 1) return 'below the 1st percentile';
  if (percentile > 99) return 'above the 99th percentile';
  const rounded = Math.round(percentile);
  const teen = rounded % 100 >= 11 && rounded % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][rounded % 10] ?? 'th');
  return `${rounded}${ending} percentile`;
}

/** From this share on a score is told as a whole; it is also what a comparison with a reference panel needs. */
const NEARLY_WHOLE = 0.95;

/** What of the score is about this sample, 0 to 1: without what was filled in for everybody. */
export function knownShare(row: ResultRow): number {
  const { observed, restored } = composition(row);
  return Math.min(1, observed + restored);
}

/** Whether so much of the score is known that a percentile is of the score. */
export const isNearlyWhole = (row: ResultRow): boolean => knownShare(row) >= NEARLY_WHOLE;

/** The percentile for a person, with what it is of; null without one. */
export function standingOf(row: ResultRow): string | null {
  const { percentile, percentile_method: method } = row;
  if (percentile === null) return null;
  const text = `${method === 'auroc_approx' ? 'perhaps ' : ''}${percentileText(percentile)}`;
  return isNearlyWhole(row) ? text : `${text} of the known part`;
}

/** With whom a percentile compares; null without one. */
export function comparedWith(row: ResultRow): string | null {
  switch (row.percentile_method) {
    case 'reference_panel':
      return row.reference_n === null
        ? `the ${row.ancestry ?? 'unnamed'} people of the reference panel`
        : `${count(row.reference_n)} ${row.ancestry ?? 'unnamed'} people of the reference panel`;
    case 'theoretical':
      return 'a model population with the allele frequencies of the scoring file';
    case 'auroc_approx':
      return 'an assumed population, guessed from the published AUROC';
    default:
      return null;
  }
}

type PlacedBy = 'reference_panel' | 'theoretical' | 'auroc_approx';

/** What a percentile of each method assumes. */
export const ASSUMPTIONS: Readonly<Record<PlacedBy, string>> = {
  reference_panel: "It assumes that these people's scores are normally distributed.",
  theoretical:
    'It assumes Hardy–Weinberg proportions, independent variants (no linkage disequilibrium) and a normal distribution; in real people the spread differs. Whose frequencies they are is for the scoring file to say.',
  auroc_approx:
    "It takes the score for one with mean 0 and the unit of the AUROC's effect, which is rarely so. Do not rely on it.",
};

/** By what a percentile was found; null without one. */
export function placedBy({ percentile, percentile_method: method }: ResultRow): PlacedBy | null {
  return percentile !== null && method in ASSUMPTIONS ? (method as PlacedBy) : null;
}

/** Of what a percentile was computed, or why there is none. */
export function sourceOf(row: ResultRow): string {
  switch (placedBy(row)) {
    case 'reference_panel':
      return `Reference panel: ${row.percentile_source}.`;
    case 'theoretical':
      return `Theoretical: mean and standard deviation from the ${row.percentile_source}.`;
    case 'auroc_approx':
      return `Approximation: ${row.percentile_source}.`;
    default:
      return row.withheld.map(({ sentence }) => sentence).join(' ') || 'No percentile.';
  }
}

/** How the percentile was found, and what that assumes. */
export function methodOf(row: ResultRow): string {
  const method = placedBy(row);
  return method === null ? sourceOf(row) : `${sourceOf(row)} ${ASSUMPTIONS[method]}`;
}

/** Where a score comes from. */
export interface Parts {
  /** Counted from a record of the genotypes. */
  readonly observed: number;
  /** Counted as the reference, by a block of a gVCF or because only differences are listed. */
  readonly restored: number;
  readonly filled: number;
  /** Not counted. */
  readonly unknown: number;
}

/** The rows of the scoring file by where their dosage came from. A record that was seen and not counted is not observed. */
export function countParts(row: ResultRow): Parts {
  const restored = row.variants_reference_block + row.variants_assumed_hom_ref;
  const filled = row.variants_frequency_filled;
  return {
    observed: Math.max(0, row.variants_matched - restored - filled),
    restored,
    filled,
    unknown: Math.max(0, row.variants_total - row.variants_matched),
  };
}

/** Shares of Σ|weight| that sum to 1, or of the rows where all weights are 0. */
export interface Composition extends Parts {
  readonly of: 'weight' | 'variants';
}

export function composition(row: ResultRow): Composition {
  const isWeighed = row.weight_mass_total > 0;
  const total = isWeighed ? row.weight_mass_total : row.variants_total;
  const rows = countParts(row);
  const shareOf = (mass: number, count: number): number =>
    total > 0 ? Math.min(1, Math.max(0, (isWeighed ? mass : count) / total)) : 0;
  const observed = shareOf(row.weight_mass_observed, rows.observed);
  const restored = shareOf(row.weight_mass_reference_block + row.weight_mass_assumed_hom_ref, rows.restored);
  const filled = shareOf(row.weight_mass_frequency_filled, rows.filled);
  const rest = 1 - observed - restored - filled;
  // Sums of many weights end a little off; what is that small is none.
  return { of: isWeighed ? 'weight' : 'variants', observed, restored, filled, unknown: rest < 1e-9 ? 0 : rest };
}

const INPUT_MODES: Readonly<Record<ResultRow['genotype_input_mode'], string>> = {
  variant_only: 'a file that lists differences from the reference only',
  gvcf: 'a gVCF, whose blocks say where the genome is the reference',
  all_sites: 'a file that lists homozygous-reference sites, too',
  array: 'array genotypes',
  imputed: 'imputed dosages',
};
export const describeInput = (row: ResultRow): string => INPUT_MODES[row.genotype_input_mode];

const AMBIGUOUS: Readonly<Record<ResultRow['policies']['ambiguous'], string>> = {
  auto: 'A/T and C/G variants were kept or dropped by the strand of the other SNVs of the file',
  keep: 'A/T and C/G variants were kept on the forward strand',
  drop: 'A/T and C/G variants were left out',
  frequency: 'A/T and C/G variants were put on the strand that their frequency in the cohort suggests',
};
const MISSING: Readonly<Record<ResultRow['policies']['missing'], string>> = {
  zero: 'variants without a usable genotype added nothing',
  mean: 'variants without a usable genotype added their weight times twice the effect-allele frequency of the scoring file, where it has one',
  exclude: 'variants that one person lacked were left out for everyone',
};
const DOSAGE: Readonly<Record<ResultRow['policies']['dosage'], string>> = {
  auto: 'dosages came from DS, else GP, else the called genotype',
  gt: 'dosages came from called genotypes alone',
  ds: 'dosages came from imputed dosages alone',
};

/** The policies of scoring, each as a clause. */
export function describePolicies({ policies }: ResultRow): readonly string[] {
  const { chromosomes, compat, min_coverage, xchr_model } = policies;
  return [
    AMBIGUOUS[policies.ambiguous],
    policies.flip === 'on'
      ? 'alleles that fit only as their complement were taken'
      : 'alleles that fit only as their complement counted as a mismatch',
    MISSING[policies.missing],
    policies.duplicates === 'keep'
      ? 'repeated rows of a variant all counted'
      : 'of repeated rows of a variant the first counted',
    DOSAGE[policies.dosage],
    ...(chromosomes === 'all'
      ? []
      : [`chromosomes were limited to ${typeof chromosomes === 'string' ? chromosomes : chromosomes.join(', ')}`]),
    ...(min_coverage > 0 ? [`scores with less than ${percent(min_coverage)} of their weight were refused`] : []),
    ...(xchr_model === 'called' ? [] : [`sex chromosomes were counted by plink2's --xchr-model ${xchr_model}`]),
    ...(compat === 'none' ? [] : [`scoring followed ${compat} for comparison, by position alone`]),
  ];
}

/** What a reader must know before the number means anything to them; the warnings of the computation come first. */
export function caveatsOf(row: ResultRow): readonly string[] {
  const { evidence, percentile, reference_not_used: refused, percentile_method: method } = row;
  const { unknown } = composition(row);
  const isAnother = percentile !== null && refused !== null;
  return [
    ...(row.synthetic ? ['Synthetic demo data: generated, not a person. The numbers mean nothing about anyone.'] : []),
    ...row.warnings,
    ...(isAnother ? [refused.sentence] : []),
    ...(unknown > 0
      ? [
          `${percent(unknown)} of the ${wholeOf(row)} is not known for this sample; the score could be higher or lower.${percentile !== null && !isNearlyWhole(row) ? ' The percentile is of the known part, among people of whom the same part is known.' : ''}`,
        ]
      : []),
    ...(percentile === null
      ? []
      : [
          'A percentile says how the score ranks in the population it is compared with. It is not a probability of disease.',
        ]),
    evidence?.ancestry == null
      ? 'In whom this score was evaluated is not known here, so neither is how well it works for anybody.'
      : `It was evaluated in: ${evidence.ancestry}. Scores usually predict less well, and their mean shifts, in people of other ancestries.`,
    method === 'reference_panel' || method === 'theoretical'
      ? "The sample's own ancestry was not determined. If it differs from the population compared with, the percentile does not apply."
      : "The sample's own ancestry was not determined.",
  ];
}

/** What a composition has shares of. */
export const wholeOf = (row: ResultRow): string =>
  composition(row).of === 'weight' ? "score's weight (Σ|effect weight|)" : "score's variants";

/** Said once in every report. */
export const RESEARCH_USE = [
  'For research and education only: not a diagnosis, not a medical device, and no basis for decisions about health.',
  'A low score does not rule a disease out, a high score does not mean that it comes. Rare variants of large effect, family history, age and environment are not in a polygenic score.',
  'Scores of different models have different units and cannot be compared with each other; only percentiles of the same population can.',
] as const;
