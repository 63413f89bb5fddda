import { plural, presentCount } from '../present.ts';
import { presentFilterList, type TableView } from '../tableView.ts';

/** How many rows a table shows. */
export const presentRowCount = ({ rows, table }: TableView): string =>
  rows.length === table.rows.length
    ? plural(rows.length, 'row')
    : `${presentCount(rows.length)} of ${plural(table.rows.length, 'row')}`;

/** How it is arranged: sort, filters, hidden columns, what is selected and searched. */
export function presentArrangement(view: TableView): readonly string[] {
  const { table, arrangement, selected, query, matches } = view;
  const hidden = table.columns.length - arrangement.columns.length;
  const filters = presentFilterList(view);
  const sorted = arrangement.sort
    .map(({ column, direction }) => `${table.columns[column]} ${direction}`)
    .join(', then ');
  return [
    ...(sorted === '' ? [] : [`sorted by ${sorted}`]),
    ...(filters === '' ? [] : [`filtered: ${filters}`]),
    ...(hidden === 0 ? [] : [`${plural(hidden, 'column')} hidden`]),
    ...(selected.size === 0 ? [] : [`${plural(selected.size, 'row')} selected`]),
    ...(query === '' ? [] : [`${plural(matches.length, 'row')} with "${query}"`]),
  ];
}
