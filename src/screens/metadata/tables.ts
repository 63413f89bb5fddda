import { CATALOG_TABLES, type CatalogTable, METADATA_SHEETS, type MetadataSheet } from '../../core/index.ts';

/** What the Metadata screen shows: the raw sheets as they were published, then the tables made of them, then what the last update changed. */
export type MetadataTable = MetadataSheet | CatalogTable | 'changes';

export interface TableGroup {
  readonly title: string;
  readonly tables: readonly { readonly key: MetadataTable; readonly label: string }[];
}

export const TABLE_GROUPS: readonly TableGroup[] = [
  { title: 'Raw:', tables: METADATA_SHEETS },
  { title: 'Cleaned:', tables: CATALOG_TABLES },
  { title: 'Last update:', tables: [{ key: 'changes', label: 'Changes' }] },
];

export const METADATA_TABLES = TABLE_GROUPS.flatMap(({ tables }) => tables);

export const isRawSheet = (table: MetadataTable): table is MetadataSheet =>
  METADATA_SHEETS.some(({ key }) => key === table);

/** Its name for a person, which tells raw from cleaned. */
export function tableTitle(table: MetadataTable): string {
  const label = METADATA_TABLES.find(({ key }) => key === table)?.label ?? '';
  if (table === 'changes') return 'Changes of the last update';
  return isRawSheet(table) ? `${label} (raw)` : `${label} (cleaned)`;
}

/** The table beside the chosen one, around the end. */
export function neighbourTable(table: MetadataTable, step: 1 | -1): MetadataTable {
  const index = METADATA_TABLES.findIndex(({ key }) => key === table);
  return METADATA_TABLES[(index + step + METADATA_TABLES.length) % METADATA_TABLES.length].key;
}
