import type { ReactNode } from 'react';
import type { ScoreOutcome } from '../../core/index.ts';
import { type Remark, TableGrid } from '../components/TableText.tsx';
import type { Tone } from '../present.ts';
import type { TableView } from '../tableView.ts';

/** Below this share of matched rows the build or the file is probably wrong. */
const DOUBTFUL_MATCH = 0.1;
const POOR_MATCH = 0.5;

/** A table of results; what failed says why in place of numbers. */
export function ResultsTable(props: {
  readonly view: TableView;
  /** What the rows of the table are about; null where they are about traits. */
  readonly outcomes: readonly ScoreOutcome[] | null;
  readonly width: number;
  /** Rows; the line of titles is one more. */
  readonly height: number;
  readonly emptyText: string;
}): ReactNode {
  const { outcomes, ...table } = props;
  return <TableGrid {...table} remark={(row) => (outcomes === null ? {} : remarkOn(outcomes[row]))} />;
}

/** Whatever is said of a failed score, and what to look at twice. */
function remarkOn(outcome: ScoreOutcome): Remark {
  if (outcome.status === 'failed') return { mark: '!', tone: 'bad', sentence: outcome.error.message };
  const { match_rate, warnings } = outcome.result;
  const tone: Tone = match_rate < DOUBTFUL_MATCH ? 'bad' : match_rate < POOR_MATCH ? 'warn' : 'plain';
  return { tone, mark: warnings.length > 0 || match_rate < DOUBTFUL_MATCH ? '!' : ' ' };
}
