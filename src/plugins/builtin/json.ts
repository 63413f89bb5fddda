/** Results with every field, as other programs like them, and as `export` reads them again. */
import { definePlugin } from '../api.ts';
import { allRows, eachRow } from './batches.ts';

export const json = definePlugin({
  name: 'json',
  apiVersion: 1,
  description: 'Results with every field as JSON',
  exporters: [
    {
      id: 'json',
      title: 'JSON, one array',
      extension: '.json',
      async *export(batches, context) {
        yield `${JSON.stringify(await allRows(batches, context), null, 2)}\n`;
      },
    },
    {
      id: 'ndjson',
      title: 'JSON, one result a line as it arrives',
      extension: '.ndjson',
      async *export(batches, context) {
        for await (const row of eachRow(batches, context)) yield `${JSON.stringify(row)}\n`;
      },
    },
  ],
});
