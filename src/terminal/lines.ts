import stringWidth from 'string-width';
import type { Replaced } from './capabilities.ts';

const ESC = '\x1b';
/** Every control character but the one that starts a colour or attribute (SGR) sequence. */
const UNSAFE = new RegExp(`${ESC}(?!\\[[\\d;:]*m)|[\\x00-\\x1a\\x1c-\\x1f\\x7f-\\x9f]`, 'g');
const STYLED_ASCII = new RegExp(`^[\\x20-\\x7e${ESC}]*$`);

/** Drawing characters of the screens and what stands for them in ASCII. */
const ASCII_GLYPHS: Readonly<Record<string, string>> = {
  '…': '~',
  '–': '-',
  '·': '-',
  '×': 'x',
  '─': '-',
  '│': '|',
  '█': '#',
  '▓': '=',
  '▒': '-',
  '░': '.',
  '▁': '_',
  '▂': '_',
  '▃': '.',
  '▄': '.',
  '▅': ':',
  '▆': ':',
  '▇': '|',
  '▲': '^',
  '▼': 'v',
  Σ: 'S',
  '≥': '>',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '├': '+',
  '┤': '+',
  '┬': '+',
  '┴': '+',
  '┼': '+',
};

/**
 * The last door before the terminal: no text of a file can move the cursor, set a title or reach the
 * clipboard, whatever the screens let through.
 */
export function sanitizeLine(line: string, replaced: Replaced): string {
  const safe = line.replace(UNSAFE, ' ');
  return replaced === 'nothing' || STYLED_ASCII.test(safe) ? safe : toAscii(safe, replaced);
}

/** Keeps the width of every character, so that columns stay aligned. */
function toAscii(line: string, replaced: Replaced): string {
  let text = '';
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    const isKept = replaced === 'drawings' || STYLED_ASCII.test(segment);
    text += ASCII_GLYPHS[segment] ?? (isKept ? segment : '?'.repeat(stringWidth(segment)));
  }
  return text;
}
