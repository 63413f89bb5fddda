/**
 * Matching in two steps. `planMatches` decides, from alleles alone, which record speaks for each scoring row; it is
 * done once per score and set of sites. `readDosages` then reads the calls of one person; it is all a cohort repeats.
 * Every row ends in exactly one counted state (core/model/result.ts says what each means): they sum to the rows.
 */
import { BASES, complementBase, NO_ALLELE, reverseComplement } from '../genotype/alleles.ts';
import { HAPLOID, MISSING } from '../genotype/call.ts';
import { chromosomeKeyRange, NO_KEY } from '../genotype/chromosome.ts';
import { FLAG, type GenotypeIndex, seekKey } from '../genotype/genotypeIndex.ts';
import { ROW_STATES, type RowState, type ScoringPolicies, type StrandEvidence } from '../model/result.ts';
import { EFFECT, type ScoringFile } from './scoringFile.ts';
import { keepsAmbiguous } from './strand.ts';

/** Number of each state in `states`. */
export const STATE = Object.fromEntries(ROW_STATES.map((state, code) => [state, code])) as Readonly<
  Record<RowState, number>
>;

/** States whose rows add to the score: the first of ROW_STATES, up to frequency_filled. */
export const isMatched = (state: number): boolean => state <= STATE.frequency_filled;

export interface MatchPolicies extends Pick<ScoringPolicies, 'ambiguous' | 'flip' | 'duplicates'> {
  /** Chromosome codes that are scored. */
  readonly chromosomes: readonly number[];
}

/** Per scoring row, in key order. */
export interface MatchPlan {
  /** The row's state, provided the record that decides has a usable call. Index into ROW_STATES. */
  readonly states: Uint8Array;
  /** Record of the index that decides, −1 for none. */
  readonly records: Int32Array;
  /** Place of the effect allele in that record: 0 is REF, NOWHERE when the record vouches for its absence. */
  readonly places: Uint8Array;
  /** Rows that more than one record fits. */
  readonly contested: ReadonlyMap<number, readonly Candidate[]>;
  /** 1 for a row that fits, but whose alleles read the same from both strands. */
  readonly palindromic: Uint8Array;
  readonly strand: StrandEvidence;
}

interface GrowingPlan extends MatchPlan {
  readonly contested: Map<number, readonly Candidate[]>;
}

/** A record that fits a row. */
export interface Candidate {
  readonly record: number;
  readonly place: number;
}

/** Per scoring row, in key order. */
export interface RowMatches {
  /** Index into ROW_STATES. */
  readonly states: Uint8Array;
  /** Copies of the effect allele; meaningful for the matched states only. */
  readonly dosages: Float64Array;
  /** Copies that a homozygous-reference genome of the same ploidy carries; likewise. */
  readonly anchors: Float64Array;
  readonly palindromic: Uint8Array;
}

/** An allele that a record does not list; no call has this index. */
const NOWHERE = 253;

/** Calls of one person at the records of an index. */
export type Calls = Pick<GenotypeIndex, 'firsts' | 'seconds' | 'flags' | 'altStarts' | 'altDosages'>;

/** States and dosages of every row for the person of the index. */
export function matchRows(index: GenotypeIndex, scoring: ScoringFile, policies: MatchPolicies): RowMatches {
  return readDosages(planMatches(index, scoring, policies), index);
}

/** Finds the record that decides on each row. */
export function planMatches(index: GenotypeIndex, scoring: ScoringFile, policies: MatchPolicies): MatchPlan {
  const plan = findRecords(index, scoring, policies);
  const keep = keepsAmbiguous(policies.ambiguous, plan.strand, scoring.harmonised);
  if (keep === 'all') return plan;
  for (let row = 0; row < scoring.rows; row++)
    if (plan.palindromic[row] === 1 && (keep === 'none' || scoring.others[row] === NO_ALLELE))
      plan.states[row] = STATE.ambiguous;
  return plan;
}

/** The same before the policy on A/T and C/G pairs, which needs to have seen the whole file. */
export function findRecords(
  index: GenotypeIndex,
  scoring: ScoringFile,
  policies: Omit<MatchPolicies, 'ambiguous'>,
): MatchPlan {
  const { rows, keys, kinds, effects, others } = scoring;
  const plan: GrowingPlan & { strand: StrandEvidence } = {
    states: new Uint8Array(rows),
    records: new Int32Array(rows).fill(-1),
    places: new Uint8Array(rows),
    contested: new Map(),
    palindromic: new Uint8Array(rows),
    strand: { forward: 0, flipped: 0 },
  };
  const matcher = new RowMatcher(index, scoring);
  const isScored = selectRows(scoring, policies);
  let forward = 0;
  let flipped = 0;
  let from = 0;
  for (let row = 0; row < rows; row++) {
    const kind = kinds[row];
    if (kind >= EFFECT.unsupported) {
      plan.states[row] = kind === EFFECT.unmapped ? STATE.unmapped : STATE.unsupported;
      continue;
    }
    if (isScored[row] === 0) {
      plan.states[row] = STATE.excluded;
      continue;
    }
    const key = keys[row];
    from = seekKey(index.keys, key, from);
    if (index.keys[from] !== key) {
      plan.states[row] = STATE.absent_unknown;
      continue;
    }
    matcher.match(row, from, plan);
    const state = plan.states[row];
    if (state === STATE.flipped && policies.flip === 'off') refuse(plan, row);
    const isInformative = plan.palindromic[row] === 0 && effects[row] < BASES.length && isBase(others[row]);
    if (isInformative && state === STATE.flipped) flipped++;
    else if (isInformative && state <= STATE.swapped) forward++;
  }
  plan.strand = { forward, flipped };
  return plan;
}

const isBase = (allele: number): boolean => allele !== NO_ALLELE && allele < BASES.length;

/** 1 for the rows that are scored: on a wanted chromosome, and no repeat when only the first counts. */
function selectRows(
  scoring: ScoringFile,
  { chromosomes, duplicates }: Pick<MatchPolicies, 'chromosomes' | 'duplicates'>,
): Uint8Array {
  const { rows, keys } = scoring;
  const isScored = new Uint8Array(rows);
  for (const code of chromosomes) {
    const [first, end] = chromosomeKeyRange(code);
    isScored.fill(1, seekKey(keys, first, 0), seekKey(keys, end, 0));
  }
  if (duplicates === 'first')
    for (let row = 1; row < rows; row++) if (earlierRow(scoring, row) !== null) isScored[row] = 0;
  return isScored;
}

/** An earlier row of the same locus with the same two alleles, either way round; null when there is none. */
export function earlierRow({ keys, effects, others }: ScoringFile, row: number): number | null {
  if (keys[row] === NO_KEY) return null;
  for (let earlier = row - 1; earlier >= 0 && keys[earlier] === keys[row]; earlier--)
    if (
      (effects[earlier] === effects[row] && others[earlier] === others[row]) ||
      (effects[earlier] === others[row] && others[earlier] === effects[row])
    )
      return earlier;
  return null;
}

function refuse(plan: GrowingPlan, row: number): void {
  plan.states[row] = STATE.allele_mismatch;
  plan.records[row] = -1;
  plan.contested.delete(row);
}

/** Reads one person's calls at the records of the plan. */
export function readDosages(plan: MatchPlan, calls: Calls): RowMatches {
  const { records, places } = plan;
  const { flags } = calls;
  const rows = records.length;
  const states = plan.states.slice();
  const dosages = new Float64Array(rows);
  const anchors = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const record = records[row];
    if (record < 0 || states[row] === STATE.ambiguous) continue;
    const place = places[row];
    if ((flags[record] & FLAG.filtered) !== 0) {
      states[row] = STATE.filtered;
      continue;
    }
    const dosage = copies(calls, record, place);
    if (Number.isNaN(dosage)) states[row] = STATE.no_call;
    else {
      dosages[row] = dosage;
      anchors[row] = place === 0 ? ploidy(calls, record) : 0;
    }
  }
  for (const [row, candidates] of plan.contested) {
    if (states[row] === STATE.ambiguous) continue;
    const verdict = settle(candidates, calls, plan.states[row]);
    states[row] = verdict.state;
    dosages[row] = verdict.dosage;
    anchors[row] = verdict.anchor;
  }
  return { states, dosages, anchors, palindromic: plan.palindromic };
}

const ploidy = ({ seconds }: Calls, record: number): number => (seconds[record] === HAPLOID ? 1 : 2);

/** Copies of an allele: imputed ones where the file gives them, else those of the call; NaN without either. */
export function copies(calls: Calls, record: number, place: number): number {
  const { firsts, seconds, altDosages } = calls;
  if (altDosages !== null) {
    const imputed = imputedCopies(calls, altDosages, { record, place });
    if (!Number.isNaN(imputed)) return imputed;
  }
  if (firsts[record] === MISSING) return Number.NaN;
  return (firsts[record] === place ? 1 : 0) + (seconds[record] === place ? 1 : 0);
}

/** REF has the copies that the ALTs leave. A record has a dosage for each of its ALTs or for none. */
function imputedCopies(
  calls: Calls,
  altDosages: Float64Array,
  { record, place }: { readonly record: number; readonly place: number },
): number {
  const start = calls.altStarts[record];
  const end = calls.altStarts[record + 1];
  if (start === end || Number.isNaN(altDosages[start])) return Number.NaN;
  if (place === NOWHERE) return 0;
  if (place > 0) return altDosages[start + place - 1];
  let rest = ploidy(calls, record);
  for (let alt = start; alt < end; alt++) rest -= altDosages[alt];
  return Math.max(0, rest);
}

/**
 * The dosage on which the usable records agree. The same variant stated twice with different genotypes is no call.
 *
 * Copies are counted within one record: of a multi-allelic site split into several records, each counts a copy of
 * another record's ALT as REF, as plink2 does.
 */
function settle(candidates: readonly Candidate[], calls: Calls, state: number): Verdict {
  let verdict: Verdict | null = null;
  let blocked: number = STATE.no_call;
  for (const { record, place } of candidates) {
    if ((calls.flags[record] & FLAG.filtered) !== 0) blocked = STATE.filtered;
    else {
      const dosage = copies(calls, record, place);
      if (Number.isNaN(dosage)) continue;
      if (verdict !== null && verdict.dosage !== dosage) return { state: STATE.no_call, dosage: 0, anchor: 0 };
      verdict = { state, dosage, anchor: place === 0 ? ploidy(calls, record) : 0 };
    }
  }
  return verdict ?? { state: blocked, dosage: 0, anchor: 0 };
}

interface Verdict {
  readonly state: number;
  readonly dosage: number;
  readonly anchor: number;
}

/** A row's alleles as ids of the index's own table; NO_ALLELE for one the genome never shows. */
interface RowAlleles {
  readonly effect: number;
  readonly other: number;
  /** False when the row does not say what the other allele is. */
  readonly otherKnown: boolean;
  readonly singleBases: boolean;
}

/** Matches one row at a time; holds the scoring file's allele ids translated to those of the index. */
class RowMatcher {
  readonly #index: GenotypeIndex;
  readonly #scoring: ScoringFile;
  readonly #forward: Int32Array;
  readonly #reverse: Int32Array;

  constructor(index: GenotypeIndex, scoring: ScoringFile) {
    this.#index = index;
    this.#scoring = scoring;
    const { alleles } = scoring;
    this.#forward = new Int32Array(alleles.size);
    this.#reverse = new Int32Array(alleles.size);
    for (let id = 0; id < alleles.size; id++) {
      const text = alleles.text(id);
      const reversed = reverseComplement(text);
      this.#forward[id] = index.alleles.lookup(text);
      this.#reverse[id] = reversed === null ? NO_ALLELE : index.alleles.lookup(reversed);
    }
  }

  /** Matches a row against the records of its locus, which start at `from`. */
  match(row: number, from: number, plan: GrowingPlan): void {
    if (!this.#matchPlainPair(row, from, plan)) this.#matchAny(row, from, plan);
  }

  /** The common case, without allocation: one record with one spelled-out ALT, and a row with both alleles. */
  #matchPlainPair(row: number, record: number, plan: MatchPlan): boolean {
    const { keys, refs, alts, altStarts } = this.#index;
    const effect = this.#scoring.effects[row];
    const other = this.#scoring.others[row];
    const alt = alts[altStarts[record]] as number;
    const isPlain =
      keys[record + 1] !== keys[record] &&
      altStarts[record + 1] - altStarts[record] === 1 &&
      alt !== NO_ALLELE &&
      other !== NO_ALLELE &&
      other !== effect;
    if (!isPlain) return false;
    const ref = refs[record];
    const [forward, reverse] = [this.#forward, this.#reverse];
    const palindromic = effect < BASES.length && other === complementBase(effect);
    let place = -1;
    let state: number = STATE.allele_mismatch;
    if (forward[effect] === alt && forward[other] === ref) [place, state] = [1, STATE.exact];
    else if (forward[effect] === ref && forward[other] === alt) [place, state] = [0, STATE.swapped];
    else if (palindromic) state = STATE.allele_mismatch;
    else if (reverse[effect] === alt && reverse[other] === ref) [place, state] = [1, STATE.flipped];
    else if (reverse[effect] === ref && reverse[other] === alt) [place, state] = [0, STATE.flipped];
    plan.states[row] = state;
    if (place >= 0) {
      plan.records[row] = record;
      plan.places[row] = place;
      if (palindromic) plan.palindromic[row] = 1;
    }
    return true;
  }

  #matchAny(row: number, from: number, plan: GrowingPlan): void {
    const { keys } = this.#index;
    let end = from + 1;
    while (keys[end] === keys[from]) end++;
    const site = { from, end };
    const palindromic = this.#isPalindromic(row, site);
    const forward = this.#translate(row, this.#forward);
    let candidates = this.#findCandidates(forward, site);
    const flips = candidates.length === 0 && forward.otherKnown && !palindromic;
    if (flips) candidates = this.#findCandidates(this.#translate(row, this.#reverse), site);
    const [first] = candidates;
    if (first === undefined) {
      plan.states[row] = STATE.allele_mismatch;
      return;
    }
    if (candidates.length > 1) plan.contested.set(row, candidates);
    plan.states[row] = flips ? STATE.flipped : first.place === 0 ? STATE.swapped : STATE.exact;
    plan.records[row] = first.record;
    plan.places[row] = first.place;
    if (palindromic) plan.palindromic[row] = 1;
  }

  #translate(row: number, ids: Int32Array): RowAlleles {
    const effect = this.#scoring.effects[row];
    const other = this.#scoring.others[row];
    const otherKnown = other !== NO_ALLELE;
    return {
      effect: ids[effect],
      other: otherKnown ? ids[other] : NO_ALLELE,
      otherKnown,
      singleBases: effect < BASES.length && otherKnown && other < BASES.length,
    };
  }

  /** A/T or C/G: reads the same from both strands. Without another allele, the records' own pairs decide. */
  #isPalindromic(row: number, { from, end }: Site): boolean {
    const effect = this.#scoring.effects[row];
    const other = this.#scoring.others[row];
    if (effect >= BASES.length) return false;
    const opposite = complementBase(effect);
    if (other !== NO_ALLELE) return other === opposite;
    for (let record = from; record < end; record++)
      if (this.#place(record, effect) >= 0 && this.#place(record, opposite) >= 0) return true;
    return false;
  }

  /**
   * Records that fit the row. Those that spell out both alleles beat those that only vouch for REF. Of different variants
   * that fit a row which names no other allele, the first decides. Those that fit both of its alleles (an insertion and the
   * deletion of the same bases, a variant and the same one with more alleles) must agree.
   */
  #findCandidates(row: RowAlleles, { from, end }: Site): readonly Candidate[] {
    let candidates: Candidate[] = [];
    let best: number = FIT.referenceOnly;
    for (let record = from; record < end; record++) {
      const place = this.#place(record, row.effect);
      const otherPlace = row.otherKnown ? this.#place(record, row.other) : -1;
      const fit = this.#fit(record, row, place, otherPlace);
      if (fit < best) continue;
      if (fit > best) candidates = [];
      best = fit;
      const first = candidates[0]?.record ?? record;
      if (!row.otherKnown && !this.#isSameVariant(first, record)) continue;
      candidates.push({ record, place: place < 0 ? NOWHERE : place });
    }
    return candidates;
  }

  /**
   * A record without a spelled-out ALT (`.`, `<NON_REF>`, `*` …) vouches for REF alone. That settles a row of single
   * bases that contains REF; an indel could still hide behind the next bases.
   */
  #fit(record: number, row: RowAlleles, place: number, otherPlace: number): number {
    if (!row.otherKnown) return place < 0 ? FIT.none : FIT.spelledOut;
    if (place === otherPlace) return FIT.none;
    if (place >= 0 && otherPlace >= 0) return FIT.spelledOut;
    const { altStarts, flags } = this.#index;
    const isOpen = altStarts[record + 1] === altStarts[record] || (flags[record] & FLAG.symbolic) !== 0;
    const containsRef = place === 0 || otherPlace === 0;
    return isOpen && containsRef && row.singleBases ? FIT.referenceOnly : FIT.none;
  }

  /** Place of an allele among REF (0) and the ALTs (1 …) of a record, or −1. */
  #place(record: number, allele: number): number {
    if (allele === NO_ALLELE) return -1;
    const { refs, alts, altStarts } = this.#index;
    if (refs[record] === allele) return 0;
    const start = altStarts[record];
    const end = altStarts[record + 1];
    for (let alt = start; alt < end; alt++) if (alts[alt] === allele) return alt - start + 1;
    return -1;
  }

  #isSameVariant(a: number, b: number): boolean {
    const { refs, alts, altStarts } = this.#index;
    const [startA, startB] = [altStarts[a], altStarts[b]];
    const count = altStarts[a + 1] - startA;
    if (refs[a] !== refs[b] || count !== altStarts[b + 1] - startB) return false;
    for (let i = 0; i < count; i++) if (alts[startA + i] !== alts[startB + i]) return false;
    return true;
  }
}

/** Records `[from, end)` of one locus. */
interface Site {
  readonly from: number;
  readonly end: number;
}

/** How well a record speaks of a row. */
const FIT = { none: 0, referenceOnly: 1, spelledOut: 2 } as const;
