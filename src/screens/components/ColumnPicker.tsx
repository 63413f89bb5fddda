import type { ReactNode } from 'react';
import type { PickedColumn, PickerState } from '../columnPicker.ts';
import { PickList } from './PickList.tsx';

/** Columns of a table with `[x]` for those shown. */
export function ColumnPicker(props: {
  readonly picker: PickerState;
  readonly columns: readonly PickedColumn[];
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { picker, columns, ...size } = props;
  return (
    <PickList
      label="Column:"
      field={picker.field}
      placeholder="part of a name; enter shows or hides"
      count={columns.length}
      choice={picker.choice}
      line={(place) => `${columns[place].isShown ? '[x]' : '[ ]'} ${columns[place].title}`}
      emptyText="No column is called that."
      {...size}
    />
  );
}
