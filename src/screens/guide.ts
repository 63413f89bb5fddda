import { isWindow, MOST_ROWS } from './arrangement.ts';
import { findGenomeProblem, normalizedPath } from './compute/genome.ts';
import { shownResults } from './compute/results.ts';
import { KEYS_TITLE } from './help/keys.ts';
import { runningJobs } from './jobs/jobs.ts';
import { countWaiting, pluginUnderCursor } from './plugins/state.ts';
import { plural, presentBytes, presentCount, presentDuration } from './present.ts';
import { findScroll } from './scroll.ts';
import type { AppState } from './state.ts';
import { rowsToWrite } from './tableSelection.ts';
import { columnUnderCursor, presentFilterList } from './tableView.ts';
import { type Focus, findTable, focusOf, GRID_FOCUSES, LINE_FOCUSES } from './views.ts';

/** Why nothing can be computed now, as a sentence that says what to do; null when it can. */
export function findComputeProblem({ compute }: AppState): string | null {
  const { genome, scores, results } = compute;
  if (results.run?.status === 'running') return 'Computing already: esc cancels.';
  if (genome.normalization.status === 'running') return 'Normalising: wait, or cancel it with esc.';
  const genomeProblem = findGenomeProblem(genome);
  if (genomeProblem !== null) return genomeProblem;
  return scores.selected.size === 0 ? 'Mark at least one score with space.' : null;
}

function presentPluginsStep({ plugins }: AppState): string {
  const waiting = countWaiting(plugins);
  if (plugins.open === null && waiting > 0)
    return `${plural(waiting, 'plugin')} ${waiting === 1 ? 'waits' : 'wait'}: A shows what allowing means.`;
  switch (pluginUnderCursor(plugins)?.status.state) {
    case 'waiting':
      return 'A allows it, esc goes back.';
    case 'refused':
      return 'Mend what is wrong, then r looks again.';
    case 'off':
      return 'Space turns it on.';
    default:
      return 'e in the results writes by a plugin; | pipes to any program.';
  }
}

/** Filters first: what they hide must never be forgotten. */
function presentTableStep(state: AppState): string {
  const view = findTable(state)?.view;
  if (view === undefined) return '';
  const filters = presentFilterList(view);
  const title = view.table.columns[columnUnderCursor(view)] ?? '';
  if (isWindow(view.table)) return `Sort, filter, search: up to ${presentCount(MOST_ROWS)} rows.`;
  const step = presentMatches(state) ?? (filters === '' ? `${title}: s sorts, f filters, / searches.` : 'F removes.');
  return filters === '' ? step : `Filtered: ${filters}. ${step}`;
}

/** What the field below a table asks for; null for a search. */
export function presentTypingLabel(state: AppState): string | null {
  const view = findTable(state)?.view;
  if (state.compute.genome.records?.typing && focusOf(state) === 'records_field') return 'Row or locus:';
  switch (view?.typing?.kind) {
    case 'filter':
      return `${view.table.columns[columnUnderCursor(view)]} is:`;
    case 'row_number':
      return `Row, 1 to ${presentCount(view.rows.length)}:`;
    case 'file':
      return `Write ${plural(rowsToWrite(view).length, 'row')} to:`;
    default:
      return null;
  }
}

/** Said in the field below a table while nothing is typed. */
export const SEARCH_PLACEHOLDERS: Readonly<Partial<Record<Focus, string>>> = {
  sheet_search: 'any text, in any cell',
  variant_search: 'any text, in any cell',
  table_filter: 'text, !text, >1, <1 or 1..2; nothing removes the filters of the column',
  table_row_number: 'the row to go to',
  table_file: 'shortlist.csv or shortlist.tsv, a new file',
  records_field: '1234 is a row; 2:227767102 or chrX:1000 a locus',
  score_search: 'trait, name, id or author; n:<1000 ancestry:EUR tier:high here:yes',
};

const NEXT_STEPS: Readonly<Partial<Record<Focus, (state: AppState) => string>>> = {
  path_field: ({ compute }) =>
    compute.genome.completions.length === 0
      ? 'Type the path of a VCF and press enter.'
      : 'Type the path of a VCF, or go down to one and press enter.',
  genome: presentGenomeStep,
  records: () => '# goes to a row or a locus; left and right show other columns.',
  scores: presentScoresStep,
  results: presentResultsStep,
  result_detail: () => 'Left and right go to the other results; w says why.',
  unmatched: presentUnmatchedStep,
  comparison: (state) =>
    (findTable(state)?.view.arrangement.filters ?? []).length > 0
      ? presentTableStep(state)
      : 'What moved most comes first; enter says why.',
  comparison_row: () => 'Left and right go to the other scores.',
  sheet: presentTableStep,
  variants: presentTableStep,
  variant_row: ({ compute }) =>
    compute.genome.inspection.status === 'ready' ? 'Row and genome side by side; every field is below.' : '',
  score_overview: () => 'Weights over all rows; c compares it with another score.',
  score_comparison: () => 'Every shared position counts; esc goes back, c takes another score.',
  score_field: ({ scoring }) =>
    scoring.purpose === 'compare'
      ? 'Choose a marked score, or type a PGS id, words or a path.'
      : 'Type a PGS id, words or a path; down goes to what was found.',
  jobs: ({ jobs }) => (jobs.list.length === 0 ? '' : 'Enter reads the log; x cancels, r does it again.'),
  plugins: presentPluginsStep,
  plugin_detail: presentPluginsStep,
  help_page: ({ help }) =>
    help.page === 'doctor' ? 'r looks again, n asks the servers, too; right turns the page.' : 'Right turns the page.',
  help: ({ overlay }) =>
    overlay?.kind === 'help' && overlay.title === KEYS_TITLE
      ? 'These keys work here; below are those of the other screens.'
      : 'P reads it in full in your pager.',
};

/** What to do next, for someone who has read nothing. */
export const presentNextStep = (state: AppState): string => NEXT_STEPS[focusOf(state)]?.(state) ?? '';

function presentGenomeStep({ compute: { genome } }: AppState): string {
  if (genome.inspection.status !== 'ready') return 'Press e to choose a genome.';
  if (genome.normalization.status === 'running') return 'Normalising: esc cancels.';
  const view = normalizedPath(genome) === null ? '' : '; v shows the records';
  return findGenomeProblem(genome) ?? `Press enter to choose scores${view}.`;
}

function presentScoresStep(state: AppState): string {
  const { scores } = state.compute;
  if (scores.status !== 'ready') return '';
  if (scores.selected.size === 0) return 'Mark scores with space or a trait with t, then press c to compute them.';
  return findComputeProblem(state) ?? `c computes ${plural(scores.selected.size, 'score')}${presentEstimate(state)}`;
}

function presentResultsStep(state: AppState): string {
  const { scores, results } = state.compute;
  if (results.run === null)
    return (
      findComputeProblem(state) ?? `Enter computes ${plural(scores.selected.size, 'score')}${presentEstimate(state)}`
    );
  if (results.run.status === 'running') return 'Computing: esc cancels and keeps what is done.';
  if (shownResults(results).arrangement.filters.length > 0) return presentTableStep(state);
  return results.run.outcomes.length === 0
    ? (findComputeProblem(state) ?? 'Press c to compute again.')
    : 'Enter explains a result, t says it by trait, = compares.';
}

/** `: 8 s, 400 MB; 1 to fetch, 12 MB: d.`, roughly; a full stop while it is not known. */
function presentEstimate({ compute: { estimate } }: AppState): string {
  if (estimate === null) return '.';
  const { milliseconds, memory_bytes, missing, download_bytes } = estimate;
  const fetched = missing.length === 0 ? '' : `; ${missing.length} to fetch, ${presentBytes(download_bytes)}: d`;
  return `: ${presentDuration(milliseconds)}, ${presentBytes(memory_bytes)}${fetched}.`;
}

function presentUnmatchedStep(state: AppState): string {
  const filters = findTable(state)?.view.arrangement.filters ?? [];
  return filters.length > 0
    ? presentTableStep(state)
    : 'The heaviest variants that are not counted come first; enter says what would count one.';
}

/** Where the cursor is, and what is counted there. */
export function presentPlace(state: AppState): string {
  const focus = focusOf(state);
  const scroll = findScroll(state);
  if (focus === 'scores' || focus === 'score_search') return presentScoreCount(state);
  if (focus === 'sheet_search' || focus === 'variant_search') return presentMatches(state)?.split(';')[0] ?? '';
  if (scroll === null || scroll.extent.rows === 0) return '';
  const { grid, extent } = scroll;
  // In a text `rows` counts the positions of its first line.
  if (LINE_FOCUSES.has(focus) && extent.rows > 1)
    return `lines ${grid.cursor + 1}-${grid.cursor + extent.height} of ${extent.rows + extent.height - 1}`;
  if (!GRID_FOCUSES.has(focus)) return '';
  const view = findTable(state)?.view;
  const all = view === undefined ? extent.rows : isWindow(view.table) ? view.table.total : view.table.rows.length;
  const hidden = all === extent.rows ? '' : `, ${presentCount(all)} in all`;
  const { opened } = state.scoring;
  const reading = state.screen === 'scoring' && opened.status === 'ready' && !opened.isWhole ? ', reading on' : '';
  const chosen = view === undefined || view.selected.size === 0 ? '' : `, ${presentCount(view.selected.size)} selected`;
  return `row ${presentCount(grid.cursor + 1)} of ${presentCount(extent.rows)}${hidden}${reading}${chosen}`;
}

function presentScoreCount({ compute: { scores } }: AppState): string {
  const all = scores.query === '' ? '' : ` of ${presentCount(scores.all.length)}`;
  const unread = scores.hasUnreadFilter ? ', a filter is not readable' : '';
  return `${plural(scores.visible.length, 'score')}${all}, ${presentCount(scores.selected.size)} marked${unread}`;
}

/** Work going on, for screens that do not show it; empty when there is none. */
export function presentWork({ compute: { genome, results }, jobs }: AppState): string {
  const { run } = results;
  const running = runningJobs(jobs).length;
  const more = running > 1 ? `, ${running} jobs` : '';
  if (genome.normalization.status === 'running') return `normalising${more}`;
  if (run?.status === 'running') return `computing ${run.outcomes.length}/${run.scores.length}${more}`;
  return running === 0 ? '' : plural(running, 'job');
}

/** Where the cursor is among what the search found. */
function presentMatches(state: AppState): string | null {
  const view = findTable(state)?.view;
  if (view === undefined || view.query === '') return null;
  if (view.matches.length === 0) return `Nothing holds "${view.query}".`;
  const position = view.matches.indexOf(view.grid.cursor);
  const place = position < 0 ? '' : `${position + 1} of `;
  return `"${view.query}": ${place}${plural(view.matches.length, 'row')}; n next, N previous.`;
}
