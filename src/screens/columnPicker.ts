import type { FieldState } from './field.ts';
import type { TableView } from './tableView.ts';

/** Columns of a table being shown and hidden. */
export interface PickerState {
  /** Narrows the list. */
  readonly field: FieldState;
  readonly choice: number;
}

export interface PickedColumn {
  /** As a column of the table. */
  readonly column: number;
  readonly title: string;
  readonly isShown: boolean;
}

/** Columns whose title holds the text: those shown in their order, then the hidden ones. */
export function findColumns({ table, arrangement }: TableView, text: string): readonly PickedColumn[] {
  const wanted = text.trim().toLowerCase();
  const hidden = table.columns.flatMap((_, column) => (arrangement.columns.includes(column) ? [] : [column]));
  return [...arrangement.columns, ...hidden]
    .map((column) => ({ column, title: table.columns[column], isShown: !hidden.includes(column) }))
    .filter(({ title }) => title.toLowerCase().includes(wanted));
}
