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

const PALINDROMES = new Set(['AT', 'TA', 'CG', 'GC']);

export function summarizeWeights(variants: TextTable): WeightSummary {
  const column = (name: string): number => variants.columns.indexOf(name);
  const [weightColumn, effectColumn, frequencyColumn] = [
    column('effect_weight'),
    column('effect_allele'),
    column('allelefrequency_effect'),
  ];
  const otherColumn = ['other_allele', 'hm_inferOtherAllele'].map(column).find((index) => index >= 0) ?? -1;
  const weights: number[] = [];
  let mass = 0;
  let palindromicMass = 0;
  let withFrequency = 0;
  for (const row of variants.rows) {
    if (parseNumber(row[frequencyColumn]) !== null) withFrequency++;
    const weight = parseNumber(row[weightColumn]);
    if (weight === null) continue;
    weights.push(weight);
    mass += Math.abs(weight);
    const pair = `${row[effectColumn] ?? ''}${row[otherColumn] ?? ''}`.toUpperCase();
    if (PALINDROMES.has(pair)) palindromicMass += Math.abs(weight);
  }
  weights.sort((one, other) => one - other);
  return {
    rows: variants.rows.length,
    min: weights[0] ?? null,
    median: medianOf(weights),
    max: weights.at(-1) ?? null,
    palindromic_mass: mass === 0 || otherColumn < 0 ? null : palindromicMass / mass,
    with_frequency: variants.rows.length === 0 ? 0 : withFrequency / variants.rows.length,
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
