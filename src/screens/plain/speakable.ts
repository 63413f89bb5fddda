import { cleanText } from '../text.ts';

/** Lines, bars and curves, which a screen reader would read out glyph by glyph. */
const DRAWN = /[\u2500-\u259f▲▼]+/g;
/** What a pair of brackets in a drawing stands for: without the drawing it says nothing. */
const MARKED = /; ├ ┤[^;]*/;

/**
 * A line of a text as it is read aloud: without drawings and padding, with a colon behind a label. Null for a line that was
 * nothing but a drawing.
 */
export function speakable(line: string): string | null {
  const words = cleanText(line)
    .replace(MARKED, '')
    .replace(DRAWN, '  ')
    .trim()
    .split(/\s{2,}/);
  const [first, ...rest] = words;
  if (first === '') return null;
  if (rest.length === 0) return first;
  return `${first}${isLabel(first) ? ':' : ','} ${rest.join(', ')}`.replaceAll(', (', ' (');
}

/** Words, not a value or a sentence. */
const isLabel = (text: string): boolean => /^[a-z]\D*$/i.test(text) && !/[,;:.]$/.test(text);
