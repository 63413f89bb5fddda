import type { ReactNode } from 'react';
import { ScoreTable } from '../screens/compute/ScoreTable.tsx';
import type { ListedScore } from '../screens/compute/scoreList.ts';
import { useGrid } from './useGrid.ts';
import { useKeys } from './useKeys.ts';

export interface ScoreSelectorProps {
  readonly scores: readonly ListedScore[];
  /** PGS ids. */
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  /** Columns and lines of the screen it may take; the first line holds the titles. */
  readonly width: number;
  readonly height: number;
  /** Whether it hears keys: arrows, j, k, pages, g, G move; space marks; a marks all, u none. Default true. */
  readonly isActive?: boolean;
}

/** A list of scores to mark; what is marked belongs to the host. */
export function ScoreSelector(props: ScoreSelectorProps): ReactNode {
  const { scores, selected, onSelect, width, height, isActive = true } = props;
  const grid = useGrid({ rows: scores.length, height: height - 1, isActive });
  useKeys((input) => {
    const score = scores[grid.cursor];
    if (input === ' ' && score !== undefined) onSelect(toggled(selected, score.pgs_id));
    if (input === 'a') onSelect(new Set([...selected, ...scores.map(({ pgs_id }) => pgs_id)]));
    if (input === 'u') onSelect(new Set());
  }, isActive);
  return (
    <ScoreTable
      scores={scores}
      visible={scores.map((_, place) => place)}
      selected={selected}
      sort="match"
      grid={grid}
      width={width}
      height={height - 1}
      emptyText="There are no scores."
    />
  );
}

function toggled(selected: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(name)) next.add(name);
  return next;
}
