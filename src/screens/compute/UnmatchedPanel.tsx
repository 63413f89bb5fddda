import { Box } from 'ink';
import type { ReactNode } from 'react';
import { TableGrid } from '../components/TableText.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { bodyHeight, heights } from '../layout.ts';
import { presentFailure } from '../present.ts';
import type { AppState } from '../state.ts';
import { textColumns } from '../views.ts';
import { presentExplainedRow, presentStates, STATE_LINES, type Unmatched } from './unmatched.ts';

/** Why a score is what it is; covers the steps. */
export function UnmatchedPanel({ state, why }: { readonly state: AppState; readonly why: Unmatched }): ReactNode {
  const width = textColumns(state);
  const title = <Words text={` ${why.pgs_id}: what became of its variants`} tone="strong" />;
  if (why.status === 'loading')
    return (
      <Box flexDirection="column">
        {title}
        <Working text="Matching the variants once more" />
      </Box>
    );
  if (why.status === 'failed')
    return (
      <Box flexDirection="column">
        {title}
        <Lines lines={presentFailure(why.error, width)} height={bodyHeight(state) - 1} />
      </Box>
    );
  const { explanation, view } = why;
  if (view.openRow !== null)
    return (
      <Box flexDirection="column">
        {title}
        <Lines
          lines={presentExplainedRow(explanation, view, width)}
          height={heights.detail(state)}
          top={view.openRow.cursor}
        />
      </Box>
    );
  return (
    <Box flexDirection="column">
      {title}
      <Lines lines={presentStates(explanation, width)} height={STATE_LINES} />
      <TableGrid
        view={view}
        width={state.size.columns}
        height={heights.unmatched(state)}
        remark={(row) => ({ tone: explanation.rows[row].dosage === null ? 'warn' : 'plain' })}
        emptyText="The scoring file has no rows."
      />
    </Box>
  );
}
