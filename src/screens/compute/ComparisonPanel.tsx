import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { ResultComparison } from '../../core/index.ts';
import { type Remark, TableGrid } from '../components/TableText.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { bodyHeight, heights } from '../layout.ts';
import { presentFailure, presentProgress } from '../present.ts';
import type { AppState } from '../state.ts';
import { textColumns } from '../views.ts';
import { type Comparing, comparisonUnderCursor, countMoves } from './comparing.ts';
import { presentOpenComparison } from './presentComparison.ts';

/** A standard deviation is what people differ by: a move of a tenth of it is worth a look, a move of half of it is not small. */
const WORTH_A_LOOK = 0.1;
const LARGE = 0.5;

/** The results held against others; covers the steps. */
export function ComparisonPanel({
  state,
  comparing,
}: {
  readonly state: AppState;
  readonly comparing: Comparing;
}): ReactNode {
  const width = textColumns(state);
  if (comparing.status === 'loading') {
    const { heard } = comparing;
    return (
      <Box flexDirection="column">
        <Words text={` A is ${comparing.title}`} tone="strong" />
        <Working text={heard === null ? 'Reading its results' : `${heard.progress.phase} ${presentProgress(heard)}`} />
      </Box>
    );
  }
  if (comparing.status === 'failed')
    return (
      <Box flexDirection="column">
        <Words text={` Not compared with ${comparing.title}`} tone="strong" />
        <Lines
          lines={[...presentFailure(comparing.error, width), { text: 'esc goes back; = asks again.', tone: 'dim' }]}
          height={bodyHeight(state) - 1}
        />
      </Box>
    );
  const { view, comparisons, title } = comparing;
  if (view.openRow !== null)
    return (
      <Box flexDirection="column">
        <Words
          text={` ${comparisonUnderCursor(comparing)?.pgs_id ?? ''}  score ${view.grid.cursor + 1} of ${view.rows.length} compared`}
          tone="strong"
        />
        <Lines
          lines={presentOpenComparison(comparing, width)}
          height={heights.detail(state)}
          top={view.openRow.cursor}
        />
      </Box>
    );
  return (
    <Box flexDirection="column">
      <Words text={` A: ${title}`} />
      <Words text=" B: the results on the screen. Differences: B less A, also in SD among people." />
      <Words text={` ${countMoves(comparisons)}.`} tone="strong" />
      <TableGrid
        view={view}
        width={state.size.columns}
        height={heights.comparison(state)}
        remark={(row) => remarkOn(comparisons[row])}
        emptyText="There is no score in either."
      />
    </Box>
  );
}

function remarkOn({ status, difference_sd }: ResultComparison): Remark {
  if (status === 'same') return { tone: 'dim' };
  if (status !== 'moved') return { tone: 'warn' };
  const moved = Math.abs(difference_sd ?? 0);
  return { tone: moved >= LARGE ? 'bad' : moved >= WORTH_A_LOOK ? 'warn' : 'plain' };
}
