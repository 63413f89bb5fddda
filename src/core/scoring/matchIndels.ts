/**
 * A second chance for the rows of insertions, deletions and replacements that no record spells the way they do. Row and
 * record are brought to one spelling each, and those compared: left-aligned with a reference, trimmed without.
 */
import { type AlleleTable, BASES, NO_ALLELE, reverseComplement } from '../genotype/alleles.ts';
import { locusOfKey } from '../genotype/chromosome.ts';
import { type GenotypeIndex, seekKey } from '../genotype/genotypeIndex.ts';
import { leftAlign, trimAlleles, trimmedBases, type Variant } from '../genotype/normalizeIndel.ts';
import { type Candidate, type MatchPlan, type MatchPolicies, STATE } from './matchKernel.ts';
import type { ScoringFile } from './scoringFile.ts';

/** How far from a row, in bases, a record is looked for: repeats and padding of alleles are shorter. */
const REACH = 1000;
/** For fewer rows than this, looking at all records around them is faster than listing the long ones first. */
const FEW_ROWS = 1000;

/** Bases of the genome build; a ReferenceSource is one. */
interface Reference {
  has(code: number): boolean;
  read(code: number, position: number, length: number): Promise<string>;
}

/** Respells and matches the rows of any number of scores against one genome. */
export class IndelMatcher {
  readonly #index: GenotypeIndex;
  readonly #reference: Reference | null;

  constructor(index: GenotypeIndex, reference: Reference | null) {
    this.#index = index;
    this.#reference = reference;
  }

  /**
   * The plan with the rows added that a record fits in another spelling. Such a row becomes `exact` or `swapped`, or
   * `flipped` where the reference has its alleles on the other strand alone, and the policy tries that. One that fits both an insertion and a
   * deletion of the same bases is an `allele_mismatch`: it does not say which it is.
   */
  async match(scoring: ScoringFile, plan: MatchPlan, { flip }: Pick<MatchPolicies, 'flip'>): Promise<MatchPlan> {
    const rows = this.#openRows(scoring, plan);
    if (rows.length === 0) return plan;
    const states = plan.states.slice();
    const records = plan.records.slice();
    const places = plan.places.slice();
    const contested = new Map(plan.contested);
    const among = rows.length < FEW_ROWS ? { keys: this.#index.keys, records: null } : longRecordsOf(this.#index);
    for (const row of rows) {
      const candidates = await this.#findCandidates(scoring, row, { among, flips: flip === 'on' });
      const first = candidates[0] ?? null;
      if (first === null && states[row] !== STATE.exact) continue;
      const isDecided = candidates.every(({ place }) => (place === 0) === (first?.place === 0));
      const chosen = isDecided ? first : null;
      states[row] = chosen?.state ?? STATE.allele_mismatch;
      records[row] = chosen?.record ?? -1;
      places[row] = chosen?.place ?? 0;
      if (chosen !== null && candidates.length > 1) contested.set(row, candidates);
      else contested.delete(row);
    }
    return { ...plan, states, records, places, contested };
  }

  /** Rows of two spelled-out alleles, one of them long, that no record spells alike. */
  #openRows(scoring: ScoringFile, plan: MatchPlan): readonly number[] {
    const { effects, others, alleles } = scoring;
    const rows: number[] = [];
    const isSequence = findSequences(alleles);
    for (let row = 0; row < scoring.rows; row++) {
      if (effects[row] < BASES.length && others[row] < BASES.length) continue;
      if (others[row] === NO_ALLELE || effects[row] === others[row] || !this.#isOpen(scoring, plan, row)) continue;
      if (isSequence[effects[row]] === 1 && isSequence[others[row]] === 1) rows.push(row);
    }
    return rows;
  }

  /**
   * Whether no record fits, or only one that lists both alleles as ALTs although one may be the reference, too: a row of
   * AT and A speaks of one base less, and of REF ATT and ALT AT, A the second has two less.
   */
  #isOpen({ effects, others, alleles }: ScoringFile, { states, records, places }: MatchPlan, row: number): boolean {
    const state = states[row];
    if (state === STATE.absent_unknown || state === STATE.allele_mismatch) return true;
    if (state !== STATE.exact || places[row] === 0) return false;
    const ref = this.#index.alleles.text(this.#index.refs[records[row]]);
    const [effect, other] = [alleles.text(effects[row]), alleles.text(others[row])];
    const mayBeReference = (allele: string): boolean => ref.startsWith(allele) || allele.startsWith(ref);
    return other !== ref && (mayBeReference(effect) || mayBeReference(other));
  }

  async #findCandidates(
    scoring: ScoringFile,
    row: number,
    { among, flips }: { readonly among: RecordList; readonly flips: boolean },
  ): Promise<readonly Fit[]> {
    const effect = scoring.alleles.text(scoring.effects[row]);
    const other = scoring.alleles.text(scoring.others[row]);
    const near = this.#recordsNear(scoring.keys[row], among, { effect, other, flips });
    if (near.length === 0) return [];
    const { code, position } = locusOfKey(scoring.keys[row]);
    const readings = await this.#readRow({ code, position, effect, other }, flips);
    const candidates: Fit[] = [];
    for (const { record, place } of readings.length === 0 ? [] : near) {
      const spelled = this.#respell(code, this.#variantOf(record, place));
      const variant = spelled instanceof Promise ? await spelled : spelled;
      for (const { isEffectRef, flipped, ...reading } of readings) {
        if (variant === null || !isSameVariant(variant, reading)) continue;
        const state = flipped ? STATE.flipped : isEffectRef ? STATE.swapped : STATE.exact;
        candidates.push({ record, place: isEffectRef ? 0 : place, state });
      }
    }
    return candidates;
  }

  /**
   * ALTs within reach that change the numbers of bases as the row does: no respelling alters that. Those that are past an
   * end of the chromosome fit no row: their positions are on another one.
   */
  #recordsNear(
    key: number,
    { keys, records }: RecordList,
    { effect, other, flips }: RowSpelling,
  ): readonly RecordAlt[] {
    const { altStarts, alts, refs, alleles } = this.#index;
    const difference = Math.abs(effect.length - other.length);
    const to = seekKey(keys, key + REACH + 1, 0);
    const near: RecordAlt[] = [];
    for (let at = seekKey(keys, key - REACH, 0); at < to; at++) {
      const record = records === null ? at : records[at];
      const ref = refs[record];
      for (let alt = altStarts[record]; alt < altStarts[record + 1]; alt++) {
        if (alts[alt] === NO_ALLELE || Math.abs(alleles.lengthOf(alts[alt]) - alleles.lengthOf(ref)) !== difference)
          continue;
        if (this.#mayBe({ effect, other, flips }, keys[at] - key, alleles.text(ref), alleles.text(alts[alt])))
          near.push({ record, place: alt - altStarts[record] + 1 });
      }
    }
    return near;
  }

  /** Whether a record that lies `distance` bases after a row may be the row in another spelling. */
  #mayBe({ effect, other, flips }: RowSpelling, distance: number, ref: string, alt: string): boolean {
    // Trimming alone does not move a variant, and is the same for either order of the alleles.
    if (this.#reference === null && distance + trimmedBases(ref, alt) !== trimmedBases(other, effect)) return false;
    return mayBeChange(baseChange(ref, alt), baseChange(other, effect), flips);
  }

  #variantOf(record: number, place: number): Variant {
    const { keys, refs, alts, altStarts, alleles } = this.#index;
    return {
      position: locusOfKey(keys[record]).position,
      ref: alleles.text(refs[record]),
      alt: alleles.text(alts[altStarts[record] + place - 1]),
    };
  }

  /**
   * What a row can mean: a scoring file does not say which of its alleles is the reference. With a reference, those
   * meanings alone that agree with it, on the other strand only when none does on this one.
   */
  async #readRow({ code, position, effect, other }: RowAlleles, flips: boolean): Promise<readonly Reading[]> {
    const read = async (pair: readonly [effect: string, other: string], flipped: boolean): Promise<Reading[]> => {
      const readings: Reading[] = [];
      for (const isEffectRef of [false, true]) {
        const [alt, ref] = isEffectRef ? [pair[1], pair[0]] : pair;
        const spelled = this.#respell(code, { position, ref, alt });
        const variant = spelled instanceof Promise ? await spelled : spelled;
        if (variant !== null) readings.push({ ...variant, isEffectRef, flipped });
      }
      return readings;
    };
    const readings = await read([effect, other], false);
    if (readings.length > 0 || !flips) return readings;
    const [turnedEffect, turnedOther] = [reverseComplement(effect), reverseComplement(other)];
    return turnedEffect === null || turnedOther === null ? [] : read([turnedEffect, turnedOther], true);
  }

  /** One spelling of a variant; null when its REF is not the reference's. At once where no reference has to be read. */
  #respell(code: number, variant: Variant): Variant | Promise<Variant | null> {
    const reference = this.#reference;
    return reference?.has(code)
      ? leftAlign(variant, (position, length) => reference.read(code, position, length))
      : trimAlleles(variant.ref, variant.alt, variant.position);
  }
}

/** A record that fits a row, and the state it gives it. */
interface Fit extends Candidate {
  readonly state: number;
}

interface RowAlleles {
  readonly code: number;
  readonly position: number;
  readonly effect: string;
  readonly other: string;
}

type RowSpelling = Pick<RowAlleles, 'effect' | 'other'> & { readonly flips: boolean };

/** An ALT of a record, numbered from 1. */
interface RecordAlt {
  readonly record: number;
  readonly place: number;
}

interface Reading extends Variant {
  readonly isEffectRef: boolean;
  /** Read from the other strand. */
  readonly flipped: boolean;
}

/** Some records, in key order; all of them for null. */
interface RecordList {
  readonly keys: Uint32Array;
  readonly records: Uint32Array | null;
}

const longRecords = new WeakMap<GenotypeIndex, RecordList>();

/** Records with an allele longer than a base; listed once for a genome. */
function longRecordsOf(index: GenotypeIndex): RecordList {
  const known = longRecords.get(index) ?? listLongRecords(index);
  longRecords.set(index, known);
  return known;
}

function listLongRecords({ count, keys, refs, alts, altStarts }: GenotypeIndex): RecordList {
  const records: number[] = [];
  for (let record = 0; record < count; record++) {
    let isLong = refs[record] >= BASES.length;
    for (let alt = altStarts[record]; !isLong && alt < altStarts[record + 1]; alt++) isLong = alts[alt] >= BASES.length;
    if (isLong) records.push(record);
  }
  return { keys: Uint32Array.from(records, (record) => keys[record]), records: Uint32Array.from(records) };
}

/** By id, 1 for alleles that are spelled out. */
function findSequences(alleles: AlleleTable): Uint8Array {
  const found = new Uint8Array(alleles.size);
  for (let id = 0; id < found.length; id++) found[id] = /^[ACGT]+$/.test(alleles.text(id)) ? 1 : 0;
  return found;
}

/** Numbers of A, C, G and T that the second allele has more than the first. */
type BaseChange = readonly [number, number, number, number];

function baseChange(from: string, to: string): BaseChange {
  const change: [number, number, number, number] = [0, 0, 0, 0];
  const add = (allele: string, count: number): void => {
    for (const letter of allele) {
      const base = BASES.indexOf(letter);
      if (base !== -1) change[base] += count;
    }
  };
  add(to, 1);
  add(from, -1);
  return change;
}

/** Whether a change may be that of a row whose alleles are given in either order and, with `flips`, on either strand. */
function mayBeChange([a, c, g, t]: BaseChange, row: BaseChange, flips: boolean): boolean {
  const is = (x: number, y: number, z: number, w: number, sign: number): boolean =>
    x === sign * row[0] && y === sign * row[1] && z === sign * row[2] && w === sign * row[3];
  return is(a, c, g, t, 1) || is(a, c, g, t, -1) || (flips && (is(t, g, c, a, 1) || is(t, g, c, a, -1)));
}

const isSameVariant = (a: Variant, b: Variant): boolean =>
  a.position === b.position && a.ref === b.ref && a.alt === b.alt;
