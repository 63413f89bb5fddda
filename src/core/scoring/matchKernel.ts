/**
 * Walks the rows of one scoring file against the genotype index once. Every row ends in exactly one counted state
 * (core/model/result.ts says what each means); the states sum to the rows.
 */
import { BASES, complementBase, NO_ALLELE, reverseComplement } from '../genotype/alleles.ts';
import { MISSING } from '../genotype/call.ts';
import { chromosomeKeyRange } from '../genotype/chromosome.ts';
import { FLAG, type GenotypeIndex, seekKey } from '../genotype/genotypeIndex.ts';
import { ROW_STATES, type RowState } from '../model/result.ts';
import { EFFECT, type ScoringFile } from './scoringFile.ts';

/** Number of each state in `states`. */
export const STATE = Object.fromEntries(ROW_STATES.map((state, code) => [state, code])) as Readonly<
  Record<RowState, number>
>;

export interface MatchPolicies {
  /** Whether an A/T or C/G pair counts: never, always, or only when the row names both alleles. */
  readonly ambiguous: 'keep' | 'drop' | 'keepNamed';
  /** Chromosome codes that are scored. */
  readonly chromosomes: readonly number[];
}

/** Per scoring row, in file order. */
export interface RowMatches {
  /** Index into ROW_STATES. */
  readonly states: Uint8Array;
  /** Copies of the effect allele; meaningful for the matched states only. */
  readonly dosages: Float64Array;
}

/** A row's alleles as ids of the index's own table; NO_ALLELE for one the genome never shows. */
interface RowAlleles {
  effect: number;
  other: number;
  /** False when the row does not say what the other allele is. */
  otherKnown: boolean;
  singleBases: boolean;
}

/** What the records at one locus say of one row. */
interface SiteVerdict {
  state: number;
  dosage: number;
}

/** Finds the state and the dosage of every row. */
export function matchRows(index: GenotypeIndex, scoring: ScoringFile, policies: MatchPolicies): RowMatches {
  const { rows, keys, kinds, order } = scoring;
  const states = new Uint8Array(rows);
  const dosages = new Float64Array(rows);
  const translation = new AlleleTranslation(index, scoring);
  const isScored = keyFilter(policies.chromosomes);
  const alleles: RowAlleles = { effect: 0, other: 0, otherKnown: false, singleBases: false };
  const verdict: SiteVerdict = { state: 0, dosage: 0 };
  let from = 0;
  for (let i = 0; i < rows; i++) {
    const row = order[i] as number;
    const kind = kinds[row] as number;
    const key = keys[row] as number;
    if (kind === EFFECT.unsupported) states[row] = STATE.unsupported;
    else if (kind === EFFECT.unmapped) states[row] = STATE.unmapped;
    else if (!isScored(key)) states[row] = STATE.excluded;
    else {
      from = seekKey(index.keys, key, from);
      if (from >= index.count || index.keys[from] !== key) {
        states[row] = STATE.absent_unknown;
        continue;
      }
      let end = from + 1;
      while (end < index.count && index.keys[end] === key) end++;
      const site = { index, from, end };
      translation.forward(row, alleles);
      judgeRow(site, alleles, verdict);
      const palindromic = translation.isPalindromic(row, site);
      if (verdict.state === STATE.allele_mismatch && alleles.otherKnown && !palindromic) {
        if (translation.complement(row, alleles)) {
          judgeRow(site, alleles, verdict);
          if (verdict.state <= STATE.swapped) verdict.state = STATE.flipped;
        }
      }
      if (palindromic && verdict.state <= STATE.swapped && !keepsAmbiguous(policies, alleles))
        verdict.state = STATE.ambiguous;
      states[row] = verdict.state;
      dosages[row] = verdict.dosage;
    }
  }
  return { states, dosages };
}

const keepsAmbiguous = ({ ambiguous }: MatchPolicies, alleles: RowAlleles): boolean =>
  ambiguous === 'keep' || (ambiguous === 'keepNamed' && alleles.otherKnown);

function keyFilter(chromosomes: readonly number[]): (key: number) => boolean {
  const ranges = chromosomes.map(chromosomeKeyRange);
  return (key) => ranges.some(([first, end]) => key >= first && key < end);
}

/** Scoring-file allele ids → index allele ids, on either strand. */
class AlleleTranslation {
  readonly #scoring: ScoringFile;
  readonly #forward: Int32Array;
  readonly #reverse: Int32Array;

  constructor(index: GenotypeIndex, scoring: ScoringFile) {
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

  forward(row: number, into: RowAlleles): void {
    this.#translate(row, this.#forward, into);
  }

  /** The row as read from the other strand; false when its alleles cannot be. */
  complement(row: number, into: RowAlleles): boolean {
    this.#translate(row, this.#reverse, into);
    return into.effect !== NO_ALLELE || into.other !== NO_ALLELE;
  }

  #translate(row: number, ids: Int32Array, into: RowAlleles): void {
    const effect = this.#scoring.effects[row] as number;
    const other = this.#scoring.others[row] as number;
    into.effect = ids[effect] as number;
    into.otherKnown = other !== NO_ALLELE;
    into.other = into.otherKnown ? (ids[other] as number) : NO_ALLELE;
    into.singleBases = effect < BASES.length && into.otherKnown && other < BASES.length;
  }

  /** A/T or C/G: reads the same from both strands. Without another allele, the records' own pairs decide. */
  isPalindromic(row: number, { index, from, end }: Site): boolean {
    const effect = this.#scoring.effects[row] as number;
    const other = this.#scoring.others[row] as number;
    if (effect >= BASES.length) return false;
    if (other !== NO_ALLELE) return other === complementBase(effect);
    const opposite = complementBase(effect);
    for (let record = from; record < end; record++)
      if (findAllele(index, record, effect) !== ABSENT && findAllele(index, record, opposite) !== ABSENT) return true;
    return false;
  }
}

interface Site {
  readonly index: GenotypeIndex;
  readonly from: number;
  readonly end: number;
}

/**
 * Looks for the row's alleles among the records `[from, end)` of its locus. A record that spells out both alleles
 * beats one that only vouches for REF. The same variant stated twice with different genotypes is no call.
 *
 * Copies are counted within one record. Of a multi-allelic site split into several records, each therefore counts a
 * copy of another record's ALT as REF, as plink2 does.
 */
function judgeRow({ index, from, end }: Site, row: RowAlleles, verdict: SiteVerdict): void {
  let blocked: number = STATE.allele_mismatch;
  let bestFit: number = FIT.none;
  let bestRecord = from;
  let agreed = true;
  for (let record = from; record < end; record++) {
    const effectPlace = findAllele(index, record, row.effect);
    const otherPlace = row.otherKnown ? findAllele(index, record, row.other) : ABSENT;
    const fit = fitRecord(index, record, row, effectPlace, otherPlace);
    if (fit === FIT.none) continue;
    const call = callState(index, record);
    const dosage = countCopies(index, record, effectPlace);
    if (call !== STATE.exact) blocked = call;
    else if (fit > bestFit) {
      bestFit = fit;
      bestRecord = record;
      agreed = true;
      verdict.state = effectPlace === 0 ? STATE.swapped : STATE.exact;
      verdict.dosage = dosage;
    } else if (fit === bestFit && dosage !== verdict.dosage) {
      // Records of different variants fit one row only when it names no other allele: REF is what all leave of it.
      if (hasSameAlleles(index, record, bestRecord)) agreed = false;
      else verdict.dosage = Math.min(verdict.dosage, dosage);
    }
  }
  if (bestFit === FIT.none) verdict.state = blocked;
  else if (!agreed) verdict.state = STATE.no_call;
}

/** How well a record speaks of a row. */
const FIT = { none: 0, referenceOnly: 1, spelledOut: 2 } as const;

/**
 * A record without a spelled-out ALT (`.`, `<NON_REF>`, `*` …) vouches for REF alone. That settles a row of single
 * bases that contains REF; an indel could still hide behind the next bases.
 */
function fitRecord(index: GenotypeIndex, record: number, row: RowAlleles, effectPlace: number, otherPlace: number): number {
  if (!row.otherKnown) return effectPlace === ABSENT ? FIT.none : FIT.spelledOut;
  if (effectPlace === otherPlace) return FIT.none;
  if (effectPlace !== ABSENT && otherPlace !== ABSENT) return FIT.spelledOut;
  const isOpen =
    index.altStarts[record + 1] === index.altStarts[record] || ((index.flags[record] as number) & FLAG.symbolic) !== 0;
  const containsRef = effectPlace === 0 || otherPlace === 0;
  return isOpen && containsRef && row.singleBases ? FIT.referenceOnly : FIT.none;
}

const ABSENT = -1;

/** Place of an allele among REF (0) and the ALTs (1 …) of a record, or ABSENT. */
function findAllele(index: GenotypeIndex, record: number, allele: number): number {
  if (allele === NO_ALLELE) return ABSENT;
  if (index.refs[record] === allele) return 0;
  const start = index.altStarts[record] as number;
  const end = index.altStarts[record + 1] as number;
  for (let alt = start; alt < end; alt++) if (index.alts[alt] === allele) return alt - start + 1;
  return ABSENT;
}

/** STATE.exact for a usable call, else STATE.filtered or STATE.no_call. */
function callState(index: GenotypeIndex, record: number): number {
  if (((index.flags[record] as number) & FLAG.filtered) !== 0) return STATE.filtered;
  return index.firsts[record] === MISSING ? STATE.no_call : STATE.exact;
}

/** Copies of the allele at `place`; an allele the record does not list is carried by nobody. */
function countCopies(index: GenotypeIndex, record: number, place: number): number {
  if (place === ABSENT) return 0;
  return (index.firsts[record] === place ? 1 : 0) + (index.seconds[record] === place ? 1 : 0);
}

/** Whether two records state the same variant. */
function hasSameAlleles({ refs, alts, altStarts }: GenotypeIndex, a: number, b: number): boolean {
  const startA = altStarts[a] as number;
  const startB = altStarts[b] as number;
  const count = (altStarts[a + 1] as number) - startA;
  if (refs[a] !== refs[b] || count !== (altStarts[b + 1] as number) - startB) return false;
  for (let i = 0; i < count; i++) if (alts[startA + i] !== alts[startB + i]) return false;
  return true;
}
