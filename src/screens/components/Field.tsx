import { Text } from 'ink';
import type { ReactNode } from 'react';
import type { FieldState } from '../field.ts';
import { cleanText, splitGraphemes, textWidth } from '../text.ts';
import { useTheme } from '../theme.ts';

/** A text field on one line: the part around the cursor when it is longer than the screen. */
export function Field(props: {
  readonly label: string;
  readonly field: FieldState;
  readonly width: number;
  /** Said while nothing is typed. */
  readonly placeholder: string;
}): ReactNode {
  const { label, field, width, placeholder } = props;
  const theme = useTheme();
  const parts = splitGraphemes(cleanText(field.text));
  const room = width - textWidth(label) - 3;
  const from = firstShown(parts, field.cursor, room);
  const before = parts.slice(from, field.cursor).join('');
  const after = parts.slice(field.cursor + 1).join('');
  return (
    <Text wrap="truncate">
      <Text {...theme.accent}>{` ${label} `}</Text>
      {before}
      <Text inverse>{parts[field.cursor] ?? ' '}</Text>
      {field.text === '' ? <Text dimColor>{` ${placeholder}`}</Text> : after}
    </Text>
  );
}

/** The part to start with so that the cursor is in sight. */
function firstShown(parts: readonly string[], cursor: number, room: number): number {
  let from = cursor;
  let used = 1;
  while (from > 0 && used + textWidth(parts[from - 1]) <= room) {
    from--;
    used += textWidth(parts[from]);
  }
  return from;
}
