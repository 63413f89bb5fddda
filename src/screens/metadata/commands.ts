import type { Command } from '../command.ts';
import { commandLine } from '../commandLine.ts';
import { runningJobs } from '../jobs/jobs.ts';
import type { AppState } from '../state.ts';
import { rowUnderCursor } from '../tableView.ts';
import { findTable } from '../views.ts';
import { neighbourSheet } from './state.ts';

/** The column of the raw sheets that names a score. */
const ID_COLUMN = 'Polygenic Score (PGS) ID';

export const METADATA_COMMANDS: readonly Command[] = [
  {
    id: 'sheet.next',
    title: 'Next sheet',
    hint: 'next sheet',
    keys: [']'],
    where: ['sheet', 'sheet_waiting', 'sheet_row'],
    run: ({ state, effects }) => effects.loadSheet(neighbourSheet(state.metadata.sheet, 1)),
  },
  {
    id: 'sheet.previous',
    title: 'Previous sheet',
    hint: 'previous',
    keys: ['['],
    where: ['sheet', 'sheet_waiting', 'sheet_row'],
    run: ({ state, effects }) => effects.loadSheet(neighbourSheet(state.metadata.sheet, -1)),
  },
  {
    id: 'sheet.retry',
    title: 'Read the sheet again',
    hint: 'try again',
    keys: ['r', 'return'],
    where: ['sheet_waiting'],
    run: ({ state, effects }) => effects.loadSheet(state.metadata.sheet),
  },
  {
    id: 'catalog.update',
    title: 'Replace the catalogue by its newest release, from the PGS Catalog or the mirror of the settings',
    hint: 'update',
    keys: ['U'],
    where: ['sheet', 'sheet_waiting', 'scores'],
    whenDisabled: ({ jobs }) =>
      runningJobs(jobs).some(({ title }) => title.startsWith('Update')) ? 'An update is on its way: see Jobs.' : null,
    cli: () => commandLine('catalog', 'update'),
    run: ({ effects }) => effects.updateCatalog(),
  },
  {
    id: 'sheet.openScore',
    title: 'Open the scoring file of this row',
    hint: 'open score',
    keys: ['o'],
    where: ['sheet', 'sheet_row'],
    whenDisabled: (state) => (findRowId(state) === null ? 'This row names no score.' : null),
    run({ state, effects, dispatch }) {
      const id = findRowId(state);
      if (id === null) return;
      dispatch({ type: 'screen_chosen', screen: 'scoring' });
      effects.openScore(id, state.scoring.build);
    },
  },
];

function findRowId(state: AppState): string | null {
  const view = findTable(state)?.view;
  const column = view?.table.columns.indexOf(ID_COLUMN) ?? -1;
  return view?.table.rows[rowUnderCursor(view) ?? -1]?.[column] ?? null;
}
