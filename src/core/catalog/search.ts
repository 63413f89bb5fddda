import type { Evaluation, Publication } from '../model/catalog.ts';
import type { Superpopulation } from '../model/genome.ts';
import type { ScoreSummary } from '../model/score.ts';
import { majoritySuperpopulation } from './ancestryLabels.ts';
import { sortByEvidence } from './bestPerformance.ts';
import { compareText, groupRows } from './cells.ts';
import { isInside, readQuery, type SearchFilters } from './searchFilters.ts';
import { createRankedSearch, plainText, type SearchField } from './textSearch.ts';

export interface FoundScores<Score> {
  /** The best match first. */
  readonly scores: readonly Score[];
  /** Filters that could not be read, one sentence each; they did not count. */
  readonly problems: readonly string[];
}

export type ScoreSearch<Score extends ScoreSummary = ScoreSummary> = (query: string) => FoundScores<Score>;

/** What filters and ranking know beyond the scores sheet; left out, filters by it find nothing. */
export interface SearchContext {
  readonly evaluations?: readonly Evaluation[];
  readonly publications?: readonly Publication[];
}

/** The Catalogue's general terms, which are not a licence of the score's own. */
const GENERAL_TERMS = /EBI Terms of Use/i;

/**
 * Search over scores: every word must be found in name, traits, ids, authors or ancestry of a score; what a plain search
 * for the whole query finds in id, name or traits is always among the answers. Scores that match equally well are
 * ordered by evidence: evaluated in more publications, then in more people. An empty query finds all in their order.
 */
export function createScoreSearch<Score extends ScoreSummary>(
  scores: readonly Score[],
  context: SearchContext = {},
): ScoreSearch<Score> {
  // Made when first needed, which may be never.
  let made: { search: (words: string) => readonly Score[]; facts: ReadonlyMap<string, ScoreFacts> } | undefined;
  return (query) => {
    const { words, filters, problems } = readQuery(query);
    if (words === '' && Object.keys(filters).length === 0) return { scores, problems };
    if (made === undefined) {
      const facts = gatherFacts(scores, context);
      made = { facts, search: createWordSearch(scores, facts) };
    }
    const { facts } = made;
    const found = made.search(words).filter((score) => passes(score, facts.get(score.pgs_id), filters));
    return { scores: found, problems };
  };
}

/** What is gathered about a score before it is searched. */
interface ScoreFacts {
  readonly first_author: string | null;
  readonly authors: string | null;
  readonly year: number | null;
  readonly superpopulations: ReadonlySet<Superpopulation>;
  /** Labels and codes of the people it was evaluated in, with bars between. */
  readonly people: string;
  /** Of the largest evaluation that reports one. */
  readonly auroc: number | null;
  readonly evaluating_publications: number;
  readonly evaluated_people: number;
}

function gatherFacts(
  scores: readonly ScoreSummary[],
  { evaluations = [], publications = [] }: SearchContext,
): ReadonlyMap<string, ScoreFacts> {
  const publicationById = new Map(publications.map((publication) => [publication.pgp_id, publication]));
  const byScore = groupRows(evaluations, ({ pgs_id }) => pgs_id);
  return new Map(
    scores.map((score) => [
      score.pgs_id,
      describeScore(score, byScore.get(score.pgs_id) ?? [], publicationById.get(score.pgp_id ?? '')),
    ]),
  );
}

function describeScore(
  score: ScoreSummary,
  evaluations: readonly Evaluation[],
  publication: Publication | undefined,
): ScoreFacts {
  const ordered = sortByEvidence(evaluations, 'none');
  const superpopulations = new Set(ordered.map(majoritySuperpopulation).filter((people) => people !== null));
  const labels = ordered.map(({ ancestry_broad }) => ancestry_broad).filter((label) => label !== null);
  const year = /\d{4}/.exec(publication?.date_publication ?? score.release_date ?? '');
  return {
    first_author: publication?.first_author ?? null,
    authors: publication?.authors ?? null,
    year: year === null ? null : Number(year[0]),
    superpopulations,
    people: [...new Set([...labels, ...superpopulations])].join('|'),
    auroc: ordered.find(({ auroc_estimate }) => auroc_estimate !== null)?.auroc_estimate ?? null,
    evaluating_publications: new Set(ordered.map(({ pgp_id }) => pgp_id)).size,
    evaluated_people: ordered[0]?.n_individuals ?? 0,
  };
}

function createWordSearch<Score extends ScoreSummary>(
  scores: readonly Score[],
  facts: ReadonlyMap<string, ScoreFacts>,
): (words: string) => readonly Score[] {
  const factsOf = ({ pgs_id }: ScoreSummary) => facts.get(pgs_id);
  const name = { isLoose: true, isName: true };
  const id = { isLoose: false, isName: false };
  const fields: SearchField<Score>[] = [
    { ...name, text: (score) => score.trait_reported, weight: 1 },
    { ...name, text: (score) => score.trait_efo, weight: 1 },
    { ...name, text: (score) => score.name, weight: 0.8, isName: false },
    { ...id, text: (score) => score.pgs_id, weight: 1 },
    { ...id, text: (score) => score.trait_efo_id, weight: 1 },
    { ...id, text: (score) => score.pgp_id, weight: 1 },
    { ...id, text: (score) => score.pmid?.toString() ?? null, weight: 1 },
    { ...name, text: (score) => factsOf(score)?.first_author ?? null, weight: 0.7, isName: false },
    { ...id, text: (score) => factsOf(score)?.authors ?? null, weight: 0.3 },
    { ...name, text: (score) => factsOf(score)?.people ?? null, weight: 0.3, isName: false },
  ];
  const byEvidence = (one: Score, other: Score): number => {
    const a = factsOf(one);
    const b = factsOf(other);
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
  return (words) => {
    const ranked = search(words);
    const needle = plainText(words.trim());
    if (needle === '') return ranked;
    const seen = new Set(ranked);
    return [...ranked, ...scores.filter((score, i) => !seen.has(score) && haystacks[i].includes(needle))];
  };
}

function passes(score: ScoreSummary, facts: ScoreFacts | undefined, filters: SearchFilters): boolean {
  const { build, n, ancestry, auroc, year, licence } = filters;
  return (
    (build === undefined || score.genome_build === build) &&
    isInside(n, score.n_variants) &&
    (ancestry === undefined || facts?.superpopulations.has(ancestry) === true) &&
    isInside(auroc, facts?.auroc ?? null) &&
    isInside(year, facts?.year ?? null) &&
    (licence === undefined || hasLicence(score.license, licence))
  );
}

function hasLicence(license: string | null, wanted: string): boolean {
  if (license === null) return false;
  return wanted === '' ? !GENERAL_TERMS.test(license) : license.toLowerCase().includes(wanted);
}
