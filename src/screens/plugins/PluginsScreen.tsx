import { Box } from 'ink';
import type { ReactNode } from 'react';
import { describePluginStatus, nameContributions } from '../../core/index.ts';
import type { GridColumn } from '../columns.ts';
import { DataGrid } from '../components/DataGrid.tsx';
import { Lines, Words } from '../components/Words.tsx';
import { bodyHeight, heights } from '../layout.ts';
import { presentFailure } from '../present.ts';
import type { AppState } from '../state.ts';
import { textColumns } from '../views.ts';
import { presentPlugin, toneOf } from './presentPlugin.ts';
import { listedPlugins, pluginUnderCursor } from './state.ts';

const COLUMNS: readonly GridColumn[] = [
  { title: 'Plugin', width: 20, align: 'left', least: 12 },
  { title: 'From', width: 8, align: 'left' },
  { title: 'Brings', width: 26, align: 'left', least: 12 },
  { title: 'State', width: 24, align: 'left', least: 12 },
];

/** All plugins and what became of them; below, what is known of the one under the cursor. */
export function PluginsScreen({ state }: { readonly state: AppState }): ReactNode {
  const { list, grid, open, options } = state.plugins;
  const plugins = listedPlugins(state.plugins);
  const plugin = pluginUnderCursor(state.plugins);
  const width = textColumns(state);
  if (list.status === 'failed') return <Lines lines={presentFailure(list.error, width)} height={bodyHeight(state)} />;
  const lines = plugin === undefined ? [] : presentPlugin(plugin, options[plugin.name] ?? {}, width);
  if (open !== null) return <Lines lines={lines} height={heights.plugin(state)} top={open.cursor} />;
  return (
    <Box flexDirection="column">
      <DataGrid
        columns={COLUMNS}
        source={{
          rows: plugins.length,
          cells: (row) => [
            plugins[row].name,
            plugins[row].origin,
            nameContributions(plugins[row]),
            describePluginStatus(plugins[row]),
          ],
          tone: (row) => toneOf(plugins[row]),
        }}
        grid={grid}
        width={state.size.columns}
        height={heights.plugins(state)}
        emptyText="Looking for plugins ..."
      />
      <Words text={'─'.repeat(state.size.columns)} tone="dim" />
      <Lines lines={lines} height={bodyHeight(state) - heights.plugins(state) - 2} />
    </Box>
  );
}
