/** Drawings of a report: SVG in the page, with a title and a description for those who do not see them. */
import type { ResultRow } from '../../api.ts';
import {
  type Composition,
  comparedWith,
  composition,
  count,
  countParts,
  percent,
  percentileText,
  wholeOf,
} from '../words.ts';
import type { Band } from './band.ts';
import { html, type Markup } from './markup.ts';

const WIDTH = 480;
/** The axis ends this many standard deviations from the mean. */
const REACH = 4;
const BASE = 142;
const TOP = 26;

const round = (x: number): string => String(Number(x.toFixed(2)));
const across = (z: number): number => (WIDTH * (Math.max(-REACH, Math.min(REACH, z)) + REACH)) / (2 * REACH);
const above = (z: number): number => BASE - (BASE - TOP) * Math.exp((-z * z) / 2);

/** The outline of the normal curve up to z, closed along the axis. */
function areaUntil(limit: number): string {
  const end = Math.max(-REACH, Math.min(REACH, limit));
  const steps = Math.max(2, Math.ceil((end + REACH) * 10));
  const points = Array.from({ length: steps + 1 }, (_, i) => {
    const z = -REACH + ((end + REACH) * i) / steps;
    return `${round(across(z))} ${round(above(z))}`;
  });
  return `M0 ${BASE}L${points.join('L')}L${round(across(end))} ${BASE}Z`;
}

const signed = (z: number): string => (z < 0 ? `−${Math.abs(z)}` : `+${z}`);

/** Patterns and the curve that all drawings share; drawn nowhere itself. */
export const SHARED_DRAWINGS: Markup = html`<svg class="shared" aria-hidden="true" focusable="false" width="0" height="0"><defs>
<path id="bell" d="${areaUntil(REACH)}"/>
<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="restored"/><circle cx="3" cy="3" r="1.3" class="ink"/></pattern>
<pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="filled"/><rect width="2" height="6" class="ink"/></pattern>
</defs></svg>`;

/** The population as a bell curve, shaded up to the sample's score, with the band behind it. */
export function drawBell(row: ResultRow, band: Band | null, id: string): Markup {
  const { z_score, percentile } = row;
  if (z_score === null || percentile === null) return html``;
  const x = across(z_score);
  const label = `z = ${signed(Number(z_score.toFixed(2)))}`;
  const anchor = x < 70 ? 'start' : x > WIDTH - 70 ? 'end' : 'middle';
  const isBeyond = Math.abs(z_score) > REACH;
  return html`<svg class="bell" role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${WIDTH} 178">
<title id="${id}-t">Where the score lies: ${percentileText(percentile)}</title>
<desc id="${id}-d">A normal curve of ${comparedWith(row) ?? 'the population'}. The sample's score lies ${Math.abs(z_score).toFixed(2)} standard deviations ${z_score < 0 ? 'below' : 'above'} the mean${isBeyond ? ', beyond the end of the axis' : ''}.${band === null ? '' : ` The band reaches from ${band.low.toFixed(2)} to ${band.high.toFixed(2)} standard deviations.`}</desc>
<use href="#bell" class="people"/><path class="below" d="${areaUntil(z_score)}"/>
${
  band === null
    ? null
    : html`<rect class="band" x="${round(across(band.low))}" y="${TOP}" width="${round(Math.max(1, across(band.high) - across(band.low)))}" height="${BASE - TOP}"/>`
}
<line class="axis" x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}"/>
${[-3, -2, -1, 0, 1, 2, 3].map(
  (z) =>
    html`<line class="axis" x1="${round(across(z))}" y1="${BASE}" x2="${round(across(z))}" y2="${BASE + 5}"/><text x="${round(across(z))}" y="${BASE + 19}" text-anchor="middle">${z === 0 ? 'mean' : `${signed(z)} SD`}</text>`,
)}
<line class="person" x1="${round(x)}" y1="${TOP - 6}" x2="${round(x)}" y2="${BASE}"/>
<text class="label" x="${round(x)}" y="13" text-anchor="${anchor}">this sample, ${label}${isBeyond ? ' (off the axis)' : ''}</text>
</svg>`;
}

const PARTS = ['observed', 'restored', 'filled', 'unknown'] as const;
type Part = (typeof PARTS)[number];

const MEANINGS: Readonly<Record<Part, string>> = {
  observed: 'Observed in the genotypes',
  restored: 'Restored: in a reference block or not listed, counted as the reference',
  filled: 'Filled in from allele frequencies, the same for everybody',
  unknown: 'Unknown, adds nothing',
};

/** Where the weight of the score comes from, as one bar with its legend. */
export function drawCoverage(row: ResultRow, id: string): Markup {
  const shares = composition(row);
  const variants = countParts(row);
  return html`<figure class="coverage"><svg role="img" aria-labelledby="${id}-t" viewBox="0 0 ${WIDTH} 24" preserveAspectRatio="none">
<title id="${id}-t">Of the ${wholeOf(row)}: ${PARTS.map((part) => `${percent(shares[part])} ${part}`).join(', ')}</title>
${drawParts(shares)}</svg>
<figcaption>Shares of the ${wholeOf(row)}</figcaption>
<ul class="legend">${PARTS.map(
    (part) =>
      html`<li><svg class="swatch" aria-hidden="true" focusable="false" viewBox="0 0 14 14"><rect class="part ${part}" width="14" height="14"/></svg> <strong>${percent(shares[part])}</strong> ${MEANINGS[part]} (${count(variants[part])} ${variants[part] === 1 ? 'variant' : 'variants'})</li>`,
  )}</ul></figure>`;
}

function drawParts(shares: Composition): readonly Markup[] {
  let start = 0;
  return PARTS.flatMap((part) => {
    const x = start;
    const width = WIDTH * shares[part];
    start += width;
    return width === 0
      ? []
      : [html`<rect class="part ${part}" x="${round(x)}" y="1" width="${round(width)}" height="22"/>`];
  });
}
