/** One key, however many bytes it took to say it. */
export interface KeyPress {
  /** What commands are bound to: `j`, `G`, `down`, `ctrl-c`, `alt-x`, `shift-tab`, `f1`, `paste`; of a mouse, `click` and `wheel-…`. */
  readonly chord: string;
  /** What a text field would insert; null for keys that type nothing. */
  readonly text: string | null;
  /** Where a mouse pointed, from 0. */
  readonly at?: { readonly column: number; readonly row: number };
}

interface Token {
  /** Characters of the buffer this token used up. */
  readonly length: number;
  /** Null for what a terminal says by itself (focus, moves of a mouse, answers to queries). */
  readonly key: KeyPress | null;
}

/** A lone Esc is told from the start of a sequence by silence; SSH may split a sequence by some ms. */
const ESCAPE_SILENCE_MS = 50;
/** A paste whose end marker got lost is given up after this silence, or the keyboard would stay dead. */
const PASTE_SILENCE_MS = 1000;

const ESC = '\x1b';
const PASTE_START = `${ESC}[200~`;
const PASTE_END = `${ESC}[201~`;

const LETTER_KEYS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'shift-tab',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};
const TILDE_KEYS: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};
/** The Linux console says F1 to F5 as `ESC [ [ A` to `E`. */
const CONSOLE_KEYS: Readonly<Record<string, string>> = { A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5' };
const CONTROL_KEYS: Readonly<Record<number, string>> = {
  0: 'ctrl-space',
  8: 'backspace',
  9: 'tab',
  10: 'return',
  13: 'return',
  127: 'backspace',
  28: 'ctrl-\\',
  29: 'ctrl-]',
  30: 'ctrl-^',
  31: 'ctrl-_',
};
const CODE_KEYS: Readonly<Record<number, string>> = {
  9: 'tab',
  13: 'return',
  27: 'escape',
  127: 'backspace',
};

const CONSOLE_SEQUENCE = new RegExp(`^${ESC}\\[\\[([A-E])`);
/** SGR reports: button, column, line; `M` when it went down, `m` when up. */
const MOUSE_SEQUENCE = new RegExp(`^${ESC}\\[<(\\d+);(\\d+);(\\d+)([Mm])`);
const KEY_SEQUENCE = new RegExp(`^${ESC}[[O]([\\d;]*)([A-Za-z~])`);
const OTHER_SEQUENCE = new RegExp(`^${ESC}(?:\\[[0-?]*[ -/]*[@-Z\\\\-~]|[\\]PX^_][^\\x07${ESC}]*(?:\\x07|${ESC}\\\\))`);
const UNFINISHED_SEQUENCE = new RegExp(`^${ESC}(?:\\[\\[?|\\[[0-?]+[ -/]*|O|[\\]PX^_][^\\x07${ESC}]*${ESC}?)?$`);

/** Bytes in, keys out: one event a key although several arrive at once, or one in several pieces. */
export class KeyParser {
  readonly #emit: (key: KeyPress) => void;
  #buffer = '';
  #silence: NodeJS.Timeout | undefined;

  constructor(emit: (key: KeyPress) => void) {
    this.#emit = emit;
  }

  feed(text: string): void {
    clearTimeout(this.#silence);
    this.#buffer += text;
    this.#drain(false);
    if (this.#buffer === '') return;
    const silence = this.#buffer.startsWith(PASTE_START) ? PASTE_SILENCE_MS : ESCAPE_SILENCE_MS;
    this.#silence = setTimeout(() => this.#drain(true), silence);
  }

  dispose(): void {
    clearTimeout(this.#silence);
    this.#buffer = '';
  }

  #drain(isFinal: boolean): void {
    while (this.#buffer !== '') {
      const token = readToken(this.#buffer, isFinal);
      if (token === null) return;
      this.#buffer = this.#buffer.slice(token.length);
      if (token.key !== null) this.#emit(token.key);
    }
  }
}

/** The first key of the buffer; null when more bytes must come to tell. */
function readToken(buffer: string, isFinal: boolean): Token | null {
  if (buffer.startsWith(PASTE_START)) return readPaste(buffer, isFinal);
  if (!buffer.startsWith(ESC)) return readCharacter(buffer);
  return readSequence(buffer) ?? readLoneEscape(buffer, isFinal);
}

function readPaste(buffer: string, isFinal: boolean): Token | null {
  const end = buffer.indexOf(PASTE_END, PASTE_START.length);
  if (end < 0 && !isFinal) return null;
  const text = buffer.slice(PASTE_START.length, end < 0 ? undefined : end);
  return { length: end < 0 ? buffer.length : end + PASTE_END.length, key: { chord: 'paste', text } };
}

function readSequence(buffer: string): Token | null {
  const console = CONSOLE_SEQUENCE.exec(buffer);
  if (console) return { length: console[0].length, key: press(CONSOLE_KEYS[console[1]]) };
  const known = KEY_SEQUENCE.exec(buffer);
  if (known) return { length: known[0].length, key: sequenceKey(known[1], known[2]) };
  const mouse = MOUSE_SEQUENCE.exec(buffer);
  if (mouse) return { length: mouse[0].length, key: mouseKey(mouse) };
  const other = OTHER_SEQUENCE.exec(buffer);
  return other && { length: other[0].length, key: null };
}

const MOUSE_CHORDS: Readonly<Record<string, string>> = { '0M': 'click', '64M': 'wheel-up', '65M': 'wheel-down' };

function mouseKey([, button, column, line, end]: readonly string[]): KeyPress | null {
  const chord = MOUSE_CHORDS[button + end];
  return chord === undefined ? null : { ...press(chord), at: { column: Number(column) - 1, row: Number(line) - 1 } };
}

function sequenceKey(parameters: string, final: string): KeyPress | null {
  const [code, modifiers] = parameters.split(';');
  const name = sequenceName(code, final);
  if (name === undefined) return null;
  const bits = Math.max(0, (Number(modifiers) || 1) - 1);
  const prefix = `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}`;
  return press(prefix + name);
}

function sequenceName(code: string, final: string): string | undefined {
  if (final === '~') return TILDE_KEYS[code];
  if (final !== 'u') return LETTER_KEYS[final];
  const point = Number(code);
  return CODE_KEYS[point] ?? (point > 31 && point < 0x110000 ? String.fromCodePoint(point) : undefined);
}

function readLoneEscape(buffer: string, isFinal: boolean): Token | null {
  if (UNFINISHED_SEQUENCE.test(buffer)) return isFinal ? { length: 1, key: press('escape') } : null;
  if (buffer[1] === ESC) return { length: 1, key: press('escape') };
  const { length, key } = readCharacter(buffer.slice(1));
  return { length: length + 1, key: key && press(`alt-${key.chord}`) };
}

function readCharacter(buffer: string): Token {
  const point = buffer.codePointAt(0) ?? 0;
  const text = String.fromCodePoint(point);
  const named = CONTROL_KEYS[point];
  if (named !== undefined) return { length: text.length, key: press(named) };
  if (point < 32) return { length: 1, key: press(`ctrl-${String.fromCharCode(point + 96)}`) };
  return { length: text.length, key: { chord: text === ' ' ? 'space' : text, text } };
}

const press = (chord: string): KeyPress => ({ chord, text: null });
