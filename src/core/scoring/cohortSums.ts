/** Scores of many people at once: windows of records come and go, only a sum per person and score stays. */

import { MISSING } from '../genotype/call.ts';
import type { CohortCalls } from '../genotype/cohortCalls.ts';
import { FLAG, type GenotypeIndex, seekKey } from '../genotype/genotypeIndex.ts';
import { type Candidate, isMatched, type MatchPlan, type MatchPolicies, planMatches } from './matchKernel.ts';
import { contribution } from './scoreSums.ts';
import type { ScoringFile } from './scoringFile.ts';

/** Sums of one score over a cohort. */
export class CohortSums {
  readonly scoring: ScoringFile;
  readonly #policies: MatchPolicies;
  readonly #sums: Float64Array;
  readonly #compensations: Float64Array;
  /** Rows that a window has decided: a key that comes again in an unsorted file is not counted twice. */
  readonly #decided: Uint8Array;
  matched = 0;
  missing = 0;

  constructor(scoring: ScoringFile, policies: MatchPolicies, samples: number) {
    this.scoring = scoring;
    this.#policies = policies;
    this.#sums = new Float64Array(samples);
    this.#compensations = new Float64Array(samples);
    this.#decided = new Uint8Array(scoring.rows);
  }

  /** Adds what the records of a window say; all records of one locus must be in one window. */
  add(window: GenotypeIndex, calls: CohortCalls): void {
    if (window.count === 0) return;
    const { keys } = this.scoring;
    const from = seekKey(keys, window.keys[0], 0);
    const to = seekKey(keys, window.keys[window.count - 1] + 1, from);
    if (from === to) return;
    const rows = sliceRows(this.scoring, from, to);
    const plan = planMatches(window, rows, this.#policies);
    for (let row = 0; row < rows.rows; row++) {
      const candidates = usableCandidates(plan, row, window);
      if (candidates.length === 0 || this.#decided[from + row] === 1) continue;
      this.#decided[from + row] = 1;
      this.matched++;
      const amounts = [0, 1, 2].map((dosage) => contribution(rows, row, dosage));
      for (let sample = 0; sample < calls.samples; sample++) {
        const dosage = readDosage(candidates, calls, sample);
        if (dosage === null) this.missing++;
        else if (amounts[dosage] !== 0) this.#addTo(sample, amounts[dosage]);
      }
    }
  }

  /** Neumaier's compensated sum, as in compensatedSum.ts, a person a lane. */
  #addTo(sample: number, amount: number): void {
    const sum = this.#sums[sample];
    const total = sum + amount;
    this.#compensations[sample] += Math.abs(sum) >= Math.abs(amount) ? sum - total + amount : amount - total + sum;
    this.#sums[sample] = total;
  }

  /** Score of each sample. */
  scores(): Float64Array {
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

/** Copies on which the called records agree; null without a call, or when they contradict each other. */
function readDosage(candidates: readonly RecordPlace[], calls: CohortCalls, sample: number): number | null {
  const { samples, firsts, seconds } = calls;
  let agreed: number | null = null;
  for (const { record, place } of candidates) {
    const cell = record * samples + sample;
    if (firsts[cell] === MISSING) continue;
    const dosage = (firsts[cell] === place ? 1 : 0) + (seconds[cell] === place ? 1 : 0);
    if (agreed !== null && agreed !== dosage) return null;
    agreed = dosage;
  }
  return agreed;
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
