import type { TextTable } from '../../core/index.ts';

/** What the weights of a scoring file look like, over the rows that were read. */
export interface WeightSummary {
  readonly rows: number;
  readonly min: number | null;
  readonly median: number | null;
  readonly max: number | null;
  /** Share of Σ|w| in A/T and C/G pairs, whose strand cannot be told; null without alleles or weights. */
  readonly palindromic_mass: number | null;
  /** Share of rows with an allele frequency, 0 to 1. */
  readonly with_frequency: number;
}

/** In order of preference: stated, then inferred by harmonisation. */
const OTHER_ALLELE_COLUMNS = ['other_allele', 'hm_inferOtherAllele'];
const PALINDROMES = new Set(['AT', 'TA', 'CG', 'GC']);

export function summarizeWeights(variants: TextTable): WeightSummary {
  const { rows } = variants;
  const column = (name: string): number => variants.columns.indexOf(name);
  const effect = column('effect_allele');
  const other = OTHER_ALLELE_COLUMNS.map(column).find((index) => index >= 0) ?? -1;
  const frequency = column('allelefrequency_effect');
  const weighted = rows.flatMap((row) => {
    const weight = parseNumber(row[column('effect_weight')]);
    const pair = `${row[effect] ?? ''}${row[other] ?? ''}`.toUpperCase();
    return weight === null ? [] : [{ weight, isPalindrome: PALINDROMES.has(pair) }];
  });
  const massOf = (list: typeof weighted): number => list.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  const mass = massOf(weighted);
  const sorted = weighted.map(({ weight }) => weight).sort((one, next) => one - next);
  const withFrequency = rows.filter((row) => parseNumber(row[frequency]) !== null).length;
  return {
    rows: rows.length,
    min: sorted[0] ?? null,
    median: medianOf(sorted),
    max: sorted.at(-1) ?? null,
    palindromic_mass:
      mass === 0 || other < 0 ? null : massOf(weighted.filter(({ isPalindrome }) => isPalindrome)) / mass,
    with_frequency: rows.length === 0 ? 0 : withFrequency / rows.length,
  };
}

function parseNumber(cell: string | null | undefined): number | null {
  if (cell === null || cell === undefined || cell.trim() === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

function medianOf(sorted: readonly number[]): number | null {
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
