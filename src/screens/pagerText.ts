import { breadcrumbOf } from './breadcrumb.ts';
import { scoreCells, scoreColumns } from './compute/scoreList.ts';
import { openLines } from './scroll.ts';
import type { AppState } from './state.ts';
import { formatRows, rowsToWrite } from './tableSelection.ts';
import { cleanText } from './text.ts';
import { findTable } from './views.ts';

/** What a pager is given: the open text; of a table, the selected rows or all shown, tab-separated. */
export function pagerText(state: AppState): string {
  const lines = openLines(state);
  if (lines !== null)
    return [breadcrumbOf(state).join(' > '), '', ...lines.map(({ text }) => cleanText(text)), ''].join('\n');
  const view = findTable(state)?.view;
  // A terminal obeys what stands in a file: tabs and line ends are all that is left of control characters.
  if (view !== undefined) return formatRows(view, rowsToWrite(view), 'tsv').replace(/[^\t\n]+/g, cleanText);
  return scoreRows(state);
}

/** The marked scores, else all shown. */
function scoreRows({ compute: { scores } }: AppState): string {
  const marked = scores.all.filter(({ pgs_id }) => scores.selected.has(pgs_id));
  const shown = marked.length > 0 ? marked : scores.visible.map((place) => scores.all[place]);
  const rows = [
    scoreColumns('match').map(({ title }) => title),
    ...shown.map((score) => scoreCells(score, scores.held)),
  ];
  return rows.map((cells) => `${cells.map(cleanText).join('\t')}\n`).join('');
}
