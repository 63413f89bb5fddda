import stringWidth from 'string-width';

const ESC = '\x1b';
/** Every control character but the one that starts a colour or attribute (SGR) sequence. */
const UNSAFE = new RegExp(`${ESC}(?!\\[[\\d;:]*m)|[\\x00-\\x1a\\x1c-\\x1f\\x7f-\\x9f]`, 'g');
const STYLED_ASCII = new RegExp(`^[\\x20-\\x7e${ESC}]*$`);

/** Drawing characters of the screens and what stands for them where the locale is not UTF-8. */
const ASCII_GLYPHS: Readonly<Record<string, string>> = {
  '…': '~',
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
export function sanitizeLine(line: string, ascii: boolean): string {
  const safe = line.replace(UNSAFE, ' ');
  return ascii && !STYLED_ASCII.test(safe) ? toAscii(safe) : safe;
}

/** Keeps the width of every character, so that columns stay aligned. */
function toAscii(line: string): string {
  let text = '';
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    text += STYLED_ASCII.test(segment) ? segment : (ASCII_GLYPHS[segment] ?? '?'.repeat(stringWidth(segment)));
  }
  return text;
}
