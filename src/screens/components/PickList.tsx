import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { FieldState } from '../field.ts';
import { fitText } from '../text.ts';
import { Field } from './Field.tsx';
import { Words } from './Words.tsx';

/** The field, and an empty line. */
const OTHER_LINES = 2;

/** A field, and below it the choices that fit what is typed. */
export function PickList(props: {
  readonly label: string;
  readonly field: FieldState;
  readonly placeholder: string;
  readonly count: number;
  readonly choice: number;
  /** A choice as text; it is cut to the width. */
  readonly line: (place: number) => string;
  /** Said when nothing fits. */
  readonly emptyText: string;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { label, field, placeholder, count, choice, line, emptyText, width, height } = props;
  const room = Math.max(1, height - OTHER_LINES);
  const top = Math.max(0, choice - room + 1);
  const places = Array.from({ length: Math.max(0, Math.min(room, count - top)) }, (_, index) => top + index);
  return (
    <Box flexDirection="column" height={height}>
      <Field label={label} field={field} width={width} placeholder={placeholder} />
      <Text> </Text>
      {places.map((place) => (
        <Text key={place} wrap="truncate" inverse={place === choice}>
          {fitText(` ${place === choice ? '>' : ' '} ${line(place)}`, width)}
        </Text>
      ))}
      {count === 0 && <Words text={`   ${emptyText}`} tone="dim" />}
    </Box>
  );
}
