/** Results as files of typed columns. */
import { encodeResults, RESULT_COLUMNS } from '../../core/index.ts';
import { definePlugin, type Exporter } from '../api.ts';
import { allRows } from './batches.ts';
import { COLUMN_OPTIONS, type ColumnOptions, readColumns } from './columns.ts';

const exporterOf = (id: 'parquet' | 'arrow', title: string): Exporter<ColumnOptions> => ({
  id,
  title,
  extension: `.${id}`,
  async *export(batches, context) {
    const columns = readColumns(context.options, [...RESULT_COLUMNS.keys()]);
    yield await encodeResults(await allRows(batches, context), columns, id);
  },
});

export const columnar = definePlugin<ColumnOptions>({
  name: 'columnar',
  apiVersion: 1,
  description: 'Results as typed columns, all of them unless told otherwise',
  options: { columns: { ...COLUMN_OPTIONS.columns, description: 'Names with commas between (all)' } },
  exporters: [exporterOf('parquet', 'Parquet'), exporterOf('arrow', 'Arrow IPC file')],
});
