/** A result drawn in characters: where it lies among people, and how much of the score is known. */
import type { PrsResult } from '../../core/index.ts';
import { type Line, presentPercent } from '../present.ts';
import { wrapText } from '../text.ts';

/** Eighths of a cell, from the bottom. */
const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const CURVE_ROWS = 5;
/** Standard deviations on either side of the mean. */
const REACH = 3.5;
const WIDEST = 72;

/**
 * The reference population as a normal curve, and below it the person: `▲` at the z-score. Where a part of the score is not
 * known, brackets say where the full score is expected: r·z ± √(1 − r²), one standard deviation of a normal distribution given
 * its known part, with r the expected correlation of the two. Empty without a z-score.
 */
export function drawBellCurve(
  { z_score: z, expected_correlation: r, ancestry, percentile }: PrsResult,
  width: number,
): readonly Line[] {
  if (z === null || percentile === null) return [];
  const columns = Math.min(WIDEST, width);
  const placeOf = (value: number): number => {
    const place = Math.round(((value + REACH) / (2 * REACH)) * (columns - 1));
    return Math.max(0, Math.min(columns - 1, place));
  };
  const spread = r === null ? 0 : Math.sqrt(Math.max(0, 1 - r * r));
  const expected = (r ?? 1) * z;
  const axis = Array.from({ length: columns }, () => '─');
  if (spread > 0) {
    axis[placeOf(expected - spread)] = '├';
    axis[placeOf(expected + spread)] = '┤';
  }
  axis[placeOf(z)] = '▲';
  const people = ancestry === null ? 'expected from allele frequencies' : `of the reference population ${ancestry}`;
  return [
    ...curveRows(columns),
    { text: axis.join(''), tone: 'accent' },
    {
      text: `▲ this sample, ${beside(z)} the mean ${people}${spread > 0 ? '; ├ ┤ the full score, 2 times in 3' : ''}`,
      tone: 'plain',
    },
  ];
}

const beside = (z: number): string => `${Math.abs(z).toFixed(2)} SD ${z < 0 ? 'below' : 'above'}`;

function curveRows(columns: number): readonly Line[] {
  const heights = Array.from({ length: columns }, (_, place) => {
    const z = ((2 * place) / (columns - 1) - 1) * REACH;
    return Math.round(Math.exp((-z * z) / 2) * CURVE_ROWS * (BLOCKS.length - 1));
  });
  return Array.from({ length: CURVE_ROWS }, (_, row): Line => {
    const below = (CURVE_ROWS - 1 - row) * (BLOCKS.length - 1);
    const cell = (height: number): string => BLOCKS[Math.max(0, Math.min(BLOCKS.length - 1, height - below))];
    return { text: heights.map(cell).join('').trimEnd() || ' ', tone: 'dim' };
  });
}

/** Where the dosages came from, by weight: one bar, and what its parts are. Empty for a score without weight. */
export function drawCoverage(result: PrsResult, width: number): readonly Line[] {
  const { weight_mass_total: total } = result;
  if (!(total > 0)) return [];
  const parts = [
    { glyph: '█', label: 'observed', mass: result.weight_mass_observed },
    { glyph: '▓', label: 'restored', mass: result.weight_mass_reference_block + result.weight_mass_assumed_hom_ref },
    { glyph: '▒', label: 'filled', mass: result.weight_mass_frequency_filled },
  ];
  const unknown = total - parts.reduce((sum, { mass }) => sum + mass, 0);
  const all = [...parts, { glyph: '░', label: 'unknown', mass: Math.max(0, unknown) }];
  const columns = Math.min(WIDEST, width);
  let from = 0;
  let mass = 0;
  const bar = all.map((part) => {
    mass += part.mass;
    const to = Math.round((mass / total) * columns);
    const text = part.glyph.repeat(Math.max(0, to - from));
    from = Math.max(from, to);
    return text;
  });
  const legend = all
    .filter((part) => part.mass > 0)
    .map((part) => `${part.glyph} ${part.label} ${presentPercent(part.mass / total)}`)
    .join('  ');
  return [
    { text: bar.join('').slice(0, columns), tone: 'accent' },
    ...wrapText(`${legend}  (of the weight)`, width).map((text): Line => ({ text, tone: 'plain' })),
  ];
}
