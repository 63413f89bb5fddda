import { findFilterProblem, isWindow, MOST_ROWS } from './arrangement.ts';
import { choiceStep } from './choiceStep.ts';
import { findColumns, type PickedColumn } from './columnPicker.ts';
import { type Command, copyText } from './command.ts';
import { isArrangedAsUsual } from './keptArrangement.ts';
import { plural, presentCount } from './present.ts';
import type { AppState } from './state.ts';
import { cellUnderCursor, chosenRows, formatRows, rowsToWrite, type SelectionChange } from './tableSelection.ts';
import type { TableChange } from './tableView.ts';
import { type Focus, findTable } from './views.ts';

const TABLES: readonly Focus[] = ['sheet', 'variants', 'results', 'unmatched', 'comparison'];
const SEARCHES: readonly Focus[] = [
  'sheet_search',
  'variant_search',
  'result_search',
  'unmatched_search',
  'comparison_search',
];

const TOO_LONG = `Sorting, filters, search and selection work up to ${presentCount(MOST_ROWS)} rows.`;

/** Why the rows of the table cannot be searched or arranged; null when they can. */
function findLengthProblem(state: AppState): string | null {
  const table = findTable(state)?.view.table;
  if (table === undefined || !isWindow(table)) return null;
  return `${TOO_LONG} This file has ${presentCount(table.total)}: cut it down with another program, and open that.`;
}

const ROW_CHANGES: ReadonlySet<TableChange> = new Set<TableChange>(['sort', 'sort_further', 'clear_filters']);

function changeCommand(change: TableChange, title: string, keys: readonly string[], hint?: string): Command {
  return {
    id: `table.${change}`,
    title,
    ...(hint === undefined ? {} : { hint }),
    keys,
    where: TABLES,
    whenDisabled: (state) => (ROW_CHANGES.has(change) ? findLengthProblem(state) : null),
    run: ({ dispatch }) => dispatch({ type: 'table_changed', change }),
  };
}

function selectCommand(change: SelectionChange, title: string, key: string, hint?: string): Command {
  return {
    id: `table.select_${change}`,
    title,
    ...(hint === undefined ? {} : { hint }),
    keys: [key],
    where: TABLES,
    whenDisabled: findLengthProblem,
    run({ dispatch }) {
      dispatch({ type: 'table_selected', change });
      if (change === 'toggle') dispatch({ type: 'moved', move: 'down' });
    },
  };
}

const FEWER_ROWS = 'Select fewer rows, hide columns with -, or write a file with x.';

function pickedColumns(state: AppState): readonly PickedColumn[] {
  const view = findTable(state)?.view;
  return view === undefined || state.overlay?.kind !== 'columns' ? [] : findColumns(view, state.overlay.field.text);
}

const pickerStep = choiceStep('columns', (state) => pickedColumns(state).length);

export const TABLE_COMMANDS: readonly Command[] = [
  {
    id: 'table.read',
    title: 'Read the row in full',
    hint: 'read row',
    keys: ['return'],
    where: ['sheet', 'variants'],
    run: ({ dispatch }) => dispatch({ type: 'row_opened' }),
  },
  {
    id: 'table.close',
    title: 'Back to the table',
    hint: 'back',
    keys: ['escape', 'backspace'],
    where: ['sheet_row', 'variant_row', 'unmatched_row'],
    run: ({ dispatch }) => dispatch({ type: 'row_closed' }),
  },
  {
    id: 'table.search',
    title: 'Search all cells for a text',
    hint: 'search',
    keys: ['/'],
    where: TABLES,
    whenDisabled: findLengthProblem,
    run: ({ dispatch }) => dispatch({ type: 'typing_opened', kind: 'search' }),
  },
  {
    id: 'table.keepSearch',
    title: 'Stay at the row found',
    hint: 'stay here',
    keys: ['return'],
    where: SEARCHES,
    run: ({ dispatch }) => dispatch({ type: 'typing_closed', outcome: 'keep' }),
  },
  {
    id: 'table.forgetSearch',
    title: 'Back to where the search began',
    hint: 'go back',
    keys: ['escape'],
    where: SEARCHES,
    run: ({ dispatch }) => dispatch({ type: 'typing_closed', outcome: 'forget' }),
  },
  {
    id: 'table.nextMatch',
    title: 'Next row found',
    keys: ['n'],
    where: TABLES,
    whenDisabled: findLengthProblem,
    run: ({ dispatch }) => dispatch({ type: 'match_stepped', step: 'next' }),
  },
  {
    id: 'table.previousMatch',
    title: 'Previous row found',
    keys: ['N'],
    where: TABLES,
    whenDisabled: findLengthProblem,
    run: ({ dispatch }) => dispatch({ type: 'match_stepped', step: 'previous' }),
  },
  {
    id: 'table.filter',
    title: 'Show only rows that hold a text or number in this column: text, !text, >1, <=1, 1..2; filters add up',
    hint: 'filter',
    keys: ['f'],
    where: TABLES,
    whenDisabled: findLengthProblem,
    run: ({ dispatch }) => dispatch({ type: 'typing_opened', kind: 'filter' }),
  },
  {
    id: 'table.keepFilter',
    title: 'Filter by what is typed; by nothing, remove the filters of the column',
    hint: 'filter',
    keys: ['return'],
    where: ['table_filter'],
    whenDisabled: (state) => findFilterProblem(findTable(state)?.view.typing?.field.text ?? ''),
    run: ({ dispatch }) => dispatch({ type: 'typing_closed', outcome: 'keep' }),
  },
  {
    id: 'table.goToRow',
    title: 'Go to a row by its number',
    keys: ['#'],
    where: TABLES,
    run: ({ dispatch }) => dispatch({ type: 'typing_opened', kind: 'row_number' }),
  },
  {
    id: 'table.keepRowNumber',
    title: 'Go there',
    hint: 'go there',
    keys: ['return'],
    where: ['table_row_number'],
    whenDisabled: (state) =>
      /^\s*\d+\s*$/.test(findTable(state)?.view.typing?.field.text ?? '') ? null : 'Type the number of a row.',
    run: ({ dispatch }) => dispatch({ type: 'typing_closed', outcome: 'keep' }),
  },
  {
    id: 'table.leaveField',
    title: 'Leave the table as it was',
    hint: 'leave as it was',
    keys: ['escape'],
    where: ['table_filter', 'table_row_number', 'table_file'],
    run: ({ dispatch }) => dispatch({ type: 'typing_closed', outcome: 'forget' }),
  },
  changeCommand('sort', 'Sort by this column: up, down, off', ['s'], 'sort'),
  changeCommand('sort_further', 'Sort by this column after those sorted already: up, down, off', ['S']),
  changeCommand('clear_filters', 'Remove all filters', ['F']),
  changeCommand('hide_column', 'Hide this column', ['-']),
  changeCommand('show_columns', 'Show the hidden columns again', ['+']),
  {
    id: 'table.columns',
    title: 'Choose the columns from a list',
    hint: 'columns',
    keys: ['C'],
    where: TABLES,
    run: ({ dispatch }) => dispatch({ type: 'columns_opened' }),
  },
  pickerStep('columns.down', 'Next column', ['down', 'tab'], 1),
  pickerStep('columns.up', 'Previous column', ['up', 'shift-tab'], -1),
  {
    id: 'columns.toggle',
    title: 'Show or hide the column',
    hint: 'show or hide',
    keys: ['return'],
    where: ['columns'],
    run({ state, dispatch }) {
      const column = pickedColumns(state)[state.overlay?.kind === 'columns' ? state.overlay.choice : 0];
      if (column !== undefined) dispatch({ type: 'column_toggled', column: column.column });
    },
  },
  {
    id: 'columns.reset',
    title: 'Columns, widths and sort as they were at first',
    hint: 'reset columns',
    keys: ['ctrl-r'],
    where: ['columns', ...TABLES],
    whenDisabled(state) {
      const view = findTable(state)?.view;
      return view === undefined || isArrangedAsUsual(view) ? 'They are as they were at first.' : null;
    },
    run: ({ dispatch }) => dispatch({ type: 'table_changed', change: 'reset_columns' }),
  },
  {
    id: 'columns.close',
    title: 'Back to the table',
    hint: 'back',
    keys: ['escape'],
    where: ['columns'],
    run: ({ dispatch }) => dispatch({ type: 'overlay_closed' }),
  },
  changeCommand('column_left', 'Move this column to the left; the first one stays in sight', ['H']),
  changeCommand('column_right', 'Move this column to the right', ['L']),
  changeCommand('narrower', 'Make this column narrower', ['<']),
  changeCommand('wider', 'Make this column wider', ['>']),
  selectCommand('toggle', 'Select or unselect the row, and go down', 'space', 'select'),
  selectCommand('range', 'Select from the row selected last to here', 'v'),
  selectCommand('all_shown', 'Select all rows shown, beside those selected already', 'a'),
  selectCommand('none', 'Unselect all rows', 'u'),
  {
    id: 'table.copy',
    title: 'Copy the selected rows, or this one, as tab-separated text through the terminal (OSC 52)',
    hint: 'copy',
    keys: ['y'],
    where: TABLES,
    run(context) {
      const view = findTable(context.state)?.view;
      if (view === undefined) return;
      const rows = chosenRows(view);
      copyText(context, formatRows(view, rows, 'tsv'), plural(rows.length, 'row'), FEWER_ROWS);
    },
  },
  {
    id: 'table.copyCell',
    title: 'Copy the cell under the cursor',
    keys: ['Y'],
    where: TABLES,
    run(context) {
      const view = findTable(context.state)?.view;
      if (view !== undefined) copyText(context, cellUnderCursor(view), 'The cell', FEWER_ROWS);
    },
  },
  {
    id: 'table.write',
    title: 'Write the selected rows, or all shown, to a CSV or TSV file',
    hint: 'write',
    keys: ['x'],
    where: TABLES,
    whenDisabled: findLengthProblem,
    run: ({ dispatch }) => dispatch({ type: 'typing_opened', kind: 'file' }),
  },
  {
    id: 'table.writeFile',
    title: 'Write the file',
    hint: 'write',
    keys: ['return'],
    where: ['table_file'],
    whenDisabled: (state) =>
      /[^/]\.(csv|tsv)\s*$/i.test(findTable(state)?.view.typing?.field.text ?? '')
        ? null
        : 'Type the name of a file that ends in .csv or .tsv.',
    run({ state, effects, dispatch }) {
      const view = findTable(state)?.view;
      const path = view?.typing?.field.text.trim();
      if (view === undefined || path === undefined) return;
      dispatch({ type: 'typing_closed', outcome: 'keep' });
      effects.writeFile(path, formatRows(view, rowsToWrite(view), /csv$/i.test(path) ? 'csv' : 'tsv'));
    },
  },
  {
    id: 'table.undo',
    title: 'Undo a change of sort, filters or columns',
    keys: ['z'],
    where: TABLES,
    whenDisabled: (state) => (findTable(state)?.view.past.length === 0 ? 'There is nothing to undo.' : null),
    run: ({ dispatch }) => dispatch({ type: 'change_undone' }),
  },
  {
    id: 'table.redo',
    title: 'Do again what was undone',
    keys: ['Z'],
    where: TABLES,
    whenDisabled: (state) => (findTable(state)?.view.future.length === 0 ? 'There is nothing to do again.' : null),
    run: ({ dispatch }) => dispatch({ type: 'change_redone' }),
  },
];
