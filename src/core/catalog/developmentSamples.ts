import type { DevelopmentAncestry } from '../model/catalog.ts';
import type { TextTable } from '../model/score.ts';
import { splitLabels } from './ancestryLabels.ts';
import { type Cells, compareText, groupRows, parseCount, type Renames, readCells, writeAmounts } from './cells.ts';

const COLUMNS = {
  pgs_id: 'Polygenic Score (PGS) ID',
  stage_raw: 'Stage of PGS Development',
  n_individuals: 'Number of Individuals',
  ancestry_broad: 'Broad Ancestry Category',
} as const satisfies Renames<string>;

const GWAS = 'Source of Variant Associations (GWAS)';
const TRAINING = 'Score Development/Training';

interface Sample {
  readonly stage: string | null;
  readonly label: string | null;
  readonly people: number;
}

/** One row a score, in the order in which the scores first appear. */
export function summarizeDevelopment(
  table: TextTable,
  source = 'development samples sheet',
): readonly DevelopmentAncestry[] {
  const cells = readCells(table, COLUMNS, { key: 'pgs_id', source });
  return [...groupRows(cells, ({ pgs_id }) => pgs_id)].flatMap(([pgs_id, rows]) =>
    pgs_id === null ? [] : [summarizeScore(pgs_id, rows.map(readSample))],
  );
}

const readSample = (cells: Cells<keyof typeof COLUMNS>): Sample => ({
  stage: cells.stage_raw,
  label: cells.ancestry_broad?.trim() || null,
  people: parseCount(cells.n_individuals) ?? 0,
});

function summarizeScore(pgs_id: string, samples: readonly Sample[]): DevelopmentAncestry {
  const stageSamples = (stage: string) => samples.filter((sample) => sample.stage === stage);
  const gwas = stageSamples(GWAS);
  const training = stageSamples(TRAINING);
  const shares = shareByLabel(samples);
  const dev_ancestries = [...new Set(samples.flatMap(({ label }) => splitLabels(label)))].sort(compareText);
  return {
    pgs_id,
    dev_ancestry_broad: largest(shares),
    dev_ancestries,
    dev_n_ancestries: dev_ancestries.length,
    dev_is_multi_ancestry: dev_ancestries.length > 1,
    dev_ancestry_distribution: writeAmounts(
      new Map([...shares].map(([label, share]) => [label, Number(share.toFixed(4))])),
    ),
    dev_sample_size: Math.max(countPeople(gwas), countPeople(training)),
    dev_gwas_sample_size: countPeople(gwas),
    dev_training_sample_size: countPeople(training),
    gwas_ancestry_broad: largest(shareByLabel(gwas)),
    training_ancestry_broad: largest(shareByLabel(training)),
  };
}

const countPeople = (samples: readonly Sample[]): number => samples.reduce((sum, { people }) => sum + people, 0);

/** Share of the individuals by label; where no size is known, of the samples. */
function shareByLabel(samples: readonly Sample[]): ReadonlyMap<string, number> {
  const labelled = samples.filter(({ label }) => label !== null);
  const total = countPeople(labelled);
  const shares = new Map<string, number>();
  for (const { label, people } of labelled) {
    const share = total > 0 ? people / total : 1 / labelled.length;
    shares.set(label ?? '', (shares.get(label ?? '') ?? 0) + share);
  }
  return shares;
}

/** The label with the largest share; of equal ones the first by name. */
function largest(shares: ReadonlyMap<string, number>): string | null {
  const sorted = [...shares].sort(([one, a], [other, b]) => b - a || compareText(one, other));
  return sorted[0]?.[0] ?? null;
}
