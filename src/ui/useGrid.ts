import type { Key } from 'ink';
import { useState } from 'react';
import { type GridMove, type GridState, moveGrid, placeCursor, TOP_OF_GRID } from '../screens/grid.ts';
import { useKeys } from './useKeys.ts';

/** The cursor of a table that moves by the keys of the app: arrows, j and k, pages, g and G. */
export function useGrid(extent: {
  readonly rows: number;
  readonly height: number;
  readonly isActive: boolean;
}): GridState {
  const { rows, height, isActive } = extent;
  const [grid, setGrid] = useState(TOP_OF_GRID);
  useKeys((input, key) => {
    const move = moveOf(input, key);
    if (move !== null) setGrid((before) => moveGrid(before, move, { rows, height, lastColumn: 0 }));
  }, isActive);
  // Rows may have become fewer since.
  return placeCursor(grid, grid.cursor, { rows, height });
}

function moveOf(input: string, key: Key): GridMove | null {
  if (key.upArrow || input === 'k') return 'up';
  if (key.downArrow || input === 'j') return 'down';
  if (key.pageUp) return 'page_up';
  if (key.pageDown) return 'page_down';
  if (input === 'g') return 'first';
  if (input === 'G') return 'last';
  return null;
}
