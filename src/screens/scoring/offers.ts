/** What the field of Scoring offers: scores of the catalogue that the words find, and files that the path leads to. */
import type { ScoreSummary } from '../../core/index.ts';
import { presentCount } from '../present.ts';
import type { AppState } from '../state.ts';
import { fitPath, fitText } from '../text.ts';

export type Offer =
  | {
      readonly kind: 'score';
      readonly name: string;
      readonly summary: ScoreSummary | null;
      /** Whether its file is in the catalogue folder, on the build asked for; null while that is not known. */
      readonly isHere: boolean | null;
    }
  | { readonly kind: 'path'; readonly name: string };

/** Scores offered at most: whoever needs more of them types another word. */
export const MOST_HITS = 50;

/** Before anything is typed, the marked scores come first. */
export function listOffers({ scoring, compute: { scores } }: AppState): readonly Offer[] {
  const { field, hits, completions, completedText, here, purpose, opened } = scoring;
  const marked = [...scores.selected].sort();
  const found = field.text.trim() === '' ? marked : hits.map((place) => scores.all[place].pgs_id);
  const byId = new Map(hits.map((place) => [scores.all[place].pgs_id, scores.all[place]]));
  const other = purpose === 'compare' && opened.status === 'ready' ? opened.name : null;
  return [
    ...found
      .filter((name) => name !== other)
      .map(
        (name): Offer =>
          isPath(name)
            ? { kind: 'path', name }
            : {
                kind: 'score',
                name,
                summary: byId.get(name) ?? scores.all.find(({ pgs_id }) => pgs_id === name) ?? null,
                isHere: here.get(name) ?? null,
              },
      ),
    // Until those of what is typed by now are known, enter must not open one that does not fit it.
    ...completions
      .filter((name) => completedText === field.text || name.startsWith(field.text))
      .map((name): Offer => ({ kind: 'path', name })),
  ];
}

const ID = /^PGS\d{6}$/i;
const isPath = (name: string): boolean => !ID.test(name);

/** What enter would open: the offer under the cursor, an id or a path as it was typed, or else the best hit. */
export function chooseOffer(state: AppState): Offer | null {
  const { field, choice } = state.scoring;
  const offers = listOffers(state);
  const chosen = offers[choice];
  if (chosen !== undefined) return chosen;
  const typed = field.text.trim();
  if (typed === '') return null;
  const same = offers.find(({ name }) => name === typed || (ID.test(typed) && name === typed.toUpperCase()));
  if (same !== undefined) return same;
  if (ID.test(typed)) return { kind: 'score', name: typed.toUpperCase(), summary: null, isHere: null };
  return looksLikePath(typed) ? { kind: 'path', name: typed } : (offers[0] ?? null);
}

const looksLikePath = (typed: string): boolean => /[/\\~]|\.(txt|tsv|parquet)(\.gz)?$/i.test(typed);

/** Words of the catalogue have no slash. */
export const isSearch = (typed: string): boolean => typed.trim() !== '' && !/[/\\~]/.test(typed);

const ID_WIDTH = 11;
const COUNT_WIDTH = 11;
const HERE_WIDTH = 27;

export function presentOffer(offer: Offer, width: number, { purpose }: AppState['scoring']): string {
  if (offer.kind === 'path') return fitPath(offer.name, width);
  const { summary, isHere } = offer;
  const count = summary === null || summary.n_variants === null ? '' : presentCount(summary.n_variants);
  const traitWidth = Math.max(8, width - ID_WIDTH - COUNT_WIDTH - HERE_WIDTH);
  const trait = [summary?.trait_reported, summary?.name].filter(Boolean).join(', ');
  const here = isHere === null ? '' : isHere ? 'here' : purpose === 'open' ? 'not here: enter fetches it' : 'not here';
  return `${fitText(offer.name, ID_WIDTH)}${fitText(trait, traitWidth)}${fitText(count, COUNT_WIDTH, 'right')} ${here}`;
}
