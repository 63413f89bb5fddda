import type { ReactNode } from 'react';
import type { ScoreOutcome } from '../../core/index.ts';
import { TableGrid } from '../components/TableText.tsx';
import type { TableView } from '../tableView.ts';
import { remarkOn } from './remarks.ts';

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
