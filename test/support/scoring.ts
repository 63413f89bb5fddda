import { type Call, readCall } from '../../src/core/genotype/call.ts';
import { chromosomeCode, genomeKey } from '../../src/core/genotype/chromosome.ts';
import { type GenotypeIndex, GenotypeIndexBuilder } from '../../src/core/genotype/genotypeIndex.ts';
import { CHROMOSOMES } from '../../src/core/model/genome.ts';
import { DEFAULT_POLICIES, type PrsResult, ROW_STATES, type RowState } from '../../src/core/model/result.ts';
import { type MatchPolicies, matchRows, type RowMatches } from '../../src/core/scoring/matchKernel.ts';
import { type ScoreSums, sumScore } from '../../src/core/scoring/scoreSums.ts';
import { parseScoringFile, type ScoringFile } from '../../src/core/scoring/scoringFile.ts';

/** An index from records `chrom pos ref alt gt [filtered]`. */
export function indexOf(records: readonly string[]): GenotypeIndex {
  const builder = new GenotypeIndexBuilder();
  const call: Call = { first: 0, second: 0 };
  for (const text of records) {
    const [chrom, pos, ref, alt, gt, filtered] = text.split(' ') as [string, string, string, string, string, string?];
    readCall(Buffer.from(gt), 0, gt.length, call);
    builder.add({
      key: genomeKey(chromosomeCode(chrom), Number(pos)),
      ref: Buffer.from(ref),
      refStart: 0,
      refEnd: ref.length,
      alt: Buffer.from(alt),
      altStart: 0,
      altEnd: alt.length,
      first: call.first,
      second: call.second,
      filtered: filtered !== undefined,
      dosages: null,
    });
  }
  return builder.finish();
}

/** A scoring file from rows `chrom pos effect other weight [frequency]`; `-` is an empty cell. */
export function scoringText(rows: readonly string[], header = ''): string {
  const cells = rows.map((row) =>
    row
      .split(' ')
      .map((cell) => (cell === '-' ? '' : cell))
      .join('\t'),
  );
  return [
    `${header}chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect`,
    ...cells,
    '',
  ].join('\n');
}

export const ALL_CHROMOSOMES = CHROMOSOMES.map((_, code) => code);

export interface Scored {
  readonly states: readonly RowState[];
  readonly dosages: readonly number[];
  readonly sums: ScoreSums;
}

/** Scores rows against records, start to end. */
export function score(
  records: readonly string[],
  rows: readonly string[],
  policies: Partial<MatchPolicies> = {},
): Scored {
  return scoreText(records, scoringText(rows), policies);
}

export function scoreText(records: readonly string[], text: string, policies: Partial<MatchPolicies> = {}): Scored {
  const scoring = parseScoringFile(Buffer.from(text), 'test.txt');
  const matches = matchRows(indexOf(records), scoring, {
    ...DEFAULT_POLICIES,
    ambiguous: 'keep',
    chromosomes: ALL_CHROMOSOMES,
    ...policies,
  });
  return {
    states: statesInFileOrder(scoring, matches),
    dosages: inFileOrder(scoring, [...matches.dosages]),
    sums: sumScore(scoring, matches),
  };
}

/** The state of each row, in the order of the file. */
export const statesInFileOrder = (scoring: ScoringFile, { states }: RowMatches): RowState[] =>
  inFileOrder(
    scoring,
    [...states].map((code) => ROW_STATES[code] as RowState),
  );

function inFileOrder<T>({ fileRows }: ScoringFile, values: readonly T[]): T[] {
  const arranged: T[] = [];
  fileRows.forEach((fileRow, row) => {
    arranged[fileRow] = values[row] as T;
  });
  return arranged;
}

/** A result without the names and hashes of the files it was made of. */
export const withoutProvenance = ({ provenance: _, ...rest }: PrsResult): Omit<PrsResult, 'provenance'> => rest;
