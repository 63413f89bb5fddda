/** What Ink draws a frame on; only what is used of it. */
interface Output {
  get(): { readonly output: string; readonly height: number };
  write(x: number, y: number, text: string, options: { transformers: Transformer[] }): void;
}

type Transformer = (line: string, index: number) => string;

interface Clip {
  readonly x1: number | undefined;
  readonly y1: number | undefined;
  readonly y2: number | undefined;
}

type Operation =
  | { readonly type: 'clip'; readonly clip: Clip }
  | { readonly type: 'unclip' }
  | {
      readonly type: 'write';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly transformers: readonly Transformer[];
    };

/** A piece of a line with its styles. */
interface Piece {
  readonly x: number;
  readonly text: string;
}

type OutputClass = new (options: { width: number; height: number }) => Output;

/** Without styles and other controls. */
const PLAIN = /^\P{Cc}*$/u;
/** Some 20 screens; 200 bytes each. */
const MOST_LINES = 1000;

/**
 * Ink draws each frame from nothing: it lays the cells of the whole screen out as objects and joins them again, which took
 * half the time of a key. A line that consists of the same pieces looks the same: here Ink draws those lines only that it
 * has not drawn lately.
 */
export function keepLines(InkOutput: OutputClass): OutputClass {
  let drawn = new Map<string, string>();

  function drawLine(pieces: readonly Piece[], width: number): string {
    const [first, ...others] = pieces;
    if (first === undefined) return '';
    const { x: indent, text: only } = first;
    if (others.length === 0 && indent >= 0 && indent <= width && PLAIN.test(only))
      return (' '.repeat(indent) + only).trimEnd();
    const name = [width, ...pieces.map(({ x, text }) => `${x}\t${text}`)].join('\n');
    let line = drawn.get(name);
    if (line === undefined) {
      const one = new InkOutput({ width, height: 1 });
      for (const { x, text } of pieces) one.write(x, 0, text, { transformers: [] });
      line = one.get().output;
      if (drawn.size >= MOST_LINES) drawn = new Map();
      drawn.set(name, line);
    }
    return line;
  }

  return class extends InkOutput {
    declare readonly width: number;
    declare readonly height: number;
    declare readonly operations: readonly Operation[];

    override get(): { output: string; height: number } {
      const { operations, width, height } = this;
      // Parts of lines are left to Ink, which cuts styled text.
      if (operations.some((each) => each.type === 'clip' && each.clip.x1 !== undefined)) return super.get();
      const lines = placePieces(operations, height);
      return { output: lines.map((pieces) => drawLine(pieces, width)).join('\n'), height };
    }
  };
}

/** What was written on each line, the latest last. */
function placePieces(operations: readonly Operation[], height: number): readonly (readonly Piece[])[] {
  const lines = Array.from({ length: height }, (): Piece[] => []);
  const clips: Clip[] = [];
  for (const operation of operations) {
    if (operation.type === 'clip') clips.push(operation.clip);
    else if (operation.type === 'unclip') clips.pop();
    else {
      const { x, transformers } = operation;
      const { y, texts } = cutLines(operation.y, operation.text.split('\n'), clips.at(-1));
      for (const [index, text] of texts.entries()) {
        const line = lines[y + index];
        // Of a text that begins above the screen, Ink draws nothing.
        if (line === undefined) break;
        line.push({ x, text: transformers.reduce((styled, transform) => transform(styled, index), text) });
      }
    }
  }
  return lines;
}

function cutLines(
  y: number,
  texts: readonly string[],
  clip: Clip | undefined,
): { y: number; texts: readonly string[] } {
  const { y1, y2 } = clip ?? {};
  if (y1 === undefined || y2 === undefined) return { y, texts };
  return { y: Math.max(y, y1), texts: texts.slice(Math.max(0, y1 - y), Math.max(0, y2 - y)) };
}
