import type { ScoreSummary } from '../model/score.ts';

export type ScoreSearch = (query: string) => readonly ScoreSummary[];

/**
 * Searches ids, names and traits for a literal substring, ignoring case and outer blanks; an empty query finds all.
 * The lower-casing is done once, so that a query a key stroke stays cheap over the whole Catalogue.
 */
export function createScoreSearch(scores: readonly ScoreSummary[]): ScoreSearch {
  // NUL keeps a match from running over from one field into the next.
  const haystacks = scores.map(({ pgs_id, name, trait_reported, trait_efo }) =>
    [pgs_id, name, trait_reported, trait_efo].join('\0').toLowerCase(),
  );
  return (query) => {
    const needle = query.trim().toLowerCase();
    return needle === '' ? scores : scores.filter((_, i) => haystacks[i].includes(needle));
  };
}

/** One search; for many over the same scores keep a `createScoreSearch`. */
export function searchScores(scores: readonly ScoreSummary[], query: string): readonly ScoreSummary[] {
  return createScoreSearch(scores)(query);
}
