import type { ReactNode } from 'react';
import type { HeldScores } from '../../core/index.ts';
import { DataGrid } from '../components/DataGrid.tsx';
import type { GridState } from '../grid.ts';
import type { Tone } from '../present.ts';
import { type ListedScore, type ScoreSort, scoreCells, scoreColumns } from './scoreList.ts';

/** Scores to mark; marked ones show `*`. */
export function ScoreTable(props: {
  readonly scores: readonly ListedScore[];
  /** Places of `scores`, in the order shown. */
  readonly visible: readonly number[];
  /** PGS ids. */
  readonly selected: ReadonlySet<string>;
  /** Scoring files that are here; undefined where nobody looked. */
  readonly held?: HeldScores;
  readonly sort: ScoreSort;
  readonly grid: GridState;
  readonly width: number;
  /** Rows; the line of titles is one more. */
  readonly height: number;
  readonly emptyText: string;
}): ReactNode {
  const { scores, visible, selected, held, sort, grid, width, height, emptyText } = props;
  const scoreAt = (row: number): ListedScore => scores[visible[row]];
  const isMarked = (row: number): boolean => selected.has(scoreAt(row).pgs_id);
  return (
    <DataGrid
      columns={scoreColumns(sort, held !== undefined)}
      source={{
        rows: visible.length,
        cells: (row) => scoreCells(scoreAt(row), held),
        mark: (row) => (isMarked(row) ? '*' : ' '),
        tone: (row): Tone => (isMarked(row) ? 'accent' : 'plain'),
      }}
      grid={grid}
      width={width}
      height={height}
      emptyText={emptyText}
    />
  );
}
