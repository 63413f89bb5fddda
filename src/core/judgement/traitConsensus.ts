/** What several scores for one trait say together about one person. */
import type { TraitConsensus, TraitVote, VariantSketch } from '../model/judgement.ts';
import type { PrsResult } from '../model/result.ts';
import { roundTo } from '../reference/rounding.ts';
import { variantOverlap } from './variantOverlap.ts';

/** Weight coverage from which a result has a vote. */
const USABLE_COVERAGE = 0.5;
/**
 * Overlap from which two scores are versions of one: clear of the 0.5 to 0.6 of independent weights at the same loci. The
 * overall and the ER-positive version of one breast cancer score (PGS000001, PGS000002) reach 0.93; scores of different
 * groups for one cancer stay below 0.45.
 */
const SAME_SCORE_OVERLAP = 0.8;
/** Percentile points between the lowest and the highest vote that are called a disagreement. */
const WIDE_SPREAD = 35;
/** Standard deviation of percentiles up to which votes are called consistent. */
const CONSISTENT_SD = 10;
const ELEVATED_PERCENTILE = 75;
/** Fewer votes than this have no outlier: two against one is not enough to say who is wrong. */
const LEAST_VOTES_FOR_OUTLIERS = 4;
/** Modified z of B. Iglewicz & D. Hoaglin, How to Detect and Handle Outliers (1993), at the stricter cut of just-prs. */
const OUTLIER_CUT = 2.5;
/** MAD ÷ SD of a normal distribution. */
const MAD_TO_SD = 0.6745;

/** A result, and the sample of its loci by which versions of one score are told; null where that is not known. */
export interface Voter {
  readonly result: Pick<
    PrsResult,
    | 'pgs_id'
    | 'trait_reported'
    | 'trait_efo'
    | 'trait_efo_id'
    | 'pgp_id'
    | 'percentile'
    | 'percentile_method'
    | 'z_score'
    | 'weight_mass_coverage'
    | 'build_mismatch'
  >;
  readonly sketch: VariantSketch | null;
}

/**
 * One consensus a trait, those with most scores first. A score mapped to several EFO terms counts for each; one that is
 * mapped to none goes by its reported trait. Higher is taken to mean more of the trait in all of them.
 */
export function groupByTrait(voters: readonly Voter[]): readonly TraitConsensus[] {
  const groups = new Map<string, { readonly trait: Trait; readonly voters: Voter[] }>();
  for (const voter of voters)
    for (const trait of traitsOf(voter.result)) {
      const group = groups.get(trait.key);
      if (group === undefined) groups.set(trait.key, { trait, voters: [voter] });
      else group.voters.push(voter);
    }
  return [...groups.values()]
    .map((group) => judgeTrait(group.trait, group.voters))
    .sort((a, b) => b.models - a.models || (a.trait < b.trait ? -1 : Number(a.trait > b.trait)));
}

interface Trait {
  readonly key: string;
  readonly efo_id: string | null;
  readonly label: string;
}

/** EFO ids as the catalogue or a header lists them, with bars or commas between. */
const splitEfoIds = (trait_efo_id: string | null): readonly string[] =>
  (trait_efo_id ?? '')
    .split(/[|,]/)
    .map((id) => id.trim().replace(':', '_'))
    .filter((id) => id !== '');

function traitsOf({ trait_reported, trait_efo, trait_efo_id }: Voter['result']): readonly Trait[] {
  const ids = [...new Set(splitEfoIds(trait_efo_id))];
  const reported = trait_reported ?? 'not given';
  if (ids.length === 0) return [{ key: reported.toLowerCase(), efo_id: null, label: reported }];
  const labels = trait_efo?.split('|') ?? [];
  return ids.map((efo_id, i) => ({
    key: efo_id,
    efo_id,
    label: (labels.length === ids.length ? labels[i] : undefined) ?? reported,
  }));
}

function judgeTrait({ label, efo_id }: Trait, voters: readonly Voter[]): TraitConsensus {
  const usable = voters.flatMap(toUsable);
  const voices = markOutliers(gatherVoices(usable));
  const percentiles = voices.map(({ percentile }) => percentile);
  const lowest = percentiles.length === 0 ? null : Math.min(...percentiles);
  const highest = percentiles.length === 0 ? null : Math.max(...percentiles);
  const facts = {
    models: voters.length,
    usable: usable.length,
    votes: voices.length,
    z_median: median(voices.map(({ z_score }) => z_score)),
    percentile_median: rounded(median(percentiles)),
    percentile_lowest: lowest,
    percentile_highest: highest,
    percentile_spread: lowest === null || highest === null ? null : rounded(highest - lowest),
    percentile_sd: rounded(sampleDeviation(percentiles)),
    outlier_ids: voices.filter(({ is_outlier }) => is_outlier).flatMap(({ pgs_ids }) => pgs_ids),
  };
  return {
    trait: label,
    trait_efo_id: efo_id,
    ...facts,
    signal: signalOf(facts),
    agreement: agreementOf(facts),
    reliability:
      usable.length === 0 ? 'No usable model' : usable.length * 2 < voters.length ? 'Partly usable' : 'Usable',
    pgs_ids: voters.map(({ result }) => result.pgs_id),
    voices,
  };
}

interface Usable {
  readonly pgs_id: string;
  readonly pgp_id: string | null;
  readonly percentile: number;
  readonly z_score: number;
  readonly sketch: VariantSketch | null;
}

/** Nothing for a result without a percentile of its own distribution, of another build, or of too little of the score. */
function toUsable({ result, sketch }: Voter): readonly Usable[] {
  const { pgs_id, pgp_id, percentile, percentile_method, z_score, weight_mass_coverage, build_mismatch } = result;
  if (percentile === null || z_score === null || !Number.isFinite(z_score)) return [];
  const isKnown = (weight_mass_coverage ?? 0) >= USABLE_COVERAGE;
  if (build_mismatch || !isKnown || percentile_method === 'auroc_approx') return [];
  return [{ pgs_id, pgp_id, percentile, z_score, sketch }];
}

/**
 * Near-duplicates share one vote, the median of theirs: ten versions of one score must not outvote the rest. They are those
 * that share variants and weights, and those of one publication, which share data and method; so are all that are linked
 * by such pairs.
 */
function gatherVoices(usable: readonly Usable[]): readonly TraitVote[] {
  const leader = usable.map((_, i) => i);
  const find = (i: number): number => (leader[i] === i ? i : find(leader[i]));
  const links: { readonly at: number; readonly why: 'variants' | 'publication' }[] = [];
  for (let j = 1; j < usable.length; j++)
    for (let i = 0; i < j; i++) {
      const isShared = sharesVariants(usable[i], usable[j]);
      const isPublished = usable[i].pgp_id !== null && usable[i].pgp_id === usable[j].pgp_id;
      if (isShared) links.push({ at: j, why: 'variants' });
      if (isPublished) links.push({ at: j, why: 'publication' });
      if (isShared || isPublished) leader[find(j)] = find(i);
    }
  const leaders = [...new Set(usable.map((_, i) => find(i)))];
  return leaders.map((first) => {
    const members = usable.filter((_, i) => find(i) === first);
    const reasons = new Set(links.filter(({ at }) => find(at) === first).map(({ why }) => why));
    return {
      pgs_ids: members.map(({ pgs_id }) => pgs_id),
      shared_because: reasons.size === 2 ? 'variants and publication' : ([...reasons][0] ?? null),
      z_score: median(members.map(({ z_score }) => z_score)) as number,
      percentile: median(members.map(({ percentile }) => percentile)) as number,
      is_outlier: false,
    };
  });
}

const sharesVariants = (a: Usable, b: Usable): boolean =>
  a.sketch !== null && b.sketch !== null && variantOverlap(a.sketch, b.sketch) >= SAME_SCORE_OVERLAP;

/**
 * Marks votes whose z is far from the others': |0.6745·(z − median) ÷ MAD| above 2.5. z is used because percentiles crowd
 * together in the tails. When more than half of the votes are equal the MAD is 0, and those that lie a wide spread of
 * percentiles from the median are outliers.
 */
function markOutliers(votes: readonly TraitVote[]): readonly TraitVote[] {
  if (votes.length < LEAST_VOTES_FOR_OUTLIERS) return votes;
  const center = median(votes.map(({ z_score }) => z_score)) as number;
  const mad = median(votes.map(({ z_score }) => Math.abs(z_score - center))) as number;
  const middle = median(votes.map(({ percentile }) => percentile)) as number;
  const isFar = ({ z_score, percentile }: TraitVote): boolean =>
    mad > 0
      ? Math.abs((MAD_TO_SD * (z_score - center)) / mad) > OUTLIER_CUT
      : Math.abs(percentile - middle) >= WIDE_SPREAD;
  return votes.map((vote) => ({ ...vote, is_outlier: isFar(vote) }));
}

type Facts = Pick<
  TraitConsensus,
  | 'usable'
  | 'votes'
  | 'outlier_ids'
  | 'percentile_spread'
  | 'percentile_median'
  | 'percentile_highest'
  | 'percentile_sd'
>;

function signalOf(facts: Facts): TraitConsensus['signal'] {
  if (facts.votes === 0) return 'No percentile';
  if (facts.votes === 1) return facts.usable === 1 ? 'Only one model' : 'Only one independent model';
  if (facts.outlier_ids.length > 0) return 'Possible outlier';
  if ((facts.percentile_spread ?? 0) >= WIDE_SPREAD) return 'Mixed';
  if ((facts.percentile_median ?? 0) >= ELEVATED_PERCENTILE) return 'Consistently elevated';
  return (facts.percentile_highest ?? 0) >= ELEVATED_PERCENTILE ? 'Elevated in some models' : 'Mostly average';
}

function agreementOf(facts: Facts): TraitConsensus['agreement'] {
  if (facts.votes < 2) return 'None to compare';
  if (facts.outlier_ids.length > 0) return 'Possible outlier';
  if ((facts.percentile_spread ?? 0) >= WIDE_SPREAD) return 'Wide spread';
  return (facts.percentile_sd ?? 0) <= CONSISTENT_SD ? 'Consistent' : 'Some variation';
}

/** As percentiles are given, to two decimals. */
const rounded = (value: number | null): number | null => (value === null ? null : roundTo(value, 2));

/** The mean of the two middle values for an even count; null of nothing. */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

function sampleDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
