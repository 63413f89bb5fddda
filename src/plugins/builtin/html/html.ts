/** Results as one page for people. */
import { definePlugin } from '../../api.ts';
import { allRows } from '../batches.ts';
import { type ReportOptions, renderReport } from './report.ts';

export const htmlReport = definePlugin<ReportOptions>({
  name: 'html-report',
  apiVersion: 1,
  description: 'Results as one HTML file that needs nothing else, for screen and paper',
  options: {
    names: {
      type: 'string',
      default: 'show',
      description: 'Name samples and files, or leave them out of what is passed on',
      choices: ['show', 'hide'],
    },
  },
  exporters: [
    {
      id: 'html',
      title: 'Report (HTML)',
      extension: '.html',
      async *export(batches, context) {
        yield* renderReport(await allRows(batches, context), context.options);
      },
    },
  ],
});
