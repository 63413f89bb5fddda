/** Results as CSV and TSV. */
import { flattenResult, formatDelimited } from '../../core/index.ts';
import { definePlugin, type Exporter } from '../api.ts';
import { allRows } from './batches.ts';
import { COLUMN_OPTIONS, type ColumnOptions, readColumns } from './columns.ts';

const exporterOf = (id: 'csv' | 'tsv', title: string): Exporter<ColumnOptions> => ({
  id,
  title,
  extension: `.${id}`,
  async *export(batches, context) {
    const columns = readColumns(context.options);
    const rows = await allRows(batches, context);
    yield formatDelimited(columns, rows.map(flattenResult), id);
  },
});

export const delimitedText = definePlugin<ColumnOptions>({
  name: 'delimited-text',
  apiVersion: 1,
  description: 'Results as comma- or tab-separated text',
  options: COLUMN_OPTIONS,
  exporters: [exporterOf('csv', 'CSV (RFC 4180)'), exporterOf('tsv', 'Tab-separated text')],
});
