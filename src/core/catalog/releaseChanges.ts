import type { ReleaseChanges } from '../model/release.ts';
import type { TextTable } from '../model/score.ts';
import { SCORE_ID_COLUMN } from './sheets.ts';

/** What became of the scores between two scores sheets. Columns are compared by name, those of both sheets only. */
export function compareReleases(before: TextTable, after: TextTable): ReleaseChanges {
  const shared = after.columns.filter((column) => before.columns.includes(column));
  const old = rowsById(before, shared);
  const current = rowsById(after, shared);
  return {
    added: [...current.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !current.has(id)),
    revised: [...current].filter(([id, row]) => old.has(id) && old.get(id) !== row).map(([id]) => id),
  };
}

/** Each score's cells as one text. */
function rowsById({ columns, rows }: TextTable, wanted: readonly string[]): Map<string, string> {
  const places = wanted.map((column) => columns.indexOf(column));
  const id = columns.indexOf(SCORE_ID_COLUMN);
  return new Map(rows.map((row) => [row[id] ?? '', JSON.stringify(places.map((place) => row[place]))]));
}
