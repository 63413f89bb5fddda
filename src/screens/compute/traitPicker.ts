/** Traits of the catalogue, to mark all scores of one at once. */
import { createTraitSearch, listTraits, type ScoreSummary, type Trait } from '../../core/index.ts';
import type { FieldState } from '../field.ts';

export interface TraitPickerState {
  /** Narrows the list. */
  readonly field: FieldState;
  readonly choice: number;
}

/** Made when first asked for, once a catalogue. */
const searches = new WeakMap<readonly ScoreSummary[], (text: string) => readonly Trait[]>();

/** Traits that fit the text, the best match first; without a text those with most scores first. */
export function findTraits(scores: readonly ScoreSummary[], text: string): readonly Trait[] {
  let search = searches.get(scores);
  if (search === undefined) {
    const traits = listTraits(scores, null);
    const byCount = traits.toSorted((one, other) => other.pgs_ids.length - one.pgs_ids.length);
    const ranked = createTraitSearch(traits, scores);
    search = (words) => (words.trim() === '' ? byCount : ranked(words));
    searches.set(scores, search);
  }
  return search(text);
}

export const countMarked = ({ pgs_ids }: Trait, selected: ReadonlySet<string>): number =>
  pgs_ids.filter((pgs_id) => selected.has(pgs_id)).length;
