/** How a table is arranged, by the names of its columns: kept from one start to the next, and for other tables of its kind. */
import * as v from 'valibot';
import { isWindow } from './arrangement.ts';
import { arrangeAs, fitWidth, type TableView } from './tableView.ts';

const names = v.pipe(v.array(v.string()), v.maxLength(1000));

export const keptSchema = v.object({
  /** Columns shown, from left to right. */
  columns: names,
  /** Those that were hidden; a column that is in neither list is new, and shown as usual. */
  hidden: names,
  widths: v.record(v.string(), v.number()),
  sort: v.pipe(v.array(v.object({ column: v.string(), direction: v.picklist(['up', 'down']) })), v.maxLength(1000)),
});

export type KeptArrangement = v.InferOutput<typeof keptSchema>;

/** Filters are left out: what they hide must not be missed unawares at the next start. */
export function describeArrangement({ table, arrangement }: Pick<TableView, 'table' | 'arrangement'>): KeptArrangement {
  const title = (column: number): string => table.columns[column];
  const { columns, widths, sort } = arrangement;
  return {
    columns: columns.map(title),
    hidden: table.columns.filter((_, column) => !columns.includes(column)),
    widths: Object.fromEntries(Object.entries(widths).map(([column, width]) => [title(Number(column)), width])),
    sort: sort.map(({ column, direction }) => ({ column: title(column), direction })),
  };
}

export const isAlike = (one: KeptArrangement, other: KeptArrangement): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Whether columns, widths and sort are as they were at first. */
export const isArrangedAsUsual = (view: TableView): boolean =>
  isAlike(describeArrangement(view), describeArrangement({ table: view.table, arrangement: view.usual }));

/** The view arranged so, as far as it has such columns. */
export function arrangeAsKept(view: TableView, kept: KeptArrangement): TableView {
  const { table, usual, arrangement } = view;
  const known = new Set([...kept.columns, ...kept.hidden]);
  const place = (name: string): number => table.columns.indexOf(name);
  const isThere = (name: string): boolean => place(name) >= 0;
  const columns = [
    ...new Set([
      ...kept.columns.filter(isThere).map(place),
      ...usual.columns.filter((column) => !known.has(table.columns[column])),
    ]),
  ];
  const widths = Object.entries(kept.widths).filter(([name]) => isThere(name));
  const next = {
    ...arrangement,
    columns: columns.length === 0 ? usual.columns : columns,
    widths: Object.fromEntries(widths.map(([name, width]) => [place(name), fitWidth(width)])),
    // Of a file too long to be held, no other order can be shown.
    sort: isWindow(table)
      ? arrangement.sort
      : kept.sort.flatMap(({ column, direction }) => (isThere(column) ? [{ column: place(column), direction }] : [])),
  };
  return arrangeAs(view, next);
}
