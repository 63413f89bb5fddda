import type { ReactNode } from 'react';
import type { ScoreOutcome } from '../../core/index.ts';
import { DataGrid } from '../components/DataGrid.tsx';
import type { GridState } from '../grid.ts';
import type { Tone } from '../present.ts';
import { resultCells, resultColumns } from './resultColumns.ts';

/** Below this share of matched rows the build or the file is probably wrong. */
const DOUBTFUL_MATCH = 0.1;
const POOR_MATCH = 0.5;

/** One row a score; what failed says why in place of numbers. */
export function ResultsTable(props: {
  readonly outcomes: readonly ScoreOutcome[];
  readonly grid: GridState;
  readonly width: number;
  /** Rows; the line of titles is one more. */
  readonly height: number;
  readonly emptyText: string;
}): ReactNode {
  const { outcomes, grid, width, height, emptyText } = props;
  return (
    <DataGrid
      columns={resultColumns(outcomes, width)}
      source={{
        rows: outcomes.length,
        cells: (row) => resultCells(outcomes[row]),
        mark: (row) => (isDoubtful(outcomes[row]) ? '!' : ' '),
        tone: (row) => outcomeTone(outcomes[row]),
        sentence: (row) => failureSentence(outcomes[row]),
      }}
      grid={grid}
      width={width}
      height={height}
      emptyText={emptyText}
    />
  );
}

const isDoubtful = (outcome: ScoreOutcome): boolean =>
  outcome.status === 'failed' || outcome.result.warnings.length > 0 || outcome.result.match_rate < DOUBTFUL_MATCH;

function outcomeTone(outcome: ScoreOutcome): Tone {
  if (outcome.status === 'failed' || outcome.result.match_rate < DOUBTFUL_MATCH) return 'bad';
  return outcome.result.match_rate < POOR_MATCH ? 'warn' : 'plain';
}

const failureSentence = (outcome: ScoreOutcome): string | null =>
  outcome.status === 'failed' ? outcome.error.message : null;
