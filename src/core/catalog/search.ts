import type { ScoreEvidence } from '../model/catalog.ts';
import type { ScoreSummary } from '../model/score.ts';
import { compareText } from './cells.ts';
import { isInside, readQuery, type SearchFilters } from './searchFilters.ts';
import { createRankedSearch, type Preparable, plainText, type RankedSearch, type SearchField } from './textSearch.ts';

export interface FoundScores<Score> {
  /** The best match first. */
  readonly scores: readonly Score[];
  /** Filters that could not be read, one sentence each; they did not count. */
  readonly problems: readonly string[];
}

/** `isHere` says which scoring files are here, for the filter of that name; none are unless it is told. */
export type ScoreSearch<Score extends ScoreSummary = ScoreSummary> = ((
  query: string,
  isHere?: (pgs_id: string) => boolean,
) => FoundScores<Score>) &
  Preparable;

/** The Catalogue's general terms, which are not a licence of the score's own. */
const GENERAL_TERMS = /EBI Terms of Use/i;

/**
 * Search over scores: every word must be found in name, traits, ids, authors or ancestry of a score; what a plain search
 * for the whole query finds in id, name or traits is always among the answers. Scores that match equally well are
 * ordered by evidence: evaluated in more publications, then in more people. An empty query finds all in their order.
 */
export function createScoreSearch<Score extends ScoreSummary>(
  scores: readonly Score[],
  evidence: ReadonlyMap<string, ScoreEvidence>,
): ScoreSearch<Score> {
  // Made when first needed, which may be never.
  let wordSearch: RankedSearch<Score> | undefined;
  const searchWords = (): RankedSearch<Score> => {
    wordSearch ??= createWordSearch(scores, evidence);
    return wordSearch;
  };
  const search = (query: string, isHere: (pgs_id: string) => boolean = () => false): FoundScores<Score> => {
    const { words, filters, problems } = readQuery(query);
    if (words === '' && Object.keys(filters).length === 0) return { scores, problems };
    const found = searchWords()(words).filter(
      (score) =>
        passes(score, evidence.get(score.pgs_id), filters) &&
        (filters.here === undefined || isHere(score.pgs_id) === filters.here),
    );
    return { scores: found, problems };
  };
  return Object.assign(search, { prepare: () => searchWords().prepare() });
}

function createWordSearch<Score extends ScoreSummary>(
  scores: readonly Score[],
  evidence: ReadonlyMap<string, ScoreEvidence>,
): RankedSearch<Score> {
  const evidenceOf = ({ pgs_id }: ScoreSummary) => evidence.get(pgs_id);
  const name = { isLoose: true, isName: true };
  const id = { isLoose: false, isName: false };
  const fields: SearchField<Score>[] = [
    { ...name, text: (score) => score.trait_reported, weight: 1 },
    // Below what the score's own authors call it: the term is often wider.
    { ...name, text: (score) => score.trait_efo, weight: 0.9 },
    { ...name, text: (score) => score.name, weight: 0.8, isName: false },
    { ...id, text: (score) => score.pgs_id, weight: 1 },
    { ...id, text: (score) => score.trait_efo_id, weight: 1 },
    { ...id, text: (score) => score.pgp_id, weight: 1 },
    { ...id, text: (score) => score.pmid?.toString() ?? null, weight: 1 },
    { ...name, text: (score) => evidenceOf(score)?.first_author ?? null, weight: 0.7, isName: false },
    { ...id, text: (score) => evidenceOf(score)?.authors ?? null, weight: 0.3 },
    { ...name, text: (score) => evidenceOf(score)?.people ?? null, weight: 0.3, isName: false },
  ];
  const byEvidence = (one: Score, other: Score): number => {
    const a = evidenceOf(one);
    const b = evidenceOf(other);
    return (
      (b?.evaluating_publications ?? 0) - (a?.evaluating_publications ?? 0) ||
      (b?.evaluated_people ?? 0) - (a?.evaluated_people ?? 0) ||
      compareText(one.pgs_id, other.pgs_id)
    );
  };
  const search = createRankedSearch(scores, fields, byEvidence);
  // A zero character keeps a match from running over from one field into the next.
  const haystacks = scores.map(({ pgs_id, name: label, trait_reported, trait_efo }) =>
    plainText([pgs_id, label, trait_reported, trait_efo].join('\0')),
  );
  const searchWords = (words: string): readonly Score[] => {
    const ranked = search(words);
    const needle = plainText(words.trim());
    if (needle === '') return ranked;
    const seen = new Set(ranked);
    return [...ranked, ...scores.filter((score, i) => !seen.has(score) && haystacks[i].includes(needle))];
  };
  return Object.assign(searchWords, { prepare: search.prepare });
}

function passes(score: ScoreSummary, evidence: ScoreEvidence | undefined, filters: SearchFilters): boolean {
  const { build, n, ancestry, auroc, year, tier, licence } = filters;
  return (
    (build === undefined || score.genome_build === build) &&
    isInside(n, score.n_variants) &&
    (ancestry === undefined || evidence?.superpopulations.includes(ancestry) === true) &&
    isInside(auroc, evidence?.auroc ?? null) &&
    isInside(year, evidence?.year ?? null) &&
    (tier === undefined || evidence?.grade === tier) &&
    (licence === undefined || hasLicence(score.license, licence))
  );
}

function hasLicence(license: string | null, wanted: string): boolean {
  if (license === null) return false;
  return wanted === '' ? !GENERAL_TERMS.test(license) : license.toLowerCase().includes(wanted);
}
