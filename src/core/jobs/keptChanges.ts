/** What the last update changed in the scores sheet, kept beside the sheets for whoever asks later. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { readFromSet } from '../io/commitFiles.ts';
import type { TextTable } from '../model/score.ts';
import { sheetsDirectory } from './release.ts';

export const CHANGES_FILE = 'changes.json';

const text = v.nullable(v.string());
const schema = v.object({
  fetched_at: v.string(),
  changes: v.array(
    v.object({
      pgs_id: v.string(),
      change: v.picklist(['added', 'removed', 'revised']),
      field: v.string(),
      before: text,
      after: text,
    }),
  ),
});

export type KeptChanges = v.InferOutput<typeof schema>;

const COLUMNS = ['pgs_id', 'change', 'field', 'before', 'after', 'updated'];

/** The changes as a table; without rows when no update has changed a score, or the file cannot be read. */
export async function readKeptChanges(catalogDirectory: string): Promise<TextTable> {
  const rows = await readRows(catalogDirectory).catch(() => []);
  return { columns: COLUMNS, rows, total: rows.length };
}

async function readRows(catalogDirectory: string): Promise<TextTable['rows']> {
  const content = await readFromSet(sheetsDirectory(catalogDirectory), CHANGES_FILE, (path) => readFile(path, 'utf8'));
  const { fetched_at, changes } = v.parse(schema, JSON.parse(content));
  return changes.map(({ pgs_id, change, field, before, after }) => [pgs_id, change, field, before, after, fetched_at]);
}
