/** Where the reader is in a grid. In a view of lines `cursor` is the first line shown. */
export interface GridState {
  readonly cursor: number;
  readonly top: number;
  /** Columns scrolled away to the left; the first column always stays. */
  readonly column: number;
}

export interface GridExtent {
  readonly rows: number;
  /** Rows on the screen at once. */
  readonly height: number;
  /** Largest `column` that still shows something new. */
  readonly lastColumn: number;
}

export type GridMove =
  | 'up'
  | 'down'
  | 'half_up'
  | 'half_down'
  | 'page_up'
  | 'page_down'
  | 'first'
  | 'last'
  | 'left'
  | 'right';

export const TOP_OF_GRID: GridState = { cursor: 0, top: 0, column: 0 };

export function moveGrid(grid: GridState, move: GridMove, extent: GridExtent): GridState {
  if (move === 'left') return { ...grid, column: Math.max(0, Math.min(grid.column, extent.lastColumn) - 1) };
  if (move === 'right') return { ...grid, column: Math.min(extent.lastColumn, grid.column + 1) };
  return placeCursor(grid, grid.cursor + rowsOf(move, extent), extent);
}

function rowsOf(move: Exclude<GridMove, 'left' | 'right'>, { rows, height }: GridExtent): number {
  const half = Math.max(1, Math.floor(height / 2));
  switch (move) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'half_up':
      return -half;
    case 'half_down':
      return half;
    case 'page_up':
      return -height;
    case 'page_down':
      return height;
    case 'first':
      return -rows;
    case 'last':
      return rows;
  }
}

/** The cursor on a row, and the least scrolling that shows it. Also repairs a grid after a resize. */
export function placeCursor(grid: GridState, row: number, extent: Pick<GridExtent, 'rows' | 'height'>): GridState {
  const cursor = Math.max(0, Math.min(extent.rows - 1, row));
  const highestTop = Math.max(0, extent.rows - extent.height);
  const top = Math.max(0, Math.min(Math.max(grid.top, cursor - extent.height + 1), cursor, highestTop));
  return { ...grid, cursor, top };
}

/** Lines scroll as a whole: the last position shows the last line at the bottom. */
export const linesExtent = (lines: number, height: number): GridExtent => ({
  rows: Math.max(1, lines - height + 1),
  height,
  lastColumn: 0,
});
