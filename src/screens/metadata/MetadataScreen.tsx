import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { TableGrid } from '../components/TableText.tsx';
import { Lines } from '../components/Words.tsx';
import { Working } from '../components/Working.tsx';
import { bodyHeight, heights } from '../layout.ts';
import { presentCatalogKeys, presentFailure } from '../present.ts';
import type { AppState } from '../state.ts';
import { textWidth } from '../text.ts';
import { useTheme } from '../theme.ts';
import { textColumns } from '../views.ts';
import { presentOpenRow } from './presentRow.ts';
import { type MetadataTable, TABLE_GROUPS } from './tables.ts';

export function MetadataScreen({ state }: { readonly state: AppState }): ReactNode {
  const { sheet, sheets } = state.metadata;
  const { columns } = state.size;
  const shown = sheets[sheet] ?? { status: 'loading' };
  return (
    <Box flexDirection="column">
      <SheetLabels chosen={sheet} width={columns} />
      {shown.status === 'loading' && <Working text="Reading the sheet" />}
      {shown.status === 'failed' && (
        <Lines
          lines={[...presentFailure(shown.error, textColumns(state)), ...presentCatalogKeys(shown.error)]}
          height={bodyHeight(state) - 1}
        />
      )}
      {shown.status === 'ready' && shown.view.openRow === null && (
        <TableGrid
          view={shown.view}
          width={columns}
          height={heights.sheet(state)}
          {...(sheet === 'changes' ? { emptyText: NO_CHANGES } : {})}
        />
      )}
      {shown.status === 'ready' && shown.view.openRow !== null && (
        <Lines
          lines={presentOpenRow(state.metadata, textColumns(state))}
          height={heights.sheetRow(state)}
          top={shown.view.openRow.cursor}
        />
      )}
    </Box>
  );
}

const NO_CHANGES = 'No update has changed a score here yet: U asks for the newest release.';

/** Raw sheets and cleaned tables in a row, from far enough right that the chosen one is in sight. */
function SheetLabels(props: { readonly chosen: MetadataTable; readonly width: number }): ReactNode {
  const theme = useTheme();
  const labels = TABLE_GROUPS.flatMap(({ title, tables }) => [{ key: null, label: title }, ...tables]);
  const chosen = labels.findIndex(({ key }) => key === props.chosen);
  const widthTo = (from: number): number =>
    labels.slice(from, chosen + 1).reduce((sum, { label }) => sum + textWidth(label) + 2, 0);
  let from = 0;
  while (from < chosen && widthTo(from) > props.width) from++;
  return (
    <Text wrap="truncate">
      {labels.slice(from).map(({ key, label }) => (
        <Text key={key ?? label} {...(key === props.chosen ? theme.accent : key === null ? theme.strong : theme.dim)}>
          {key === props.chosen ? `[${label}]` : ` ${label} `}
        </Text>
      ))}
    </Text>
  );
}
