/** Scores of many people at once: windows of records come and go, only a sum per person and score stays. */

import { NO_ALLELE } from '../genotype/alleles.ts';
import { HAPLOID, MISSING } from '../genotype/call.ts';
import type { CohortCalls } from '../genotype/cohortCalls.ts';
import { FLAG, type GenotypeIndex, GenotypeIndexBuilder, seekKey } from '../genotype/genotypeIndex.ts';
import type { ScoringPolicies, StrandEvidence } from '../model/result.ts';
import { type Candidate, findRecords, isMatched, type MatchPlan, type MatchPolicies, STATE } from './matchKernel.ts';
import { expectedDosage, isDiploid } from './missing.ts';
import { contribution, weightMass } from './scoreSums.ts';
import { EFFECT, type ScoringFile } from './scoringFile.ts';
import { keepsAmbiguous, strandByFrequency } from './strand.ts';

/** What is known of a row so far: nothing, that it is counted, or that it is not to be. */
const DECISION = { none: 0, counted: 1, refused: 2 } as const;

const NO_RECORDS = new GenotypeIndexBuilder().finish();

/** The dosage of people without a call: from the file's frequency, else the cohort's mean; NaN off the autosomes. */
function fillingDosage(rows: ScoringFile, row: number, mean: number): number {
  const expected = expectedDosage(rows, row);
  return Number.isNaN(expected) && isDiploid(rows, row) ? mean : expected;
}

export type CohortPolicies = MatchPolicies & Pick<ScoringPolicies, 'missing'>;

/** Sums of one score over a cohort. */
export class CohortSums {
  readonly scoring: ScoringFile;
  readonly #policies: CohortPolicies;
  readonly #plain: PersonSums;
  /** Apart until the strand of the file is known, which takes all of its rows. */
  readonly #palindromic: PersonSums;
  /** Per row, a DECISION. */
  readonly #decided: Uint8Array;
  readonly #dosages: Float64Array;
  #strand: StrandEvidence = { forward: 0, flipped: 0 };

  constructor(scoring: ScoringFile, policies: CohortPolicies, samples: number) {
    this.scoring = scoring;
    this.#policies = policies;
    this.#plain = new PersonSums(samples);
    this.#palindromic = new PersonSums(samples);
    this.#decided = new Uint8Array(scoring.rows);
    this.#dosages = new Float64Array(samples);
  }

  /** Adds what the records of a window say; all records of one locus must be in one window. */
  add(window: GenotypeIndex, calls: CohortCalls): void {
    if (window.count === 0) return;
    const { keys } = this.scoring;
    const from = seekKey(keys, window.keys[0], 0);
    const to = seekKey(keys, window.keys[window.count - 1] + 1, from);
    if (from === to) return;
    const rows = sliceRows(this.scoring, from, to);
    const plan = findRecords(window, rows, this.#policies);
    this.#strand = addStrands(this.#strand, plan.strand);
    for (let row = 0; row < rows.rows; row++) {
      // A key that comes again in an unsorted file is not counted twice.
      if (this.#decided[from + row] !== DECISION.none) continue;
      const candidates = usableCandidates(plan, row, window);
      const isPalindromic = plan.palindromic[row] === 1;
      if (plan.states[row] === STATE.allele_mismatch) this.#decided[from + row] = DECISION.refused;
      else if (candidates.length > 0 || isPalindromic)
        this.#decided[from + row] = this.#addRow(rows, row, { isPalindromic, candidates, calls, window });
    }
  }

  /** Adds a row to everyone; returns the DECISION on it. */
  #addRow(rows: ScoringFile, row: number, { isPalindromic, candidates, calls, window }: RowOfCohort): number {
    const { ambiguous, missing } = this.#policies;
    const dosages = this.#dosages;
    const { sum, called } = readDosages({ candidates, calls, window }, dosages);
    const isUnnamed = rows.others[row] === NO_ALLELE;
    if (isPalindromic && (ambiguous === 'drop' || (ambiguous === 'auto' && isUnnamed))) return DECISION.refused;
    if (isPalindromic && ambiguous === 'frequency') {
      const strand = strandByFrequency(rows.frequencies?.[row] ?? Number.NaN, sum / (2 * called));
      if (strand === 'unknown') return DECISION.refused;
      if (strand === 'reverse') for (let i = 0; i < calls.samples; i++) dosages[i] = 2 - dosages[i];
    }
    const filled = missing === 'mean' ? fillingDosage(rows, row, sum / called) : Number.NaN;
    // Without a call, and nothing to stand in for it, another window may know more.
    if (called === 0 && !(isPalindromic && !Number.isNaN(filled))) return DECISION.none;
    const absent = calls.samples - called;
    if (missing === 'exclude' && absent > 0) return DECISION.refused;
    const sums = isPalindromic ? this.#palindromic : this.#plain;
    sums.addRow(rows, row, dosages, filled);
    sums.missing += absent;
    return DECISION.counted;
  }

  /** With `--missing mean`, rows that nobody has a genotype for add the same to everyone. */
  #addUndecided(): void {
    const noOnesDosages = this.#dosages.fill(Number.NaN);
    const { states } = findRecords(NO_RECORDS, this.scoring, this.#policies);
    for (let row = 0; row < this.scoring.rows; row++) {
      if (states[row] !== STATE.absent_unknown || this.#decided[row] !== DECISION.none) continue;
      const dosage = expectedDosage(this.scoring, row);
      if (!Number.isNaN(dosage)) this.#plain.addRow(this.scoring, row, noOnesDosages, dosage);
    }
  }

  /** What was added so far, as plain data. */
  part(): CohortSumsPart {
    return {
      plain: this.#plain.part(),
      palindromic: this.#palindromic.part(),
      decided: this.#decided,
      strand: this.#strand,
    };
  }

  addPart({ plain, palindromic, decided, strand }: CohortSumsPart): void {
    this.#plain.addPart(plain);
    this.#palindromic.addPart(palindromic);
    decided.forEach((decision, row) => {
      if (decision !== DECISION.none) this.#decided[row] = decision;
    });
    this.#strand = addStrands(this.#strand, strand);
  }

  /** Score of each sample, and what it rests on. */
  finish(): FinishedCohortSums {
    if (this.#policies.missing === 'mean') this.#addUndecided();
    const keeps = keepsAmbiguous(this.#policies.ambiguous, this.#strand, this.scoring.harmonised) !== 'none';
    const used = keeps ? [this.#plain, this.#palindromic] : [this.#plain];
    const total = (pick: (sums: PersonSums) => number): number => used.reduce((sum, sums) => sum + pick(sums), 0);
    const scores = this.#plain.values();
    if (keeps)
      this.#palindromic.values().forEach((value, sample) => {
        scores[sample] += value;
      });
    let massTotal = 0;
    for (let row = 0; row < this.scoring.rows; row++) massTotal += weightMass(this.scoring, row);
    return {
      scores,
      matched: total((sums) => sums.rows),
      missing: total((sums) => sums.missing),
      coverage: massTotal === 0 ? null : total((sums) => sums.mass) / massTotal,
    };
  }
}

const addStrands = (a: StrandEvidence, b: StrandEvidence): StrandEvidence => ({
  forward: a.forward + b.forward,
  flipped: a.flipped + b.flipped,
});

/** Sums over some of the records of a cohort. */
export interface CohortSumsPart {
  readonly plain: PersonSumsPart;
  readonly palindromic: PersonSumsPart;
  readonly decided: Uint8Array;
  readonly strand: StrandEvidence;
}

interface PersonSumsPart {
  readonly rows: number;
  readonly missing: number;
  readonly mass: number;
  readonly sums: Float64Array;
  readonly compensations: Float64Array;
}

export interface FinishedCohortSums {
  /** Per sample, in the unit of the weights. */
  readonly scores: Float64Array;
  /** Rows counted, and genotypes missing among them over all samples. */
  readonly matched: number;
  readonly missing: number;
  /** Share of Σ|w| in the rows counted; null when the total is 0. */
  readonly coverage: number | null;
}

interface RowOfCohort {
  readonly isPalindromic: boolean;
  readonly candidates: readonly RecordPlace[];
  readonly calls: CohortCalls;
  readonly window: GenotypeIndex;
}

/** A sum per person, each with what its additions lost, as in compensatedSum.ts. */
class PersonSums {
  rows = 0;
  missing = 0;
  /** Σ|w| */
  mass = 0;
  readonly #sums: Float64Array;
  readonly #compensations: Float64Array;

  constructor(samples: number) {
    this.#sums = new Float64Array(samples);
    this.#compensations = new Float64Array(samples);
  }

  /** Adds a row to everyone; `filled` (NaN for none) stands in for a dosage that is NaN. */
  addRow(rows: ScoringFile, row: number, dosages: Float64Array, filled: number): void {
    this.rows++;
    this.mass += weightMass(rows, row);
    const ofMissing = Number.isNaN(filled) ? 0 : contribution(rows, row, filled);
    // Without a call per person for the common kind, this is the loop where a cohort's time goes.
    const weight = rows.kinds[row] === EFFECT.additive ? rows.weights[row] : Number.NaN;
    for (let sample = 0; sample < dosages.length; sample++) {
      const dosage = dosages[sample];
      let amount = weight * dosage;
      if (Number.isNaN(amount)) amount = Number.isNaN(dosage) ? ofMissing : contribution(rows, row, dosage);
      this.#add(sample, amount);
    }
  }

  #add(sample: number, amount: number): void {
    // The exact error of an addition, without asking which term is larger: D. Knuth, The Art of Computer Programming 2.
    const sum = this.#sums[sample];
    const total = sum + amount;
    const added = total - sum;
    this.#compensations[sample] += sum - (total - added) + (amount - added);
    this.#sums[sample] = total;
  }

  part(): PersonSumsPart {
    const { rows, missing, mass } = this;
    return { rows, missing, mass, sums: this.#sums, compensations: this.#compensations };
  }

  addPart({ rows, missing, mass, sums, compensations }: PersonSumsPart): void {
    this.rows += rows;
    this.missing += missing;
    this.mass += mass;
    for (let sample = 0; sample < sums.length; sample++) {
      this.#add(sample, sums[sample]);
      this.#compensations[sample] += compensations[sample];
    }
  }

  values(): Float64Array {
    return this.#sums.map((sum, sample) => sum + this.#compensations[sample]);
  }
}

/** Records that decide on a row, without those that fail the filters; none for a row that is not scored. */
function usableCandidates(plan: MatchPlan, row: number, { flags }: GenotypeIndex): readonly RecordPlace[] {
  if (plan.records[row] < 0 || !isMatched(plan.states[row])) return [];
  const candidates = plan.contested.get(row) ?? [{ record: plan.records[row], place: plan.places[row] }];
  return candidates.filter(({ record }) => (flags[record] & FLAG.filtered) === 0);
}

type RecordPlace = Pick<Candidate, 'record' | 'place'>;

/** Fills `dosages` with the copies of each sample, NaN where the records have no call or contradict each other. */
function readDosages(
  { candidates, calls, window }: Pick<RowOfCohort, 'candidates' | 'calls' | 'window'>,
  dosages: Float64Array,
): { readonly sum: number; readonly called: number } {
  const [only] = candidates;
  if (candidates.length === 1 && calls.altDosages === null) return readCalls(only as RecordPlace, calls, dosages);
  let sum = 0;
  let called = 0;
  for (let sample = 0; sample < calls.samples; sample++) {
    let agreed = Number.NaN;
    for (const candidate of candidates) {
      const dosage = copies(candidate, { calls, window, sample });
      if (Number.isNaN(dosage)) continue;
      if (!Number.isNaN(agreed) && agreed !== dosage) {
        agreed = Number.NaN;
        break;
      }
      agreed = dosage;
    }
    dosages[sample] = agreed;
    if (Number.isNaN(agreed)) continue;
    sum += agreed;
    called++;
  }
  return { sum, called };
}

/** Copies that a code of a call stands for, by code: looked up, because a branch on people's calls is mispredicted. */
const copiesOfCode = new Float64Array(256);

/** The common case: one record, and no imputed dosages anywhere. */
function readCalls(
  { record, place }: RecordPlace,
  { samples, firsts, seconds }: CohortCalls,
  dosages: Float64Array,
): { readonly sum: number; readonly called: number } {
  const copies = copiesOfCode.fill(0);
  copies[place] = 1;
  copies[MISSING] = Number.NaN;
  let sum = 0;
  let called = 0;
  for (let sample = 0, cell = record * samples; sample < samples; sample++, cell++) {
    const dosage = copies[firsts[cell]] + copies[seconds[cell]];
    dosages[sample] = dosage;
    if (Number.isNaN(dosage)) continue;
    sum += dosage;
    called++;
  }
  return { sum, called };
}

interface PersonAtWindow {
  readonly calls: CohortCalls;
  readonly window: GenotypeIndex;
  readonly sample: number;
}

/** Copies of an allele, as in matchKernel.ts: imputed ones where there are any, else those of the call. */
function copies({ record, place }: RecordPlace, { calls, window, sample }: PersonAtWindow): number {
  const { samples, firsts, seconds, altDosages } = calls;
  const cell = record * samples + sample;
  if (altDosages !== null) {
    const first = window.altStarts[record];
    const end = window.altStarts[record + 1];
    if (first < end && !Number.isNaN(altDosages[first * samples + sample])) {
      if (place > 0) return place > end - first ? 0 : altDosages[(first + place - 1) * samples + sample];
      let rest = seconds[cell] === HAPLOID ? 1 : 2;
      for (let alt = first; alt < end; alt++) rest -= altDosages[alt * samples + sample];
      return Math.max(0, rest);
    }
  }
  if (firsts[cell] === MISSING) return Number.NaN;
  return (firsts[cell] === place ? 1 : 0) + (seconds[cell] === place ? 1 : 0);
}

/** Rows `[from, to)` as a scoring file of their own; nothing is copied. */
function sliceRows(scoring: ScoringFile, from: number, to: number): ScoringFile {
  return {
    ...scoring,
    rows: to - from,
    keys: scoring.keys.subarray(from, to),
    effects: scoring.effects.subarray(from, to),
    others: scoring.others.subarray(from, to),
    weights: scoring.weights.subarray(from, to),
    dosageWeights: scoring.dosageWeights?.subarray(from * 3, to * 3) ?? null,
    frequencies: scoring.frequencies?.subarray(from, to) ?? null,
    kinds: scoring.kinds.subarray(from, to),
    fileRows: scoring.fileRows.subarray(from, to),
  };
}
