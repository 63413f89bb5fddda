import { type ReactNode, useMemo } from 'react';
import { rowAt } from '../arrangement.ts';
import type { Tone } from '../present.ts';
import { shownColumns, type TableView } from '../tableView.ts';
import { DataGrid } from './DataGrid.tsx';

/** Said of a row beside its cells. */
export interface Remark {
  readonly mark?: string;
  readonly tone?: Tone;
  /** Instead of the cells after the first. */
  readonly sentence?: string;
}

/** A table of text with raw columns; selected rows are marked `*`, those the search found `/`. */
export function TableGrid(props: {
  readonly view: TableView;
  readonly width: number;
  readonly height: number;
  /** What else there is to say of a row of the table: see GridSource. */
  readonly remark?: (row: number) => Remark;
  /** Said when the table has no rows. */
  readonly emptyText?: string;
}): ReactNode {
  const { view, width, height, remark, emptyText = 'This table has no rows.' } = props;
  const { table, grid, matches, rows, arrangement, selected } = view;
  const isSelected = (row: number): boolean => selected.has(rows[row]);
  const found = useMemo(() => new Set(matches), [matches]);
  const source = {
    rows: rows.length,
    cells: (row: number): readonly string[] =>
      arrangement.columns.map((column) => rowAt(table, rows[row])?.[column] ?? ''),
    mark: (row: number): string => (isSelected(row) ? '*' : found.has(row) ? '/' : (remark?.(rows[row]).mark ?? ' ')),
    tone: (row: number): Tone =>
      isSelected(row) ? 'strong' : found.has(row) ? 'accent' : (remark?.(rows[row]).tone ?? 'plain'),
    sentence: (row: number): string | null => remark?.(rows[row]).sentence ?? null,
  };
  return (
    <DataGrid
      columns={shownColumns(view)}
      place={view.place}
      source={source}
      grid={grid}
      width={width}
      height={height}
      emptyText={table.rows.length === 0 ? emptyText : 'No row passes the filters: F removes them all.'}
    />
  );
}
