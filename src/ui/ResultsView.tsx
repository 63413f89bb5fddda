import { type ReactNode, useMemo } from 'react';
import type { ScoreOutcome } from '../core/index.ts';
import { ResultsTable } from '../screens/compute/ResultsTable.tsx';
import { addOutcome, emptyResults } from '../screens/compute/resultTable.ts';
import { useGrid } from './useGrid.ts';

export interface ResultsViewProps {
  readonly outcomes: readonly ScoreOutcome[];
  /** Columns and lines of the screen it may take; the first line holds the titles. */
  readonly width: number;
  readonly height: number;
  /** Whether it hears keys: arrows, j, k, pages, g, G. Default true. */
  readonly isActive?: boolean;
}

/** The results of a computation: numbers, or why a score failed. */
export function ResultsView({ outcomes, width, height, isActive = true }: ResultsViewProps): ReactNode {
  const grid = useGrid({ rows: outcomes.length, height: height - 1, isActive });
  const view = useMemo(() => outcomes.reduce(addOutcome, emptyResults()), [outcomes]);
  return (
    <ResultsTable
      view={{ ...view, grid }}
      outcomes={outcomes}
      width={width}
      height={height - 1}
      emptyText="There are no results."
    />
  );
}
