import { cleanText, splitGraphemes } from './text.ts';

/** A line of text being typed. `cursor` counts graphemes, so that it never lands inside an accent. */
export interface FieldState {
  readonly text: string;
  readonly cursor: number;
}

/** A key as a field sees it: a chord, and what it types. */
export interface KeyInput {
  readonly chord: string;
  readonly text: string | null;
}

export const EMPTY_FIELD: FieldState = { text: '', cursor: 0 };

export const fieldWith = (text: string): FieldState => ({ text, cursor: splitGraphemes(text).length });

/** The field after a key; the same object when the key means nothing to a field. */
export function editField(field: FieldState, key: KeyInput): FieldState {
  const parts = splitGraphemes(field.text);
  const before = parts.slice(0, field.cursor);
  const after = parts.slice(field.cursor);
  const join = (kept: readonly string[], rest: readonly string[]): FieldState => ({
    text: [...kept, ...rest].join(''),
    cursor: kept.length,
  });
  if (key.text !== null) return fieldAfterTyping(before, cleanText(key.text).trimEnd() || ' ', after);
  switch (key.chord) {
    case 'backspace':
      return join(before.slice(0, -1), after);
    case 'delete':
      return join(before, after.slice(1));
    case 'left':
      return { ...field, cursor: Math.max(0, field.cursor - 1) };
    case 'right':
      return { ...field, cursor: Math.min(parts.length, field.cursor + 1) };
    case 'home':
      return { ...field, cursor: 0 };
    case 'end':
    case 'ctrl-e':
      return { ...field, cursor: parts.length };
    case 'ctrl-u':
      return join([], after);
    case 'ctrl-w':
      return join(splitGraphemes(before.join('').replace(/[^\s/]*[\s/]*$/, '')), after);
    default:
      return field;
  }
}

/** Typed text may join the grapheme before it (a combining accent), so the cursor is counted anew. */
function fieldAfterTyping(before: readonly string[], typed: string, after: readonly string[]): FieldState {
  const head = before.join('') + typed;
  return { text: head + after.join(''), cursor: splitGraphemes(head).length };
}
