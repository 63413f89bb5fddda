/** A block of lines that moved: `next[from … from + length)` equals `previous[from + shift …)`. */
interface Shift {
  readonly shift: number;
  readonly from: number;
  readonly to: number;
  /** Lines it saves from being written again. */
  readonly gain: number;
}

/** Farther moves are page jumps, where nearly every line differs anyway. */
const SHIFTS = [1, -1, 2, -2, 3, -3];
/** Setting up a scroll region costs about 20 bytes and a visible step: worth it from this many lines. */
const LEAST_GAIN = 4;

/**
 * The bytes that turn the screen showing `previous` into one showing `next`: a scroll region for what moved
 * (445 bytes for a scrolled table of 35 rows instead of 4,700), then the lines that still differ, each at its
 * absolute place, so that one line measured wrong by a terminal never spoils another.
 * Both frames have one string a screen line.
 */
export function diffFrames(previous: readonly string[], next: readonly string[]): string {
  const shift = findShift(previous, next);
  const shown = shift === null ? previous : applyShift(previous, shift);
  let bytes = shift === null ? '' : scrollBytes(shift);
  for (let line = 0; line < next.length; line++) {
    if (next[line] !== shown[line]) bytes += placeLine(line, next[line]);
  }
  return bytes;
}

/** A whole screen from nothing. Erases what is visible (2J), never the scrollback (3J). */
export function paintFrame(frame: readonly string[]): string {
  return `\x1b[r\x1b[0m\x1b[2J${frame.map((text, line) => (text === '' ? '' : placeLine(line, text))).join('')}`;
}

/** Erases first: after a line as wide as the screen the cursor rests on the last cell and would erase it. */
const placeLine = (line: number, text: string): string => `\x1b[${line + 1};1H\x1b[2K${text}\x1b[0m`;

function findShift(previous: readonly string[], next: readonly string[]): Shift | null {
  let best: Shift | null = null;
  for (const shift of SHIFTS) {
    for (let from = 0; from < next.length; from++) {
      if (next[from] !== previous[from + shift] || next[from] === previous[from]) continue;
      const block = extendBlock(previous, next, { shift, from, to: from, gain: 0 });
      if (block.gain > (best?.gain ?? LEAST_GAIN - 1)) best = block;
      from = block.to;
    }
  }
  return best;
}

function extendBlock(previous: readonly string[], next: readonly string[], start: Shift): Shift {
  let { to, gain } = start;
  while (to < next.length && next[to] === previous[to + start.shift]) {
    if (next[to] !== previous[to]) gain++;
    to++;
  }
  return { ...start, to, gain };
}

/** First line and line after the last of the region that must scroll. */
const regionOf = ({ shift, from, to }: Shift): readonly [number, number] => [
  Math.min(from, from + shift),
  Math.max(to, to + shift),
];

function scrollBytes(block: Shift): string {
  const [top, bottom] = regionOf(block);
  const scroll = block.shift > 0 ? `\x1b[${block.shift}S` : `\x1b[${-block.shift}T`;
  return `\x1b[${top + 1};${bottom}r${scroll}\x1b[r`;
}

/** What the terminal shows after the scroll; lines that came in are empty. */
function applyShift(frame: readonly string[], block: Shift): readonly string[] {
  const [top, bottom] = regionOf(block);
  return frame.map((text, line) => {
    if (line < top || line >= bottom) return text;
    const source = line + block.shift;
    return source >= top && source < bottom ? frame[source] : '';
  });
}
