import { describePluginStatus, nameContributions } from '../../core/index.ts';
import { recordCells, totalRecords } from '../compute/records.ts';
import { remarkOn } from '../compute/remarks.ts';
import { scoreCells, scoreColumns, scoreUnderCursor } from '../compute/scoreList.ts';
import { jobUnderCursor, presentJob } from '../jobs/jobs.ts';
import { listedPlugins, pluginUnderCursor } from '../plugins/state.ts';
import { presentCount } from '../present.ts';
import type { AppState } from '../state.ts';
import { rowUnderCursor, type TableView } from '../tableView.ts';
import { cleanText } from '../text.ts';
import { type Focus, findTable } from '../views.ts';
import type { Part } from './part.ts';
import { speakable } from './speakable.ts';

/** The row under the cursor in words; the key is the same while it is the same row. */
export interface GridRow {
  readonly text: string;
  readonly key: string;
}

/** How many rows there are is told above. */
const NO_ROW: GridRow = { text: '', key: 'none' };

/** Null where there is no grid. */
export function presentGridRow(state: AppState, focus: Focus): GridRow | null {
  switch (focus) {
    case 'scores':
    case 'score_search':
      return presentScore(state);
    case 'genome':
      return presentSample(state);
    case 'records':
      return presentRecord(state);
    case 'jobs':
      return presentJobRow(state);
    case 'plugins':
      return presentPluginRow(state);
    default: {
      const view = findTable(state)?.view;
      return view === undefined ? null : presentTableRow(state, view);
    }
  }
}

interface Described {
  readonly place: number;
  readonly count: number;
  readonly marks?: readonly string[];
  readonly pairs: readonly (readonly [name: string, value: string])[];
  readonly key?: string;
}

/** `Row 3 of 60, marked. PGS ID: PGS000003; Trait: Breast cancer`; empty cells are left out. */
function describe({ place, count, marks = [], pairs, key }: Described): GridRow {
  const told = pairs
    .filter(([, value]) => value !== '' && value !== '-')
    .map(([name, value]) => (name === '' ? cleanText(value) : `${name}: ${cleanText(value)}`))
    .join('; ');
  const where = [`Row ${presentCount(place + 1)} of ${presentCount(count)}`, ...marks].join(', ');
  return { text: `${where}. ${told}`, key: key ?? [place, ...marks, told].join(' ') };
}

function presentScore({ compute: { scores } }: AppState): GridRow {
  const score = scoreUnderCursor(scores);
  if (score === undefined) return NO_ROW;
  const cells = scoreCells(score, scores.held);
  return describe({
    place: scores.grid.cursor,
    count: scores.visible.length,
    marks: scores.selected.has(score.pgs_id) ? ['marked'] : [],
    pairs: scoreColumns('match').map(({ title }, column) => [title, cells[column]]),
  });
}

function presentSample({ compute: { genome } }: AppState): GridRow | null {
  if (genome.inspection.status !== 'ready' || genome.inspection.found.samples.length < 2) return null;
  const { samples } = genome.inspection.found;
  const sample = samples[genome.samples.cursor];
  return describe({
    place: genome.samples.cursor,
    count: samples.length,
    marks: sample === genome.sample ? ['chosen'] : [],
    pairs: [['Sample', sample]],
  });
}

function presentRecord({ compute: { genome } }: AppState): GridRow | null {
  const { records } = genome;
  if (records === null || records.window === null) return null;
  const { grid, window } = records;
  const cells = recordCells(records, grid.cursor);
  return describe({
    place: grid.cursor,
    count: totalRecords(records),
    pairs: window.columns.map(({ title }, column) => [title, cells?.[column] ?? '']),
  });
}

function presentJobRow({ jobs }: AppState): GridRow {
  const job = jobUnderCursor(jobs);
  if (job === undefined) return { text: 'Nothing has run yet.', key: 'none' };
  return describe({
    place: jobs.grid.cursor,
    count: jobs.list.length,
    pairs: [
      ['Job', job.title],
      ['Started', new Date(job.startedAt).toTimeString().slice(0, 8)],
      ['How it stands', speakable(presentJob(job)) ?? ''],
    ],
    key: `${job.id} ${job.status}`,
  });
}

function presentPluginRow({ plugins }: AppState): GridRow {
  const plugin = pluginUnderCursor(plugins);
  if (plugin === undefined) return NO_ROW;
  return describe({
    place: plugins.grid.cursor,
    count: listedPlugins(plugins).length,
    pairs: [
      ['Plugin', plugin.name],
      ['From', plugin.origin],
      ['Brings', nameContributions(plugin)],
      ['State', describePluginStatus(plugin)],
    ],
  });
}

function presentTableRow(state: AppState, view: TableView): GridRow {
  const { table, arrangement, grid, rows, selected } = view;
  const row = rowUnderCursor(view);
  if (row === undefined) return NO_ROW;
  const remark = remarkOnRow(state, row);
  const pairs = arrangement.columns.map((column) => [table.columns[column], table.rows[row][column] ?? ''] as const);
  return describe({
    place: grid.cursor,
    count: rows.length,
    marks: [...(selected.has(row) ? ['selected'] : []), ...(remark?.mark === '!' ? ['look twice'] : [])],
    pairs: remark?.sentence === undefined ? pairs : [...pairs, ['Failed', remark.sentence]],
  });
}

function remarkOnRow({ screen, compute: { results } }: AppState, row: number) {
  const outcome = results.run?.outcomes[row];
  const isResult =
    screen === 'compute' && results.why === null && results.comparing === null && results.byTrait === null;
  return isResult && outcome !== undefined ? remarkOn(outcome) : null;
}

/** The cell under the cursor: told when the column changed, for the row is told by itself. */
export function presentCell(view: TableView): Part {
  const { arrangement, place, table } = view;
  const column = arrangement.columns[place] ?? 0;
  const value = table.rows[rowUnderCursor(view) ?? -1]?.[column] ?? 'empty';
  const where = `Column ${place + 1} of ${arrangement.columns.length}`;
  return {
    name: 'cell',
    key: `${place} ${column}`,
    lines: [`${where}, ${table.columns[column]}: ${cleanText(value)}`],
  };
}
