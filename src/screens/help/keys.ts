import type { Command } from '../command.ts';
import { presentKey } from '../keymap.ts';
import type { Line } from '../present.ts';
import { fitText } from '../text.ts';
import type { Focus } from '../views.ts';

/** Of the page that tells the keys. */
export const KEYS_TITLE = 'Keys';

const KEYS_WIDTH = 20;

/** Where commands work, as people call it. */
export const COMMAND_GROUPS: readonly { readonly title: string; readonly focuses: readonly Focus[] }[] = [
  {
    title: 'Metadata',
    focuses: ['sheet', 'sheet_waiting', 'sheet_search', 'table_filter', 'table_row_number', 'table_file', 'sheet_row'],
  },
  {
    title: 'Scoring',
    focuses: ['score_field', 'variants', 'variant_search', 'variant_row', 'score_overview', 'score_comparison'],
  },
  { title: 'Compute: genome', focuses: ['path_field', 'genome', 'records', 'records_field'] },
  { title: 'Compute: scores', focuses: ['scores', 'score_search', 'traits'] },
  { title: 'Compute: results', focuses: ['results', 'result_search', 'result_detail'] },
  {
    title: 'Compute: why',
    focuses: ['unmatched', 'unmatched_search', 'unmatched_row', 'unmatched_waiting'],
  },
  {
    title: 'Compute: comparison',
    focuses: ['compare', 'comparison', 'comparison_search', 'comparison_row', 'comparison_waiting'],
  },
  { title: 'Jobs', focuses: ['jobs', 'job_log'] },
  { title: 'Plugins', focuses: ['plugins', 'plugin_detail'] },
  { title: 'Help', focuses: ['help_page'] },
];

/** All commands: first those that work where help was asked for, then the rest by screen. */
export function presentHelp(commands: readonly Command[], focus: Focus): readonly Line[] {
  const here = commands.filter(({ where }) => where.includes(focus));
  const others = COMMAND_GROUPS.map(({ title, focuses }) => ({
    title,
    list: commands.filter((command) => !here.includes(command) && belongsTo(command, focuses)),
  }));
  return [{ title: 'Here', list: here }, ...others].flatMap(({ title, list }) =>
    list.length === 0 ? [] : [{ text: title, tone: 'accent' as const }, ...list.map(helpLine), BLANK],
  );
}

const BLANK: Line = { text: '', tone: 'plain' };

const helpLine = ({ keys, title }: Command): Line => ({
  text: `  ${fitText(keys.map(presentKey).join(', '), KEYS_WIDTH)} ${title}`,
  tone: 'plain',
});

const belongsTo = ({ where }: Command, focuses: readonly Focus[]): boolean =>
  where.some((focus) => focuses.includes(focus));
