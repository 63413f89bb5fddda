/** Results as a table of GitHub's Markdown, for notes and issues. */
import { columnTitle, flattenResult, USUAL_COLUMNS, wordCell } from '../../core/index.ts';
import { definePlugin } from '../api.ts';
import { allRows } from './batches.ts';
import { COLUMN_OPTIONS, type ColumnOptions, readColumns } from './columns.ts';

/** Text that stays text inside a line: what Markdown or HTML would read as markup is escaped, a line break is a space. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\\`*<|~]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|\](?=[([:])/g, (sign) => `\\${sign}`);

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

export const markdown = definePlugin<ColumnOptions>({
  name: 'markdown',
  apiVersion: 1,
  description: 'Results as a table in Markdown',
  options: COLUMN_OPTIONS,
  exporters: [
    {
      id: 'markdown',
      title: 'Markdown table',
      extension: '.md',
      async *export(batches, context) {
        const columns = readColumns(context.options, USUAL_COLUMNS);
        const rows = await allRows(batches, context);
        yield line(columns.map((column) => escapeMarkdown(columnTitle(column))));
        yield line(columns.map(() => '---'));
        for (const row of rows.map(flattenResult))
          yield line(columns.map((column) => escapeMarkdown(wordCell(row, column))));
        if (rows.some(({ synthetic }) => synthetic))
          yield '\n**Synthetic demo data: generated, not a person. The numbers mean nothing.**\n';
        yield '\nResearch use only, not a diagnosis. Scores of different models cannot be compared with each other.\n';
      },
    },
  ],
});
