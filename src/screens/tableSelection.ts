import { rowAt } from './arrangement.ts';
import { columnUnderCursor, rowUnderCursor, type TableView } from './tableView.ts';

/** What can be done to the selection with one key. */
export type SelectionChange = 'toggle' | 'range' | 'all_shown' | 'none';

export function changeSelection(view: TableView, change: SelectionChange): TableView {
  const row = rowUnderCursor(view);
  switch (change) {
    case 'toggle': {
      if (row === undefined) return view;
      const selected = new Set(view.selected);
      if (!selected.delete(row)) selected.add(row);
      return { ...view, selected, anchor: row };
    }
    case 'range': {
      const from = view.anchor === null ? -1 : view.rows.indexOf(view.anchor);
      if (row === undefined || from < 0) return changeSelection(view, 'toggle');
      const { cursor } = view.grid;
      const range = view.rows.subarray(Math.min(from, cursor), Math.max(from, cursor) + 1);
      return { ...view, selected: new Set([...view.selected, ...range]), anchor: row };
    }
    case 'all_shown':
      return { ...view, selected: new Set([...view.selected, ...view.rows]) };
    case 'none':
      return { ...view, selected: new Set(), anchor: null };
  }
}

/** The rows selected, those that filters hide among them, as they stand in the table; else the row under the cursor. */
export function chosenRows(view: TableView): readonly number[] {
  if (view.selected.size > 0) {
    const shown = [...view.rows].filter((row) => view.selected.has(row));
    const inSight = new Set(shown);
    return [...shown, ...[...view.selected].filter((row) => !inSight.has(row)).sort((one, other) => one - other)];
  }
  const row = rowUnderCursor(view);
  return row === undefined ? [] : [row];
}

/** The rows selected; without a selection, all that are shown. */
export const rowsToWrite = (view: TableView): readonly number[] =>
  view.selected.size > 0 ? chosenRows(view) : [...view.rows];

export type RowFormat = 'tsv' | 'csv';

/** Rows as text with a heading, in the columns shown. In TSV, tabs and line ends within a cell become spaces. */
export function formatRows({ table, arrangement }: TableView, rows: readonly number[], format: RowFormat): string {
  const line = (cells: readonly (string | null)[] | undefined): string =>
    arrangement.columns.map((column) => FORMATS[format].cell(cells?.[column] ?? '')).join(FORMATS[format].separator);
  return `${[line(table.columns), ...rows.map((row) => line(rowAt(table, row)))].join('\n')}\n`;
}

const FORMATS: Readonly<Record<RowFormat, { readonly separator: string; cell(text: string): string }>> = {
  tsv: { separator: '\t', cell: (text) => text.replace(/[\t\r\n]+/g, ' ') },
  csv: { separator: ',', cell: (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text) },
};

/** The cell under the cursor as it is in the file. */
export const cellUnderCursor = (view: TableView): string =>
  rowAt(view.table, rowUnderCursor(view) ?? -1)?.[columnUnderCursor(view)] ?? '';
