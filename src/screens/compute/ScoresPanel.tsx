import type { ReactNode } from 'react';
import { Lines } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { heights, panelHeight } from '../layout.ts';
import { presentCatalogKeys, presentFailure } from '../present.ts';
import type { AppState } from '../state.ts';
import { textColumns } from '../views.ts';
import { ScoreTable } from './ScoreTable.tsx';

export function ScoresPanel({ state }: { readonly state: AppState }): ReactNode {
  const { scores } = state.compute;
  if (scores.status === 'loading') return <Working text="Reading the list of scores" />;
  if (scores.error !== null) {
    const lines = [...presentFailure(scores.error, textColumns(state)), ...presentCatalogKeys(scores.error)];
    return <Lines lines={[...lines, { text: 'Press r to try again.', tone: 'dim' }]} height={panelHeight(state)} />;
  }
  return (
    <ScoreTable
      scores={scores.all}
      visible={scores.visible}
      selected={scores.selected}
      held={scores.held}
      sort={scores.sort}
      grid={scores.grid}
      width={state.size.columns}
      height={heights.scores(state)}
      emptyText={
        scores.query === '' ? 'The catalogue lists no scores.' : `No score fits "${scores.query}": esc shows all.`
      }
    />
  );
}
