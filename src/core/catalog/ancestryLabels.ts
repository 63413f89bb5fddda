/** Ancestry labels of the PGS Catalog: https://www.pgscatalog.org/docs/ancestry/ */
import type { Superpopulation } from '../model/genome.ts';

/** Labels that are one superpopulation of 1000 Genomes; every other label is none, rather than a guess. */
const SUPERPOPULATIONS: ReadonlyMap<string, Superpopulation> = new Map([
  ['African', 'AFR'],
  ['African American or Afro-Caribbean', 'AFR'],
  ['African unspecified', 'AFR'],
  ['Sub-Saharan African', 'AFR'],
  ['Hispanic or Latin American', 'AMR'],
  ['East Asian', 'EAS'],
  ['South East Asian', 'EAS'],
  ['European', 'EUR'],
  ['South Asian', 'SAS'],
]);

/** Splits `European, Greater Middle Eastern (Middle Eastern, Persian)` into its two labels. */
export function splitLabels(text: string | null): string[] {
  return (text ?? '')
    .split(/,(?![^(]*\))/)
    .map((label) => label.trim())
    .filter((label) => label !== '');
}

/** The superpopulation that all parts of a label belong to, or null: for mixtures, other groups and `NR`. */
export function superpopulationOf(label: string): Superpopulation | null {
  const found = new Set(splitLabels(label).map((part) => SUPERPOPULATIONS.get(part) ?? null));
  return found.size === 1 ? [...found][0] : null;
}

/**
 * The superpopulation of more than half of the individuals of a sample set, from its `ancestry_sizes`; where no size is
 * known, that of the label.
 */
export function majoritySuperpopulation(evaluation: {
  readonly ancestry_broad: string | null;
  readonly ancestry_sizes: string | null;
}): Superpopulation | null {
  const sizes = Object.entries(readAmounts(evaluation.ancestry_sizes));
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  if (total === 0) return evaluation.ancestry_broad === null ? null : superpopulationOf(evaluation.ancestry_broad);
  const people = new Map<Superpopulation, number>();
  for (const [label, size] of sizes) {
    const group = superpopulationOf(label);
    if (group !== null) people.set(group, (people.get(group) ?? 0) + size);
  }
  for (const [group, size] of people) if (size * 2 > total) return group;
  return null;
}

/** What `writeAmounts` wrote; nothing for a text of another origin. */
export function readAmounts(json: string | null): Readonly<Record<string, number>> {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, number>) : {};
  } catch {
    return {};
  }
}
