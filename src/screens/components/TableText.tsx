import { Box } from 'ink';
import { type ReactNode, useMemo } from 'react';
import type { Tone } from '../present.ts';
import { presentRow, shownColumns, type TableView } from '../tableView.ts';
import { DataGrid } from './DataGrid.tsx';
import { Lines } from './Words.tsx';

/** A table of text with raw columns; selected rows are marked `*`, those the search found `/`. */
export function TableGrid(props: {
  readonly view: TableView;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { view, width, height } = props;
  const { table, grid, matches, rows, arrangement, selected } = view;
  const isSelected = (row: number): boolean => selected.has(rows[row]);
  const found = useMemo(() => new Set(matches), [matches]);
  const source = {
    rows: rows.length,
    cells: (row: number): readonly string[] => arrangement.columns.map((column) => table.rows[rows[row]][column] ?? ''),
    mark: (row: number): string => (isSelected(row) ? '*' : found.has(row) ? '/' : ' '),
    tone: (row: number): Tone => (isSelected(row) ? 'strong' : found.has(row) ? 'accent' : 'plain'),
  };
  return (
    <DataGrid
      columns={shownColumns(view)}
      place={view.place}
      source={source}
      grid={grid}
      width={width}
      height={height}
      emptyText={table.rows.length === 0 ? 'This table has no rows.' : 'No row passes the filters: F removes them all.'}
    />
  );
}

/** The row under the cursor with every field in full. */
export function RowText(props: {
  readonly view: TableView;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { view, width, height } = props;
  return (
    <Box flexDirection="column">
      <Lines lines={presentRow(view, width - 2)} height={height} top={view.openRow?.cursor ?? 0} />
    </Box>
  );
}
