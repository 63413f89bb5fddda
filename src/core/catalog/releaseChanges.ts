import type { FieldChange, ReleaseChanges } from '../model/release.ts';
import type { TextTable } from '../model/score.ts';
import { SCORE_ID_COLUMN } from './sheets.ts';

const TRAIT_COLUMN = 'Reported Trait';

/**
 * What became of the scores between two scores sheets: the added ones first, then those removed, then each field with
 * another text. Columns are compared by name, those of both sheets only.
 */
export function listFieldChanges(before: TextTable, after: TextTable): readonly FieldChange[] {
  const shared = after.columns.filter((column) => before.columns.includes(column));
  const old = rowsById(before);
  const current = rowsById(after);
  const trait = (table: TextTable, row: Row): string | null => row[table.columns.indexOf(TRAIT_COLUMN)] ?? null;
  const places = shared.map(
    (column) => [column, before.columns.indexOf(column), after.columns.indexOf(column)] as const,
  );
  const added = [...current].filter(([id]) => !old.has(id));
  const removed = [...old].filter(([id]) => !current.has(id));
  return [
    ...added.map(([pgs_id, row]) => wholeRow('added', pgs_id, null, trait(after, row))),
    ...removed.map(([pgs_id, row]) => wholeRow('removed', pgs_id, trait(before, row), null)),
    ...[...current].flatMap(([pgs_id, row]) => {
      const known = old.get(pgs_id);
      if (known === undefined) return [];
      return places.flatMap(([field, from, to]): readonly FieldChange[] =>
        known[from] === row[to] ? [] : [{ pgs_id, change: 'revised', field, before: known[from], after: row[to] }],
      );
    }),
  ];
}

/** The scores that the changes are about. */
export function summarizeChanges(changes: readonly FieldChange[]): ReleaseChanges {
  const idsOf = (kind: FieldChange['change']): readonly string[] => [
    ...new Set(changes.filter(({ change }) => change === kind).map(({ pgs_id }) => pgs_id)),
  ];
  return { added: idsOf('added'), removed: idsOf('removed'), revised: idsOf('revised') };
}

type Row = TextTable['rows'][number];

/** Of a score that came or went, its trait tells what it is. */
const wholeRow = (
  change: 'added' | 'removed',
  pgs_id: string,
  before: string | null,
  after: string | null,
): FieldChange => ({ pgs_id, change, field: TRAIT_COLUMN, before, after });

function rowsById({ columns, rows }: TextTable): ReadonlyMap<string, Row> {
  const id = columns.indexOf(SCORE_ID_COLUMN);
  return new Map(rows.map((row) => [row[id] ?? '', row]));
}
