import type { ReactNode } from 'react';
import { DataGrid } from '../components/DataGrid.tsx';
import { Lines } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { heights, panelHeight } from '../layout.ts';
import type { Tone } from '../present.ts';
import { presentFailure } from '../present.ts';
import type { AppState } from '../state.ts';
import { textColumns } from '../views.ts';
import { scoreCells, scoreColumns } from './scoreList.ts';

export function ScoresPanel({ state }: { readonly state: AppState }): ReactNode {
  const { scores } = state.compute;
  if (scores.status === 'loading') return <Working text="Reading the list of scores" />;
  if (scores.error !== null) {
    const lines = presentFailure(scores.error, textColumns(state));
    return <Lines lines={[...lines, { text: 'Press r to try again.', tone: 'dim' }]} height={panelHeight(state)} />;
  }
  const scoreAt = (row: number) => scores.all[scores.visible[row]];
  const isMarked = (row: number): boolean => scores.selected.has(scoreAt(row).pgs_id);
  return (
    <DataGrid
      columns={scoreColumns(scores.sort)}
      source={{
        rows: scores.visible.length,
        cells: (row) => scoreCells(scoreAt(row)),
        mark: (row) => (isMarked(row) ? '*' : ' '),
        tone: (row): Tone => (isMarked(row) ? 'accent' : 'plain'),
      }}
      grid={scores.grid}
      width={state.size.columns}
      height={heights.scores(state)}
      emptyText={
        scores.query === '' ? 'The catalogue lists no scores.' : `No score fits "${scores.query}": esc shows all.`
      }
    />
  );
}
