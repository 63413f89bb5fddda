import { Box } from 'ink';
import type { ReactNode } from 'react';
import { measureColumns } from '../columns.ts';
import type { Tone } from '../present.ts';
import { presentRow, type TableView } from '../tableView.ts';
import { DataGrid } from './DataGrid.tsx';
import { Lines } from './Words.tsx';

/** A table of text with raw columns; rows the search found are marked. */
export function TableGrid(props: {
  readonly view: TableView;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { view, width, height } = props;
  const { table, grid, matches } = view;
  const found = new Set(matches);
  const source = {
    rows: table.rows.length,
    cells: (row: number): readonly string[] => table.rows[row].map((cell) => cell ?? ''),
    mark: (row: number): string => (found.has(row) ? '*' : ' '),
    tone: (row: number): Tone => (found.has(row) ? 'accent' : 'plain'),
  };
  return (
    <DataGrid
      columns={measureColumns(table)}
      source={source}
      grid={grid}
      width={width}
      height={height}
      emptyText="This table has no rows."
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
