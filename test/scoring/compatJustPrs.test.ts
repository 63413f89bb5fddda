import { describe, expect, it } from 'vitest';
import { scoreLikeJustPrs } from '../../src/core/scoring/compatJustPrs.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { indexOf, scoringText } from '../support/scoring.ts';

const scoreRows = (records: readonly string[], rows: readonly string[]) =>
  scoreLikeJustPrs(indexOf(records), parseScoringFile(Buffer.from(scoringText(rows)), 'test.txt'));

describe('scoreLikeJustPrs', () => {
  it.each([
    ['1 5 A G 0/1', '1 5 G A 1', 1],
    ['1 5 A G 1|1', '1 5 G A 1', 2],
    ['1 5 A G 0/1', '1 5 A G 1', 1],
    ['1 5 A G 0/0', '1 5 A G 1', 2],
    ['1 5 A G ./1', '1 5 G A 1', 0],
    ['1 5 A G .', '1 5 G A 1', 0],
    // ALTs are one text, so that a multi-allelic effect allele is not found, but REF is
    ['1 5 T A,G 1/2', '1 5 A T 1', 0],
    ['1 5 T A,G 0/2', '1 5 T A 1', 1],
    // no strand flips, and the other allele is not looked at
    ['1 5 A G 0/1', '1 5 C T 1', 0],
    ['1 5 A G 0/1', '1 5 G C 1', 1],
    ['1 5 A <NON_REF> 0/0', '1 5 A G 1', 2],
    ['X 5 A G 1', 'X 5 G A 1', 1],
  ])('%s with %s adds %d and is joined', (record, row, score) => {
    expect(scoreRows([record], [row])).toMatchObject({ score, joined: 1 });
  });

  it('joins many to many, so that more can be joined than there are rows', () => {
    const answer = scoreRows(['1 5 A G 0/1', '1 5 A T 1/1', '2 5 A G 1/1'], ['1 5 G A 1', '1 5 T A 10', '9 5 G A 3']);
    expect(answer).toMatchObject({ score: 1 + 20, joined: 4 });
  });

  it('expects over all rows, joined or not', () => {
    const { expected } = scoreRows(['1 5 A G 0/1'], ['1 5 G A 1 0.3', '9 5 G A 2 0.4', '9 6 G A 7 1']);
    expect(expected?.mean).toBeCloseTo(2.2, 12);
    expect(expected?.std).toBeCloseTo(1.5297058540778354, 12);
  });
});
