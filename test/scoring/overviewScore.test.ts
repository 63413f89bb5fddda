import { expect, it } from 'vitest';
import { overviewScore } from '../../src/core/scoring/overviewScore.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { scoringText } from '../support/scoring.ts';

it('counts what a scoring file is made of', () => {
  const rows = ['1 100 A T 1 0.5', '1 200 G A -3 0.2', '2 300 AC A 2 -', 'X 400 T - 0 0.1', '- - A G 5 0.1'];
  const overview = overviewScore(parseScoringFile(Buffer.from(scoringText(rows)), 'a.txt'));
  expect(overview).toMatchObject({
    n_rows: 5,
    n_palindromic: 1,
    n_indels: 1,
    n_without_other: 1,
    n_with_frequency: 4,
    effects: { additive: 4, unmapped: 1, unsupported: 0 },
    weights: { least: -3, mean: 0, most: 2, n_positive: 2, n_negative: 1, n_zero: 1 },
  });
  // −3, 0, 1 and 2 in 60 bins of 1/12: the first, the 36th, the 48th, the last.
  const bins = overview.weights?.bins ?? [];
  expect(bins.flatMap((count, bin) => (count > 0 ? [[bin, count]] : []))).toEqual([
    [0, 1],
    [36, 1],
    [48, 1],
    [59, 1],
  ]);
  // The row without a position has weight, but no chromosome.
  expect(overview.chromosomes).toEqual([
    { chrom: '1', n_rows: 2, weight_share: 4 / 11 },
    { chrom: '2', n_rows: 1, weight_share: 2 / 11 },
    { chrom: 'X', n_rows: 1, weight_share: 0 },
  ]);
});

it('does without weights', () => {
  const overview = overviewScore(parseScoringFile(Buffer.from(scoringText(['1 100 A G -'])), 'a.txt'));
  expect(overview.weights).toBeNull();
});
