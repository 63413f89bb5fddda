import type { Progress, VcfFilterConfig } from '../core/index.ts';
import { fitText, textWidth, wrapText } from './text.ts';

/** How a line or a word should look; what that means in colour is the theme's business. */
export type Tone = 'plain' | 'strong' | 'dim' | 'accent' | 'good' | 'warn' | 'bad';

export interface Line {
  readonly text: string;
  readonly tone: Tone;
}

/** A label and what it says, for cards and detail views. */
export type Fact = readonly [label: string, value: string, tone?: Tone];

export const presentCount = (count: number): string => count.toLocaleString('en-US');

export const presentPercent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)}%`);

/** The same, where a share that rounds to nothing must not look like nothing. */
export const presentShare = (share: number): string =>
  share > 0 && share < 0.0005 ? 'under 0.1%' : presentPercent(share);

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function presentBytes(bytes: number): string {
  const power = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BYTE_UNITS[power]}`;
}

export function presentDuration(milliseconds: number): string {
  if (milliseconds < 1000) return 'under 1 s';
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Six significant digits and no padding: scores span from 1e-9 to 1e3. */
export const presentNumber = (value: number): string => String(Number(value.toPrecision(6)));

export const plural = (count: number, noun: string): string =>
  `${presentCount(count)} ${noun}${count === 1 ? '' : 's'}`;

export function presentFilters(filters: VcfFilterConfig): string {
  const kept = [
    filters.pass_filters && `FILTER is ${filters.pass_filters.join(' or ')}`,
    filters.min_depth !== null && `DP at least ${filters.min_depth}`,
    filters.min_qual !== null && `QUAL at least ${filters.min_qual}`,
    filters.min_gq !== null && `GQ at least ${filters.min_gq}`,
  ].filter((text) => typeof text === 'string');
  return kept.length === 0 ? 'none: every record is used' : kept.join(', ');
}

/** Work as last heard of: what it said, and how long after its start. */
export interface Heard {
  readonly progress: Progress;
  readonly elapsed_ms: number;
}

/** `45%  12.0 MB of 26.7 MB  5.2 MB/s  3 s left`; without a total only what is known. */
export function presentProgress({ progress, elapsed_ms }: Heard): string {
  const { done, total, unit } = progress;
  const amount = (count: number): string => (unit === 'bytes' ? presentBytes(count) : `${presentCount(count)} ${unit}`);
  const perSecond = elapsed_ms >= 500 ? (done / elapsed_ms) * 1000 : 0;
  const speed = perSecond > 0 && unit !== 'scores' ? [`${amount(Math.round(perSecond))}/s`] : [];
  if (total === null) return [amount(done), ...speed].join('  ');
  const left = perSecond > 0 ? [`${presentDuration(((total - done) / perSecond) * 1000)} left`] : [];
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  return [`${percent}%`, `${amount(done)} of ${amount(total)}`, ...speed, ...left].join('  ');
}

/** `######....`; the text beside it says the number. */
export function presentBar(done: number, total: number, width: number): string {
  const full = total === 0 ? width : Math.min(width, Math.round((done / total) * width));
  return '█'.repeat(full) + '░'.repeat(width - full);
}

/** A longer label is cut, unless there is plenty of room. */
const WIDEST_LABEL = 26;
const LABEL_SHARE = 0.2;
const LABEL_GAP = 2;

/** Labels in one column, values beside them, wrapped to the width. */
export function presentFacts(facts: readonly Fact[], width: number): readonly Line[] {
  const longest = Math.max(...facts.map(([label]) => textWidth(label)));
  const labels = Math.min(longest, Math.max(WIDEST_LABEL, Math.floor(LABEL_SHARE * width)));
  const labelWidth = labels + LABEL_GAP;
  return facts.flatMap(([label, value, tone = 'plain']) =>
    wrapText(value, Math.max(10, width - labelWidth)).map((text, index) => ({
      text: fitText(fitText(index === 0 ? label : '', labels), labelWidth) + text,
      tone,
    })),
  );
}

/** An error as sentences: what happened, then what to do. */
export function presentFailure(
  error: { readonly message: string; readonly hint: string | null },
  width: number,
): readonly Line[] {
  const lines = (text: string, tone: Tone): readonly Line[] =>
    wrapText(text, width).map((line) => ({ text: line, tone }));
  return [...lines(error.message, 'bad'), ...(error.hint === null ? [] : lines(error.hint, 'plain'))];
}

/** In the app a catalogue that is missing is one key away. */
export const presentCatalogKeys = ({ code }: { readonly code: string }): readonly Line[] =>
  code === 'catalog_missing' ? [{ text: 'Press U to fetch it here and now, from the network.', tone: 'strong' }] : [];

export const EMPTY_LINE: Line = { text: '', tone: 'plain' };

export const section = (title: string, lines: readonly Line[]): readonly Line[] => [
  EMPTY_LINE,
  { text: title, tone: 'strong' },
  ...lines,
];

export const bullet = (text: string, width: number, tone: 'warn' | 'plain' = 'warn'): readonly Line[] =>
  wrapText(text, width - 2).map((line, index) => ({ text: `${index === 0 ? '-' : ' '} ${line}`, tone }));
