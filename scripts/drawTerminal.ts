import type { StyledRun } from '../test/tui/terminal.ts';

/** Of a character, in units of the picture. */
const CELL = { width: 8.4, height: 18 } as const;
const MARGIN = 10;
const BACKGROUND = '#1c1c1c';
const FOREGROUND = '#d8d8d8';
/** The sixteen colours of a terminal, as far as the app uses them. */
const PALETTE: Readonly<Record<number, string>> = {
  1: '#f0706a',
  2: '#8ec07c',
  3: '#e8c35a',
  6: '#67c7d6',
};

/** A screen as SVG; what differs from run to run (times) is written alike, so that pictures change only when screens do. */
export function drawTerminal(lines: readonly (readonly StyledRun[])[], columns: number): string {
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<rect width="100%" height="100%" rx="6" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14" fill="${FOREGROUND}" xml:space="preserve">`,
    ...lines.flatMap((runs, row) => runs.map((run) => drawRun(run, row))),
    '</g>',
    '</svg>',
    '',
  ]
    .filter((line, place, all) => line !== '' || place === all.length - 1)
    .join('\n');
}

function drawRun({ column, text, color, isBold, isDim, isInverse, isUnderlined }: StyledRun, row: number): string {
  const told = sameTimes(text);
  const shown = isInverse || isUnderlined ? told : told.trimEnd();
  if (shown === '') return '';
  const ink = PALETTE[color ?? -1] ?? FOREGROUND;
  const x = (MARGIN + column * CELL.width).toFixed(1);
  const top = MARGIN + row * CELL.height;
  const length = (shown.length * CELL.width).toFixed(1);
  const look = [
    isInverse ? ` fill="${BACKGROUND}"` : color === null ? '' : ` fill="${ink}"`,
    isBold ? ' font-weight="bold"' : '',
    isDim ? ' opacity="0.6"' : '',
    isUnderlined ? ' text-decoration="underline"' : '',
  ].join('');
  const behind = isInverse ? `<rect x="${x}" y="${top}" width="${length}" height="${CELL.height}" fill="${ink}"/>\n` : '';
  const place = `x="${x}" y="${top + CELL.height - 5}" textLength="${length}" lengthAdjust="spacingAndGlyphs"`;
  return `${behind}<text ${place}${look}>${escapeXml(shown)}</text>`;
}

/** Durations, which stand at the ends of lines, and times of day as if each run were alike. */
const sameTimes = (text: string): string =>
  text
    .replace(/\bin (under )?\d+ s\b/g, 'in 3 s')
    .replace(/\b\d\d:\d\d(:\d\d)?\b/g, (said) => '12:00:00'.slice(0, said.length));

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
