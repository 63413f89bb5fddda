import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { PickedColumn, PickerState } from '../columnPicker.ts';
import { fitText } from '../text.ts';
import { Field } from './Field.tsx';
import { Words } from './Words.tsx';

/** The field, and an empty line. */
const OTHER_LINES = 2;

/** Columns of a table with `[x]` for those shown. */
export function ColumnPicker(props: {
  readonly picker: PickerState;
  readonly columns: readonly PickedColumn[];
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { picker, columns, width, height } = props;
  const room = Math.max(1, height - OTHER_LINES);
  const top = Math.max(0, picker.choice - room + 1);
  return (
    <Box flexDirection="column" height={height}>
      <Field label="Column:" field={picker.field} width={width} placeholder="part of a name; enter shows or hides" />
      <Text> </Text>
      {columns.slice(top, top + room).map(({ column, title, isShown }, index) => (
        <Text key={column} wrap="truncate" inverse={top + index === picker.choice}>
          {fitText(` ${top + index === picker.choice ? '>' : ' '} ${isShown ? '[x]' : '[ ]'} ${title}`, width)}
        </Text>
      ))}
      {columns.length === 0 && <Words text="   No column is called that." tone="dim" />}
    </Box>
  );
}
