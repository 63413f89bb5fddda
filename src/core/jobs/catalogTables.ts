/** The cleaned catalogue for looking at: its tables as text, and all that is known of one score. */
import { SCHEMAS } from '../catalog/tables.ts';
import type { Catalog, CatalogTable, Preference, ScoreDetail } from '../model/catalog.ts';
import type { TextTable } from '../model/score.ts';
import { CLEANING_MANIFEST, fileStamp, rawSheetPath, readCatalogFile } from './catalogFiles.ts';
import { openCatalog } from './openCatalog.ts';
import type { ValueTask } from './task.ts';

/** The catalogue this thread read last: a reader goes from table to table, and from score to score. */
let kept: { readonly stamp: string; readonly catalog: Catalog } | null = null;

async function keepCatalog(directory: string): Promise<Catalog> {
  const stamps = await Promise.all([
    fileStamp(rawSheetPath(directory, 'scores')),
    readCatalogFile(directory, CLEANING_MANIFEST, fileStamp),
  ]);
  const stamp = JSON.stringify([directory, stamps]);
  if (kept?.stamp !== stamp) kept = { stamp, catalog: openCatalog(directory) };
  return kept.catalog;
}

export interface TableInput {
  readonly catalogDirectory: string;
  readonly table: CatalogTable;
  readonly people: Preference;
}

/** A cleaned table with all its columns. Throws `catalog_missing`. */
export const catalogTableTask: ValueTask<TableInput, TextTable> = async ({ catalogDirectory, table, people }) => {
  const catalog = await keepCatalog(catalogDirectory);
  switch (table) {
    case 'cleaned_scores':
      return toText(await catalog.scores(), Object.keys(SCHEMAS.scores));
    case 'cleaned_performance':
      return toText(await catalog.performance(), Object.keys(SCHEMAS.performance));
    case 'cleaned_best_performance':
      return toText(await catalog.bestPerformance(people), Object.keys(SCHEMAS.best_performance));
    case 'cleaned_publications':
      return toText(await catalog.publications(), Object.keys(SCHEMAS.publications));
    case 'cleaned_development':
      return toText(await catalog.developmentAncestry(), Object.keys(SCHEMAS.score_development_ancestry));
    case 'cleaned_traits': {
      const traits = (await catalog.traits()).map((trait) => ({ ...trait, n_scores: trait.pgs_ids.length }));
      return toText(traits, ['efo_id', 'label', 'n_scores', 'pgs_ids', 'description', 'url']);
    }
  }
};

function toText(rows: readonly object[], columns: readonly string[]): TextTable {
  const cells = rows.map((row) => {
    const byName = row as Readonly<Record<string, unknown>>;
    return columns.map((column) => cellText(byName[column]));
  });
  return { columns, rows: cells, total: cells.length };
}

/** Lists have bars between; what is not known stays null. */
const cellText = (cell: unknown): string | null =>
  cell === null || cell === undefined || cell === '' ? null : Array.isArray(cell) ? cell.join('|') : String(cell);

export interface DetailInput {
  readonly catalogDirectory: string;
  readonly pgs_id: string;
  readonly people: Preference;
}

export const scoreDetailTask: ValueTask<DetailInput, ScoreDetail | null> = async (input) => {
  const catalog = await keepCatalog(input.catalogDirectory);
  const info = await catalog.scoreInfo(input.pgs_id, { people: input.people });
  if (info === null) return null;
  const traits = await catalog.traits();
  return { ...info, traits: traits.filter(({ pgs_ids }) => pgs_ids.includes(info.score.pgs_id)) };
};
