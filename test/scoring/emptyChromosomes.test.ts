import { describe, expect, it } from 'vitest';
import { chromosomeCode } from '../../src/core/genotype/chromosome.ts';
import { findEmptyChromosomes } from '../../src/core/scoring/emptyChromosomes.ts';
import { STATE } from '../../src/core/scoring/matchKernel.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';

const HEADER = '#genome_build=GRCh38\nchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\n';

const scoringOf = (...rows: readonly string[]) =>
  parseScoringFile(Buffer.from(`${HEADER}${rows.map((row) => `${row.replaceAll(' ', '\t')}\n`).join('')}`), 'a.txt');

/** Warns for rows of which all are absent but those named. */
function warn(rows: readonly string[], listed: readonly string[], counted: readonly number[] = []): string | null {
  const scoring = scoringOf(...rows);
  const states = new Uint8Array(rows.length).fill(STATE.absent_unknown);
  for (const row of counted) states[row] = STATE.exact;
  return findEmptyChromosomes(scoring, states, new Set(listed.map(chromosomeCode)));
}

describe('chromosomes without any record', () => {
  it('are named with the share of the weight that lies there: 3 of |1| + |-2| + |1| = 75 %', () => {
    expect(warn(['1 10 A G 1', '2 10 A G -2', 'X 10 A G 1'], ['1'], [0])).toBe(
      'The genotypes have no record at all on chromosomes 2 and X, where 2 variants with 75.0 % of the weight lie.',
    );
    expect(warn(['1 10 A G 1', '22 10 A G 1'], ['1', '3'])).toBe(
      'The genotypes have no record at all on chromosome 22, where 1 variant with 50.0 % of the weight lies.',
    );
  });

  it('are said as ranges', () => {
    const rows = Array.from({ length: 22 }, (_, at) => `${at + 1} 10 A G 1`);
    expect(warn(rows, ['1', '2', '6', '20'])).toContain('chromosomes 3 to 5, 7 to 19, 21 and 22,');
  });

  it('are nothing to say where the score asks nothing of them, or what is not listed there was told otherwise', () => {
    expect(warn(['1 10 A G 1'], ['1'])).toBeNull();
    expect(warn(['1 10 A G 1', '2 10 A G 1'], ['1'], [1])).toBeNull();
    expect(warn(['1 10 A G 0', '2 10 A G 0'], ['1'])).toBe(
      'The genotypes have no record at all on chromosome 2, where 1 variant lies.',
    );
    // Without a position there is no chromosome.
    expect(warn(['Q 10 A G 1'], [])).toBeNull();
  });
});
