import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { GridColumn } from '../columns.ts';
import { DataGrid } from '../components/DataGrid.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { bodyHeight, heights } from '../layout.ts';
import type { Tone } from '../present.ts';
import type { AppState } from '../state.ts';
import { type Job, jobUnderCursor, presentJob, presentLog } from './jobs.ts';

const COLUMNS: readonly GridColumn[] = [
  { title: 'Started', width: 8, align: 'left' },
  { title: 'Job', width: 34, align: 'left', least: 20 },
  { title: 'How it stands', width: 30, align: 'left', least: 20 },
];

const TONES: Readonly<Record<Job['status'], Tone>> = {
  running: 'accent',
  done: 'plain',
  failed: 'bad',
  cancelled: 'warn',
};

/** All work since the start; below, what the one under the cursor says. */
export function JobsScreen({ state }: { readonly state: AppState }): ReactNode {
  const { list, grid, log } = state.jobs;
  const job = jobUnderCursor(state.jobs);
  if (log !== null && job !== undefined)
    return (
      <Box flexDirection="column">
        <Words text={` ${job.title}: ${presentJob(job)}`} tone="strong" />
        <Lines lines={presentLog(job)} height={heights.jobLog(state)} top={log.cursor} />
      </Box>
    );
  const lines = job === undefined ? [] : presentLog(job);
  const room = bodyHeight(state) - heights.jobs(state) - 2;
  return (
    <Box flexDirection="column">
      <DataGrid
        columns={COLUMNS}
        source={{
          rows: list.length,
          cells: (row) => [presentTime(list[row].startedAt), list[row].title, presentJob(list[row])],
          tone: (row) => TONES[list[row].status],
        }}
        grid={grid}
        width={state.size.columns}
        height={heights.jobs(state)}
        emptyText="Nothing has run yet. Normalising, computing and downloads are listed here, with what they said."
      />
      <Words text={'─'.repeat(state.size.columns)} tone="dim" />
      <Lines lines={lines} height={room} top={Math.max(0, lines.length - room)} />
    </Box>
  );
}

const presentTime = (milliseconds: number): string => new Date(milliseconds).toTimeString().slice(0, 8);
