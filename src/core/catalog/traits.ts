import type { Trait } from '../model/catalog.ts';
import type { ScoreSummary, TextTable } from '../model/score.ts';
import { compareText, type Renames, readCells } from './cells.ts';
import { createRankedSearch, type RankedSearch } from './textSearch.ts';

const COLUMNS: Renames<'efo_id' | 'label' | 'description' | 'url'> = {
  efo_id: 'Ontology Trait ID',
  label: 'Ontology Trait Label',
  description: 'Ontology Trait Description',
  url: 'Ontology URL',
};

/** Traits that scores are mapped to, by label; the sheet, when there is one, adds what they mean. */
export function listTraits(scores: readonly ScoreSummary[], sheet: TextTable | null): readonly Trait[] {
  const rows = sheet === null ? [] : readCells(sheet, COLUMNS, { key: 'efo_id', source: 'traits sheet' });
  const described = new Map(rows.map((row) => [row.efo_id, row]));
  const traits = new Map<string, { label: string | null; pgs_ids: string[] }>();
  for (const { pgs_id, trait_efo, trait_efo_id } of scores) {
    const labels = trait_efo?.split('|') ?? [];
    // Some releases put commas between the ids; labels have commas of their own.
    const ids = trait_efo_id?.split(/[|,]\s*/) ?? [];
    for (const [i, efo_id] of ids.entries()) {
      const label = ids.length === labels.length ? labels[i] : null;
      const trait = traits.get(efo_id);
      if (trait === undefined) traits.set(efo_id, { label, pgs_ids: [pgs_id] });
      else trait.pgs_ids.push(pgs_id);
    }
  }
  return [...traits]
    .map(([efo_id, { label, pgs_ids }]) => {
      const known = described.get(efo_id);
      const { description = null, url = null } = known ?? {};
      return { efo_id, label: known?.label ?? label, description, url, pgs_ids };
    })
    .sort((one, other) => compareText(labelOf(one), labelOf(other)) || compareText(one.efo_id, other.efo_id));
}

const labelOf = ({ label, efo_id }: Trait): string => (label ?? efo_id).toLowerCase();

/** Search in labels, ids and the reported traits of the scores; of equal matches the trait with most scores is first. */
export function createTraitSearch(traits: readonly Trait[], scores: readonly ScoreSummary[]): RankedSearch<Trait> {
  const reported = new Map(scores.map(({ pgs_id, trait_reported }) => [pgs_id, trait_reported]));
  const reportedTraits = ({ pgs_ids }: Trait): string =>
    [...new Set(pgs_ids.map((pgs_id) => reported.get(pgs_id) ?? ''))].join('|');
  return createRankedSearch(
    traits,
    [
      { text: ({ label }) => label, weight: 1, isLoose: true, isName: true },
      { text: ({ efo_id }) => efo_id, weight: 1, isLoose: false, isName: false },
      { text: reportedTraits, weight: 0.7, isLoose: true, isName: true },
    ],
    (one, other) => other.pgs_ids.length - one.pgs_ids.length || compareText(one.efo_id, other.efo_id),
  );
}
