import { Box } from 'ink';
import type { ReactNode } from 'react';
import { DataGrid } from '../components/DataGrid.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { bodyHeight, heights } from '../layout.ts';
import { plural, presentFailure } from '../present.ts';
import type { AppState } from '../state.ts';
import { fitPath } from '../text.ts';
import { textColumns } from '../views.ts';
import { type RecordsState, recordCells, totalRecords } from './records.ts';

/** The records of the normalised genome; covers the steps. */
export function RecordsPanel({
  state,
  records,
}: {
  readonly state: AppState;
  readonly records: RecordsState;
}): ReactNode {
  const { columns } = state.size;
  const { window, error, path, grid } = records;
  if (error !== null)
    return (
      <Lines
        lines={[...presentFailure(error, textColumns(state)), { text: 'esc goes back to the genome.', tone: 'dim' }]}
        height={bodyHeight(state)}
      />
    );
  if (window === null) return <Working text="Reading the genome" />;
  const count = plural(totalRecords(records), 'record');
  return (
    <Box flexDirection="column">
      <Words text={` ${count} of ${fitPath(path, Math.max(12, columns - count.length - 8))}`} tone="strong" />
      <DataGrid
        columns={window.columns}
        source={{ rows: totalRecords(records), cells: (row) => recordCells(records, row) ?? ['...'] }}
        grid={grid}
        width={columns}
        height={heights.records(state)}
        emptyText="No record passed the filters."
      />
    </Box>
  );
}
